//! JSON Lines: one record a line.

use super::tree::{Node, json};
use super::{Document, Format, Input, Limits, Notes, ReadError, records};
use crate::data::{Checked, Diagnostic, Level};

/// JSON Lines (NDJSON).
pub struct JsonLines;

/// True where the first line that is not blank is a JSON object or array by itself.
#[must_use]
pub fn is_lines(text: &str, depth: usize) -> bool {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().trim();
    first.starts_with(['{', '[']) && json::parse(first, depth).is_ok()
}

/// Says that a line is no record.
pub(super) fn broken_line(notes: &mut Notes, number: u64, line: &str) {
    if notes.wants("jsonl-line") {
        let note = Diagnostic::warning("jsonl-line", "The line is no JSON object and was skipped.");
        notes.add(note.at(notes.place(number, "")).found(line).expected("one object a line"));
    } else {
        notes.count("jsonl-line", Level::Warning);
    }
}

impl Format for JsonLines {
    fn id(&self) -> &'static str {
        "jsonl"
    }
    fn label(&self) -> &'static str {
        "JSON Lines"
    }
    fn claims(&self, input: &Input) -> bool {
        input.tree.is_none() && input.text().is_some_and(|t| is_lines(t, 64))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let (mut found, mut lines): (Vec<Node>, Vec<u64>) = (Vec::new(), Vec::new());
        for (i, line) in input.text().unwrap_or_default().lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let number = i as u64 + 1;
            match json::parse(line, limits.depth) {
                Ok(node @ Node::Map(_)) => {
                    found.push(node);
                    lines.push(number);
                }
                _ => broken_line(&mut notes, number, line),
            }
        }
        if found.len() > limits.rows {
            return Err(ReadError::TooManyRows { limit: limits.rows });
        }
        if found.is_empty() {
            return Err(ReadError::NoTable("no line is a JSON object".into()));
        }
        let rows: Vec<(Option<&str>, &Node)> = found.iter().map(|r| (None, r)).collect();
        let mut table = records::records_table(&rows, "", limits, &mut notes);
        for (row, number) in lines.iter().enumerate() {
            table.number_row(row, *number);
        }
        Ok(Checked { value: Document::of(self.id(), vec![table]), diagnostics: notes.finish() })
    }
}
