//! What to complete, by training weight at stake.

use super::state::Completion;
use crate::data::{Status, Unit, units};
use crate::decide::context::Context;
use crate::decide::judge::{GateOutcome, Severe};
use crate::decide::link::Link;
use crate::policy::{Phase, Role};

pub(super) fn completion(ctx: &Context<'_>, outcomes: &[GateOutcome]) -> Vec<Completion> {
    let mut list: Vec<Completion> = ctx
        .inventory
        .tiers
        .iter()
        .filter(|t| t.missing_weight.is_none_or(|w| w > 0.0))
        .map(|t| Completion {
            label: format!("Tier {}: {}", t.tier, t.label),
            detail: match t.missing_share {
                Some(s) => format!("{} of the tier is missing ({})", units::show(s, Unit::Fraction), t.basis),
                None => format!("what is missing is unknown: {}", t.basis),
            },
            weight: t.missing_weight,
            missing_bytes: t.group.missing_bytes.value,
            link: Link::Tier(t.tier),
        })
        .collect();
    list.sort_by(|a, b| b.weight.unwrap_or(-1.0).total_cmp(&a.weight.unwrap_or(-1.0)));
    for family in ctx.inventory.families.iter().filter(|f| f.required && f.status != Status::Present) {
        list.push(Completion {
            label: family.label.clone(),
            detail: format!("required family is {}: {}", family.status.word(), family.why),
            weight: None,
            missing_bytes: family.group.missing_bytes.value,
            link: Link::Family(family.id.clone()),
        });
    }
    for o in outcomes.iter().filter(|o| o.phase == Phase::Complete && o.stops()) {
        let Some(gate) = ctx.pack.gate(&o.gate) else { continue };
        if !matches!(gate.role(), Role::MissingWeight | Role::Families) {
            let detail = if gate.remedy.is_empty() { o.sentence.clone() } else { gate.remedy.clone() };
            list.push(Completion {
                label: o.label.clone(),
                detail,
                weight: None,
                missing_bytes: None,
                link: Link::Gate(o.gate.clone()),
            });
        }
    }
    list
}
