//! Why a file could not be read at all, in words that say what to do.

use crate::data::{Diagnostic, Place, units};
use thiserror::Error;

/// A file that gave no table. Everything less than that is a [`Diagnostic`] beside the value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Zero bytes, or nothing but blank space.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`super::Limits::bytes`].
    #[error("the file has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// More rows than [`super::Limits::rows`]: what is said of a part would be said of the whole.
    #[error("a table in it has more than the {} rows that are read", units::grouped(*limit as f64))]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// A Git LFS pointer in place of the data.
    #[error("this is a Git LFS pointer, not the data it points to{}", size.map_or(String::new(), |s| format!(" ({s} bytes)")))]
    LfsPointer {
        /// Size of the real file, as the pointer says.
        size: Option<u64>,
    },
    /// A web page (often an error or sign-in page saved by a download).
    #[error("this is a web page (\"{title}\"), not data")]
    HtmlPage {
        /// Title of the page.
        title: String,
    },
    /// A known kind of file that is not read.
    #[error("this is {what}, which is not read")]
    Alien {
        /// The kind, with its article.
        what: &'static str,
        /// What to do instead.
        mend: &'static str,
    },
    /// Bytes that are no text and no known format.
    #[error("this looks like binary data, not a table")]
    Binary,
    /// A spreadsheet met by a build without the spreadsheet reader (the page has a worker of its own for it).
    #[error("this is a spreadsheet; it needs the spreadsheet reader")]
    NeedsSheets,
    /// The spreadsheet reader gave up.
    #[error("the spreadsheet cannot be read: {0}")]
    Sheet(String),
    /// A NumPy array that is not read.
    #[error("the NumPy array cannot be read: {0}")]
    Array(String),
    /// Text that starts as one of [`super::tree::SYNTAXES`] and breaks its rules.
    #[error("the {syntax} cannot be read at line {line}, column {column}: {problem}")]
    Syntax {
        /// Name of the syntax.
        syntax: &'static str,
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
        /// What was met.
        problem: String,
    },
    /// Readable, but there is no table in it.
    #[error("there is no table in it: {0}")]
    NoTable(String),
    /// A part asked for that is not there (any more).
    #[error("there is no part \"{part}\" in it; it has {}", units::several(has))]
    NoPart {
        /// The part asked for.
        part: String,
        /// The parts there are.
        has: Vec<String>,
    },
}

impl ReadError {
    /// Stable identifier of the kind of error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyRows { .. } => "file-too-many-rows",
            Self::LfsPointer { .. } => "file-lfs-pointer",
            Self::HtmlPage { .. } => "file-web-page",
            Self::Alien { .. } => "file-not-read",
            Self::Binary => "file-binary",
            Self::Array(_) => "file-array",
            Self::NeedsSheets => "file-needs-sheets",
            Self::Sheet(_) => "file-sheet",
            Self::Syntax { .. } => "file-json",
            Self::NoTable(_) => "file-no-table",
            Self::NoPart { .. } => "file-no-part",
        }
    }
    /// What to do about it.
    #[must_use]
    pub fn mend(&self) -> String {
        match self {
            Self::Empty => "Export it again, or drop another file.".into(),
            Self::TooLarge { .. } | Self::TooManyRows { .. } => "Split it, or drop a summary of it.".into(),
            Self::LfsPointer { .. } => "Run `git lfs pull`, or download the file itself, and drop that.".into(),
            Self::HtmlPage { .. } => "Download the file again (sign in first if the page asks for it).".into(),
            Self::Alien { mend, .. } => (*mend).into(),
            Self::Binary => "Export it as CSV, JSON or XLSX.".into(),
            Self::Array(_) => "Write it with numpy.save as a two-dimensional array of float32, a row a record.".into(),
            Self::NeedsSheets => "Export the sheet as CSV.".into(),
            Self::Sheet(_) => "Open it in a spreadsheet program and save it again, or export the sheet as CSV.".into(),
            Self::Syntax { .. } => "Mend the file at that place, or export it again.".into(),
            Self::NoTable(_) => "Drop a file with a header line and rows, or a JSON array of records.".into(),
            Self::NoPart { .. } => "Choose one of the parts it has.".into(),
        }
    }
    /// The error as a diagnostic that names the file.
    #[must_use]
    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        let mut place = Place { file: file.to_owned(), ..Place::default() };
        if let Self::Syntax { line, .. } = self {
            place.row = Some(*line);
        }
        let text = self.to_string();
        let mut chars = text.chars();
        let sentence: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        Diagnostic::error(self.code(), format!("{sentence}.")).at(place).mend(self.mend())
    }
}
