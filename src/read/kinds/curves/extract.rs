//! Rows to learning curves.

use super::apart::open_questions;
use super::selected::{Selections, is_random};
use crate::data::{Diagnostic, Direction, LearningCurve, Observation, Unit, evaluation::metric_id};
use crate::read::extract::{Columns, Extracted, Field, Source, Z95};
use crate::read::{number, words};
use std::collections::HashMap;

/// Curves by series and metric, in order of appearance.
#[derive(Default)]
struct Groups {
    index: HashMap<String, usize>,
    key: String,
    last: usize,
    curves: Vec<LearningCurve>,
    /// True for each curve whose direction nothing says.
    assumed: Vec<bool>,
}

impl Groups {
    fn of(
        &mut self,
        series: &str,
        metric: &str,
        told: Option<Direction>,
        make: impl FnOnce() -> LearningCurve,
    ) -> Option<&mut LearningCurve> {
        // Rows of one curve mostly follow one another.
        let key = self.key.as_bytes();
        let same = key.len() == series.len() + 1 + metric.len()
            && key.starts_with(series.as_bytes())
            && key.get(series.len()) == Some(&0x1f)
            && key.ends_with(metric.as_bytes());
        if same && !self.curves.is_empty() {
            return self.curves.get_mut(self.last);
        }
        self.key.clear();
        self.key.push_str(series);
        self.key.push('\u{1f}');
        self.key.push_str(metric);
        let at = match self.index.get(&self.key) {
            Some(at) => *at,
            None => {
                self.assumed.push(told.is_none() && words::usual_direction(metric).is_none());
                self.curves.push(make());
                self.index.insert(self.key.clone(), self.curves.len() - 1);
                self.curves.len() - 1
            }
        };
        self.last = at;
        self.curves.get_mut(at)
    }
}

/// Reads long tables (an observation a row) and wide ones (a size, a run or a metric a column).
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let unit = match source.constant("size_unit") {
        Some("tokens") => Unit::Tokens,
        Some("count") => Unit::Count,
        Some("parameters") => Unit::Parameters,
        _ => Unit::Records,
    };
    let mut groups = Groups::default();
    if source.map.measures.is_empty() {
        long(source, unit, &mut groups, out)
    } else {
        wide(source, unit, &mut groups, out)
    }
    if let Some(note) = groups.curves.first().and_then(LearningCurve::step_note) {
        source.notes.add(note);
    }
    for column in open_questions(source.table, source.map) {
        let message = format!("Rows differ in \"{column}\": they are taken as measurements of one curve.");
        let place = source.notes.place(0, &column);
        source.notes.add(
            Diagnostic::warning("curve-repeats", message).at(place).mend(
                "If it tells curves apart, choose it as the series in the mapping (--series on the command line).",
            ),
        );
    }
    finish(source, groups, out);
}

fn make(source: &Source, series: &str, metric: &str, direction: Option<Direction>, unit: Unit) -> LearningCurve {
    let label = if series.is_empty() { metric.to_owned() } else { format!("{metric} ({series})") };
    LearningCurve {
        id: metric_id(&label),
        metric: metric_id(metric),
        label,
        direction: direction.or_else(|| words::usual_direction(metric)).unwrap_or_default(),
        direction_assumed: false,
        range: None,
        size_unit: unit,
        observations: Vec::new(),
        selected: Vec::new(),
        file: source.file.to_owned(),
        illustrative: false,
    }
}

