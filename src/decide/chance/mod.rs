//! Chance: the uncertain numbers drawn together, and what follows from each draw.
//!
//! A draw fixes everything that the evidence leaves open: the true value of each measured metric, the curve that each
//! learning curve really follows, the error that raters share, the quality of each tier, the assumptions and the prices. Draw `i` comes from random stream `i`, so that
//! results depend neither on chunking nor on the order of work.

#[cfg(test)]
mod closed_forms;
mod mixture;
mod next;
mod options;
mod perspectives;
mod probability;
pub mod regret;
mod studies;
pub mod value;
mod world;

pub use mixture::Mixture;
pub use next::evaluate_information;
pub use options::{Mix, OptionKind, OptionResult, OptionsView, evaluate_options};
pub use perspectives::{Agreement, PerspectiveResult, PerspectivesView, STANCES, evaluate_perspectives};
pub use probability::{Chances, GateChance, chances};
pub use value::{Measurement as NextMeasurement, ValueOfInformation};
pub use world::{Draw, More, Target, World, rater_error};

/// Draws used for what is shown.
pub const DRAWS: usize = 4096;
/// Seed of everything that is shown.
pub const SEED: u64 = 20_261_123;
