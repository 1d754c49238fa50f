//! The only place that guesses which column plays which role.

mod profile;
mod wide;

use super::map::{ColumnUse, Guess, TableMap};
use super::roles::{self, Accepts, Kind, role};
use super::words;
use crate::data::{Direction, Table, evaluation::metric_id};
use profile::Profile;
use std::collections::{BTreeMap, BTreeSet};

/// Below this confidence a table is not taken for anything.
pub const RECOGNISED: f64 = 0.45;

/// The best guess about a table.
#[must_use]
pub fn guess(table: &Table) -> Guess {
    let profiles = profiles(table);
    let mut best = Guess { reason: "no combination of columns fits a known kind of table".into(), ..Guess::default() };
    if table.cells.rows() == 0 {
        best.reason = "it has no rows".into();
        return best;
    }
    for kind in Kind::ALL {
        let mut found = guess_with(table, &profiles, kind);
        // A metric at several sizes is a curve, unless the sizes are those of the evaluation.
        let sized = best.map.kind == Kind::Evaluations && kind == Kind::Curves && found.map.roles.contains_key("size");
        let items = best.map.roles.get("n").map(|u| &u.column) == found.map.roles.get("size").map(|u| &u.column);
        if sized && !items && found.confidence > 0.7 {
            found.confidence = found.confidence.max((best.confidence + 0.01).min(1.0));
        }
        if found.confidence >= RECOGNISED && found.confidence > best.confidence {
            best = found;
        }
    }
    best
}

/// The best guess about a table that is known to be of a kind (a person chose it).
#[must_use]
pub fn guess_as(table: &Table, kind: Kind) -> Guess {
    guess_with(table, &profiles(table), kind)
}

fn profiles(table: &Table) -> Vec<Profile> {
    (0..table.columns.len()).map(|c| Profile::of(table, c)).collect()
}

/// True where every value of a column of shares is written as per cent without saying so.
fn looks_like_percent(p: &Profile, metric: &str) -> bool {
    !p.marked
        && words::is_fraction(metric)
        && p.values.iter().all(|v| *v == 0.0 || (1.0..=100.0).contains(v))
        && p.values.iter().any(|v| *v > 1.5)
}

fn guess_with(table: &Table, profiles: &[Profile], kind: Kind) -> Guess {
    let mut map = TableMap { kind, ..TableMap::default() };
    let scores = assign(profiles, kind, &mut map);
    let (confidence, extra) = match kind {
        Kind::Inventory => inventory(profiles, &map, &scores),
        Kind::Evaluations => evaluations(table, profiles, &mut map, &scores),
        Kind::Curves => curves(table, profiles, &mut map, &scores),
        Kind::ScalingRuns => runs(&map, &scores),
        Kind::Checks => checks(profiles, &map),
        Kind::Unknown => (0.0, None),
    };
    let mut named: Vec<String> = roles::roles(kind)
        .filter_map(|r| map.roles.get(r.id).map(|u| format!("\"{}\" is {}", u.column, r.label.to_lowercase())))
        .collect();
    named.extend(extra);
    let reason = if named.is_empty() { "no column fits".into() } else { named.join(", ") };
    Guess { map, confidence, reason }
}

/// Gives each role the column that suits it best, the surest pairs first. Returns the score by role.
fn assign(profiles: &[Profile], kind: Kind, map: &mut TableMap) -> BTreeMap<&'static str, f64> {
    let mut pairs: Vec<(f64, usize, &'static roles::RoleSpec)> = Vec::new();
    for (c, p) in profiles.iter().enumerate() {
        pairs.extend(roles::roles(kind).map(|r| (p.suits(r), c, r)).filter(|(s, _, _)| *s >= 0.5));
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut used, mut scores) = (BTreeSet::new(), BTreeMap::new());
    for (score, column, spec) in pairs {
        if used.contains(&column) || map.roles.contains_key(spec.id) {
            continue;
        }
        used.insert(column);
        scores.insert(spec.id, score);
        map.roles.insert(spec.id.to_owned(), column_use(&profiles[column], spec.accepts));
    }
    scores
}

fn column_use(p: &Profile, accepts: Accepts) -> ColumnUse {
    let percent = accepts == Accepts::Fraction
        && !p.marked
        && !p.values.is_empty()
        && p.values.iter().all(|v| (0.0..=100.0).contains(v))
        && p.values.iter().any(|v| *v > 1.0);
    let scale = p.scale.filter(|_| accepts.numeric() && !p.marked).or(percent.then_some(0.01));
    ColumnUse { column: p.name.clone(), scale, direction: None }
}

fn profile<'p>(profiles: &'p [Profile], map: &TableMap, role: &str) -> Option<&'p Profile> {
    let used = map.roles.get(role)?;
    profiles.iter().find(|p| p.name == used.column)
}

