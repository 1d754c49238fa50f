//! Records available to a training stage.

use super::rule::{Rule, inventory_missing, parameter};
use crate::data::{Status, units};
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `volume`: records of one stage that are there.
pub struct Volume;

impl Rule for Volume {
    fn id(&self) -> &'static str {
        Role::Volume.id()
    }
    fn help(&self) -> &'static str {
        "Records of a stage (pretraining, sft, preference, evaluation), or of every stage."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[("stage", "pretraining, sft, preference, evaluation or all")]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let id = match parameter(gate, "stage") {
            Ok(s) => s,
            Err(unknown) => return unknown,
        };
        let stage =
            ctx.inventory.stages.iter().find(|(s, _)| serde_json::to_value(s).is_ok_and(|v| v.as_str() == Some(id)));
        let words = stage.map_or("the whole inventory", |(s, _)| s.words());
        let what = format!("records for {words}");
        if let Some(unknown) = inventory_missing(ctx, &what) {
            return unknown;
        }
        let group = stage.map_or(&ctx.inventory.all, |(_, g)| g);
        if group.datasets == 0 {
            return Measurement::unknown(what, format!("no data set of the inventory is marked for {words}"));
        }
        let Some(value) = group.records.value else {
            return Measurement::unknown(what, "none of its data sets gives a number of records");
        };
        let own = ctx.evidence.datasets.iter().filter(|d| stage.is_none_or(|(s, _)| d.stage == Some(*s)));
        Measurement {
            because: (group.records.unknown > 0).then(|| {
                format!(
                    "{} of its data sets {} no number of records; the sum is a lower bound",
                    group.records.unknown,
                    if group.records.unknown == 1 { "gives" } else { "give" }
                )
            }),
            evidence: own
                .filter(|d| d.status != Status::Missing)
                .filter_map(|d| Some((d, d.records?)))
                .map(|(d, r)| EvidenceRef {
                    file: d.file.clone(),
                    row: d.row,
                    text: format!("{}: {}", d.name, units::grouped(r)),
                })
                .take(40)
                .collect(),
            illustrative: group.illustrative,
            ..Measurement::known(value, what)
        }
    }
}
