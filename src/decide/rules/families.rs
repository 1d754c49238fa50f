//! Required families that are not fully there.

use super::rule::{Rule, inventory_missing};
use crate::data::Status;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `families`: number of required families whose status is worse than asked.
pub struct Families;

impl Rule for Families {
    fn id(&self) -> &'static str {
        Role::Families.id()
    }
    fn help(&self) -> &'static str {
        "Number of required families that are missing, or (status = incomplete) missing or partial."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[("status", "`missing` counts missing families, `incomplete` (the default) partial ones too")]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let only_missing = gate.parameter("status") == Some("missing");
        let what = if only_missing { "required families missing" } else { "required families missing or partial" };
        if let Some(unknown) = inventory_missing(ctx, what) {
            return unknown;
        }
        let required: Vec<_> = ctx.inventory.families.iter().filter(|f| f.required).collect();
        if required.is_empty() {
            return Measurement::unknown(what, "the policy requires no family");
        }
        if ctx.inventory.families.iter().all(|f| f.group.datasets == 0) {
            return Measurement::unknown(what, "no data set of the inventory names a family");
        }
        let lacking = required.iter().filter(|f| match f.status {
            Status::Missing => true,
            Status::Partial => !only_missing,
            Status::Present | Status::Unknown => false,
        });
        let unknown = required.iter().filter(|f| f.status == Status::Unknown).count();
        let count = lacking.clone().count();
        Measurement {
            value: (unknown == 0 || count > 0).then_some(count as f64),
            n: Some(required.len() as f64),
            because: (unknown > 0).then(|| format!("{unknown} required families do not give their status")),
            what: what.into(),
            names: lacking.clone().map(|f| f.label.clone()).collect(),
            evidence: lacking
                .map(|f| EvidenceRef {
                    file: String::new(),
                    row: None,
                    text: format!("{}: {} ({}).", f.label, f.status.word(), f.why),
                })
                .collect(),
            illustrative: required.iter().any(|f| f.group.illustrative),
            ..Measurement::default()
        }
    }
}