fn inventory(profiles: &[Profile], map: &TableMap, scores: &BTreeMap<&str, f64>) -> (f64, Option<String>) {
    let (Some(name), Some(names)) = (scores.get("name"), profile(profiles, map, "name")) else { return (0.0, None) };
    let others: f64 =
        scores.iter().filter(|(id, _)| !matches!(**id, "name" | "note" | "illustrative")).map(|(_, s)| *s).sum();
    let told =
        ["status", "records", "bytes", "tokens", "objects", "missing_bytes"].iter().any(|r| scores.contains_key(r));
    let distinct = names.distinct() as f64 / names.cells.len().max(1) as f64;
    let splits = map.roles.contains_key("split");
    let base = (0.35 + 0.12 * others).min(0.97) * name;
    (base * if told { 1.0 } else { 0.6 } * if distinct > 0.5 || splits { 1.0 } else { 0.6 }, None)
}

fn runs(map: &TableMap, scores: &BTreeMap<&str, f64>) -> (f64, Option<String>) {
    let of = |id| scores.get(id).copied().unwrap_or(0.0);
    let all = ["params", "tokens", "loss"].iter().all(|id| map.roles.contains_key(*id));
    let mean = (of("params") + of("tokens") + of("loss")) / 3.0;
    (if all { 0.98 * mean } else { 0.0 }, None)
}

fn checks(profiles: &[Profile], map: &TableMap) -> (f64, Option<String>) {
    const KNOWN: &[&str] = &[
        "leakage",
        "pii",
        "provenance",
        "hash",
        "split",
        "statistics",
        "distribution",
        "coverage",
        "stats",
        "dedup",
        "duplicates",
        "licence",
    ];
    let (Some(check), Some(_)) = (profile(profiles, map, "check"), profile(profiles, map, "value")) else {
        return (0.0, None);
    };
    let known = check.cells.iter().filter(|c| KNOWN.iter().any(|k| metric_id(c).split('_').any(|w| w == *k))).count();
    let share = known as f64 / check.cells.len().max(1) as f64;
    let named = matches!(check.key.as_str(), "check" | "check_id" | "gate" | "verification");
    (if named { 0.93 } else { 0.95 * share }, None)
}

fn taken(map: &TableMap) -> Vec<&str> {
    map.roles.values().map(|u| u.column.as_str()).collect()
}

/// Leaves `value` and its companions to measure columns.
fn use_measures(map: &mut TableMap, measures: Vec<super::map::Measure>) -> Option<String> {
    for role in ["value", "se", "sd", "low", "high", "interval", "metric", "unit"] {
        map.roles.remove(role);
    }
    let shown: Vec<String> = measures.iter().take(4).map(|m| format!("\"{}\"", m.column)).collect();
    let more = if measures.len() > 4 { format!(" and {} more", measures.len() - 4) } else { String::new() };
    map.measures = measures;
    Some(format!("{}{more} hold values", shown.join(", ")))
}

fn evaluations(
    table: &Table,
    profiles: &[Profile],
    map: &mut TableMap,
    scores: &BTreeMap<&str, f64>,
) -> (f64, Option<String>) {
    if let (Some(metric), Some(value)) = (profile(profiles, map, "metric"), profile(profiles, map, "value")) {
        let known =
            metric.cells.iter().filter(|c| words::is_metric(c)).count() as f64 / metric.cells.len().max(1) as f64;
        let percent = !value.marked
            && known >= 0.5
            && value.scale.is_none()
            && value.values.iter().all(|v| *v == 0.0 || (1.5..=100.0).contains(v))
            && metric.cells.iter().all(|c| words::is_fraction(c));
        if percent {
            for role in ["value", "se", "sd", "low", "high"] {
                if let Some(used) = map.roles.get_mut(role) {
                    used.scale = Some(0.01);
                }
            }
        }
        let sure = (scores["metric"] + scores["value"]) / 2.0;
        // A column of names is one of metrics only where the names are known.
        let named = !matches!(metric.key.as_str(), "name" | "key");
        let sure = sure * if named { 0.8 + 0.15 * known } else { 0.3 + 0.65 * known };
        return (sure, percent.then(|| "values are per cent".to_owned()));
    }
    if let Some(value) = profile(profiles, map, "value").filter(|_| scores["value"] >= 0.9) {
        if map.roles.contains_key("model") || map.roles.contains_key("slice") || map.roles.contains_key("n") {
            map.constants.insert("metric".into(), value.name.clone());
            return (0.5, Some("the table names no metric".into()));
        }
    }
    let claimed: Vec<&str> = taken(map);
    let claimed: Vec<&str> = claimed
        .into_iter()
        .filter(|c| !["value", "se", "sd", "metric"].iter().any(|r| map.roles.get(*r).is_some_and(|u| u.column == *c)))
        .collect();
    let measures = wide::metrics(profiles, &claimed);
    if measures.is_empty() {
        return (0.0, None);
    }
    let named = map.roles.contains_key("model") || profiles.iter().any(|p| p.key == "name");
    if !map.roles.contains_key("model") {
        if let Some(p) = profiles.iter().find(|p| p.key == "name") {
            map.roles.insert("model".into(), ColumnUse::plain(&p.name));
        }
    }
    let few = table.cells.rows() <= 3;
    let sure = 0.5 + 0.05 * measures.len().min(4) as f64 + if named { 0.1 } else { 0.0 };
    let reason = use_measures(map, measures);
    (if named || few { sure } else { 0.4 }, reason)
}

