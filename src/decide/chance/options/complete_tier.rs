//! Adding what is missing of a tier.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::decide::chance::mixture::QualityWork;
use crate::decide::cost::Work;

/// One option a tier, those that miss most weight first.
pub struct CompleteTier;

/// Tiers that are offered.
const MOST: usize = 4;

impl Kind for CompleteTier {
    fn id(&self) -> &'static str {
        "complete_tier"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let inventory = s.ctx.inventory.with_what_ifs(&s.ctx.scenario.what_if);
        let missing = |weight: Option<f64>| weight.is_some_and(|w| w > 1e-9);
        let mut tiers: Vec<_> = inventory.tiers.iter().filter(|t| missing(t.missing_weight)).collect();
        tiers.sort_by(|a, b| b.missing_weight.unwrap_or(0.0).total_cmp(&a.missing_weight.unwrap_or(0.0)));
        let each = tiers.into_iter().take(MOST).map(|t| {
            let records = t.group.missing_bytes.value.and_then(|b| Some(b / s.world.bytes_per_record?));
            let work = s.world.mixture.as_ref().and_then(|m| m.place(t.tier)).map(QualityWork::Complete);
            let effect = match records {
                Some(records) => Effect::quality(records, work, "the quality of a tier is unknown"),
                None => Effect::NotEstimated("the inventory does not say how many records are missing".into()),
            };
            Candidate {
                kind: OptionKind { kind: self.id().into(), tier: Some(t.tier), ..OptionKind::default() },
                label: format!("Complete tier {}", t.tier),
                work: records.map(Work::records),
                effect,
                families: vec![format!("tier {}", t.tier)],
            }
        });
        each.collect()
    }
}
