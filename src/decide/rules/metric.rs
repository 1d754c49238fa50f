//! A measured metric with its interval.

use super::rule::{Rule, parameter};
use crate::data::{Evaluation, units};
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::num::normal;
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
        let (interval, se) = interval(e, gate.confidence, spec.and_then(|m| m.range));
        let mut text = format!("{} = {}", e.label, units::score(e.value));
        if let Some(time) = &e.time {
            text.push_str(&format!(" ({time})"));
        }
        Measurement {
            interval,
            se,
            n: e.n,
            because: interval
                .is_none()
                .then(|| "the file gives neither a standard error nor a number of items".to_owned()),
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

/// Interval at the given level, and the standard error behind it.
///
/// From the standard error: value ± z·se. From an interval in the file: taken as 95 % and rescaled. From a number of
/// items and a value in 0..1: Wilson's score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).
#[must_use]
pub fn interval(e: &Evaluation, level: f64, range: Option<(f64, f64)>) -> (Option<(f64, f64)>, Option<f64>) {
    let z = normal::quantile(0.5 + level / 2.0);
    let clip = |(low, high): (f64, f64)| match range {
        Some((a, b)) => (low.max(a), high.min(b)),
        None => (low, high),
    };
    if let Some(se) = e.se {
        return (Some(clip((e.value - z * se, e.value + z * se))), Some(se));
    }
    if let Some((low, high)) = e.interval {
        let scale = z / normal::quantile(0.975);
        let around = (e.value - (e.value - low) * scale, e.value + (high - e.value) * scale);
        return (Some(clip(around)), Some((high - low) / (2.0 * normal::quantile(0.975))));
    }
    match e.n {
        Some(n) if n > 0.0 && (0.0..=1.0).contains(&e.value) && range.is_none_or(|r| r == (0.0, 1.0)) => {
            let (p, zz) = (e.value, z * z);
            let centre = (p + zz / (2.0 * n)) / (1.0 + zz / n);
            let half = z / (1.0 + zz / n) * (p * (1.0 - p) / n + zz / (4.0 * n * n)).sqrt();
            let (low, high) = ((centre - half).max(0.0), (centre + half).min(1.0));
            (Some((low, high)), Some((high - low) / (2.0 * z)))
        }
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_interval_matches_the_published_example() {
        // curves.md B5: at 125 items and 80 % the Wilson interval is about ±7 points.
        let e = Evaluation { value: 0.8, n: Some(125.0), ..Evaluation::default() };
        let (interval, _) = interval(&e, 0.95, None);
        let (low, high) = interval.unwrap_or_default();
        assert!((low - 0.7214).abs() < 5e-4 && (high - 0.8607).abs() < 5e-4, "{low} {high}");
    }
}
