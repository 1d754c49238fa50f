//! Whether a table is one of learning curves.

use crate::data::{Direction, Table};
use crate::read::columns::wide;
use crate::read::kinds::{Weighing, Weight, evaluations};
use crate::read::map::{ColumnUse, Guess, Measure, TableMap};
use std::collections::{BTreeMap, BTreeSet};

/// A metric at several sizes is a curve rather than evaluations, unless the sizes are those of the evaluation.
pub(super) fn beside(best: &Guess, own: &Guess) -> f64 {
    let sized = best.map.kind == evaluations::KIND && own.map.roles.contains_key("size");
    let items = best.map.roles.get("n").map(|u| &u.column) == own.map.roles.get("size").map(|u| &u.column);
    if sized && !items && own.confidence > 0.7 {
        own.confidence.max((best.confidence + 0.01).min(1.0))
    } else {
        own.confidence
    }
}

pub(super) fn weigh(w: &mut Weighing) -> Weight {
    if let Some(found) = across(w).or_else(|| panels(w)) {
        return found;
    }
    let Some(size) = w.profile("size") else { return (0.0, None) };
    w.map.constants.insert("size_unit".into(), size_unit(&size.key).into());
    let mut reason = None;
    let mut sure = w.score("size");
    let value_sure = w.score("value");
    let claimed: Vec<&str> = ["size", "series", "n", "direction"]
        .iter()
        .filter_map(|r| w.map.roles.get(*r))
        .map(|u| u.column.as_str())
        .collect();
    let measures = wide::metrics(w.profiles, &claimed);
    if value_sure < 0.9 && !measures.is_empty() {
        reason = w.use_measures(measures);
    } else if value_sure == 0.0 {
        return (0.0, None);
    } else {
        sure = (sure + value_sure) / 2.0;
        if let (false, Some(value)) = (w.has("metric"), w.map.roles.get("value")) {
            let metric = value.column.clone();
            w.map.constants.insert("metric".into(), metric);
        }
    }
    let sizes = sizes_per_group(w.table, &w.map);
    // Several sizes under a name that means a size say "curve" more clearly than a metric and a value say "evaluations".
    let floor = if sizes >= 3 && w.score("size") > 0.92 && value_sure > 0.9 { 0.96 } else { 0.0 };
    let share = match sizes {
        0 | 1 => 0.3,
        2 => 0.6,
        _ => 0.97,
    };
    ((sure * share).max(floor), reason)
}

/// Sizes as column names.
fn across(w: &mut Weighing) -> Option<Weight> {
    let across = wide::sizes_across(w.profiles);
    if across.is_empty() {
        return None;
    }
    let direction = if wide::falls(w.profiles, &across) { Direction::Lower } else { Direction::Higher };
    w.map.constants.insert("metric".into(), if direction == Direction::Lower { "loss" } else { "score" }.into());
    w.map.constants.insert("size_unit".into(), "records".into());
    w.map.roles.retain(|role, used| role == "series" && !across.iter().any(|m| m.column == used.column));
    if w.map.roles.is_empty() {
        if let Some(p) = w.profiles.iter().find(|p| p.numeric() < 0.5 && !p.cells.is_empty()) {
            w.map.roles.insert("series".into(), ColumnUse::plain(&p.name));
        }
    }
    w.map.measures = across.into_iter().map(|m| Measure { direction: Some(direction), ..m }).collect();
    let way = if direction == Direction::Lower { "fall" } else { "rise" };
    Some((0.93, Some(format!("{} column names are sizes and the values {way} with them", w.map.measures.len()))))
}

/// Runs as column names.
fn panels(w: &mut Weighing) -> Option<Weight> {
    let panels = wide::panels(w.profiles);
    if panels.is_empty() {
        return None;
    }
    let Some(x) = w.profiles.iter().find(|p| !p.name.contains(" - ") && p.numeric() > 0.5) else {
        return Some((0.0, None));
    };
    w.map.roles.clear();
    w.map.roles.insert("size".into(), ColumnUse { scale: x.scale, ..ColumnUse::plain(&x.name) });
    w.map.constants.insert("size_unit".into(), size_unit(&x.key).into());
    let reason = w.use_measures(panels);
    Some((0.95, reason))
}

/// Most distinct sizes within one curve, over the first rows.
fn sizes_per_group(table: &Table, map: &TableMap) -> usize {
    let column = |role: &str| map.roles.get(role).and_then(|u| table.column(&u.column));
    let Some(size) = column("size") else { return 0 };
    let keys: Vec<usize> = ["metric", "series"].iter().filter_map(|r| column(r)).collect();
    let mut groups: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
    for row in 0..table.cells.rows().min(2_000) {
        let key = keys.iter().map(|c| table.cells.get(row, *c)).collect();
        groups.entry(key).or_default().insert(table.cells.get(row, size));
    }
    groups.values().map(BTreeSet::len).max().unwrap_or(0)
}

/// What sizes in a column of that (normalised) name count.
#[must_use]
pub fn size_unit(key: &str) -> &'static str {
    let has = |words: &[&str]| key.split('_').any(|w| words.contains(&w));
    if has(&["token", "tokens"]) {
        "tokens"
    } else if has(&["param", "params", "parameters"]) {
        "parameters"
    } else if has(&["step", "steps", "epoch", "epochs", "iteration", "iterations", "iter", "evaluations"]) {
        "count"
    } else {
        "records"
    }
}
