//! A quality audit: experts judge a sample of a tier's records.

use super::study::{JUDGED, Question, Situation, Size, Study, widest_spread};
use crate::data::units::grouped;
use crate::decide::cost::mean;

/// Experts beside the stated quality of a tier.
pub struct Audit;

impl Study for Audit {
    fn id(&self) -> &'static str {
        "quality_audit"
    }
    fn questions<'a>(&self, s: Situation<'a>, notes: &mut Vec<String>) -> Vec<Question<'a>> {
        let Some(mixture) = &s.world.mixture else { return Vec::new() };
        if s.ctx.assume("quality_error") <= 0.0 {
            notes.push(
                "No quality audit is valued: the stated qualities are taken as exact (the assumption “Error of a tier’s stated quality” is 0)."
                    .into(),
            );
        }
        let price = s.ctx.costs().expert_rating.map(mean);
        let there = mixture.tiers.iter().enumerate().filter(|(_, t)| t.there > 0.0 && t.error > 0.0);
        if there.clone().count() > 0 {
            notes.push(
                "An audit is valued by what it tells of the target metrics; whether a tier passes its own quality gate is not part of its worth."
                    .into(),
            );
        }
        let each = there.map(|(k, t)| {
            let most = t.records.unwrap_or(f64::INFINITY);
            let sizes = JUDGED.iter().filter(|records| **records <= most).map(|&records| {
                // One sound and one unsound record more (Wilson 1927), so that a quality near 1 is not known by looking at a few.
                let mean = (t.stated * records + 1.0) / (records + 2.0);
                let se = widest_spread(mean, (0.0, 1.0)) / records.sqrt();
                Size {
                    label: format!(
                        "a quality audit of tier {} ({} records judged by an expert)",
                        t.tier,
                        grouped(records)
                    ),
                    cost: price.map(|p| p * records),
                    seen: Box::new(move |d| t.quality(d.tiers[k]) + d.tier_spare[k] * se),
                }
            });
            Question {
                input: format!("true quality of tier {}", t.tier),
                metric: None,
                truth: Box::new(move |d| d.tiers[k]),
                sizes: sizes.collect(),
                not_sized: (most < JUDGED[0]).then(|| {
                    format!("An audit of tier {} is not valued: it has only {} records.", t.tier, grouped(most))
                }),
            }
        });
        each.collect()
    }
}
