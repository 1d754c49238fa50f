//! Files by content hash, and what they say under each map: read once, kept.

use super::protocol::ReadingView;
use crate::data::{Checked, Diagnostic, Evidence, Level, Place};
use crate::read::{Content, FileMap, Opened, Reading};
use crate::scenario::FileUse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Readings kept in all; the oldest go first.
const KEPT: usize = 200;

/// The files at hand and their readings.
#[derive(Default)]
pub struct Readings {
    files: BTreeMap<String, Opened>,
    known: BTreeMap<(String, String, String), Result<Arc<Checked<Reading>>, Diagnostic>>,
}

impl Readings {
    /// Keeps a file under its hash.
    pub fn add(&mut self, opened: Opened) {
        self.files.insert(opened.hash.clone(), opened);
    }
    /// True where the file is at hand.
    pub fn has(&self, hash: &str) -> bool {
        self.files.contains_key(hash)
    }
    /// Lets a file go.
    pub fn forget(&mut self, hash: &str) {
        self.files.remove(hash);
        self.known.retain(|(h, _, _), _| h != hash);
    }
    /// The bytes of a file.
    pub fn content(&self, hash: &str) -> Option<&Content> {
        self.files.get(hash).map(|f| &f.content)
    }
    /// What a file says under its map.
    pub fn read(&mut self, file: &FileUse) -> Result<Arc<Checked<Reading>>, Diagnostic> {
        let map_text = file.map.as_ref().map(ToString::to_string).unwrap_or_default();
        let key = (file.hash.clone(), file.name.clone(), map_text);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Some(opened) = self.files.get(&file.hash) else { return Err(absent(file)) };
        let map: Option<FileMap> = file.map.clone().and_then(|m| serde_json::from_value(m).ok());
        let read = opened.read(&file.name, map.as_ref());
        let read = read.map(Arc::new).map_err(|e| e.diagnostic(&file.name));
        if self.known.len() >= KEPT {
            self.known.pop_first();
        }
        self.known.insert(key, read.clone());
        read
    }
    /// The file as the page shows it, and its evidence where it counts.
    pub fn view(&mut self, file: &FileUse) -> (ReadingView, Option<Evidence>) {
        let mut view = ReadingView {
            name: file.name.clone(),
            hash: file.hash.clone(),
            size: file.size,
            left_out: file.left_out,
            missing: !self.has(&file.hash),
            edited: file.map.is_some(),
            ..ReadingView::default()
        };
        match self.read(file) {
            Ok(checked) => {
                let reading = &checked.value;
                let record = reading.evidence.files.first();
                view.kind = record.map(|r| r.kind.clone()).unwrap_or_default();
                view.rows_read = record.map_or(0, |r| r.rows_read);
                view.rows_skipped = record.map_or(0, |r| r.rows_skipped);
                view.format.clone_from(&reading.format);
                view.gave = gave(&reading.evidence);
                view.candidates.clone_from(&reading.candidates);
                view.used = reading.used.clone();
                view.diagnostics.clone_from(&checked.diagnostics);
                (view, (!file.left_out).then(|| reading.evidence.clone()))
            }
            Err(diagnostic) => {
                view.kind = if view.missing { "not here".into() } else { "not read".into() };
                view.diagnostics.push(diagnostic);
                (view, None)
            }
        }
    }
}

fn absent(file: &FileUse) -> Diagnostic {
    let place = Place { file: file.name.clone(), ..Place::default() };
    Diagnostic::new(Level::Warning, "file-absent", "The project names this file, but it is not in this browser.")
        .at(place)
        .expected(
            "the file with these contents (SHA-256 ".to_owned() + file.hash.get(..12).unwrap_or(&file.hash) + "…)",
        )
        .mend("Drop the file; the rest of the analysis goes on without it.")
}

/// What a file gave, in words.
fn gave(evidence: &Evidence) -> Vec<String> {
    let counts = [
        (evidence.datasets.len(), "data set", "data sets"),
        (evidence.evaluations.len(), "evaluation", "evaluations"),
        (evidence.curves.len(), "learning curve", "learning curves"),
        (evidence.runs.len(), "scaling run", "scaling runs"),
        (evidence.checks.len(), "check", "checks"),
    ];
    let words = |(n, one, many): &(usize, &str, &str)| format!("{n} {}", if *n == 1 { one } else { many });
    counts.iter().filter(|(n, _, _)| *n > 0).map(words).collect()
}
