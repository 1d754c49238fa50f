//! Scores of single items: their mean and interval, what changed between two evaluations of the same items, and how many
//! items would be enough.
//!
//! One file a thing. What is here looks at numbers only; which metric they are of, and what a change of it means, is said
//! in `decide`.

pub mod enough;
pub mod interval;
pub mod mean;
pub mod paired;
pub mod proportion;
pub mod scores;

pub use interval::{Interval, interval};
pub use mean::mean_and_error;

#[cfg(test)]
mod tests;
