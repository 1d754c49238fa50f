//! Metrics of items in a terminal and as JSON.

use super::plain;
use crate::data::{Direction, Evaluation, Unit, units};
use crate::decide::MetricChange;
use crate::metric::interval;
use crate::metric::scores::{METRICS, metric};
use crate::read::words::usual_range;
use serde::Serialize;

/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// One metric of one slice.
#[derive(Serialize)]
pub struct Line {
    metric: String,
    label: String,
    value: f64,
    n: Option<f64>,
    interval: Option<(f64, f64)>,
    level: f64,
    se: Option<f64>,
    slice: Option<String>,
    model: Option<String>,
    time: Option<String>,
    direction: Option<Direction>,
    formula: Option<&'static str>,
    source: Option<&'static str>,
    file: String,
}

impl Line {
    /// That of an evaluation, with the interval by which gates judge it.
    pub fn of(e: &Evaluation) -> Self {
        let known = metric(&e.metric);
        let found = interval(e, LEVEL, range(e));
        Self {
            metric: e.metric.clone(),
            label: e.label.clone(),
            value: e.value,
            n: e.n,
            interval: found.ends,
            level: LEVEL,
            se: found.se,
            slice: e.slice.clone(),
            model: e.model.clone(),
            time: e.time.clone(),
            direction: e.direction,
            formula: known.map(|m| m.formula()),
            source: known.map(|m| m.source()),
            file: e.file.clone(),
        }
    }
}

/// The smallest and largest value there can be: as the metric is defined, else as one of that name usually is.
fn range(e: &Evaluation) -> Option<(f64, f64)> {
    let usual = || usual_range(&e.metric, std::iter::once(e.value));
    let known = metric(&e.metric).map(|m| m.range()).filter(|r| (r.0..=r.1).contains(&e.value));
    known.map_or_else(usual, |r| Some(r).filter(|r| r.0.is_finite() && r.1.is_finite()))
}

/// A line for each metric.
pub fn table(lines: &[Line]) -> Vec<String> {
    let name = |l: &Line| {
        let more: Vec<String> = [&l.slice, &l.model, &l.time].into_iter().flatten().map(|t| plain(t)).collect();
        let label = plain(&l.label);
        if more.is_empty() { label } else { format!("{label} ({})", more.join(", ")) }
    };
    let width = lines.iter().map(|l| name(l).chars().count()).max().unwrap_or(0).min(60);
    let shown = |l: &Line| {
        let ends = match l.interval {
            Some((low, high)) => format!("  [{}, {}]", units::fixed(low, 4), units::fixed(high, 4)),
            None => "  no interval".into(),
        };
        let n = l.n.map_or(String::new(), |n| format!("  {}", units::counted(n as usize, "item", "items")));
        format!("  {:<width$}  {}{ends}{n}", name(l), units::fixed(l.value, 4))
    };
    let title = format!("Metrics of items, with {} intervals:", units::show(LEVEL, Unit::Fraction));
    std::iter::once(title).chain(lines.iter().map(shown)).collect()
}

/// A metric against the baseline.
#[derive(Serialize)]
pub struct Changed {
    #[serde(flatten)]
    pub change: MetricChange,
    /// Model and time that are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Model and time of the baseline that it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Items of both sides that got better and worse.
    pub better: usize,
    /// The same for worse.
    pub worse: usize,
    /// Their names, where asked for: the better ones, then the worse ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub improved_items: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regressed_items: Vec<String>,
}

/// A line for each metric against the baseline, and the items that changed where they were asked for.
pub fn changes(changes: &[Changed]) -> Vec<String> {
    let mut out = vec![String::new(), "Against the baseline, with 95 % intervals of the improvement:".to_owned()];
    for c in changes {
        let m = &c.change;
        let (before, after) = (units::fixed(m.before, 4), units::fixed(m.after, 4));
        let ends = m.interval.map_or(String::new(), |(low, high)| {
            format!(", by {} [{}, {}]", units::fixed(m.improvement, 4), units::fixed(low, 4), units::fixed(high, 4))
        });
        let p = m.p_holm.map_or(String::new(), |_| format!(", p {}", m.p_words()));
        let moved = if c.better + c.worse > 0 {
            format!("; {} better, {} worse", units::counted(c.better, "item", "items"), units::grouped(c.worse as f64))
        } else {
            String::new()
        };
        let names = match (&c.of, &c.against) {
            (of, against) if of == against => of.as_ref().map(|n| plain(n)),
            (Some(of), Some(against)) => Some(format!("{} against {}", plain(of), plain(against))),
            (None, Some(against)) => Some(format!("against {}", plain(against))),
            (of, None) => of.as_ref().map(|n| plain(n)),
        };
        let names = names.map_or(String::new(), |n| format!(" ({n})"));
        out.push(format!(
            "  {}{names}: {before} to {after}{ends}: {}{p} ({}){moved}",
            plain(&m.label),
            m.words,
            m.basis()
        ));
        for (what, items) in [("better", &c.improved_items), ("worse", &c.regressed_items)] {
            out.extend(items.iter().map(|item| format!("    {what}: {}", units::shortened(&plain(item), 120))));
        }
    }
    out
}

/// Every metric with its formula.
pub fn list(json: bool) -> String {
    #[derive(Serialize)]
    struct Known {
        metric: &'static str,
        label: &'static str,
        formula: &'static str,
        source: &'static str,
        direction: Direction,
        standard: bool,
    }
    let of = |m: &&dyn crate::metric::scores::Metric| Known {
        metric: m.id(),
        label: m.label(),
        formula: m.formula(),
        source: m.source(),
        direction: m.direction(),
        standard: m.standard(),
    };
    if json {
        return serde_json::to_string_pretty(&METRICS.iter().map(of).collect::<Vec<_>>()).unwrap_or_default();
    }
    let line = |m: &&dyn crate::metric::scores::Metric| {
        format!("{:<20} {}, {}: {} ({})", m.id(), m.label(), m.direction().words(), m.formula(), m.source())
    };
    METRICS.iter().map(line).collect::<Vec<_>>().join("\n")
}
