//! Maps whose keys are sizes: `{"100": {"f1": 0.5}, "200": {"f1": 0.6}}`, by itself or for each of several series.

use super::{Node, flatten};
use crate::data::{Cells, Table};
use crate::read::columns::name::Name;
use crate::read::number::{Style, parse};
use crate::read::{Limits, words};
use std::borrow::Cow;

/// Fewest keys that make sizes of numbers: two may be anything.
const FEWEST: usize = 3;

/// The table of a map by size, or of a map of such maps.
pub(super) fn table(node: &Node, path: &str, limits: &Limits) -> Option<Table> {
    let last = path.rsplit(['.', '[']).next().unwrap_or_default().trim_matches(['\'', ']']);
    let under = Name::of(last);
    if under.is_replicate(true) || under.is_setting() {
        return None;
    }
    let size = if under.is_step() { last.to_owned() } else { "train_size".to_owned() };
    if is_by_size(node) {
        return Some(rows(&[("", node)], None, &size, path, limits));
    }
    let entries = node.map();
    if entries.is_empty() || !entries.iter().all(|(key, inner)| is_by_size(inner) && !Name::of(key).is_replicate(true))
    {
        return None;
    }
    let series: Vec<(&str, &Node)> = entries.iter().map(|(key, inner)| (key.as_ref(), inner)).collect();
    // Names of metrics, each with its values by size, are metrics; others are series.
    let column = if series.iter().all(|(key, _)| words::is_metric(key)) { "metric" } else { "series" };
    Some(rows(&series, Some(column), &size, path, limits))
}

/// True for a map whose keys are sizes. Numbers of classes, folds, layers and years follow one another; sizes double.
fn is_by_size(node: &Node) -> bool {
    let entries = node.map();
    let sizes: Option<Vec<f64>> =
        entries.iter().map(|(key, _)| parse(key, Style::Point, false).value().filter(|v| *v > 0.0)).collect();
    let Some(mut sizes) = sizes.filter(|s| s.len() >= FEWEST) else { return false };
    sizes.sort_by(f64::total_cmp);
    let (first, last) = (sizes[0], sizes[sizes.len() - 1]);
    let apart = sizes.windows(2).all(|w| w[1] > w[0]) && last >= 2.0 * first && last >= 10.0;
    let counted = sizes.windows(2).all(|w| w[1] - w[0] == 1.0);
    let plain = entries.iter().all(|(_, v)| matches!(v, Node::Number(_)));
    let records = entries.iter().all(|(_, v)| v.map().iter().any(|(_, cell)| matches!(cell, Node::Number(_))));
    apart && !counted && sizes.iter().all(|s| s.fract() == 0.0) && (plain || records)
}

fn rows(series: &[(&str, &Node)], name: Option<&str>, size: &str, path: &str, limits: &Limits) -> Table {
    let mut columns: Vec<String> = name.into_iter().chain([size]).map(str::to_owned).collect();
    let before = columns.len();
    let mut rows: Vec<(Vec<&str>, Vec<(usize, Cow<str>)>)> = Vec::new();
    let all = series.iter().flat_map(|(key, node)| node.map().iter().map(move |(size, value)| (*key, size, value)));
    for (key, size, value) in all.take(limits.rows) {
        let mut row: Vec<(usize, Cow<str>)> = Vec::new();
        let mut give = |name: &str, cell| {
            let known = columns.iter().skip(before).position(|c| c == name).map(|at| at + before);
            let Some(at) = known.or_else(|| (columns.len() < limits.columns).then_some(columns.len())) else { return };
            if at == columns.len() {
                columns.push(name.to_owned());
            }
            row.push((at, cell));
        };
        if value.is_container() {
            flatten(value, "", 2, &[], &mut give)
        } else {
            give("value", value.cell())
        }
        let own = if name.is_some() { vec![key, size.as_ref()] } else { vec![size.as_ref()] };
        rows.push((own, row));
    }
    let mut cells = Cells::new(columns.len());
    for (own, row) in rows {
        let cell = |at: usize| row.iter().find(|(a, _)| *a == at).map_or("", |(_, c)| c.as_ref());
        cells.push_row((0..columns.len()).map(|at| own.get(at).copied().unwrap_or_else(|| cell(at))));
    }
    Table { part: path.to_owned(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn maps_by_size_are_curves_and_maps_by_number_are_not() {
        let read =
            |text: &str| read_evidence("r.json", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
        for (text, curves) in [
            (
                r#"{"results": {"a": {"64": {"dice": 0.4}, "128": {"dice": 0.5}, "256": {"dice": 0.55}},
                             "b": {"64": {"dice": 0.3}, "128": {"dice": 0.45}, "256": {"dice": 0.6}}}}"#,
                2,
            ),
            (r#"{"wer": {"10": 0.5, "100": 0.4, "1000": 0.3}, "cer": {"10": 0.2, "100": 0.15, "1000": 0.1}}"#, 2),
            (
                r#"{"lr": 0.1, "scores": {"500": {"auroc": 0.7, "n": 90}, "1000": {"auroc": 0.74, "n": 90}, "4000": {"auroc": 0.8, "n": 90}}}"#,
                1,
            ),
        ] {
            let found = read(text);
            assert_eq!((found.curves.len(), found.evaluations.len()), (curves, 0), "{text}");
            assert!(found.curves.iter().all(|c| c.observations.len() == 3), "{text}");
        }
        for text in [
            r#"{"0": {"precision": 0.5, "recall": 0.6}, "1": {"precision": 0.7, "recall": 0.6}, "2": {"precision": 0.8, "recall": 0.9}}"#,
            r#"{"2019": {"wer": 0.3}, "2020": {"wer": 0.28}, "2021": {"wer": 0.2}}"#,
            r#"{"fold": {"1": {"f1": 0.5}, "5": {"f1": 0.6}, "10": {"f1": 0.7}}}"#,
        ] {
            assert!(read(text).curves.is_empty(), "{text}");
        }
    }
}
