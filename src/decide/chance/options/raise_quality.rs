//! Raising a tier to its minimum quality.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::decide::chance::mixture::QualityWork;
use crate::decide::cost::Work;

/// One option a tier that is below its minimum.
pub struct RaiseQuality;

impl Kind for RaiseQuality {
    fn id(&self) -> &'static str {
        "raise_quality"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let inventory = s.ctx.inventory.with_what_ifs(&s.ctx.scenario.what_if);
        let low = inventory.tiers.iter().filter(|t| t.group.quality.is_some_and(|q| q < t.minimum_quality - 1e-9));
        let each = low.map(|t| {
            let improved = t.group.records.value;
            let work = s.world.mixture.as_ref().and_then(|m| m.place(t.tier)).map(QualityWork::Raise);
            let effect = match improved {
                Some(_) => Effect::quality(0.0, work, "the quality or the completeness of another tier is unknown"),
                None => Effect::NotEstimated("nobody counted the records of the tier, so its cost is unknown".into()),
            };
            Candidate {
                kind: OptionKind { kind: self.id().into(), tier: Some(t.tier), ..OptionKind::default() },
                label: format!("Raise tier {} to its minimum quality", t.tier),
                work: improved.map(|improved| Work { improved, ..Work::default() }),
                effect,
                families: Vec::new(),
            }
        });
        each.collect()
    }
}
