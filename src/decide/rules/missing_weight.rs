//! Training weight that is missing, of one tier or of all.

use super::rule::{Rule, inventory_missing};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `missing_weight`: weight × missing share, of one tier or summed.
pub struct MissingWeight;

impl Rule for MissingWeight {
    fn id(&self) -> &'static str {
        Role::MissingWeight.id()
    }
    fn help(&self) -> &'static str {
        "Share of the training weight that is missing: a tier's weight times the share of the tier that is missing."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[("tier", "tier number; all tiers where absent")]
    }
    fn reads_every_tier(&self, gate: &Gate) -> bool {
        gate.parameter("tier").is_none()
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "missing training weight";
        if let Some(unknown) = inventory_missing(ctx, what) {
            return unknown;
        }
        let tier = gate.parameter("tier");
        let tiers = ctx.inventory.tiers.iter().filter(|t| tier.is_none_or(|n| n == t.tier.to_string()));
        let mut states: Vec<_> = tiers.collect();
        if states.is_empty() {
            return Measurement::unknown(what, "the policy has no such tier");
        }
        states.sort_by(|a, b| b.missing_weight.unwrap_or(0.0).total_cmp(&a.missing_weight.unwrap_or(0.0)));
        let value: Option<f64> = states.iter().map(|t| t.missing_weight).sum();
        let lacking = states.iter().filter(|t| t.missing_weight != Some(0.0));
        Measurement {
            value,
            because: value.is_none().then(|| {
                let unknown = states.iter().find(|t| t.missing_weight.is_none());
                unknown.map_or_else(String::new, |t| format!("tier {}: {}", t.tier, t.basis))
            }),
            what: what.into(),
            names: lacking.clone().map(|t| format!("tier {}", t.tier)).collect(),
            evidence: lacking
                .map(|t| EvidenceRef {
                    file: String::new(),
                    row: None,
                    text: format!(
                        "Tier {} ({}) carries {} of the weight; {} of it is missing ({}).",
                        t.tier,
                        t.label,
                        units::show(t.weight, units::Unit::Fraction),
                        t.missing_share.map_or("an unknown share".into(), |s| units::show(s, units::Unit::Fraction)),
                        t.basis
                    ),
                })
                .collect(),
            illustrative: states.iter().any(|t| t.group.illustrative),
            ..Measurement::default()
        }
    }
}
