//! Rows to measured metrics.

use super::items::EACH_ROW;
use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, Evaluation, Level, units};
use crate::metric::mean_and_error;
use crate::read::columns::name::Name;
use crate::read::extract::{Columns, Extracted, Field, Source, Z95};
use crate::read::{number, words};
use std::collections::{BTreeMap, BTreeSet};

/// The columns every row shares.
struct Common {
    n: Option<Field>,
    slice: Option<Field>,
    model: Option<Field>,
    time: Option<Field>,
    direction: Option<Field>,
    illustrative: Option<Field>,
    item: Option<Field>,
    /// True where every row is an item without a name.
    each_row: bool,
    /// Items by metric, and how many of them have no value.
    unmeasured: BTreeMap<String, (u64, u64)>,
}

impl Common {
    /// True where rows are items.
    fn items(&self) -> bool {
        self.item.is_some() || self.each_row
    }
    /// Counts an item of a metric.
    fn count(&mut self, metric: &str, measured: bool) {
        match self.unmeasured.get_mut(metric) {
            Some((all, none)) => (*all, *none) = (*all + 1, *none + u64::from(!measured)),
            None => drop(self.unmeasured.insert(metric.to_owned(), (1, u64::from(!measured)))),
        }
    }
}

/// Reads long tables (a metric a row) and wide ones (a metric a column).
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let [n, slice, model, time, direction, illustrative, item] =
        ["n", "slice", "model", "time", "direction", "illustrative", "item"].map(|id| source.field(id));
    let each_row = item.is_none() && source.constant("item") == Some(EACH_ROW);
    let unmeasured = BTreeMap::new();
    let mut common = Common { n, slice, model, time, direction, illustrative, item, each_row, unmeasured };
    if source.map.measures.is_empty() {
        long(source, &mut common, out)
    } else {
        wide(source, &mut common, out)
    }
    if !common.items() {
        return;
    }
    super::agreement::say(source, common.item.as_ref());
    out.evidence.evaluations = means(std::mem::take(&mut out.evidence.evaluations), source);
    if common.slice.as_ref().is_some_and(|f| !is_task(&f.name)) {
        out.evidence.evaluations = with_wholes(std::mem::take(&mut out.evidence.evaluations));
    }
    let beyond = out.evidence.evaluations.iter().filter(|e| e.slice.is_none() && words::is_fraction(&e.metric));
    for e in beyond {
        let most = e.items.iter().map(|i| i.1).fold(0.0, f64::max);
        if most > 1.0 {
            let message = format!(
                "\"{}\" usually lies between 0 and 1; here single items go up to {most}. It is read as it stands.",
                e.label
            );
            let note = Diagnostic::warning("items-scale", message);
            source
                .notes
                .add(note.mend("Set the scale of the column (0.2 for ratings up to 5) where a gate expects 0 to 1."));
        }
    }
    for (metric, (all, none)) in common.unmeasured.iter().filter(|(_, (_, none))| *none > 0) {
        let message = format!(
            "{none} of {} of \"{metric}\" {} no value: not measured, and neither passed nor failed.",
            units::counted(*all as usize, "item", "items"),
            if *none == 1 { "has" } else { "have" }
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message).mend("Measure them before deciding on it."));
    }
}

/// What tells evaluations of items apart.
type Key = (String, Option<String>, Option<String>, Option<String>);

fn key(e: &Evaluation) -> Key {
    (e.metric.clone(), e.slice.clone(), e.model.clone(), e.time.clone())
}

/// True for a column of data sets or benchmarks: they ask different things and are never pooled. Tasks of one table are parts
/// of it.
fn is_task(column: &str) -> bool {
    const TASKS: [&str; 6] = ["dataset", "benchmark", "suite", "corpus", "evaluation", "perturbation"];
    Name::of(column).words.iter().any(|w| TASKS.contains(&w.as_str()))
}

/// Where slices part the items of one measurement, the measurement over all of them stands before its slices.
fn with_wholes(found: Vec<Evaluation>) -> Vec<Evaluation> {
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, e) in found.iter().enumerate().filter(|(_, e)| !e.items.is_empty()) {
        let (metric, _, model, time) = key(e);
        groups.entry((metric, None, model, time)).or_default().push(at);
    }
    let mut wholes: BTreeMap<usize, (Evaluation, Option<usize>)> = BTreeMap::new();
    for parts in groups.into_values().filter(|parts| parts.len() > 1) {
        let mut items: Vec<(String, f64)> = parts.iter().flat_map(|at| found[*at].items.iter().cloned()).collect();
        items.sort_by(|a, b| a.0.cmp(&b.0));
        // An item in two slices: they overlap, and their union would count it twice.
        if items.windows(2).any(|w| w[0].0 == w[1].0) {
            continue;
        }
        let rest = parts.iter().copied().find(|at| found[*at].slice.is_none());
        wholes.insert(parts[0], (settled(Evaluation { slice: None, ..found[parts[0]].clone() }, items), rest));
    }
    let replaced: BTreeSet<usize> = wholes.values().filter_map(|(_, rest)| *rest).collect();
    let mut out = Vec::with_capacity(found.len() + wholes.len());
    for (at, e) in found.into_iter().enumerate() {
        out.extend(wholes.remove(&at).map(|(whole, _)| whole));
        if !replaced.contains(&at) {
            out.push(e);
        }
    }
    out
}

/// The evaluation with these items: their mean, its standard error, their number.
fn settled(e: Evaluation, items: Vec<(String, f64)>) -> Evaluation {
    let values: Vec<f64> = items.iter().map(|i| i.1).collect();
    let (value, se) = mean_and_error(&values);
    Evaluation { value, se, n: Some(items.len() as f64), items, ..e }
}

