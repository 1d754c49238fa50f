//! The same items scored twice: what makes an item easy or hard cancels, item by item.
//!
//! A test is a file and a line in [`TESTS`]; the first that fits the pairs is the one that is used.

mod mcnemar;
mod pairs;
mod sign_flip;
mod student;

pub use mcnemar::tango;
pub use pairs::{Compared, PairedTest, Pairs};
pub use sign_flip::FEWEST;

/// Every test, the particular before the general.
pub const TESTS: &[&dyn PairedTest] = &[&mcnemar::McNemar, &sign_flip::SignFlip, &student::StudentT];

/// Compares two lists of scores by item, where they share at least two items.
#[must_use]
pub fn paired(before: &[(String, f64)], after: &[(String, f64)]) -> Option<Compared> {
    let pairs = Pairs::of(before, after)?;
    let test = TESTS.iter().find(|t| t.fits(&pairs))?;
    Some(test.compare(&pairs))
}

#[cfg(test)]
mod tests;
