//! Rows to measured metrics.

use crate::data::evaluation::metric_id;
use crate::data::{Evaluation, Level};
use crate::metric::mean_and_error;
use crate::read::extract::{Columns, Extracted, Field, Source, Z95};
use crate::read::{number, words};
use std::collections::BTreeMap;

/// The columns every row shares.
struct Common {
    n: Option<Field>,
    slice: Option<Field>,
    model: Option<Field>,
    time: Option<Field>,
    direction: Option<Field>,
    illustrative: Option<Field>,
    item: Option<Field>,
}

/// Reads long tables (a metric a row) and wide ones (a metric a column).
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let [n, slice, model, time, direction, illustrative, item] =
        ["n", "slice", "model", "time", "direction", "illustrative", "item"].map(|id| source.field(id));
    let common = Common { n, slice, model, time, direction, illustrative, item };
    if source.map.measures.is_empty() {
        long(source, &common, out)
    } else {
        wide(source, &common, out)
    }
    if common.item.is_some() {
        out.evidence.evaluations = means(std::mem::take(&mut out.evidence.evaluations));
    }
}

/// Rows of single items as one evaluation for each metric, slice, model and time: the mean over the items, its standard
/// error, and the items. An item that was rated more than once counts with the mean of its ratings. Rows without an item
/// stay as they are.
fn means(rows: Vec<Evaluation>) -> Vec<Evaluation> {
    type Key = (String, Option<String>, Option<String>, Option<String>);
    let mut out: Vec<Evaluation> = Vec::new();
    let mut groups: BTreeMap<Key, (usize, BTreeMap<String, (f64, f64)>)> = BTreeMap::new();
    for e in rows {
        let Some((item, value)) = e.items.first().cloned() else {
            out.push(e);
            continue;
        };
        let key = (e.metric.clone(), e.slice.clone(), e.model.clone(), e.time.clone());
        let (_, items) = groups.entry(key).or_insert_with(|| {
            out.push(Evaluation { se: None, interval: None, ..e });
            (out.len() - 1, BTreeMap::new())
        });
        let (sum, ratings) = items.entry(item).or_default();
        *sum += value;
        *ratings += 1.0;
    }
    for (at, items) in groups.into_values() {
        let items: Vec<(String, f64)> = items.into_iter().map(|(item, (sum, ratings))| (item, sum / ratings)).collect();
        let values: Vec<f64> = items.iter().map(|i| i.1).collect();
        let (mean, se) = mean_and_error(&values);
        if let Some(e) = out.get_mut(at) {
            (e.value, e.se, e.n, e.items) = (mean, se, Some(items.len() as f64), items);
        }
    }
    out
}

fn long(source: &mut Source, common: &Common, out: &mut Extracted) {
    let [metric, value, unit, se, sd] = ["metric", "value", "unit", "se", "sd"].map(|id| source.field(id));
    let [low, high, interval] = ["low", "high", "interval"].map(|id| source.field(id));
    for row in 0..source.rows() {
        let Some(label) = source.text("metric", metric.as_ref(), row) else {
            source.skip(row, "row-without-metric", "The row names no metric and was skipped.");
            continue;
        };
        if number::parse(&label, number::Style::Point, false).value().is_some() {
            source.skip(
                row,
                "row-metric-number",
                "A number stands where the name of the metric belongs; the row was skipped.",
            );
            continue;
        }
        let Some(q) = value.as_ref().and_then(|f| source.quantity(f, row)) else {
            source.skip(
                row,
                "row-without-value",
                "The row has no value and was skipped; the metric counts as not measured.",
            );
            continue;
        };
        let percent = source
            .text("unit", unit.as_ref(), row)
            .is_some_and(|u| matches!(u.trim(), "%" | "percent" | "per cent" | "pct"));
        // A unit column applies where nothing else has said so.
        let scaled = q.suffix != number::Suffix::None || value.as_ref().is_some_and(|f| f.scale.is_some());
        let k = if percent && !scaled { 0.01 } else { 1.0 };
        let mut evaluation = row_of(source, common, row, &label, number::scaled(q.value, k));
        let n = evaluation.n;
        let spread = source
            .number("sd", sd.as_ref(), row)
            .filter(|_| n.is_some_and(|n| n > 0.0))
            .zip(n)
            .map(|(s, n)| s / n.sqrt());
        let given = source.number("se", se.as_ref(), row).or(spread);
        evaluation.se = given.or(q.error).map(|s| number::scaled(s, k)).filter(|s| *s >= 0.0);
        let ends = source.number("low", low.as_ref(), row).zip(source.number("high", high.as_ref(), row));
        let one_cell = interval.as_ref().and_then(|f| Some((f, number::interval(source.raw(f, row), f.style)?)));
        let ends = ends.or(one_cell.map(|(f, (l, h))| (l * f.scale.unwrap_or(1.0), h * f.scale.unwrap_or(1.0))));
        evaluation.interval = ends.map(|(l, h)| (l.min(h) * k, l.max(h) * k));
        if let (None, Some((l, h))) = (evaluation.se, evaluation.interval) {
            evaluation.se = Some((h - l) / (2.0 * Z95));
        }
        if let Some(field) = &value {
            doubtful(source, &evaluation, field, row);
        }
        out.evidence.evaluations.push(evaluation);
        out.read += 1;
    }
}

