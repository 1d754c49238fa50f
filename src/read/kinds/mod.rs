//! What a table can be about. A kind is one file here and one line in [`KINDS`]: its name, what its columns can be, how
//! well a table suits it, how rows become evidence, and the words for what came of it. What holds for all kinds alike
//! (which column plays which role, the diagnostics of cells) stands in `columns` and `extract`.

pub mod checks;
pub mod curves;
pub mod evaluations;
pub mod inventory;
pub mod runs;
pub mod targets;

use super::columns::Profile;
use super::extract::{Extracted, Source};
use super::map::{Guess, TableMap};
use super::roles::RoleSpec;
use crate::data::{Evidence, Table, units};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// Every kind, in the order in which a form offers them; of two that suit a table equally the earlier is taken.
pub const KINDS: &[&KindSpec] =
    &[&inventory::SPEC, &evaluations::SPEC, &curves::SPEC, &runs::SPEC, &checks::SPEC, &targets::SPEC];

/// One kind of evidence, and all that the program knows of it.
pub struct KindSpec {
    /// Its name in maps and in the JSON of `inspect`.
    pub kind: Kind,
    /// What a table of it is called.
    pub label: &'static str,
    /// One and many of what it gives.
    pub counted: (&'static str, &'static str),
    /// Page and anchor where what it gives is shown.
    pub shown: (&'static str, &'static str),
    /// Member of an evidence file (JSON written for this program) that holds its items.
    pub list: &'static str,
    /// True where a wide table (one metric, run or size a column) can be of it.
    pub wide: bool,
    /// What its columns can be, in the order in which a form shows them.
    pub roles: &'static [RoleSpec],
    /// How well a table suits it.
    pub weigh: fn(&mut Weighing) -> Weight,
    /// How sure it is where `best` is the surest kind before it.
    pub beside: fn(best: &Guess, own: &Guess) -> f64,
    /// Reads the rows.
    pub extract: fn(&mut Source, &mut Extracted),
    /// How much of it there is.
    pub count: fn(&Evidence) -> usize,
    /// Takes one item of an evidence file.
    pub add: fn(item: serde_json::Value, file: &str, &mut Evidence) -> Result<(), serde_json::Error>,
}

/// A table while it is asked what it is: its columns, and the map that is being made.
pub struct Weighing<'t> {
    /// The table.
    pub table: &'t Table,
    /// Its columns.
    pub profiles: &'t [Profile],
    /// Which column plays which role so far.
    pub map: TableMap,
    /// How well the column of each role suits it, from 0 to 1.
    pub scores: BTreeMap<&'static str, f64>,
}

impl<'t> Weighing<'t> {
    /// The column that plays a role.
    #[must_use]
    pub fn profile(&self, role: &str) -> Option<&'t Profile> {
        let used = self.map.roles.get(role)?;
        self.profiles.iter().find(|p| p.name == used.column)
    }
    /// How well the column of a role suits it; 0 where there is none.
    #[must_use]
    pub fn score(&self, role: &str) -> f64 {
        self.scores.get(role).copied().unwrap_or(0.0)
    }
    /// True where a column plays the role.
    #[must_use]
    pub fn has(&self, role: &str) -> bool {
        self.map.roles.contains_key(role)
    }
}

/// How sure it is that a table is of a kind, from 0 to 1, and why, in words.
pub type Weight = (f64, Option<String>);

/// The confidence as it is, whatever the other kinds say.
fn alone(_: &Guess, own: &Guess) -> f64 {
    own.confidence
}

/// What a table is about: the name of a kind in [`KINDS`], or nothing that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Kind(&'static str);

impl Kind {
    /// Not recognised.
    pub const UNKNOWN: Self = Self("unknown");
    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().map(|k| k.kind).chain([Self::UNKNOWN]).find(|k| k.0 == name)
    }
    /// What the program knows of it; nothing of a table that was not recognised.
    #[must_use]
    pub fn spec(self) -> Option<&'static KindSpec> {
        KINDS.iter().find(|k| k.kind == self).copied()
    }
    /// Its name in maps and in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0
    }
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.spec().map_or("not recognised", |k| k.label)
    }
}

impl Default for Kind {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let known = || KINDS.iter().map(|k| k.kind.0).collect::<Vec<_>>().join(", ");
        Self::named(&name).ok_or_else(|| {
            serde::de::Error::custom(format!("no kind of table is called \"{name}\"; known are {}", known()))
        })
    }
}

/// What there is of each kind that is there, in words: "42 data sets", "3 learning curves".
#[must_use]
pub fn gave(evidence: &Evidence) -> Vec<(Kind, String)> {
    let counts = KINDS.iter().map(|k| (k.kind, (k.count)(evidence), k.counted));
    counts.filter(|(_, n, _)| *n > 0).map(|(kind, n, (one, many))| (kind, units::counted(n, one, many))).collect()
}

/// Every kind in words, for a message that says what was expected.
#[must_use]
pub fn listed() -> String {
    let labels: Vec<&str> = KINDS.iter().map(|k| k.label).collect();
    match labels.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn kinds_and_their_roles_are_told_apart_by_name() {
        assert!(KINDS.iter().all(|k| Kind::named(k.kind.id()) == Some(k.kind)));
        assert_eq!(KINDS.iter().map(|k| k.kind).collect::<BTreeSet<_>>().len(), KINDS.len());
        for kind in KINDS {
            let roles: BTreeSet<&str> = kind.roles.iter().map(|r| r.id).collect();
            assert_eq!(roles.len(), kind.roles.len(), "{}", kind.label);
            assert!(kind.roles.iter().any(|r| r.required) && kind.roles.iter().all(|r| r.names().count() > 0));
            // Names are compared in normalised form.
            assert!(kind.roles.iter().all(|r| r.names().all(|n| crate::data::evaluation::metric_id(n) == n)));
        }
    }

    #[test]
    fn a_kind_is_written_by_its_name_and_an_unknown_name_is_refused() {
        for kind in KINDS {
            let text = serde_json::to_string(&kind.kind).expect("text");
            assert_eq!(serde_json::from_str::<Kind>(&text).expect("a kind"), kind.kind);
        }
        let refused = serde_json::from_str::<Kind>("\"poem\"").expect_err("no kind").to_string();
        assert!(refused.contains("poem") && refused.contains("inventory"), "{refused}");
    }

    #[test]
    fn an_evidence_file_gives_what_each_kind_counts() {
        for kind in KINDS {
            let mut evidence = Evidence::default();
            let refused = (kind.add)(serde_json::json!(5), "f", &mut evidence);
            assert!(refused.is_err() && (kind.count)(&evidence) == 0 && gave(&evidence).is_empty(), "{}", kind.label);
        }
    }
}
