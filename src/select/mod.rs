//! Which records to keep when fewer are wanted than there are: selecting instead of expanding.
//!
//! What a method gives is coverage and redundancy of the records at hand, never a promised score: in comparisons at scale
//! most methods stay within noise of a random choice (arXiv:2410.09335, arXiv:2410.15225), which is therefore a method of
//! this list like the others. A method is a file and a line in [`METHODS`].

pub mod facility_location;
pub mod method;
pub mod random;
pub mod similarity;

pub use method::{Method, Selection};
pub use similarity::Similarity;

/// Every method, in the order in which they are shown.
pub const METHODS: &[&dyn Method] = &[&random::Random, &facility_location::FacilityLocation];

/// The method of this identifier.
#[must_use]
pub fn method(id: &str) -> Option<&'static dyn Method> {
    METHODS.iter().copied().find(|m| m.id() == id)
}

#[cfg(test)]
mod tests;
