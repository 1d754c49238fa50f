//! From evidence to verdict: gates are measured by rules, judged into outcomes, and the outcomes decide.
//!
//! ```text
//! evidence, fits, scenario --rules--> Measurement --judge--> GateOutcome --verdict--> Verdict
//! ```
//!
//! Measuring is separate from judging, so that moving a threshold re-judges without measuring again.

mod after;
pub mod anchor;
pub mod assumptions;
pub mod chance;
mod change;
pub mod collection;
mod context;
pub mod cost;
pub mod distillation;
mod edge;
pub mod findings;
mod flips;
mod gap;
mod gaps;
mod ground;
pub mod inventory;
mod judge;
mod link;
mod measure;
mod measured;
mod measurement;
mod recommend;
pub mod room;
pub mod rules;
pub mod selection;
pub mod sensitivity;
mod subject;
mod today;
mod verdict;

pub use after::{After, after};
pub use change::{Changed, MetricChange, change, changes, corrected, holm};
pub use context::{Context, PRICE_PER_RECORD};
pub use flips::{Flip, FlipSearch, flips};
pub use gap::{GAP_LEVEL, Gap};
pub use ground::{Ground, action_now};
pub use inventory::InventorySummary;
pub use judge::{GateOutcome, Outcome, Severe, capital, judge, outcome};
pub use link::Link;
pub use measure::{Facts, measure_all};
pub use measured::{Measured, measured};
pub use measurement::{EvidenceRef, Measurement, WorstSlice};
pub use recommend::{Due, RecommendationState, recommendations};
pub use room::Room;
pub use subject::{FlipSubject, GRID, Spread, Subject, subjects};
pub use today::{RunChoice, run_choices};
pub use verdict::{
    Action, Completion, Decision, ExpandTarget, PhaseState, Reason, Verdict, Way, action, decide, phase_states,
};
