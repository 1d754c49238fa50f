//! Item-level exports of evaluation tools: whatever the tool's own shape is, they become one table with a row for each item
//! and metric.
//!
//! A tool is one file here and one line in [`super::FORMATS`]. Exports whose columns say it all (ragas, LangSmith, NeMo
//! Evaluator, tables of one's own) need none: the kind of evaluations knows a table of items by its columns.

pub mod aggregate;
pub mod deepeval;
pub mod every_eval;
pub mod helm;
pub mod inspect;
mod lines;
pub mod lm_eval_samples;
pub mod openai;
mod presence;
pub mod promptfoo;
mod rows;

pub use rows::{Place, Rows, Whole};

use super::tree::{Node, json};
use super::{Document, Format, Input, Limits, ReadError, Work};
use crate::data::Checked;

/// A tool that writes items.
pub trait Tool: Sync {
    /// Stable identifier.
    fn id(&self) -> &'static str;
    /// Name shown to people.
    fn label(&self) -> &'static str;
    /// True where this is what the tool writes: the document, or the first record of a list or of JSON Lines.
    fn claims(&self, first: &Node) -> bool;
    /// Takes the document, or the next record.
    fn take(&self, record: &Node, rows: &mut Rows);
}

/// The format of a tool's exports.
pub struct Items(pub &'static dyn Tool);

impl Items {
    /// True where the tool claims the document or its first record.
    fn fits(&self, input: &Input) -> bool {
        match input.tree {
            Some(root @ Node::List(items)) => items.first().is_some_and(|f| self.0.claims(f)) || self.0.claims(root),
            Some(root) => self.0.claims(root),
            None => {
                let line = input.text().and_then(|text| text.lines().find(|l| !l.trim().is_empty()));
                let line = line.map(str::trim).filter(|l| l.starts_with('{'));
                line.and_then(|l| json::parse(l, DEPTH).ok()).is_some_and(|first| self.0.claims(&first))
            }
        }
    }
}

/// How deep the first line is looked into.
const DEPTH: usize = 64;

impl Format for Items {
    fn id(&self) -> &'static str {
        self.0.id()
    }
    fn label(&self) -> &'static str {
        self.0.label()
    }
    fn claims(&self, input: &Input) -> bool {
        self.fits(input)
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        use crate::data::Steps;
        let Some(root) = input.tree else {
            return lines::Lines::new(self.0, input, limits).run(usize::MAX);
        };
        let mut rows = Rows::new(input.name, limits);
        for record in if root.list().is_empty() { std::slice::from_ref(root) } else { root.list() } {
            self.0.take(record, &mut rows);
            rows.next_record();
        }
        rows.document(self.0.id(), self.0.label())
    }
    fn begin(&self, input: &Input, limits: &Limits) -> Result<Work, ReadError> {
        if input.tree.is_some() {
            return self.read(input, limits).map(|document| Work::Done(Box::new(document)));
        }
        Ok(Work::Steps(Box::new(lines::Lines::new(self.0, input, limits))))
    }
}

/// The score that a value of a tree is: a number, or true and false as 1 and 0; `None` where it is none (null, NaN, text).
fn score(node: &Node) -> Option<f64> {
    match node {
        Node::Bool(b) => Some(f64::from(u8::from(*b))),
        other => other.number(),
    }
}

/// Text or a number as text; empty for everything else.
fn name_of(node: Option<&Node>) -> String {
    match node {
        Some(Node::Text(t)) => t.trim().to_owned(),
        Some(Node::Number(raw)) => raw.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod tests;
