//! The policy pack: tiers, families, targets, gates, findings, perspectives and recommendations as data.
//!
//! Nothing in the program knows a threshold; every number a gate compares with stands in a pack file, with its
//! rationale and its source, and a scenario may change it.

pub mod assumptions;
mod check;
pub mod defaults;
pub mod examples;
mod fact;
mod form;
mod lists;
mod own;
mod pack;
mod propose;
#[cfg(feature = "cli")]
pub mod schema;
#[cfg(test)]
mod shipped_tests;
mod target;

pub use check::{PackError, gate_fault, parse, write};
pub use fact::{Fact, Role};
pub use form::GateField;
pub use lists::{ListKind, PackAbout, PackLists};
pub use own::{GateChange, PolicyChanges};
pub use pack::{
    Assumption, Comparator, CostModel, Differentiator, Family, Finding, Gate, MetricSpec, Perspective, Phase,
    PolicyPack, Range3, Recommendation, ReferenceSource, Severity, Tier,
};
pub use propose::{Proposal, propose};
pub use target::{DROP, WrittenTarget, drop_gate, gate_id, metric_gate, range_around};
