//! Duplicates and leaks in texts: which records say the same, word for word or nearly, inside and across splits, families and
//! files.
//!
//! ```text
//! text --words--> 5-grams --minhash--> 14 buckets of 8 hashes --duplicates--> candidates, verified by their true Jaccard
//! ```
//! Nothing is guessed of meaning: two texts are near-duplicates where their sets of word 5-grams overlap. What is found is
//! therefore found for certain, and a paraphrase is not.

pub mod duplicates;
pub mod minhash;
pub mod personal;
mod said;
mod union;
pub mod words;

pub use duplicates::{By, Duplicate, Duplication, Group, Search, Sort, THRESHOLD};

#[cfg(test)]
mod tests;
