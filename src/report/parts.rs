//! What a report is made of. Every string here is text, never markup: writers escape all of it.

use crate::data::{Unit, units};
use crate::decide::Outcome;
use serde::Serialize;

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The question it answers.
    pub title: String,
    /// Name of the project.
    pub project: String,
    /// Version of the program.
    pub version: String,
    /// Source tree the program was built from.
    pub build: String,
    /// Sections in reading order; the first is the one-page summary.
    pub sections: Vec<Section>,
}

/// One section.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Section {
    /// Identifier, also the anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A block of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "block")]
pub enum Block {
    /// A heading below the section's, with an anchor where something links to it.
    Heading {
        /// Text of the heading.
        text: String,
        /// Anchor, or empty.
        anchor: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Text,
    },
    /// A list.
    List {
        /// True for a numbered one.
        ordered: bool,
        /// Its items.
        items: Vec<Text>,
    },
    /// Names with values.
    Facts {
        /// Name and value.
        items: Vec<(String, Text)>,
    },
    /// A table.
    Table(Table),
    /// A chart with the numbers behind it.
    Figure(Figure),
    /// The verdict, large.
    Verdict(VerdictCard),
    /// The three phases.
    Phases {
        /// In order.
        phases: Vec<PhaseMark>,
    },
    /// Something that can be opened.
    Details {
        /// What it is.
        summary: String,
        /// What is inside.
        blocks: Vec<Block>,
    },
}

/// The verdict, large.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VerdictCard {
    /// Identifier of the action.
    pub action: String,
    /// The action in words.
    pub words: String,
    /// One sentence of why.
    pub sentence: String,
    /// How sure, where it was computed.
    pub sure: Option<String>,
    /// Scenario it holds for.
    pub scenario: String,
}

/// One phase of the track.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhaseMark {
    /// Its word.
    pub word: String,
    /// The question it answers.
    pub question: String,
    /// How it stands, in words.
    pub state: String,
    /// Outcomes and how many gates have them, only those that occur.
    pub counts: Vec<(Outcome, usize)>,
    /// True for the phase that decides.
    pub current: bool,
}

/// A chart with the numbers behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    /// Anchor.
    pub id: String,
    /// The finding.
    pub title: String,
    /// The drawing: an `<svg>` element made by `chart`, whose texts are escaped there.
    #[serde(skip)]
    pub svg: String,
    /// The same numbers as a table.
    pub table: Option<Table>,
    /// What the drawing shows, for those who do not see it.
    pub description: String,
    /// What the band, the dashes and the marks mean.
    pub notes: Vec<String>,
    /// True where a number in it is illustrative.
    pub illustrative: bool,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Anchor, unique in the report.
    pub id: String,
    /// What the table shows.
    pub caption: String,
    /// Columns; the first one heads the rows.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table. A column whose name begins with `#` holds numbers.
    #[must_use]
    pub fn new(id: &str, caption: &str, columns: &[&str]) -> Self {
        let column =
            |name: &&str| Column { label: name.trim_start_matches('#').to_owned(), numeric: name.starts_with('#') };
        Self { id: id.into(), caption: caption.into(), columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }
    /// Adds a row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// True where it holds numbers (set to the right).
    pub numeric: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// What is shown.
    pub text: Text,
    /// The number behind it, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Anchor of the row, on its first cell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub anchor: String,
}

impl Cell {
    /// A number in its unit; "unknown" where there is none.
    #[must_use]
    pub fn number(value: Option<f64>, unit: Unit) -> Self {
        let value = value.filter(|v| v.is_finite());
        let text = value.map_or_else(|| "unknown".into(), |v| units::show(v, unit));
        Self { text: text.into(), value, ..Self::default() }
    }
    /// A probability; "unknown" where there is none.
    #[must_use]
    pub fn chance(value: Option<f64>) -> Self {
        let value = value.filter(|v| v.is_finite());
        Self::shown(value, value.map_or_else(|| "unknown".into(), units::chance))
    }
    /// A number as some other words.
    #[must_use]
    pub fn shown(value: Option<f64>, text: impl Into<Text>) -> Self {
        Self { text: text.into(), value, ..Self::default() }
    }
    /// The same cell with the row's anchor.
    #[must_use]
    pub fn anchored(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = anchor.into();
        self
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A run of text with few distinctions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Span>);

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// As it is.
    Plain(String),
    /// Set strong.
    Strong(String),
    /// Identifiers and hashes.
    Code(String),
    /// A link inside the report (`#anchor`) or to a web page.
    Link(String, String),
    /// An outcome in icon, word and colour.
    Outcome(Outcome),
    /// A short mark: illustrative, what-if, waived.
    Mark(String),
    /// A place that links lead to; shows nothing.
    Anchor(String),
}

impl Text {
    /// Adds plain text.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Plain(text.into()));
        self
    }
    /// Adds strong text.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Strong(text.into()));
        self
    }
    /// Adds an identifier or a hash.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Code(text.into()));
        self
    }
    /// Adds a link.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.0.push(Span::Link(text.into(), href.into()));
        self
    }
    /// Adds an outcome.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.0.push(Span::Outcome(outcome));
        self
    }
    /// Adds a mark where the condition holds.
    #[must_use]
    pub fn mark_if(mut self, condition: bool, mark: &str) -> Self {
        if condition {
            self.0.push(Span::Mark(mark.into()));
        }
        self
    }
    /// Adds a place that links lead to.
    #[must_use]
    pub fn anchor(mut self, id: impl Into<String>) -> Self {
        self.0.push(Span::Anchor(id.into()));
        self
    }
    /// The text without its distinctions.
    #[must_use]
    pub fn flat(&self) -> String {
        let mut out = String::new();
        for span in &self.0 {
            match span {
                Span::Plain(t) | Span::Strong(t) | Span::Code(t) | Span::Link(t, _) => out.push_str(t),
                Span::Outcome(o) => out.push_str(o.word()),
                Span::Anchor(_) => {}
                Span::Mark(m) => {
                    out.push_str(" (");
                    out.push_str(m);
                    out.push(')');
                }
            }
        }
        out
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Span::Plain(text.to_owned())])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Span::Plain(text)])
    }
}

impl From<Outcome> for Text {
    fn from(outcome: Outcome) -> Self {
        Self(vec![Span::Outcome(outcome)])
    }
}

/// A paragraph.
pub(super) fn paragraph(text: impl Into<Text>) -> Block {
    Block::Paragraph { text: text.into() }
}

/// A heading.
pub(super) fn heading(text: impl Into<String>, anchor: impl Into<String>) -> Block {
    Block::Heading { text: text.into(), anchor: anchor.into() }
}

/// A bulleted list; nothing where there are no items.
pub(super) fn list(items: Vec<Text>) -> Option<Block> {
    (!items.is_empty()).then_some(Block::List { ordered: false, items })
}