fn curves(
    table: &Table,
    profiles: &[Profile],
    map: &mut TableMap,
    scores: &BTreeMap<&str, f64>,
) -> (f64, Option<String>) {
    let across = wide::sizes_across(profiles);
    if !across.is_empty() {
        let direction = if wide::falls(profiles, &across) { Direction::Lower } else { Direction::Higher };
        map.constants.insert("metric".into(), if direction == Direction::Lower { "loss" } else { "score" }.into());
        map.constants.insert("size_unit".into(), "records".into());
        map.roles.retain(|role, used| role == "series" && !across.iter().any(|m| m.column == used.column));
        if map.roles.is_empty() {
            if let Some(p) = profiles.iter().find(|p| p.numeric() < 0.5 && !p.cells.is_empty()) {
                map.roles.insert("series".into(), ColumnUse::plain(&p.name));
            }
        }
        map.measures = across.into_iter().map(|m| super::map::Measure { direction: Some(direction), ..m }).collect();
        let way = if direction == Direction::Lower { "fall" } else { "rise" };
        return (0.93, Some(format!("{} column names are sizes and the values {way} with them", map.measures.len())));
    }
    let panels = wide::panels(profiles);
    if !panels.is_empty() {
        let x = profiles.iter().find(|p| !p.name.contains(" - ") && p.numeric() > 0.5);
        let Some(x) = x else { return (0.0, None) };
        map.roles.clear();
        map.roles.insert("size".into(), ColumnUse { scale: x.scale, ..ColumnUse::plain(&x.name) });
        map.constants.insert("size_unit".into(), size_unit(&x.key).into());
        let reason = use_measures(map, panels);
        return (0.95, reason);
    }
    let Some(size) = profile(profiles, map, "size") else { return (0.0, None) };
    map.constants.insert("size_unit".into(), size_unit(&size.key).into());
    let mut reason = None;
    let mut sure = scores["size"];
    let value_sure = scores.get("value").copied().unwrap_or(0.0);
    let claimed: Vec<&str> = ["size", "series", "n", "direction"]
        .iter()
        .filter_map(|r| map.roles.get(*r))
        .map(|u| u.column.as_str())
        .collect();
    let measures = wide::metrics(profiles, &claimed);
    if value_sure < 0.9 && !measures.is_empty() {
        reason = use_measures(map, measures);
    } else if value_sure == 0.0 {
        return (0.0, None);
    } else {
        sure = (sure + value_sure) / 2.0;
        if let (false, Some(value)) = (map.roles.contains_key("metric"), map.roles.get("value")) {
            let metric = value.column.clone();
            map.constants.insert("metric".into(), metric);
        }
    }
    let sizes = sizes_per_group(table, map);
    // Several sizes under a name that means a size say "curve" more clearly than a metric and a value say "evaluations".
    let floor = if sizes >= 3 && scores["size"] > 0.92 && value_sure > 0.9 { 0.96 } else { 0.0 };
    let share = match sizes {
        0 | 1 => 0.3,
        2 => 0.6,
        _ => 0.97,
    };
    ((sure * share).max(floor), reason)
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

/// True where the map names at least the columns a row cannot do without.
pub fn complete(map: &TableMap) -> Result<(), String> {
    if map.kind == Kind::Unknown {
        return Err("choose what the table is about".into());
    }
    let has = |id: &str| map.roles.contains_key(id) || map.constants.contains_key(id);
    let sized = !map.measures.is_empty() && map.measures.iter().all(|m| m.size.is_some());
    let missing: Vec<&str> = roles::roles(map.kind)
        .filter(|r| r.required && !has(r.id))
        .filter(|r| !(r.id == "size" && sized) && !(matches!(r.id, "value" | "metric") && !map.measures.is_empty()))
        .map(|r| role(map.kind, r.id).map_or(r.id, |s| s.label))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("choose a column for: {}", missing.join(", "))) }
}

#[cfg(test)]
mod tests;
