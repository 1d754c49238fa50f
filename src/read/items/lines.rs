//! JSON Lines of a tool, a record at a time: no line is kept once its scores were taken.

use super::{Rows, Tool};
use crate::data::{Checked, Progress, Steps};
use crate::read::tree::{Node, json};
use crate::read::{Document, Input, Limits, ReadError, jsonl};
use std::sync::Arc;

/// JSON Lines being read.
pub struct Lines {
    tool: &'static dyn Tool,
    text: Arc<String>,
    depth: usize,
    rows: Rows,
    at: usize,
    line: u64,
}

impl Lines {
    /// The text of an input, of which nothing is read yet.
    pub fn new(tool: &'static dyn Tool, input: &Input, limits: &Limits) -> Self {
        let text = input.shared.cloned().unwrap_or_default();
        Self { tool, text, depth: limits.depth, rows: Rows::new(input.name, limits), at: 0, line: 0 }
    }
}

impl Steps for Lines {
    /// Bytes to read next, at least one line.
    type Given<'a> = usize;
    type Output = Result<Checked<Document>, ReadError>;

    fn step(&mut self, budget: usize) -> Progress {
        let text = self.text.clone();
        let until = self.at.saturating_add(budget);
        while self.at < text.len() && !self.rows.full() {
            let rest = text.get(self.at..).unwrap_or_default();
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            self.at += line.len();
            self.line += 1;
            let line = line.trim();
            if !line.is_empty() {
                match json::parse(line, self.depth) {
                    Ok(record @ Node::Map(_)) => self.tool.take(&record, &mut self.rows),
                    _ => jsonl::broken_line(&mut self.rows.notes, self.line, line),
                }
            }
            self.rows.next_record();
            if self.at >= until {
                break;
            }
        }
        let total = text.len().max(1);
        let done = self.at >= text.len() || self.rows.full();
        Progress::of("", if done { total } else { self.at.min(total - 1) }, total)
    }
    fn finish(self) -> Self::Output {
        self.rows.document(self.tool.id(), self.tool.label())
    }
}
