//! Training on a selected part.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::decide::cost::Work;

/// Where there is something to select from.
pub struct Select;

impl Kind for Select {
    fn id(&self) -> &'static str {
        "select"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        if s.ctx.evidence.datasets.is_empty() && s.ctx.evidence.curves.is_empty() {
            return Vec::new();
        }
        vec![Candidate {
            kind: OptionKind { kind: self.id().into(), ..OptionKind::default() },
            label: "Train on a selected part (S2L, DELIFT)".into(),
            work: Some(Work::default()),
            effect: Effect::NotEstimated(
                "whether a selection of these files keeps the score is not known until it is tried".into(),
            ),
            families: Vec::new(),
        }]
    }
}
