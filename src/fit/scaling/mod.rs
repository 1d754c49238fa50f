//! Fitting scaling laws to trained models: robust losses, many starts, intervals on the frontier itself.
//!
//! [`fit_scaling`] does it in one call; [`ScalingJob`] in steps, for a worker that must look at its messages. The
//! objective is that of Hoffmann et al. 2022 (appendix D.2, arXiv 2203.15556); what differs is that every choice that
//! moves the answer (loss function, runs left out, tie, starts) is an option and is said in the result.

mod approaches;
mod bootstrap;
mod compare;
mod diagnose;
mod engine;
mod job;
mod model;
mod options;
mod passes;
mod penalty;
mod rectified;
mod repeats;
mod result;
mod runs;
mod solver;
mod starts;
mod terms;

pub use approaches::{Approach, approaches};
pub use compare::{LossAdvice, SideBySide, side_by_side};
pub use job::{ScalingJob, fit_scaling};
pub use options::{Base, FITTABLE, ScalingOptions, Tie};
pub use penalty::Penalty;
pub use result::{Exponent, FrontierEntry, Interval, LocalMinimum, ProfileRange, ScalingFit, SeriesFit};
pub use runs::{DropRule, Dropped};
pub use starts::Starts;

#[cfg(test)]
mod tests;
