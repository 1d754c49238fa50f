//! The evaluations that come of predictions.

use super::data::{Data, Needs};
use super::items::Items;
use super::metric::Metric;
use super::{METRICS, Measured, confusion, measure_all, reliability};
use crate::data::{Evaluation, Predictions, Reliability};
use std::collections::{BTreeMap, BTreeSet};

/// Most classes that are shown as counts.
const SHOWN: usize = 50;
/// Most classes that are counted against each other.
const MOST: usize = 1_000;
/// Most slices that are measured one by one.
const SLICES: usize = 50;
/// Items above which only the first metric of a table keeps the scores of its items.
const KEPT: usize = 20_000;
/// Half-width of a 95 % interval in standard errors.
const Z95: f64 = 1.959_963_984_540_054;

/// The evaluations of metrics of predictions.
#[must_use]
pub fn evaluations(p: &Predictions, metrics: &[&dyn Metric], items: &Items, slice: Option<&str>) -> Vec<Evaluation> {
    let found = metrics.iter().zip(measure_all(metrics, &items.data));
    found.filter_map(|(metric, found)| Some(evaluation(p, *metric, found?, items, slice))).collect()
}

fn evaluation(p: &Predictions, metric: &dyn Metric, found: Measured, items: &Items, slice: Option<&str>) -> Evaluation {
    let data = &items.data;
    let scored = by_item(&found, &items.names, data.clusters.is_some());
    // Repeats of an item are averaged within it first.
    let repeated = data.clusters.is_some() && !scored.is_empty();
    let values: Vec<f64> = scored.iter().map(|s| s.1).collect();
    let (mean, se) = crate::metric::mean_and_error(&values);
    let interval = found.interval.filter(|_| !repeated);
    Evaluation {
        metric: metric.id().into(),
        label: metric.label().into(),
        value: if repeated { mean } else { found.value },
        se: if repeated { se } else { found.se.or(interval.map(|(low, high)| (high - low) / (2.0 * Z95))) },
        n: Some(found.n as f64),
        interval,
        direction: Some(metric.direction()),
        slice: slice.map(str::to_owned),
        model: p.model.clone(),
        time: p.time.clone(),
        items: scored,
        file: p.file.clone(),
        row: None,
        illustrative: p.illustrative,
    }
}

fn by_item(found: &Measured, items: &[String], repeated: bool) -> Vec<(String, f64)> {
    let each = items.iter().cloned().zip(found.items.iter().copied());
    if !repeated {
        return each.collect();
    }
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (item, score) in each {
        let (sum, n) = sums.entry(item).or_default();
        (*sum, *n) = (*sum + score, *n + 1.0);
    }
    sums.into_iter().map(|(item, (sum, n))| (item, sum / n)).collect()
}

/// The metrics that are computed of such data: those asked for, else the standard ones.
#[must_use]
pub fn fitting(data: &Data, wanted: &[String]) -> Vec<&'static dyn Metric> {
    let asked = |m: &&&dyn Metric| if wanted.is_empty() { m.standard() } else { wanted.iter().any(|w| w == m.id()) };
    // An average over the classes is shown of three and more; asked for, of two as well.
    let fits = |m: &&&dyn Metric| {
        let needs = m.needs();
        data.has(if needs == Needs::ManyClasses && !wanted.is_empty() { Needs::Classes } else { needs })
    };
    // Of very many classes (names, say) only what needs no table of them.
    let many = data.labels.as_ref().is_some_and(|l| l.classes.len() > MOST);
    let cheap = |m: &&&dyn Metric| !many || m.items(data).is_some();
    METRICS.iter().filter(asked).filter(fits).filter(cheap).copied().collect()
}

/// What predictions say: every standard metric over all items, and those that are means over the items by slice. Fills in the
/// counts. Beside it the items that were measured.
#[must_use]
pub fn evaluate(p: &mut Predictions) -> (Vec<Evaluation>, Items) {
    let items = Items::of(p);
    let metrics = fitting(&items.data, &[]);
    let mut out = evaluations(p, &metrics, &items, None);
    let slices: BTreeSet<&str> = items.slices.iter().flatten().map(String::as_str).collect();
    if slices.len() > 1 && slices.len() <= SLICES {
        for (slice, part) in items.by_slice() {
            let means: Vec<&dyn Metric> = metrics.iter().copied().filter(|m| m.items(&part.data).is_some()).collect();
            out.extend(slice.into_iter().flat_map(|s| evaluations(p, &means, &part, Some(s))));
        }
    }
    if items.data.n() > KEPT {
        let first = out.first().map(|e| e.metric.clone());
        out.iter_mut().filter(|e| Some(&e.metric) != first.as_ref()).for_each(|e| e.items.clear());
    }
    describe(p, &items);
    (out, items)
}

fn describe(p: &mut Predictions, items: &Items) {
    let data = &items.data;
    // Items stand in the order of their names.
    let again = items.names.windows(2).filter(|w| w[0] == w[1]).count();
    p.n = items.names.len().saturating_sub(again) as f64;
    if data.labels.is_some() || data.positives.is_some() {
        p.positive.clone_from(&items.positive);
    }
    if let Some(labels) = &data.labels {
        let shown = labels.classes.len() <= SHOWN;
        if let Some(counts) = if shown { confusion(data) } else { None } {
            p.classes.clone_from(&labels.classes);
            p.confusion = (0..counts.k).map(|t| (0..counts.k).map(|c| counts.get(t, c)).collect()).collect();
        }
    }
    let bins = reliability(data).unwrap_or_default();
    p.reliability = bins
        .into_iter()
        .filter(|b| b.n > 0.0)
        .map(|b| Reliability { n: b.n, confidence: b.confidence, accuracy: b.accuracy })
        .collect();
}

/// True where the scores of two classes do not part the predictions: then they may be the confidence in the prediction, and
/// what is computed from them means nothing.
#[must_use]
pub fn scores_part(data: &Data) -> bool {
    let (Some(labels), Some(scores)) = (&data.labels, &data.scores) else { return true };
    let of = |positive: bool| {
        let fits = move |c: &usize| (Some(*c) == labels.positive) == positive;
        labels.predicted.iter().zip(scores).filter(move |(c, _)| fits(c)).map(|(_, s)| *s)
    };
    let lowest = of(true).fold(f64::INFINITY, f64::min);
    let highest = of(false).fold(f64::NEG_INFINITY, f64::max);
    highest <= lowest
}
