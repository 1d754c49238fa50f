//! The straight line: evidence to fits, fits and scenario to decision, decision to what explains it.
//!
//! ```text
//! Evidence --prepare (slow, stepwise, cached)--> Prepared
//! Prepared + Scenario --decide (under a millisecond)--> Decision
//! Prepared + Scenario --explore (slow, stepwise)--> Exploration
//! ```
//!
//! The page runs `decide` at every move of a slider; the worker runs the other two. The command line runs all three.

pub mod asking;
mod explore;
mod prepare;
pub mod readout;
mod ready;
mod side_by_side;

pub use explore::{Exploration, Explore};
pub use prepare::{Prepare, Prepared};
pub use ready::{READY, Ready, ready, ready_words};
pub use side_by_side::{
    Compared, GateDifference, LEAST, MOST, Odds, OddsJob, SettingDifference, SideBySide, side_by_side,
    side_by_side_with,
};

use crate::decide::{Context, Decision};
use crate::policy::PolicyPack;
use crate::scenario::Scenario;

/// The context in which rules measure.
#[must_use]
pub fn context<'a>(prepared: &'a Prepared, pack: &'a PolicyPack, scenario: &'a Scenario) -> Context<'a> {
    Context {
        pack,
        evidence: &prepared.evidence,
        inventory: &prepared.inventory,
        curves: &prepared.curves,
        scenario,
        gaps: &[],
    }
}

/// Outcomes and verdict under a scenario.
#[must_use]
pub fn decide(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Decision {
    crate::decide::decide(&context(prepared, pack, scenario))
}

/// Findings, their synthesis, recommendations and before-and-after comparisons under a decision.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Explained {
    /// Research findings, evaluated.
    pub findings: Vec<crate::decide::findings::FindingResult>,
    /// The findings by how strongly the evidence agrees.
    pub synthesis: crate::decide::findings::Synthesis,
    /// Recommendations with their triggers evaluated.
    pub recommendations: Vec<crate::decide::RecommendationState>,
    /// Changes between evaluations marked before and after.
    pub changes: Vec<crate::decide::MetricChange>,
    /// Whether the targeted metrics improved without a regression elsewhere; `None` without such evaluations.
    pub after: Option<crate::decide::After>,
}

/// Explains a decision. Cheap enough to run at every change.
#[must_use]
pub fn explain(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario, decision: &Decision) -> Explained {
    let changes = crate::decide::changes(&prepared.evidence.evaluations, pack);
    let findings = crate::decide::findings::evaluate(&context(prepared, pack, scenario), decision);
    Explained {
        synthesis: crate::decide::findings::synthesis(&findings),
        findings,
        recommendations: crate::decide::recommendations(pack, decision),
        after: crate::decide::after(&changes, pack, scenario),
        changes,
    }
}
