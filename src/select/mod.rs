//! Which records to keep when fewer are wanted than there are: selecting instead of expanding.
//!
//! What a method gives is coverage and redundancy of the records at hand, never a promised score: in comparisons at scale
//! most methods stay within noise of a random choice (arXiv:2410.09335, arXiv:2410.15225), which is therefore a method of
//! this list like the others, and drawn beside every other ([`Coverage`]). A method is a file and a line in [`METHODS`].

pub mod allocate;
pub mod ccs;
pub mod cluster_balanced;
pub mod conditional_gain;
mod cover;
pub mod coverage;
pub mod deita;
pub mod delift;
pub mod dsir;
pub mod facility_location;
pub mod greedy;
pub mod ifd;
pub mod kmeans;
pub mod length;
pub mod less;
pub mod method;
pub mod mutual_information;
pub mod neighbours;
pub mod outcome;
pub mod random;
pub mod rds;
pub mod s2l;
pub mod sem_dedup;
pub mod unit;

pub use coverage::{Coverage, Covered};
pub use method::{Asked, Choosing, Chosen, Method, Need, Parameter, Settings};
pub use outcome::{Outcome, Request, Selecting};

use crate::data::{Diagnostic, Pool};

/// Every method, in the order in which they are shown.
pub const METHODS: &[&dyn Method] = &[
    &random::Random,
    &length::Longest,
    &cluster_balanced::ClusterBalanced,
    &facility_location::FacilityLocation,
    &rds::Rds,
    &s2l::S2l,
    &delift::Delift,
    &mutual_information::MutualInformation,
    &mutual_information::QueryCoverage,
    &conditional_gain::ConditionalGain,
    &sem_dedup::SemDedup,
    &dsir::Dsir,
    &ccs::Ccs,
    &deita::Deita,
    &ifd::Ifd,
    &less::Less,
];

/// The method of this identifier.
#[must_use]
pub fn method(id: &str) -> Option<&'static dyn Method> {
    METHODS.iter().copied().find(|m| m.id() == id)
}

/// The methods that have what they need in this pool.
#[must_use]
pub fn possible(pool: &Pool) -> Vec<&'static dyn Method> {
    METHODS.iter().copied().filter(|m| m.needs().iter().all(|n| n.met(pool))).collect()
}

/// Begins to choose.
///
/// # Errors
/// What the pool lacks, and what makes it unusable.
pub fn begin(by: &dyn Method, pool: &Pool, mut asked: Asked<'_>) -> Result<Box<dyn Choosing>, Diagnostic> {
    asked.keep = asked.keep.min(pool.len());
    let lacking: Vec<String> = by.needs().iter().filter(|n| !n.met(pool)).map(|n| n.words()).collect();
    if lacking.is_empty() {
        return by.begin(pool, asked);
    }
    let can: Vec<&str> = possible(pool).iter().map(|m| m.id()).collect();
    Err(Diagnostic::error("selection-lacks", format!("{} needs {}.", by.label(), lacking.join(", and ")))
        .expected("columns or a file that hold it".to_owned())
        .mend(format!("Add it, or choose a method that these files are enough for: {}.", can.join(", "))))
}

#[cfg(test)]
mod tests;
