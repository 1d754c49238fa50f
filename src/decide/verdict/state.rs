//! What a decision is made of: the verdict with its reasons, the phases, what to complete.

use super::action::Action;
use crate::decide::cost::Cost;
use crate::decide::gap::Gap;
use crate::decide::judge::{GateOutcome, Outcome};
use crate::decide::link::Link;
use crate::policy::Phase;
use serde::{Deserialize, Serialize};

/// One reason for the verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// One sentence with its number.
    pub text: String,
    /// Gate it comes from.
    pub gate: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Where the evidence is shown.
    pub link: Link,
}

/// Something to complete, with the training weight at stake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// What.
    pub label: String,
    /// Why.
    pub detail: String,
    /// Training weight at stake, where one can be named.
    pub weight: Option<f64>,
    /// Bytes missing, where known.
    pub missing_bytes: Option<f64>,
    /// Gate or table row it belongs to.
    pub link: Link,
}

/// Where records go when the verdict is to expand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpandTarget {
    /// Metric to reach.
    pub metric: String,
    /// Its target.
    pub target: f64,
    /// Records to add (median) and the 80 % range of the total size needed.
    pub add_records: f64,
    /// Families to add them to.
    pub families: Vec<String>,
    /// Probability of reaching the target within the budget.
    pub probability: f64,
    /// Expected cost, as that of an option; `None` where a price is unknown.
    pub cost: Option<f64>,
    /// The same by what is paid for.
    #[serde(default)]
    pub cost_parts: Option<Cost>,
}

/// State of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhaseState {
    /// The phase.
    pub phase: Phase,
    /// Gates by outcome: pass, warn, fail, unknown, not triggered.
    pub counts: [usize; 5],
    /// True where a gate of it was judged and nothing stops or blinds it.
    pub done: bool,
    /// True for the phase the project is in.
    pub current: bool,
}

impl PhaseState {
    /// Each outcome with its number of gates, in the order of `counts`, those without a gate left out.
    pub fn by_outcome(&self) -> impl Iterator<Item = (Outcome, usize)> {
        let order = [Outcome::Pass, Outcome::Warn, Outcome::Fail, Outcome::Unknown, Outcome::NotTriggered];
        order.into_iter().zip(self.counts).filter(|(_, n)| *n > 0)
    }
    /// "19 pass, 3 warn, 5 fail, 1 unknown".
    #[must_use]
    pub fn in_words(&self) -> String {
        let parts: Vec<String> = self.by_outcome().map(|(outcome, n)| format!("{n} {}", outcome.word())).collect();
        parts.join(", ")
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub action: Action,
    /// Phase that decides.
    pub phase: Phase,
    /// One sentence of why.
    pub sentence: String,
    /// Strongest reasons first; the page shows three.
    pub reasons: Vec<Reason>,
    /// Where to expand, when the verdict is to.
    pub expand: Vec<ExpandTarget>,
}

/// Outcomes, gaps and the verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Every gate, in the policy's order.
    pub outcomes: Vec<GateOutcome>,
    /// Metrics that miss their target.
    pub gaps: Vec<Gap>,
    /// The verdict.
    pub verdict: Verdict,
    /// The three phases.
    pub phases: Vec<PhaseState>,
    /// What to complete, by training weight at stake.
    pub completion: Vec<Completion>,
}

impl Decision {
    /// The outcome of a gate.
    #[must_use]
    pub fn outcome(&self, gate: &str) -> Option<&GateOutcome> {
        self.outcomes.iter().find(|o| o.gate == gate)
    }
    /// A reason where nothing beside it names its gate: several gates may measure what the sentence names.
    #[must_use]
    pub fn reason_alone(&self, reason: &Reason) -> String {
        match self.outcome(&reason.gate).filter(|o| !reason.text.starts_with(&o.label)) {
            Some(o) => format!("{}. {}", o.label, reason.text),
            None => reason.text.clone(),
        }
    }
}
