//! Published constants: what they are, where they come from, how well they were checked, what is wrong with them.

mod fine_tuning;
mod pretraining;
mod tables;

use serde::{Deserialize, Serialize};

pub use pretraining::MUENNIGHOFF;
pub use tables::{
    Exponents, HOFFMANN_EXPONENTS, HOFFMANN_PROJECTIONS, PET_SIZE_EXPONENTS, PRETRAINING_DATA, PretrainingData,
    Projection,
};

/// How a constant is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// The reference code or data were run and gave it.
    Executed,
    /// Printed in a table of the paper.
    Table,
    /// From a summary of the paper, not the paper.
    Secondary,
    /// Computed from the stated formula and data.
    Computed,
    /// Chosen to illustrate: no constants are published.
    Illustration,
}

impl Provenance {
    /// In plain words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Executed => "reference code or data were run",
            Self::Table => "printed in the paper",
            Self::Secondary => "from a summary, not the paper",
            Self::Computed => "computed from the stated formula and data",
            Self::Illustration => "illustration only: no constants are published",
        }
    }
}

/// One published parameter set of one law.
#[derive(Clone, Copy, Debug)]
pub struct PublishedSet {
    /// Stable identifier, e.g. `hoffmann-rounded`.
    pub id: &'static str,
    /// Identifier of the law it belongs to.
    pub law: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Values, in the order of the law's parameters.
    pub values: &'static [f64],
    /// Published standard errors in the same order, where there are any.
    pub standard_errors: Option<&'static [f64]>,
    /// How it is known.
    pub provenance: Provenance,
    /// Authors, year, table or file, arXiv or DOI.
    pub source: &'static str,
    /// What is wrong with it or limits it.
    pub caveats: &'static [&'static str],
}

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
