//! Higher quality substitutes for size.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::Unit;
use crate::data::units::{compact, digits, score, show};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;
use crate::num::math;
use crate::policy::Finding;

/// Subramanyam, Chen & Grossman 2025 (arXiv 2510.03313): L = A/N^α + B/(D^β Q^γ) + E, so that D_eff = D·Q^(γ/β).
pub struct QualityAware;

/// γ/β of their fit for causal language models (Huber loss: 0.401 / 0.396).
pub const EXPONENT: f64 = 0.401 / 0.396;

/// Mixture quality: training weight × quality, summed over tiers; a missing share contributes nothing.
/// Returns today's, the one with every tier complete at its minimum quality or better, and the tier whose completion
/// adds most, with what it adds.
#[must_use]
pub fn mixture(ctx: &Context<'_>) -> Option<(f64, f64, Option<(u8, f64)>)> {
    let tiers = &ctx.inventory.tiers;
    if tiers.is_empty() {
        return None;
    }
    let (mut now, mut full, mut best) = (0.0, 0.0, None::<(u8, f64)>);
    for t in tiers {
        let there = 1.0 - t.missing_share?;
        let quality = if there > 0.0 { t.group.quality? } else { t.minimum_quality };
        let (today, complete) = (t.weight * there * quality, t.weight * quality.max(t.minimum_quality));
        now += today;
        full += complete;
        if complete - today > best.map_or(1e-9, |b| b.1) {
            best = Some((t.tier, complete - today));
        }
    }
    Some((now, full, best))
}

impl FindingRule for QualityAware {
    fn id(&self) -> &'static str {
        "quality_aware"
    }
    fn evaluate(&self, _finding: &Finding, ctx: &Context<'_>, _decision: &Decision) -> Found {
        let Some((now, full, best)) = mixture(ctx) else {
            return Found::unknown(
                "The quality or the completeness of a tier is unknown, so the mixture's quality cannot be computed.",
                "Give tier, status and quality for every data set.",
            );
        };
        if now <= 0.0 {
            return Found::unknown("Nothing of any tier is there.", "Load an inventory with data sets that are there.");
        }
        let factor = math::pow(full / now, EXPONENT);
        let point = if now < 0.99 { Some(math::pow((now + 0.01) / now, EXPONENT) - 1.0) } else { None };
        let records = ctx.inventory.all.records.value;
        let mut facts = vec![
            ("mixture quality today".to_owned(), score(now)),
            ("with every tier complete at its minimum quality".to_owned(), score(full)),
            ("the same effect by quantity alone".to_owned(), format!("{}× the records", digits(factor, 3))),
        ];
        if let Some(p) = point {
            let more = records.map_or(String::new(), |r| format!(" ({} records)", compact(r * p)));
            facts.push((
                "records worth +0.01 mixture quality".to_owned(),
                format!("+{}{more}", show(p, Unit::Fraction)),
            ));
        }
        let low: Vec<_> =
            ctx.inventory.tiers.iter().filter(|t| t.group.quality.is_some_and(|q| q < t.minimum_quality)).collect();
        let also = low.first().map(|t| {
            (
                Alignment::Gap,
                format!(
                    "tier {} has quality {} against its minimum {}",
                    t.tier,
                    score(t.group.quality.unwrap_or(0.0)),
                    score(t.minimum_quality)
                ),
            )
        });
        let comparison = match best {
            Some((tier, gain)) => format!(
                "Completing tier {tier} adds {} to the mixture's quality. Reaching the same effect by quantity alone would take {} times the records: quality first.",
                score(gain),
                digits(factor, 3)
            ),
            None => {
                "Every tier is complete at its minimum quality: there is no quality left to buy within this policy."
                    .into()
            }
        };
        Found {
            status: Alignment::Aligned,
            also,
            facts,
            application: "Tiers carry training weights that grow with their quality, and each has a minimum.".into(),
            comparison,
            action: match best {
                Some((tier, _)) => format!("Complete tier {tier} before any quantity is added."),
                None => "A tier that falls below its minimum would change this.".into(),
            },
        }
    }
}
