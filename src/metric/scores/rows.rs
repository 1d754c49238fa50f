//! Rows of predictions as the data of metrics, and the evaluations that come of them.

use super::data::{Data, Labels, Needs};
use super::metric::Metric;
use super::{METRICS, Measured, confusion, measure_all, reliability};
use crate::data::{Evaluation, Prediction, Predictions, Reliability};
use std::collections::{BTreeMap, BTreeSet};

/// Most classes of whole numbers; more are amounts.
const CLASSES: usize = 20;
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

/// Names of a positive class.
const POSITIVE: [&str; 7] = ["1", "true", "yes", "positive", "pos", "y", "t"];

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|v: &f64| v.is_finite())
}

/// A class as it is compared: 1 and 1.0 are one class.
fn class(text: &str) -> String {
    match number(text) {
        Some(v) if v.fract() == 0.0 && v.abs() < 1e15 => format!("{v:.0}"),
        _ => match text.trim() {
            "True" | "TRUE" => "true".into(),
            "False" | "FALSE" => "false".into(),
            other => other.to_owned(),
        },
    }
}

/// What is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Classes,
    Numbers,
    Texts,
    /// Two classes, and in place of the predicted one a probability.
    Chances,
}

fn task(rows: &[Prediction]) -> Task {
    let all = |of: fn(&Prediction) -> &str| rows.iter().map(|r| number(of(r))).collect::<Option<Vec<f64>>>();
    let distinct: BTreeSet<&str> = rows.iter().map(|r| r.truth.trim()).collect();
    let Some(truths) = all(|r| &r.truth) else {
        let words: usize = rows.iter().map(|r| r.truth.split_whitespace().count()).sum();
        let sentences = words >= 3 * rows.len();
        let many = distinct.len() > CLASSES && distinct.len() * 2 > rows.len();
        return if sentences || many { Task::Texts } else { Task::Classes };
    };
    let whole = |values: &[f64]| values.iter().all(|v| v.fract() == 0.0);
    let said: Vec<Prediction> = rows.iter().filter(|r| !r.predicted.is_empty()).cloned().collect();
    let predicted = said.iter().map(|r| number(&r.predicted)).collect::<Option<Vec<f64>>>();
    let Some(predicted) = predicted else { return Task::Classes };
    let binary = truths.iter().all(|t| *t == 0.0 || *t == 1.0);
    if binary && !whole(&predicted) && predicted.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Task::Chances;
    }
    if whole(&truths) && whole(&predicted) && distinct.len() <= CLASSES { Task::Classes } else { Task::Numbers }
}

/// The data of the rows, and the names of their items in the same order, which is not that of the file.
#[must_use]
pub fn data_of(p: &Predictions, rows: &[&Prediction]) -> (Data, Vec<String>) {
    let mut rows: Vec<Prediction> = rows.iter().map(|r| (*r).clone()).collect();
    let key = |r: &Prediction| (r.truth.clone(), r.predicted.clone(), r.score.map(f64::to_bits));
    rows.sort_by(|a, b| a.item.cmp(&b.item).then_with(|| key(a).cmp(&key(b))));
    let items: Vec<String> = rows.iter().map(|r| r.item.clone()).collect();
    let repeated = items.windows(2).any(|w| w[0] == w[1]);
    let clusters = repeated.then(|| {
        let mut at = 0;
        let next = |i: usize| {
            at += usize::from(i > 0 && items[i] != items[i - 1]);
            at
        };
        (0..items.len()).map(next).collect()
    });
    let base = Data { clusters, ..Data::default() };
    let data = match task(&rows) {
        Task::Numbers => {
            let pair =
                |r: &Prediction| (number(&r.truth).unwrap_or(f64::NAN), number(&r.predicted).unwrap_or(f64::NAN));
            Data { numbers: Some(rows.iter().map(pair).collect()), ..base }
        }
        Task::Texts => {
            Data { texts: Some(rows.iter().map(|r| (r.truth.clone(), r.predicted.clone())).collect()), ..base }
        }
        Task::Chances => {
            for row in &mut rows {
                row.score = number(&row.predicted);
                row.predicted = (if row.score >= Some(0.5) { "1" } else { "0" }).to_owned();
            }
            of_classes(p, &rows, base)
        }
        Task::Classes => of_classes(p, &rows, base),
    };
    (data, items)
}

