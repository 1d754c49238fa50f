//! Doing nothing: what every other option is compared with.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::decide::cost::Work;

/// Everything stays.
pub struct DoNothing;

impl Kind for DoNothing {
    fn id(&self) -> &'static str {
        "do_nothing"
    }
    fn candidates(&self, _s: Situation<'_>) -> Vec<Candidate> {
        vec![Candidate {
            kind: OptionKind { kind: self.id().into(), ..OptionKind::default() },
            label: "Do nothing".into(),
            work: Some(Work::default()),
            effect: Effect::NONE,
            families: Vec::new(),
        }]
    }
}
