//! The only place that guesses which column plays which role.

pub mod duplicates;
pub mod fate;
mod given;
mod guess;
pub mod name;
pub(super) mod profile;
pub(super) mod wide;

pub use fate::{Fate, fates};
pub use given::{guess_given, sizes_across};
pub use guess::{RECOGNISED, complete, guess, guess_as, missing};
pub use profile::Profile;

#[cfg(test)]
mod tests;
