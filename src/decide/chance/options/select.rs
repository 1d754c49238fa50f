//! Training on a selected part.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::decide::cost::Work;
use crate::decide::selection::{self, Worth};

/// Where there is something to select from: the way of selecting that came to most in runs, at the size at which it did. One
/// selects in one way: several would be no mix of options.
pub struct Select;

impl Kind for Select {
    fn id(&self) -> &'static str {
        "select"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        if s.ctx.evidence.datasets.is_empty() && s.ctx.evidence.curves.is_empty() {
            return Vec::new();
        }
        if let Some(worth) = selection::best(s.ctx).into_iter().next() {
            return vec![self.tried(s, worth)];
        }
        vec![self.candidate(
            "Train on a selected part (S2L, DELIFT)".into(),
            Work::default(),
            Effect::NotEstimated(
                "whether a selection of these files keeps the score is not known until it is tried".into(),
            ),
        )]
    }
}

impl Select {
    fn candidate(&self, label: String, work: Work, effect: Effect) -> Candidate {
        Candidate {
            kind: OptionKind { kind: self.id().into(), ..OptionKind::default() },
            label,
            work: Some(work),
            effect,
            families: Vec::new(),
        }
    }
    /// A way of selecting that runs speak of. Training on it is paid for; what it takes to select has no price in a policy.
    fn tried(&self, s: Situation<'_>, worth: Worth) -> Candidate {
        let label = format!("Train on {} records chosen by {}", worth.chosen_words(), worth.exchange.method);
        let tokens = worth.chosen * s.ctx.assume("tokens_per_record") * s.ctx.assume("epochs").max(1.0);
        let work = Work { exaflop: 6.0 * s.ctx.assume("parameters") * tokens / 1e18, ..Work::default() };
        let effect = match worth.untold() {
            Some(why) => Effect::NotEstimated(why),
            None => Effect::Selected { factors: worth.factors().into() },
        };
        self.candidate(label, work, effect)
    }
}
