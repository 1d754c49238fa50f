//! Quality of a tier against its minimum.

use super::rule::{Rule, inventory_missing, parameter};
use crate::data::{Status, units};
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `tier_quality`: mean quality of a tier's data sets that are there.
pub struct TierQuality;

impl Rule for TierQuality {
    fn id(&self) -> &'static str {
        Role::TierQuality.id()
    }
    fn help(&self) -> &'static str {
        "Mean quality of a tier, weighted by records."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[("tier", "tier number")]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let number = match parameter(gate, "tier") {
            Ok(t) => t,
            Err(unknown) => return unknown,
        };
        let what = format!("quality of tier {number}");
        if let Some(unknown) = inventory_missing(ctx, &what) {
            return unknown;
        }
        let Some(tier) = ctx.inventory.tiers.iter().find(|t| t.tier.to_string() == number) else {
            return Measurement::unknown(what, "the policy has no such tier");
        };
        let own = ctx.evidence.datasets.iter().filter(|d| d.tier == Some(tier.tier) && d.status != Status::Missing);
        match tier.group.quality {
            Some(q) => Measurement {
                evidence: own
                    .filter_map(|d| Some((d, d.quality?)))
                    .map(|(d, q)| EvidenceRef {
                        file: d.file.clone(),
                        row: d.row,
                        text: format!("{}: {}", d.name, units::score(q)),
                    })
                    .take(40)
                    .collect(),
                illustrative: tier.group.illustrative,
                ..Measurement::known(q, what)
            },
            None if own.count() == 0 => {
                Measurement::unknown(what, format!("nothing of tier {number} is there to be measured"))
            }
            None => Measurement::unknown(what, "its data sets give no quality"),
        }
    }
}
