//! Share of duplicate records.

use super::rule::{Rule, inventory_missing};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `duplication`: share of records that duplicate another, over the whole inventory.
pub struct Duplication;

impl Rule for Duplication {
    fn id(&self) -> &'static str {
        Role::Duplication.id()
    }
    fn help(&self) -> &'static str {
        "Share of duplicate records: a check named `duplication` where one was loaded, else the inventory's column, weighted by records."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "duplicate records";
        if let Some(check) = ctx.evidence.checks.iter().rev().find(|c| c.id == "duplication") {
            let text = check.note.clone().unwrap_or_else(|| "measured on the compiled set".into());
            return Measurement {
                evidence: vec![EvidenceRef { file: check.file.clone(), row: check.row, text }],
                illustrative: check.illustrative,
                ..Measurement::known(check.value, what)
            };
        }
        if let Some(unknown) = inventory_missing(ctx, what) {
            return unknown;
        }
        let Some(value) = ctx.inventory.all.duplication else {
            return Measurement::unknown(what, "no data set gives a duplication share and no check was loaded");
        };
        let rows = ctx.evidence.datasets.iter().filter(|d| d.duplication.is_some() || d.duplicates.is_some());
        Measurement {
            evidence: rows
                .map(|d| EvidenceRef {
                    file: d.file.clone(),
                    row: d.row,
                    text: match (d.duplication, d.duplicates) {
                        (Some(share), _) => format!("{}: {}", d.name, units::show(share, units::Unit::Fraction)),
                        (None, n) => format!("{}: {} duplicates", d.name, units::grouped(n.unwrap_or(0.0))),
                    },
                })
                .take(40)
                .collect(),
            illustrative: ctx.inventory.all.illustrative,
            ..Measurement::known(value, what)
        }
    }
}
