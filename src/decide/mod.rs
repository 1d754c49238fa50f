//! From evidence to verdict: gates are measured by rules, judged into outcomes, and the outcomes decide.
//!
//! ```text
//! evidence, fits, scenario --rules--> Measurement --judge--> GateOutcome --verdict--> Verdict
//! ```
//!
//! Measuring is separate from judging, so that moving a threshold re-judges without measuring again.

mod flips;
mod gap;
pub mod inventory;
mod judge;
mod measure;
pub mod rules;
mod verdict;

pub use flips::{Flip, FlipSearch, FlipSubject, Subject, flips, subjects};
pub use gap::{GAP_LEVEL, Gap};
pub use inventory::InventorySummary;
pub use judge::{GateOutcome, Outcome, Severe, judge};
pub use measure::{Context, EvidenceRef, Facts, Measurement, fact_key, measure_all};
pub use verdict::{
    Action, Completion, Decision, ExpandTarget, Link, PhaseState, Reason, Verdict, action_now, decide, phase_states,
};
