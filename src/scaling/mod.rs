//! Scaling laws and their published constants.
//!
//! A law is a formula with named parameters: one file each under `laws`, one line each in [`LAWS`]. Constants that
//! people quote live in [`constants`] with where they come from, how well they were checked and what is wrong with
//! them. [`frontier`] answers "how should compute be split, and what would more data buy" in closed form.
//! Nothing here fits anything: that is `fit::scaling`.

pub mod compare;
pub mod constants;
pub mod frontier;
pub mod law;
pub mod laws;
pub mod readout;
pub mod repeated;

pub use constants::{CONSTANTS, Provenance, PublishedSet, published, published_for};
pub use frontier::{Chinchilla, Optimum};
pub use law::{Input, Output, Parameter, Point, ScalingLaw};
pub use readout::{Readout, WhatIf, readout};

/// Every law, in the order in which the page lists them. A new law is one file and one line here.
pub static LAWS: &[&dyn ScalingLaw] = &[
    &laws::chinchilla::ChinchillaLaw,
    &laws::data_constrained::DataConstrained,
    &laws::quality::QualityAware,
    &laws::utility::EffectiveUtility,
    &laws::fine_tuning::FineTuning,
    &laws::rectified::Rectified,
    &laws::transfer::Transfer,
    &laws::preference::BestOfN,
    &laws::preference::Reinforcement,
];

/// The law of that id, e.g. `chinchilla`.
#[must_use]
pub fn law(id: &str) -> Option<&'static dyn ScalingLaw> {
    LAWS.iter().copied().find(|l| l.id() == id)
}

#[cfg(test)]
mod harness;
