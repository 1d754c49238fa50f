//! Whether a table is one of learning curves.

use super::apart::{Part, Sizes, could_name, is_group};
use crate::data::{Direction, Table};
use crate::read::columns::name::{Name, Place};
use crate::read::columns::profile::Profile;
use crate::read::columns::wide;
use crate::read::kinds::evaluations;
use crate::read::kinds::spec::{Weighing, Weight};
use crate::read::map::{ColumnUse, Guess, Measure, TableMap};
use std::collections::BTreeMap;

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
    let measures = wide::metrics(w.profiles, &claimed, true);
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
    let of_training = size.parts.place() == Some(Place::Training);
    let (sizes, of_things) = tell_apart(w);
    // Several sizes under a name that means a size say "curve" more clearly than a metric and a value say "evaluations".
    let floor = if sizes >= 3 && w.score("size") > 0.92 && value_sure > 0.9 { 0.96 } else { 0.0 };
    let share = match sizes {
        0 | 1 => 0.3,
        // Two rows of one thing at two sizes of what was trained on are no two measurements of it.
        2 if of_training => 0.75,
        2 => 0.6,
        _ => 0.97,
    };
    let sure = (sure * share).max(floor);
    (if of_things { sure * 0.4 } else { sure }, reason)
}

/// The same map with the columns that tell its curves apart.
#[must_use]
pub fn told_apart(table: &Table, profiles: &[Profile], map: TableMap) -> TableMap {
    let mut w = Weighing { table, profiles, map, scores: BTreeMap::new() };
    tell_apart(&mut w);
    w.map
}

/// Settles which columns tell the curves apart. Gives the most sizes of one curve, and whether the rows are rather things
/// of their own: each has a name, and no size comes twice.
fn tell_apart(w: &mut Weighing) -> (usize, bool) {
    let map = w.map.clone();
    let Some(sizes) = Sizes::of(w.table, &map) else { return (0, false) };
    let named = map.roles.get("series").map(|u| u.column.clone());
    let taken: Vec<&str> = map
        .roles
        .iter()
        .filter(|(role, _)| *role != "series")
        .map(|(_, u)| u.column.as_str())
        .chain(map.measures.iter().flat_map(Measure::columns))
        .collect();
    let mut apart: Vec<usize> = Vec::new();
    let mut of_things = false;
    for (column, p) in w.profiles.iter().enumerate() {
        if taken.contains(&p.name.as_str()) {
            continue;
        }
        let is_named = named.as_ref() == Some(&p.name);
        if p.numeric() < 0.5 && p.cells.len() > 1 && p.distinct() == p.cells.len() {
            of_things |= is_thing(&p.key) || (is_group(&p.key) && (is_people(&p.key) || !sizes.ascend()));
        }
        let tells = match sizes.part(column) {
            Part::Series => could_name(p),
            // One series throughout: the name is kept. Groups with sizes of their own are curves where their name says so.
            Part::Constant => {
                is_named && p.distinct() == 1
                    || (is_named || is_group(&p.key)) && could_name(p) && sizes.among_each_other(column)
            }
            Part::Rows => false,
        };
        match (tells, is_named) {
            (true, true) => apart.insert(0, column),
            (true, false) => apart.push(column),
            _ => {}
        }
    }
    // A column that only says again what those before it say tells nothing apart.
    let mut kept: Vec<usize> = Vec::new();
    for column in std::mem::take(&mut apart) {
        let before = sizes.groups(&kept);
        kept.push(column);
        if kept.len() > 1 && sizes.groups(&kept) == before {
            kept.pop();
        }
    }
    let apart = kept;
    of_things &= apart.is_empty() && !sizes.repeat(&[]);
    w.map.roles.remove("series");
    let mut names = apart.iter().filter_map(|c| w.profiles.get(*c)).map(|p| p.name.clone());
    if let Some(first) = names.next() {
        w.map.roles.insert("series".into(), ColumnUse::plain(&first));
    }
    w.map.apart = names.collect();
    (sizes.most(&apart), of_things)
}

/// True for a group that no part of a training set is called after, in whatever order its rows stand.
fn is_people(key: &str) -> bool {
    const PARTS: &[&str] =
        &["slice", "task", "benchmark", "dataset", "subset", "category", "class", "group", "split", "segment", "label"];
    !PARTS.contains(&key)
}

/// True for a column that names data sets and the like: its rows are an inventory, not sizes of one curve.
fn is_thing(key: &str) -> bool {
    matches!(
        key,
        "dataset"
            | "data_set"
            | "dataset_name"
            | "source"
            | "source_name"
            | "corpus"
            | "file"
            | "filename"
            | "path"
            | "title"
            | "subset"
            | "collection"
            | "provider"
            | "origin"
            | "url"
            | "datensatz"
            | "quelle"
    )
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

/// What sizes in a column of that (normalised) name count.
#[must_use]
pub fn size_unit(key: &str) -> &'static str {
    let has = |words: &[&str]| key.split('_').any(|w| words.contains(&w));
    if has(&["token", "tokens"]) {
        "tokens"
    } else if has(&["param", "params", "parameters"]) {
        "parameters"
    } else if has(&["step", "steps", "epoch", "epochs", "iteration", "iterations", "iter", "iters", "evaluations"])
        || Name::of(key).is_step()
    {
        "count"
    } else {
        "records"
    }
}
