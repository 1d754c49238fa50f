//! What a table can be about. A kind is one file here and one line in [`KINDS`]: its name, what its columns can be, how
//! well a table suits it, how rows become evidence, and the words for what came of it. What holds for all kinds alike
//! (which column plays which role, the diagnostics of cells) stands in `columns` and `extract`.

pub mod checks;
pub mod curves;
pub mod evaluations;
pub mod inventory;
pub(super) mod kind;
pub mod likelihoods;
pub mod predictions;
pub mod preferences;
pub mod runs;
pub mod scales;
mod spec;
pub mod targets;
pub mod texts;

pub use kind::Kind;
pub use spec::{KindSpec, Weighing, Weight};

use super::Notes;
use super::extract::{Extracted, Source};
use super::map::TableMap;
use super::roles::RoleSpec;
use crate::data::{Evidence, Table, units};
use serde::{Deserialize, Deserializer};

/// Every kind, in the order in which a form offers them; of two that suit a table equally the earlier is taken.
pub const KINDS: &[&KindSpec] = &[
    &inventory::SPEC,
    &evaluations::SPEC,
    &predictions::SPEC,
    &preferences::SPEC,
    &likelihoods::SPEC,
    &scales::SPEC,
    &curves::SPEC,
    &runs::SPEC,
    &checks::SPEC,
    &targets::SPEC,
    &texts::SPEC,
];

impl Kind {
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
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.spec().map_or("not recognised", |k| k.label)
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

/// The roles of one kind of table, in the order in which a form shows them.
pub fn roles(kind: Kind) -> impl Iterator<Item = &'static RoleSpec> {
    kind.spec().into_iter().flat_map(|spec| spec.roles)
}

/// One role of one kind.
#[must_use]
pub fn role(kind: Kind, id: &str) -> Option<&'static RoleSpec> {
    roles(kind).find(|r| r.id == id)
}

/// Reads a table as its map says.
pub fn extract(table: &Table, map: &TableMap, file: &str, notes: &mut Notes) -> Extracted {
    notes.set_part(&table.part);
    let mut out = Extracted::default();
    if let Some(kind) = map.kind.spec() {
        (kind.extract)(&mut Source::new(table, map, kind.roles, file, notes), &mut out);
    }
    out.skipped = (table.cells.rows() as u64).saturating_sub(out.read);
    notes.set_part("");
    out
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