fn long(source: &mut Source, unit: Unit, groups: &mut Groups, out: &mut Extracted) {
    let [size, value, se, sd, n] = ["size", "value", "se", "sd", "n"].map(|id| source.field(id));
    let [low, high, metric, series] = ["low", "high", "metric", "series"].map(|id| source.field(id));
    let [direction, illustrative] = ["direction", "illustrative"].map(|id| source.field(id));
    let [selection, seed] = ["selection", "seed"].map(|id| source.field(id));
    let mut selections = Selections::default();
    let chosen = source.map.roles.get("value").and_then(|u| u.direction);
    let constant_metric = source.constant("metric").unwrap_or("value");
    let constant_series = source.constant("series").unwrap_or("");
    let table = source.table;
    let apart = source.apart();
    let tag = metric_of_file(source);
    let constant_metric = tag.as_deref().unwrap_or(constant_metric);
    let cell = |f: &Option<Field>, row: usize, other| match f {
        Some(f) => Some(table.cells.get(row, f.index).trim()).filter(|t| !t.is_empty()).unwrap_or(other),
        None => other,
    };
    for row in 0..source.rows() {
        let x = source.number("size", size.as_ref(), row);
        let y = value.as_ref().and_then(|f| source.quantity(f, row));
        let (Some(x), Some(y)) = (x, y) else {
            let what = if x.is_none() { "size" } else { "value" };
            source.skip(row, &format!("row-without-{what}"), &format!("The row has no {what} and was skipped."));
            continue;
        };
        let items = source.number("n", n.as_ref(), row);
        let spread = source.number("sd", sd.as_ref(), row).zip(items.filter(|n| *n > 0.0)).map(|(s, n)| s / n.sqrt());
        let ends = source.number("low", low.as_ref(), row).zip(source.number("high", high.as_ref(), row));
        let spread_of_ends = ends.map(|(l, h)| (h - l).abs() / (2.0 * Z95));
        let error =
            source.number("se", se.as_ref(), row).or(y.error).or(spread).or(spread_of_ends).filter(|s| *s >= 0.0);
        let name = cell(&metric, row, constant_metric);
        if number::parse(name, number::Style::Point, false).value().is_some() {
            source.skip(
                row,
                "row-metric-number",
                "A number stands where the name of the metric belongs; the row was skipped.",
            );
            continue;
        }
        let joined = if apart.is_empty() { None } else { source.joined("series", series.as_ref(), &apart, row) };
        let run = joined.as_deref().unwrap_or_else(|| cell(&series, row, constant_series));
        let way = direction.as_ref().and_then(|f| words::direction(source.raw(f, row), &f.name));
        let marked = source.illustrative(illustrative.as_ref(), row);
        let observation = Observation { size: x, value: y.value, se: error, items, row: source.source_row(row) };
        if let Some(curve) = groups.of(run, name, chosen.or(way), || make(source, run, name, chosen.or(way), unit)) {
            curve.illustrative |= marked;
            let seed = cell(&seed, row, "");
            match cell(&selection, row, "") {
                method if is_random(method) => {
                    selections.random(&curve.label, seed, &observation);
                    curve.observations.push(observation);
                }
                method => curve.selected.push(selections.selected(&curve.label, method, seed, &observation)),
            }
        }
        out.read += 1;
    }
    selections.pair(&mut groups.curves);
}

