//! A measured metric with its interval.

use super::rule::{Rule, parameter};
use crate::data::{Evaluation, units};
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::metric;
use crate::policy::Gate;

/// `metric`: the latest evaluation of a metric.
pub struct Metric;

impl Rule for Metric {
    fn id(&self) -> &'static str {
        "metric"
    }
    fn help(&self) -> &'static str {
        "The last evaluation of a metric in file order (of one time or slice where named), with the interval its standard error, its items or its file give."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("metric", "identifier of the metric"),
            ("time", "only evaluations marked with this time (e.g. baseline)"),
            ("slice", "only evaluations of this slice; overall ones where absent"),
        ]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let id = match parameter(gate, "metric") {
            Ok(m) => m,
            Err(unknown) => return unknown,
        };
        let spec = ctx.pack.metric(id);
        let label = spec.map_or(id, |m| &m.label);
        let Some(e) = evaluation_of(gate, ctx) else {
            let asked: Vec<String> = ["time", "slice"]
                .into_iter()
                .filter_map(|name| Some(format!("{name} “{}”", gate.with.get(name)?)))
                .collect();
            let asked = if asked.is_empty() { String::new() } else { format!(" marked with {}", asked.join(" and ")) };
            return Measurement::unknown(label, format!("no evaluation of {}{asked} was loaded", label.to_lowercase()));
        };
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
            because: known.ends.is_none().then(|| {
                "judged as if it were exact: the file gives neither a standard error nor a number of items".to_owned()
            }),
            evidence: vec![EvidenceRef { file: e.file.clone(), row: e.row, text }],
            illustrative: e.illustrative,
            ..Measurement::known(e.value, label)
        }
    }
}

/// The evaluation that a gate of this rule looks at; `None` for a gate of another rule.
#[must_use]
pub fn evaluation_of<'a>(gate: &Gate, ctx: &Context<'a>) -> Option<&'a Evaluation> {
    let id = gate.with.get("metric").filter(|_| gate.rule == Metric.id())?;
    ctx.evidence.evaluations.iter().rev().find(|e| {
        let named = e.metric == *id || ctx.pack.metric(&e.metric).is_some_and(|m| m.id == *id);
        let of = |want: Option<&String>, got: &Option<String>| match (want, got) {
            (Some(want), Some(got)) => want.eq_ignore_ascii_case(got),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let slice = gate.with.get("slice");
        named && of(gate.with.get("time"), &e.time) && of(slice, &e.slice) && (slice.is_some() || e.slice.is_none())
    })
}
