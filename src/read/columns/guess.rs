//! What a table is and which column plays which role: every kind is asked, and the surest is taken.

use super::profile::{Profile, column_use, profiles};
use crate::data::Table;
use crate::read::kinds::{KINDS, Kind, KindSpec, Weighing, roles};
use crate::read::map::{Guess, TableMap};
use crate::read::roles::RoleSpec;
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
    for kind in KINDS {
        let mut found = guess_with(table, &profiles, kind);
        found.confidence = (kind.beside)(&best, &found);
        if found.confidence >= RECOGNISED && found.confidence > best.confidence {
            best = found;
        }
    }
    best
}

/// The best guess about a table that is known to be of a kind (a person chose it).
#[must_use]
pub fn guess_as(table: &Table, kind: Kind) -> Guess {
    match kind.spec() {
        Some(spec) => guess_with(table, &profiles(table), spec),
        None => Guess::default(),
    }
}

fn guess_with(table: &Table, profiles: &[Profile], kind: &KindSpec) -> Guess {
    let (map, scores) = assign(profiles, kind);
    let mut weighing = Weighing { table, profiles, map, scores };
    let (confidence, extra) = (kind.weigh)(&mut weighing);
    let map = weighing.map;
    let mut named: Vec<String> = kind
        .roles
        .iter()
        .filter_map(|r| map.roles.get(r.id).map(|u| format!("\"{}\" is {}", u.column, r.label.to_lowercase())))
        .collect();
    named.extend(extra);
    let reason = if named.is_empty() { "no column fits".into() } else { named.join(", ") };
    Guess { map, confidence, reason }
}

/// Gives each role the column that suits it best, the surest pairs first. Returns the score by role.
fn assign(profiles: &[Profile], kind: &KindSpec) -> (TableMap, BTreeMap<&'static str, f64>) {
    let mut map = TableMap { kind: kind.kind, ..TableMap::default() };
    let mut pairs: Vec<(f64, usize, &'static RoleSpec)> = Vec::new();
    for (c, p) in profiles.iter().enumerate() {
        pairs.extend(kind.roles.iter().map(|r| (p.suits(r), c, r)).filter(|(s, _, _)| *s >= 0.5));
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
    (map, scores)
}

/// True where the map names at least the columns a row cannot do without.
pub fn complete(map: &TableMap) -> Result<(), String> {
    if map.kind == Kind::UNKNOWN {
        return Err("choose what the table is about".into());
    }
    let missing: Vec<&str> = missing(map).into_iter().map(|r| r.label).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("choose a column for: {}", missing.join(", "))) }
}

/// The roles that a row cannot do without and the map does not give.
#[must_use]
pub fn missing(map: &TableMap) -> Vec<&'static RoleSpec> {
    let has = |id: &str| map.roles.contains_key(id) || map.constants.contains_key(id);
    let sized = !map.measures.is_empty() && map.measures.iter().all(|m| m.size.is_some());
    // Of parameters, tokens and compute two give the third.
    let implied = has("flop") && (has("params") || has("tokens"));
    roles(map.kind)
        .filter(|r| r.required && !has(r.id))
        .filter(|r| !(matches!(r.id, "size" | "tokens") && sized))
        .filter(|r| !(matches!(r.id, "value" | "metric" | "loss" | "check") && !map.measures.is_empty()))
        .filter(|r| !(matches!(r.id, "params" | "tokens") && implied))
        .collect()
}
