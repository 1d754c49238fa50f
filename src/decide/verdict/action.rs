//! The decision function: outcomes to action, and the phase that decides.

use crate::decide::context::Context;
use crate::decide::gap::Gap;
use crate::decide::judge::Severe;
use crate::policy::{Phase, PolicyPack, Role, Severity};
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

/// Whether data is a way from today's metrics to their targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every metric meets its target: there is no way to go.
    NoGap,
    /// The policy's own gates of phase 3 say, or the learning curves do and give more data the chance that is asked for.
    Open,
    /// A metric that misses its target has no learning curve that can be used, and no gate of the policy asks for one.
    Untold,
    /// The learning curves give more data less than the chance that is asked for, and no gate of the policy asks for it.
    Unlikely,
}

impl Way {
    /// The way from these gaps. Where no blocking gate of the policy asks how probable it is that data closes the gap, the
    /// decision does: a policy that is silent is no evidence.
    #[must_use]
    pub fn of(gaps: &[Gap], ctx: &Context<'_>) -> Self {
        if gaps.is_empty() {
            Self::NoGap
        } else if asks(ctx.pack) {
            Self::Open
        } else {
            match chance(gaps) {
                None => Self::Untold,
                Some(p) if p < ctx.assume("minimum_probability") => Self::Unlikely,
                Some(_) => Self::Open,
            }
        }
    }
}

/// True where a blocking gate of the policy asks for the probability that data closes the gap.
fn asks(pack: &PolicyPack) -> bool {
    let mut third = pack.gates.iter().filter(|g| g.phase == Phase::Expand && g.severity == Severity::Block);
    third.any(|g| g.role() == Role::GapReachable)
}

/// Smallest probability, over the gaps, that data reaches the target within the budget; `None` where one has no curve.
#[must_use]
pub fn chance(gaps: &[Gap]) -> Option<f64> {
    gaps.iter().map(|g| g.probability).try_fold(1.0, |least: f64, p| Some(least.min(p?)))
}

/// The decision function: the first line that holds.
///
/// | condition | action |
/// |---|---|
/// | a blocking gate of phase 1 fails | complete the foundation first |
/// | one of phase 1 is unknown | measure first |
/// | a gap, and a blocking gate of phase 3 fails | improve quality or select instead |
/// | a gap, and one of phase 3 is unknown | measure first |
/// | a gap that no gate of phase 3 asks about: no usable curve | measure first |
/// | … and its curve gives less than the chance asked for | improve quality or select instead |
/// | a gap, and none of these | expand, targeted |
/// | a blocking gate of phase 2 is unknown, straddles its threshold, or fails without being a metric | measure first |
/// | no blocking gate of phase 2 was judged | measure first |
/// | records of the test leaked into training, so that a target met proves nothing | measure first |
/// | none of these | do not expand: targets met |
///
/// A gap is a blocking metric gate of phase 2 that fails. A waived gate, and one that only warns or informs, never stops a
/// phase, and one that was not judged never passes it.
///
/// ```
/// use headroom::decide::{Action, Outcome, Severe, Way, action};
/// use headroom::policy::{Phase, Severity};
///
/// struct Judged(Phase, Outcome);
/// impl Severe for Judged {
///     fn phase(&self) -> Phase { self.0 }
///     fn severity(&self) -> Severity { Severity::Block }
///     fn outcome(&self) -> Outcome { self.1 }
///     fn waived(&self) -> bool { false }
///     fn straddles(&self) -> bool { false }
///     fn is_leak(&self) -> bool { false }
/// }
/// use Outcome::{Fail, Pass, Unknown};
/// use Phase::{Complete, Expand, Validate};
/// let table: [(&[(Phase, Outcome)], Way, Action); 10] = [
///     (&[(Complete, Fail), (Validate, Pass)], Way::NoGap, Action::CompleteFoundation),
///     (&[(Complete, Unknown), (Validate, Pass)], Way::NoGap, Action::MeasureFirst),
///     (&[(Complete, Pass), (Validate, Fail), (Expand, Fail)], Way::Open, Action::ImproveQuality),
///     (&[(Complete, Pass), (Validate, Fail), (Expand, Unknown)], Way::Open, Action::MeasureFirst),
///     (&[(Validate, Fail)], Way::Untold, Action::MeasureFirst),
///     (&[(Validate, Fail)], Way::Unlikely, Action::ImproveQuality),
///     (&[(Complete, Pass), (Validate, Fail), (Expand, Pass)], Way::Open, Action::ExpandTargeted),
///     (&[(Complete, Pass), (Validate, Unknown)], Way::NoGap, Action::MeasureFirst),
///     (&[(Complete, Pass)], Way::NoGap, Action::MeasureFirst),
///     (&[(Complete, Pass), (Validate, Pass)], Way::NoGap, Action::DoNotExpand),
/// ];
/// for (gates, way, expected) in table {
///     let judged: Vec<Judged> = gates.iter().map(|g| Judged(g.0, g.1)).collect();
///     assert_eq!(action(&judged, way).0, expected, "{gates:?}");
/// }
/// ```
#[must_use]
pub fn action<G: Severe>(outcomes: &[G], way: Way) -> (Action, Phase) {
    let any = |phase: Phase, test: fn(&G) -> bool| outcomes.iter().any(|o| o.phase() == phase && test(o));
    if any(Phase::Complete, Severe::stops) {
        (Action::CompleteFoundation, Phase::Complete)
    } else if any(Phase::Complete, Severe::blinds) {
        (Action::MeasureFirst, Phase::Complete)
    } else if way != Way::NoGap {
        if any(Phase::Expand, Severe::stops) {
            (Action::ImproveQuality, Phase::Expand)
        } else if any(Phase::Expand, Severe::blinds) || way == Way::Untold {
            (Action::MeasureFirst, Phase::Expand)
        } else if way == Way::Unlikely {
            (Action::ImproveQuality, Phase::Expand)
        } else {
            (Action::ExpandTargeted, Phase::Expand)
        }
    } else if any(Phase::Validate, |o| o.stops() || o.blinds() || o.uncertain())
        || !any(Phase::Validate, Severe::carries)
        || outcomes.iter().any(|o| o.phase() != Phase::Expand && o.taints())
    {
        (Action::MeasureFirst, Phase::Validate)
    } else {
        (Action::DoNotExpand, Phase::Validate)
    }
}
