//! Removing duplicate records.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::data::Unit;
use crate::data::units::show;
use crate::decide::cost::Work;
use crate::policy::Role;

/// Where duplicates were measured.
pub struct Deduplicate;

impl Kind for Deduplicate {
    fn id(&self) -> &'static str {
        "deduplicate"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let own = |gate: &str| s.ctx.pack.role(gate) == Role::Duplication;
        let outcome = s.decision.outcomes.iter().find(|o| own(&o.gate));
        let share = outcome.and_then(|o| o.measurement.value).filter(|share| *share > 0.0);
        let each = share.map(|share| Candidate {
            kind: OptionKind { kind: self.id().into(), ..OptionKind::default() },
            label: format!("Remove duplicates ({} of records)", show(share, Unit::Fraction)),
            work: s.world.records.map(|checked| Work { checked, ..Work::default() }),
            effect: Effect::NotEstimated(
                "duplicates add little and their removal frees training compute; no effect on the metrics is assumed"
                    .into(),
            ),
            families: Vec::new(),
        });
        each.into_iter().collect()
    }
}
