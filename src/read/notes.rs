//! Diagnostics of one file, kept short: the first of each kind verbatim, the rest counted.

use crate::data::{Diagnostic, Level, Place};
use std::collections::BTreeMap;

/// Most messages of one kind that are kept verbatim.
const PER_KIND: usize = 10;

/// Collects the diagnostics of one file.
#[derive(Clone, Debug)]
pub struct Notes {
    file: String,
    part: Option<String>,
    limit: usize,
    kept: Vec<Diagnostic>,
    seen: BTreeMap<String, (usize, usize, Level)>,
}

impl Notes {
    /// An empty collection for a file; at most `limit` messages are kept verbatim.
    #[must_use]
    pub fn new(file: &str, limit: usize) -> Self {
        Self { file: file.to_owned(), part: None, limit, kept: Vec::new(), seen: BTreeMap::new() }
    }
    /// Names the sheet or JSON path that the following messages point into (empty for none).
    pub fn set_part(&mut self, part: &str) {
        self.part = if part.is_empty() { None } else { Some(part.to_owned()) };
    }
    /// Place of a row (from 1, 0 for none) and a column (empty for none) in this file.
    #[must_use]
    pub fn place(&self, row: u64, column: &str) -> Place {
        Place {
            file: self.file.clone(),
            part: self.part.clone(),
            row: (row > 0).then_some(row),
            column: (!column.is_empty()).then(|| column.to_owned()),
        }
    }
    /// True while another message of this kind would be kept; lets a hot loop skip building one.
    #[must_use]
    pub fn wants(&self, code: &str) -> bool {
        self.kept.len() < self.limit && self.seen.get(code).is_none_or(|(kept, _, _)| *kept < PER_KIND)
    }
    /// Counts a message that was not built because it was not wanted.
    pub fn count(&mut self, code: &str, level: Level) {
        let entry = self.seen.entry(code.to_owned()).or_insert((0, 0, level));
        entry.1 += 1;
    }
    /// Adds a message; without a place it gets the file's.
    pub fn add(&mut self, mut note: Diagnostic) {
        if !self.wants(&note.code) {
            self.count(&note.code.clone(), note.level);
            return;
        }
        if note.place.is_none() {
            note.place = Some(self.place(0, ""));
        }
        self.seen.entry(note.code.clone()).or_insert((0, 0, note.level)).0 += 1;
        self.kept.push(note);
    }
    /// Adds messages that were collected elsewhere.
    pub fn extend(&mut self, notes: impl IntoIterator<Item = Diagnostic>) {
        for note in notes {
            self.add(note);
        }
    }
    /// How many messages of this kind there were.
    #[must_use]
    pub fn number(&self, code: &str) -> usize {
        self.seen.get(code).map_or(0, |(kept, more, _)| kept + more)
    }
    /// The messages, with one more for each kind that was cut short.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        let place = self.place(0, "");
        let mut out = self.kept;
        for (code, (_, more, level)) in self.seen {
            if more > 0 {
                out.push(
                    Diagnostic::new(level, &code, format!("And {more} more of this kind ({code}).")).at(place.clone()),
                );
            }
        }
        out
    }
}