fn of_classes(p: &Predictions, rows: &[Prediction], base: Data) -> Data {
    let truths: Vec<String> = rows.iter().map(|r| class(&r.truth)).collect();
    let columns: Vec<String> = p.columns.iter().map(|c| class(c)).collect();
    let mut names: BTreeSet<String> = truths.iter().cloned().collect();
    names.extend(rows.iter().map(|r| class(&r.predicted)).filter(|c| !c.is_empty()));
    let aligned = names.iter().all(|n| columns.contains(n));
    if aligned {
        names.extend(columns.iter().cloned());
    }
    let mut classes: Vec<String> = names.into_iter().collect();
    classes.sort_by(|a, b| match (number(a), number(b)) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        _ => a.cmp(b),
    });
    let place: BTreeMap<&str, usize> = classes.iter().enumerate().map(|(i, c)| (c.as_str(), i)).collect();
    // Columns that are not called after the classes are taken in their order, where there are as many.
    let order: Option<Vec<usize>> = if columns.is_empty() {
        None
    } else if aligned {
        classes.iter().map(|c| columns.iter().position(|n| n == c)).collect()
    } else {
        (columns.len() == classes.len()).then(|| (0..columns.len()).collect())
    };
    let probabilities: Option<Vec<Vec<f64>>> = order.and_then(|order| {
        let of = |r: &Prediction| {
            order.iter().map(|at| r.probabilities.get(*at).copied().filter(|v| v.is_finite())).collect()
        };
        rows.iter().map(of).collect()
    });
    let positive = positive(p, &classes, &truths);
    let likeliest = |at: usize| {
        let all = probabilities.as_ref()?.get(at)?;
        (0..all.len()).reduce(|a, b| if all[b] > all[a] { b } else { a })
    };
    let cut =
        |r: &Prediction| positive.filter(|_| r.score.is_some()).map(|p| if r.score >= Some(0.5) { p } else { 1 - p });
    let predicted = |(at, r): (usize, &Prediction)| {
        place.get(class(&r.predicted).as_str()).copied().or_else(|| likeliest(at)).or_else(|| cut(r))
    };
    let Some(predicted) = rows.iter().enumerate().map(predicted).collect::<Option<Vec<usize>>>() else { return base };
    let truth: Vec<usize> = truths.iter().filter_map(|t| place.get(t.as_str()).copied()).collect();
    let two = positive.filter(|_| classes.len() == 2);
    let given = |(r, c): (&Prediction, &usize)| {
        let score = r.score?;
        Some(if p.confidence && Some(*c) != two { 1.0 - score } else { score })
    };
    let of_positive = two.and_then(|at| {
        probabilities.as_ref().map(|all| all.iter().map(|p| p.get(at).copied().unwrap_or(0.0)).collect())
    });
    let scores = of_positive.or_else(|| two.and_then(|_| rows.iter().zip(&predicted).map(given).collect()));
    let many = probabilities.filter(|_| two.is_none());
    Data { labels: Some(Labels { classes, truth, predicted, positive }), scores, probabilities: many, ..base }
}

/// The positive one of two classes: the one that was named, one with such a name, else the rarer one.
fn positive(p: &Predictions, classes: &[String], truths: &[String]) -> Option<usize> {
    if classes.len() != 2 {
        return None;
    }
    let named = p.positive.as_deref().and_then(|n| classes.iter().position(|c| *c == class(n)));
    let known = || classes.iter().position(|c| POSITIVE.contains(&c.to_lowercase().as_str()));
    let first = truths.iter().filter(|t| **t == classes[0]).count();
    named.or_else(known).or(Some(usize::from(first * 2 >= truths.len())))
}

/// True where the class that is called positive was only taken because it is the rarer one.
#[must_use]
pub fn positive_was_guessed(p: &Predictions) -> bool {
    !p.positive_given && p.positive.as_ref().is_some_and(|c| !POSITIVE.contains(&c.to_lowercase().as_str()))
}

/// The evaluations of metrics of predictions.
#[must_use]
pub fn evaluations(
    p: &Predictions,
    metrics: &[&dyn Metric],
    data: &Data,
    items: &[String],
    slice: Option<&str>,
) -> Vec<Evaluation> {
    let found = metrics.iter().zip(measure_all(metrics, data));
    found.filter_map(|(metric, found)| Some(evaluation(p, *metric, found?, data, items, slice))).collect()
}

fn evaluation(
    p: &Predictions,
    metric: &dyn Metric,
    found: Measured,
    data: &Data,
    items: &[String],
    slice: Option<&str>,
) -> Evaluation {
    let scored = by_item(&found, items, data.clusters.is_some());
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
/// counts.
#[must_use]
pub fn evaluate(p: &mut Predictions) -> Vec<Evaluation> {
    let all: Vec<&Prediction> = p.rows.iter().collect();
    let (data, items) = data_of(p, &all);
    let metrics = fitting(&data, &[]);
    let mut out = evaluations(p, &metrics, &data, &items, None);
    let slices: BTreeSet<&str> = all.iter().filter_map(|r| r.slice.as_deref()).collect();
    if slices.len() > 1 && slices.len() <= SLICES {
        for slice in slices {
            let rows: Vec<&Prediction> = all.iter().copied().filter(|r| r.slice.as_deref() == Some(slice)).collect();
            let (data, items) = data_of(p, &rows);
            let means: Vec<&dyn Metric> = metrics.iter().copied().filter(|m| m.items(&data).is_some()).collect();
            out.extend(evaluations(p, &means, &data, &items, Some(slice)));
        }
    }
    if data.n() > KEPT {
        let first = out.first().map(|e| e.metric.clone());
        out.iter_mut().filter(|e| Some(&e.metric) != first.as_ref()).for_each(|e| e.items.clear());
    }
    describe(p, &data, &items);
    out
}

fn describe(p: &mut Predictions, data: &Data, items: &[String]) {
    p.n = items.iter().collect::<BTreeSet<_>>().len() as f64;
    if let Some(labels) = &data.labels {
        p.positive = labels.positive.and_then(|at| labels.classes.get(at).cloned());
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

/// True where what is predicted is of this sort, for tests and words.
#[must_use]
pub fn has_chances(rows: &[Prediction]) -> bool {
    task(rows) == Task::Chances
}
