//! What a kind of evidence is made of, and a table while it is asked what it is.

use super::kind::Kind;
use crate::data::{Evidence, Table};
use crate::read::columns::profile::Profile;
use crate::read::extract::{Extracted, Source};
use crate::read::map::{Guess, Measure, TableMap};
use crate::read::roles::RoleSpec;
use std::collections::BTreeMap;

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
    /// What one of it weighs in memory, the score of an item being 1; 0 where counts are kept and not each row.
    pub weight: usize,
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
    /// Leaves `value` and its companions to measure columns; the reason in words.
    pub(in crate::read) fn use_measures(&mut self, measures: Vec<Measure>) -> Option<String> {
        for role in ["value", "se", "sd", "low", "high", "interval", "metric", "unit"] {
            self.map.roles.remove(role);
        }
        let shown: Vec<String> = measures.iter().take(4).map(|m| format!("\"{}\"", m.column)).collect();
        let more = if measures.len() > 4 { format!(" and {} more", measures.len() - 4) } else { String::new() };
        self.map.measures = measures;
        Some(format!("{}{more} hold values", shown.join(", ")))
    }
}

/// How sure it is that a table is of a kind, from 0 to 1, and why, in words.
pub type Weight = (f64, Option<String>);

/// The confidence as it is, whatever the other kinds say.
pub(super) fn alone(_: &Guess, own: &Guess) -> f64 {
    own.confidence
}