fn wide(source: &mut Source, common: &Common, out: &mut Extracted) {
    let measures = Columns::all(source);
    for row in 0..source.rows() {
        let before = out.evidence.evaluations.len();
        for columns in &measures {
            let Columns { measure, value, .. } = columns;
            let Some(q) = source.quantity(value, row) else { continue };
            let mut evaluation = row_of(source, common, row, &measure.metric, q.value);
            evaluation.interval = columns.ends(source, row);
            evaluation.se =
                columns.error(source, row, evaluation.n).or(q.error).or(columns.spread_of_ends(source, row));
            evaluation.direction = measure.direction.or(evaluation.direction);
            evaluation.model = evaluation.model.or_else(|| measure.series.clone());
            doubtful(source, &evaluation, value, row);
            out.evidence.evaluations.push(evaluation);
        }
        if out.evidence.evaluations.len() == before {
            source.skip(row, "row-without-value", "The row has no value and was skipped.");
        } else {
            out.read += 1;
        }
    }
}

fn row_of(source: &mut Source, common: &Common, row: usize, label: &str, value: f64) -> Evaluation {
    let n = source.number("n", common.n.as_ref(), row);
    let way = common.direction.as_ref().and_then(|f| words::direction(source.raw(f, row), &f.name));
    let chosen = source.map.roles.get("value").and_then(|u| u.direction);
    Evaluation {
        metric: metric_id(label),
        label: label.to_owned(),
        value,
        se: None,
        n,
        interval: None,
        direction: chosen.or(way).or_else(|| words::usual_direction(label)),
        slice: source.text("slice", common.slice.as_ref(), row).filter(|s| !words::is_overall(s)),
        model: source.text("model", common.model.as_ref(), row),
        time: source.text("time", common.time.as_ref(), row),
        items: source.text("item", common.item.as_ref(), row).map(|item| (item, value)).into_iter().collect(),
        file: source.file.to_owned(),
        row: source.source_row(row),
        illustrative: source.illustrative(common.illustrative.as_ref(), row),
    }
}

/// Says what looks wrong with a value without changing it.
fn doubtful(source: &mut Source, e: &Evaluation, field: &Field, row: usize) {
    if words::is_fraction(&e.metric) && e.value > 1.5 && e.value <= 100.0 {
        let message = "The metric usually lies between 0 and 1; the value looks like a per cent.";
        source.say(
            Level::Warning,
            "value-percent",
            row,
            field,
            message,
            "Write a % sign, or set the scale of the column to 0.01.",
        );
    } else if e.se == Some(0.0) {
        let message = "The standard error is exactly 0, which no measured score has; treat it as unknown.";
        source.say(Level::Warning, "value-no-error", row, field, message, "Check how the metric was computed.");
    }
}
