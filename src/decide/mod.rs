//! From evidence to verdict: gates are measured by rules, judged into outcomes, and the outcomes decide.
//!
//! ```text
//! evidence, fits, scenario --rules--> Measurement --judge--> GateOutcome --verdict--> Verdict
//! ```
//!
//! Measuring is separate from judging, so that moving a threshold re-judges without measuring again.

mod after;
pub mod assumptions;
pub mod chance;
mod change;
pub mod collection;
mod edge;
pub mod findings;
mod flips;
mod gap;
mod ground;
pub mod inventory;
mod judge;
mod measure;
mod measured;
mod recommend;
pub mod room;
pub mod rules;
pub mod sensitivity;
mod verdict;

pub use after::{After, after};
pub use change::{Changed, MetricChange, changes, holm};
pub use flips::{Flip, FlipSearch, FlipSubject, Spread, Subject, flips, subjects};
pub use gap::{GAP_LEVEL, Gap};
pub use ground::{Ground, action_now};
pub use inventory::InventorySummary;
pub use judge::{GateOutcome, Outcome, Severe, capital, judge, outcome};
pub use measure::{Context, EvidenceRef, Facts, Measurement, PRICE_PER_RECORD, fact_key, measure_all};
pub use measured::{Measured, measured};
pub use recommend::{Due, RecommendationState, recommendations};
pub use room::Room;
pub use verdict::{
    Action, Completion, Decision, ExpandTarget, Link, PhaseState, Reason, Verdict, decide, phase_states,
};
