//! What a reader or an analysis has to say besides its value.

use super::units::shortened;
use super::visible;
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing was lost.
    Info,
    /// Something was left out, assumed or is doubtful.
    Warning,
    /// The thing asked for could not be done.
    Error,
}

/// Where in the person's files a diagnostic points. Rows count from 1 and include the header line, as a
/// spreadsheet or an editor shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// File name as dropped.
    pub file: String,
    /// Sheet, or path inside a JSON document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Row (line for text), from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// One message: what was found, what was expected, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub level: Level,
    /// Stable identifier of the kind of message, e.g. `number-unreadable`.
    pub code: String,
    /// The message, one sentence, in plain words.
    pub message: String,
    /// Where, when it points into a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What was found there, verbatim (shortened).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// How to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

/// Longest part of a message, in characters.
const LONGEST: usize = 1_000;
/// Longest name in the place of a message as it is printed, in characters.
const LONGEST_NAME: usize = 120;

fn said(text: &str, most: usize) -> String {
    shortened(&visible(&shortened(text, most)), most)
}

impl Diagnostic {
    /// A message of the given level with nothing else set.
    #[must_use]
    pub fn new(level: Level, code: &str, message: impl Into<String>) -> Self {
        Self {
            level,
            code: code.to_owned(),
            message: said(&message.into(), LONGEST),
            place: None,
            found: None,
            expected: None,
            mend: None,
        }
    }
    /// An [`Level::Info`] message.
    #[must_use]
    pub fn info(code: &str, message: impl Into<String>) -> Self {
        Self::new(Level::Info, code, message)
    }
    /// A [`Level::Warning`] message.
    #[must_use]
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Level::Warning, code, message)
    }
    /// An [`Level::Error`] message.
    #[must_use]
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Level::Error, code, message)
    }
    /// The same message pointing at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
    /// The same message with what was found (cut to 80 characters).
    #[must_use]
    pub fn found(mut self, text: &str) -> Self {
        self.found = Some(said(text, 80));
        self
    }
    /// The same message with what was expected.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(said(&text.into(), LONGEST));
        self
    }
    /// The same message with how to mend it.
    #[must_use]
    pub fn mend(mut self, text: impl Into<String>) -> Self {
        self.mend = Some(said(&text.into(), LONGEST));
        self
    }
}

impl std::fmt::Display for Place {
    /// File, part, row and column, each name with an end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&said(&self.file, LONGEST_NAME))?;
        if let Some(part) = &self.part {
            write!(f, ", {}", said(part, LONGEST_NAME))?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{}\"", said(column, LONGEST_NAME))?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Diagnostic {
    /// One line with an end: place, message, found, expected, mend.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(found) = &self.found {
            write!(f, " Found \"{found}\".")?;
        }
        if let Some(expected) = &self.expected {
            write!(f, " Expected {expected}.")?;
        }
        if let Some(mend) = &self.mend {
            write!(f, " {mend}")?;
        }
        Ok(())
    }
}

/// A value together with everything that has to be said about it. Nothing is dropped silently: what was skipped
/// is among the diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked<T> {
    /// The value, as far as it could be made.
    pub value: T,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }
    /// The same diagnostics around another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: f(self.value), diagnostics: self.diagnostics }
    }
}
