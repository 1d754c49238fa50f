//! What became of every column of a table: nothing vanishes without a word.

use super::name::{Name, Place, Spread};
use crate::read::kinds::role;
use crate::read::map::TableMap;
use serde::{Deserialize, Serialize};

/// What became of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Its cells are part of the evidence.
    Used,
    /// It tells rows apart, and its cells are no evidence themselves.
    Label,
    /// Nothing reads it.
    #[default]
    Unused,
}

/// One column and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fate {
    /// Its name.
    pub column: String,
    /// What became of it.
    pub fate: Use,
    /// The same in words: "used as training-set size", "not used: a training score".
    pub words: String,
}

/// Of a seed, a fold or a repetition.
const REPEATED: &str = "kept as label: rows that differ in it alone are repeated measurements";

/// What becomes of each column under a map, in the order of the table.
#[must_use]
pub fn fates(columns: &[String], map: &TableMap) -> Vec<Fate> {
    columns
        .iter()
        .map(|column| {
            let (fate, words) = fate(column, map);
            Fate { column: column.clone(), fate, words }
        })
        .collect()
}

fn fate(column: &str, map: &TableMap) -> (Use, String) {
    if let Some((id, _)) = map.roles.iter().find(|(_, used)| used.column == column) {
        let label = role(map.kind, id).map_or(id.as_str(), |r| r.label);
        return match id.as_str() {
            "series" => (Use::Label, "tells the series apart".into()),
            "seed" => (Use::Label, REPEATED.into()),
            _ => (Use::Used, format!("used as {}", in_sentence(label))),
        };
    }
    if map.apart.iter().any(|c| c == column) {
        return (Use::Label, "tells the series apart".into());
    }
    for m in &map.measures {
        if m.column == column {
            return match m.size {
                Some(size) => (Use::Used, format!("used as the values at size {size}")),
                None => (Use::Used, format!("used as {}", m.metric)),
            };
        }
        let parts =
            [(&m.se, "standard error"), (&m.sd, "standard deviation"), (&m.low, "lower end"), (&m.high, "upper end")];
        if let Some((_, what)) = parts.iter().find(|(c, _)| c.as_deref() == Some(column)) {
            return (Use::Used, format!("used as {what} of {}", m.metric));
        }
    }
    let name = Name::of(column);
    if map.kind.spec().is_none() {
        (Use::Unused, "not used".into())
    } else if name.is_replicate(map.kind == crate::read::kinds::curves::KIND) {
        (Use::Label, REPEATED.into())
    } else if let Some(why) = why(&name) {
        (Use::Unused, format!("not used: {why}"))
    } else {
        (Use::Unused, "not used".into())
    }
}

/// A label of a form inside a sentence: "Training-set size" is one, "n" stays.
fn in_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match chars.next() {
        Some(first) if label.chars().nth(1).is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

/// What the name alone says of a column that nothing uses.
fn why(name: &Name) -> Option<&'static str> {
    if name.internal {
        Some("a setting or counter of the tool")
    } else if name.spread().is_some_and(|(kind, _)| kind != Spread::Other) {
        Some("the spread of nothing that is read")
    } else if name.is_setting() {
        Some("a setting of the training")
    } else if name.is_time() || name.is_rate() {
        Some("a time, a speed or a price")
    } else if name.is_share() {
        Some("a share")
    } else if name.count().is_some() {
        Some("another count")
    } else if name.place() == Some(Place::Training) {
        Some("a training score")
    } else {
        None
    }
}
