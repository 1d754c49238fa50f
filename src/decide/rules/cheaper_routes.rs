//! Phase 3: are cheaper routes than new data still open?

use super::rule::{Rule, no_gap};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::Gate;

/// `cheaper_routes`: training weight that completing tiers, and records that deduplication, would still win, together.
pub struct CheaperRoutes;

impl Rule for CheaperRoutes {
    fn id(&self) -> &'static str {
        "cheaper_routes"
    }
    fn help(&self) -> &'static str {
        "Share of the training weight still to be won by completing tiers and raising tiers below their minimum quality."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "training weight that quality work would still win";
        if ctx.gaps.is_empty() {
            return no_gap(ctx, what);
        }
        let Some(missing) = ctx.inventory.missing_weight else {
            return Measurement::unknown(what, "the inventory does not say what is missing");
        };
        let mut evidence = vec![EvidenceRef {
            file: String::new(),
            row: None,
            text: format!("Missing training weight: {}.", units::show(missing, units::Unit::Fraction)),
        }];
        let mut poor = 0.0;
        for tier in &ctx.inventory.tiers {
            if let Some(q) = tier.group.quality
                && q < tier.minimum_quality
            {
                poor += tier.weight * (1.0 - tier.missing_share.unwrap_or(0.0));
                evidence.push(EvidenceRef {
                    file: String::new(),
                    row: None,
                    text: format!(
                        "Tier {}: quality {} is below its minimum {}.",
                        tier.tier,
                        units::score(q),
                        units::score(tier.minimum_quality)
                    ),
                });
            }
        }
        Measurement {
            evidence,
            illustrative: ctx.inventory.all.illustrative,
            ..Measurement::known(missing + poor, what)
        }
    }
}
