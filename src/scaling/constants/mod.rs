//! Published constants: what they are, where they come from, how well they were checked, what is wrong with them.

mod fine_tuning;
mod pretraining;
mod set;
mod tables;

pub use pretraining::MUENNIGHOFF;
pub use set::{Provenance, PublishedSet};
pub use tables::{
    Exponents, HOFFMANN_EXPONENTS, HOFFMANN_PROJECTIONS, PET_SIZE_EXPONENTS, PRETRAINING_DATA, PretrainingData,
    Projection,
};

/// Every published set, pre-training first.
pub static CONSTANTS: &[&[PublishedSet]] = &[pretraining::SETS, fine_tuning::SETS];

/// All sets in order.
pub fn all() -> impl Iterator<Item = &'static PublishedSet> {
    CONSTANTS.iter().flat_map(|group| group.iter())
}

/// The set of that id.
#[must_use]
pub fn published(id: &str) -> Option<&'static PublishedSet> {
    all().find(|set| set.id == id)
}

/// The sets of one law, in order.
pub fn published_for(law: &str) -> impl Iterator<Item = &'static PublishedSet> {
    let law = law.to_owned();
    all().filter(move |set| set.law == law)
}
