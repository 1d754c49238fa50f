//! The decision function: outcomes to action, and the phase that decides.

use crate::decide::judge::{Outcome, Severe};
use crate::policy::Phase;
use serde::{Deserialize, Serialize};

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Phase 1 fails.
    CompleteFoundation,
    /// Evidence is missing or too uncertain.
    MeasureFirst,
    /// Every target is met.
    DoNotExpand,
    /// There is a gap, but data is not the way to close it.
    ImproveQuality,
    /// Data closes the gap.
    ExpandTargeted,
}

impl Action {
    /// All verdicts.
    pub const ALL: [Self; 5] =
        [Self::CompleteFoundation, Self::MeasureFirst, Self::DoNotExpand, Self::ImproveQuality, Self::ExpandTargeted];
    /// Identifier used in classes and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "complete_foundation",
            Self::MeasureFirst => "measure_first",
            Self::DoNotExpand => "do_not_expand",
            Self::ImproveQuality => "improve_quality",
            Self::ExpandTargeted => "expand_targeted",
        }
    }
    /// The words of the verdict.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "Complete the foundation first",
            Self::MeasureFirst => "Measure first",
            Self::DoNotExpand => "Do not expand: targets met",
            Self::ImproveQuality => "Improve quality or select data instead",
            Self::ExpandTargeted => "Expand, targeted",
        }
    }
    /// The words inside a sentence.
    #[must_use]
    pub fn inline(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "complete the foundation first",
            Self::MeasureFirst => "measure first",
            Self::DoNotExpand => "do not expand, targets met",
            Self::ImproveQuality => "improve quality or select data instead",
            Self::ExpandTargeted => "expand, targeted",
        }
    }
}

/// The decision function proper: outcomes to action, and the phase that decides.
pub(in crate::decide) fn action<G: Severe>(outcomes: &[G], gap: bool) -> (Action, Phase) {
    let any = |phase: Phase, test: fn(&G) -> bool| outcomes.iter().any(|o| o.phase() == phase && test(o));
    if any(Phase::Complete, Severe::stops) {
        (Action::CompleteFoundation, Phase::Complete)
    } else if any(Phase::Complete, Severe::blinds) {
        (Action::MeasureFirst, Phase::Complete)
    } else if gap {
        if any(Phase::Expand, Severe::stops) {
            (Action::ImproveQuality, Phase::Expand)
        } else if any(Phase::Expand, Severe::blinds) {
            (Action::MeasureFirst, Phase::Expand)
        } else {
            (Action::ExpandTargeted, Phase::Expand)
        }
    } else if any(Phase::Validate, |o| o.stops() || o.blinds() || o.uncertain()) {
        (Action::MeasureFirst, Phase::Validate)
    } else if outcomes.iter().all(|o| matches!(o.outcome(), Outcome::Unknown | Outcome::NotTriggered)) {
        (Action::MeasureFirst, Phase::Complete)
    } else {
        (Action::DoNotExpand, Phase::Validate)
    }
}