fn wide(source: &mut Source, unit: Unit, groups: &mut Groups, out: &mut Extracted) {
    let [size, series, n, illustrative] = ["size", "series", "n", "illustrative"].map(|id| source.field(id));
    let [selection, seed] = ["selection", "seed"].map(|id| source.field(id));
    let mut selections = Selections::default();
    let table = source.table;
    let cell = |f: &Option<Field>, row: usize| f.as_ref().map_or("", |f| table.cells.get(row, f.index).trim());
    let constant_metric = source.constant("metric");
    let apart = source.apart();
    let measures = Columns::all(source);
    for row in 0..source.rows() {
        let x = if size.is_some() { source.number("size", size.as_ref(), row) } else { None };
        let run = source.joined("series", series.as_ref(), &apart, row);
        let items = source.number("n", n.as_ref(), row);
        let marked = source.illustrative(illustrative.as_ref(), row);
        let mut gave = false;
        for columns in &measures {
            let Columns { measure, value, .. } = columns;
            let Some(x) = measure.size.or(x) else { continue };
            let Some(y) = source.quantity(value, row) else { continue };
            let given = columns.error(source, row, items).or(y.error);
            let error = given.or(columns.spread_of_ends(source, row));
            let name =
                if measure.size.is_some() { constant_metric.unwrap_or(&measure.metric) } else { &measure.metric };
            let run = match (&run, &measure.series) {
                (Some(a), Some(b)) => format!("{a}, {b}"),
                (a, b) => a.as_ref().or(b.as_ref()).cloned().unwrap_or_default(),
            };
            let observation = Observation {
                size: x,
                value: y.value,
                se: error.filter(|s| *s >= 0.0),
                items,
                row: source.source_row(row),
            };
            if let Some(curve) =
                groups.of(&run, name, measure.direction, || make(source, &run, name, measure.direction, unit))
            {
                curve.illustrative |= marked;
                let seed = cell(&seed, row);
                match cell(&selection, row) {
                    method if is_random(method) => {
                        selections.random(&curve.label, seed, &observation);
                        curve.observations.push(observation);
                    }
                    method => curve.selected.push(selections.selected(&curve.label, method, seed, &observation)),
                }
                gave = true;
            }
        }
        if gave {
            out.read += 1;
        } else {
            source.skip(row, "row-without-value", "The row has no size or no value and was skipped.");
        }
    }
    selections.pair(&mut groups.curves);
}

/// The metric that the name of the file tells, where the table names none: `run-.-tag-val_loss.csv` of TensorBoard, or a
/// file called after a metric.
fn metric_of_file(source: &Source) -> Option<String> {
    const SAYS_NOTHING: &[&str] = &["value", "score", "y", "result", "mean", "metric_value", "performance"];
    let column = source.map.roles.get("value")?;
    let plain =
        source.constant("metric").is_none_or(|m| m == column.column) && !source.map.roles.contains_key("metric");
    if !plain || !SAYS_NOTHING.contains(&metric_id(&column.column).as_str()) {
        return None;
    }
    let stem = source.file.rsplit_once('.').map_or(source.file, |(stem, _)| stem);
    match stem.rsplit_once("-tag-") {
        Some((_, tag)) if !tag.is_empty() => Some(tag.to_owned()),
        _ => words::is_metric(stem).then(|| stem.to_owned()),
    }
}

fn finish(source: &mut Source, groups: Groups, out: &mut Extracted) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let zeros = groups.curves.iter().filter(|c| c.observations.iter().any(|o| o.size == 0.0)).count();
    if zeros > 0 {
        let note = Diagnostic::info("curve-size-zero", "Values at size 0 are kept; a log axis shows them apart.");
        source.notes.add(note.found(&format!("{zeros} curve(s) with a value at size 0")));
    }
    for (mut curve, assumed) in groups.curves.into_iter().zip(groups.assumed) {
        if curve.observations.is_empty() && !curve.selected.is_empty() {
            let message = format!(
                "\"{}\" was measured on selected records alone: there is nothing to compare them with.",
                curve.label
            );
            let note = Diagnostic::warning("curve-selected-alone", message).at(source.notes.place(0, ""));
            source
                .notes
                .add(note.mend("Add runs on random records of several sizes, with \"random\" as their selection."));
            continue;
        }
        let times = seen.entry(curve.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            curve.id = format!("{}_{times}", curve.id);
        }
        curve.range = words::usual_range(&curve.metric, curve.observations.iter().map(|o| o.value));
        let place = source.notes.place(0, "");
        if assumed {
            let way = curve.trend();
            curve.direction = way.unwrap_or(curve.direction);
            curve.direction_assumed = true;
            let because = match way {
                Some(Direction::Higher) => ", because its values rise with the size",
                Some(Direction::Lower) => ", because its values fall with the size",
                None => "",
            };
            let message = format!("\"{}\" is taken as {}{because}.", curve.label, curve.direction.words());
            let note = Diagnostic::info("curve-direction", message);
            source.notes.add(note.at(place).mend("Set the direction in the mapping if it is the other way."));
        }
        out.evidence.curves.push(curve);
    }
}
