//! A measured metric with its interval.

use super::rule::{Rule, parameter};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement, WorstSlice};
use crate::decide::today::{absent, today};
use crate::metric;
use crate::policy::{Gate, Role};

/// Why a value is judged without an interval.
fn exact(items: bool) -> String {
    let lacks = if items {
        "the file gives no standard error, and the number of items alone gives none for this metric"
    } else {
        "the file gives neither a standard error nor a number of items"
    };
    format!("judged as if it were exact: {lacks}")
}

/// `metric`: the latest evaluation of a metric.
pub struct Metric;

impl Rule for Metric {
    fn id(&self) -> &'static str {
        Role::Metric.id()
    }
    fn help(&self) -> &'static str {
        "The last evaluation of a metric in file order (of one time or slice where named), with the interval its standard error, its items or its file give."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("metric", "identifier of the metric"),
            ("time", "only evaluations marked with this time (e.g. baseline)"),
            ("slice", "only evaluations of this slice; overall ones where absent"),
            ("run", "which of several runs: `newest` (the default), `best`, or the name of a model or run"),
        ]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let id = match parameter(gate, "metric") {
            Ok(m) => m,
            Err(unknown) => return unknown,
        };
        let spec = ctx.pack.metric(id);
        let label = spec.map_or(id, |m| &m.label);
        let Some(now) = today(gate, ctx) else { return Measurement::unknown(label, absent(gate, ctx)) };
        let e = now.evaluation.as_ref();
        let known = metric::interval(e, gate.confidence, spec.and_then(|m| m.range));
        let mut text = format!("{} = {}", e.label, units::score(e.value));
        if let Some(time) = &e.time {
            text.push_str(&format!(" ({time})"));
        }
        Measurement {
            interval: known.ends,
            se: known.se,
            share: known.share,
            n: e.n,
            because: known.ends.is_none().then(|| exact(e.n.is_some())),
            basis: now.basis,
            worst: now.worst.map(|(e, of)| WorstSlice {
                slice: e.slice.clone().unwrap_or_default(),
                value: e.value,
                n: e.n,
                of,
            }),
            evidence: vec![EvidenceRef { file: e.file.clone(), row: e.row, text }],
            illustrative: e.illustrative,
            ..Measurement::known(e.value, label)
        }
    }
}
