//! One published set of constants, with how it is known.

use serde::{Deserialize, Serialize};

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