/// Rows of single items as one evaluation for each metric, slice, model and time: the mean over the items, its standard
/// error, and the items. An item that was rated more than once counts with the mean of its ratings, which is said. Rows
/// without an item stay as they are.
fn means(rows: Vec<Evaluation>, source: &mut Source) -> Vec<Evaluation> {
    let mut out: Vec<Evaluation> = Vec::new();
    let mut groups: BTreeMap<Key, (usize, BTreeMap<String, (f64, f64)>)> = BTreeMap::new();
    for e in rows {
        let Some((item, value)) = e.items.first().cloned() else {
            out.push(e);
            continue;
        };
        let (_, items) = groups.entry(key(&e)).or_insert_with(|| {
            out.push(Evaluation { se: None, interval: None, ..e });
            (out.len() - 1, BTreeMap::new())
        });
        let (sum, ratings) = items.entry(item).or_default();
        *sum += value;
        *ratings += 1.0;
    }
    let mut tries: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for ((metric, ..), (_, items)) in &groups {
        let (rows, of) = tries.entry(metric.clone()).or_default();
        *rows += items.values().map(|(_, ratings)| *ratings as usize).sum::<usize>();
        *of += items.len();
    }
    say_tries(tries, source);
    for (at, items) in groups.into_values() {
        let items: Vec<(String, f64)> = items.into_iter().map(|(item, (sum, ratings))| (item, sum / ratings)).collect();
        if let Some(e) = out.get_mut(at) {
            *e = settled(std::mem::take(e), items);
        }
    }
    out
}

/// Says where rows were averaged as tries of one item: rows and items by metric.
fn say_tries(tries: BTreeMap<String, (usize, usize)>, source: &mut Source) {
    let mut alike: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (metric, (rows, items)) in tries.into_iter().filter(|(_, (rows, items))| rows > items) {
        alike.entry((rows, items)).or_default().push(metric);
    }
    let column = source.map.roles.get("item").map(|used| used.column.clone()).unwrap_or_default();
    for ((rows, items), metrics) in alike {
        let message = format!(
            "{} of {} name {}: the rows of one item were averaged within it, as its tries or ratings.",
            units::counted(rows, "row", "rows"),
            units::several(&metrics),
            units::counted(items, "item", "items"),
        );
        let place = source.notes.place(0, &column);
        let note = Diagnostic::info("items-tries", message).at(place);
        source.notes.add(note.mend("If every row is an item of its own, choose the column that names it."));
    }
}

fn long(source: &mut Source, common: &mut Common, out: &mut Extracted) {
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
        let measured = value.as_ref().and_then(|f| source.quantity(f, row));
        if common.items() {
            common.count(&label, measured.is_some());
        }
        let Some(q) = measured else {
            if common.items() {
                continue;
            }
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
        if let Some(field) = value.as_ref().filter(|_| !common.items()) {
            doubtful(source, &evaluation, field, row);
        }
        out.evidence.evaluations.push(evaluation);
        out.read += 1;
    }
}

fn wide(source: &mut Source, common: &mut Common, out: &mut Extracted) {
    let measures = Columns::all(source);
    for row in 0..source.rows() {
        let before = out.evidence.evaluations.len();
        for columns in &measures {
            let Columns { measure, value, .. } = columns;
            // Of an item, yes and no are 1 and 0.
            let truth = words::yes_no(source.raw(value, row)).filter(|_| common.items());
            let found = truth.map(|yes| (f64::from(u8::from(yes)), None));
            let found = found.or_else(|| source.quantity(value, row).map(|q| (q.value, q.error)));
            if common.items() {
                common.count(&measure.metric, found.is_some());
            }
            let Some((found, error)) = found else { continue };
            let mut evaluation = row_of(source, common, row, &measure.metric, found);
            evaluation.interval = columns.ends(source, row);
            evaluation.se = columns.error(source, row, evaluation.n).or(error).or(columns.spread_of_ends(source, row));
            evaluation.direction = measure.direction.or(evaluation.direction);
            evaluation.model = evaluation.model.or_else(|| measure.series.clone());
            if !common.items() {
                doubtful(source, &evaluation, value, row);
            }
            out.evidence.evaluations.push(evaluation);
        }
        if common.items() && out.evidence.evaluations.len() == before {
            continue;
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
        items: item_of(source, common, row).map(|item| (item, value)).into_iter().collect(),
        file: source.file.to_owned(),
        row: source.source_row(row),
        illustrative: source.illustrative(common.illustrative.as_ref(), row),
    }
}

/// Longest name of an item, in bytes.
const LONGEST_NAME: usize = 96;

/// Name of the item of a row: its cell, the beginning and the hash of a long text, or the row of the file where rows have no
/// name (so that items of two files are never taken for the same ones).
fn item_of(source: &Source, common: &Common, row: usize) -> Option<String> {
    if common.each_row {
        return Some(format!("{} row {}", source.file, source.source_row(row).unwrap_or_default()));
    }
    let name = source.text("item", common.item.as_ref(), row).filter(|_| common.item.is_some())?;
    if name.len() <= LONGEST_NAME {
        return Some(name);
    }
    let begin = name.get(..name.floor_char_boundary(LONGEST_NAME / 2)).unwrap_or_default();
    let hash = crate::read::hash(name.as_bytes());
    Some(format!("{begin}… {}", hash.get(..16).unwrap_or_default()))
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
