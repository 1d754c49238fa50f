//! Bytes to tables to evidence.
//!
//! ```text
//! bytes --detect--> text or workbook --FORMATS--> Document (candidate tables)
//!       --columns--> TableMap (guessed or given) --extract--> Evidence
//! ```
//! A format is one file and one line in [`FORMATS`]. `columns` is the only place that guesses roles. Nothing here
//! performs input or output, nothing panics, and whatever is left out is among the diagnostics.

pub mod columns;
mod combine;
#[cfg(feature = "sheets")]
mod container;
pub mod croissant;
pub mod csv;
pub mod datapackage;
pub mod dataset_infos;
mod delimiter;
pub mod detect;
mod error;
mod extract;
mod job;
pub mod json;
pub mod jsonl;
mod limits;
pub mod lm_eval;
mod map;
mod notes;
pub mod number;
pub mod open_lm;
mod reading;
mod roles;
#[cfg(feature = "sheets")]
pub mod sheets;
pub mod special;
pub mod text;
pub mod trainer_state;
pub mod tree;
pub mod words;

pub use columns::{guess, guess_as};
pub use combine::combine;
pub use csv::{CsvJob, Progress};
pub use detect::needs_sheets;
pub use error::ReadError;
pub use job::{Content, ReadJob};
pub use limits::Limits;
pub use map::{ColumnUse, FileMap, Guess, Measure, TableMap};
pub use notes::Notes;
pub use reading::{CandidateSummary, Reading, hash, hex, read_document, read_evidence};
pub use roles::{Accepts, Kind, ROLES, RoleSpec, role, roles};
pub use special::{Special, SpecialKind};

use crate::data::{Checked, Evidence, Table};
use detect::Shape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tree::Node;

/// A file on its way into the formats.
pub struct Input<'a> {
    /// Name as dropped; only ever shown, and a fallback for names inside.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// What the bytes are.
    pub shape: Shape,
    /// The decoded text, where it is text.
    pub text: Option<&'a str>,
    /// The parsed document, where the text is JSON.
    pub json: Option<&'a Node<'a>>,
}

/// One file format. Formats are asked in the order of [`FORMATS`]; the first that claims the input reads it.
pub trait Format: Sync {
    /// Stable identifier.
    fn id(&self) -> &'static str;
    /// Name shown to people.
    fn label(&self) -> &'static str;
    /// True where the content is of this format.
    fn claims(&self, input: &Input) -> bool;
    /// Reads it.
    ///
    /// # Errors
    /// A [`ReadError`] where there is no table in it.
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError>;
}

/// Every format, the particular before the general.
pub const FORMATS: &[&dyn Format] = &[
    #[cfg(feature = "sheets")]
    &sheets::Sheets,
    &special::Whole,
    &lm_eval::LmEval,
    &open_lm::OpenLm,
    &trainer_state::TrainerState,
    &dataset_infos::DatasetInfos,
    &croissant::Croissant,
    &datapackage::DataPackage,
    &json::Json,
    &jsonl::JsonLines,
    &csv::Csv,
];

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Identifier of the format.
    pub format: String,
    /// Candidate tables, in file order.
    pub candidates: Vec<Table>,
    /// True where the candidates complete one another, so that all are read unless a part is chosen.
    pub together: bool,
    /// What the format itself knows of its tables, by part; taken in place of a guess.
    pub known: BTreeMap<String, Guess>,
    /// Evidence that was written by this program and needs no roles.
    pub ready: Option<Box<Evidence>>,
    /// A whole that is no evidence: a policy pack, a saved project, a saved report.
    pub special: Option<Special>,
}

impl Document {
    /// A document of tables to choose from.
    #[must_use]
    pub fn of(format: &str, candidates: Vec<Table>) -> Self {
        Self { format: format.to_owned(), candidates, ..Self::default() }
    }
    /// The same document with one more table whose roles are known.
    #[must_use]
    pub fn with(mut self, table: Table, map: TableMap, reason: &str) -> Self {
        self.known.insert(table.part.clone(), Guess { map, confidence: 1.0, reason: reason.to_owned() });
        self.candidates.push(table);
        self
    }
}

/// Reads a file into candidate tables.
///
/// # Errors
/// A [`ReadError`] that says what the file is and what to do, where it holds no table.
pub fn read_tables(name: &str, bytes: &[u8], limits: &Limits) -> Result<Checked<Document>, ReadError> {
    if bytes.len() > limits.bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: limits.bytes });
    }
    let shape = detect::detect(bytes)?;
    if shape != Shape::Text {
        return read_shaped(&Input { name, bytes, shape, text: None, json: None }, limits);
    }
    let decoded = text::decode(bytes);
    let text = decoded.text.as_ref();
    if let Some(special) = special::saved_report(text) {
        let document = Document { format: "report".into(), special: Some(special), ..Document::default() };
        return Ok(Checked { value: document, diagnostics: decoded.diagnostics });
    }
    detect::check_text(text)?;
    let json = if text.trim_start().starts_with(['{', '[']) {
        match tree::parse(text, limits.depth) {
            Ok(node) => Some(node),
            Err(_) if jsonl::is_lines(text, limits.depth) => None,
            Err(error) => return Err(error),
        }
    } else {
        None
    };
    let mut read = read_shaped(&Input { name, bytes, shape, text: Some(text), json: json.as_ref() }, limits)?;
    let mut diagnostics = decoded.diagnostics;
    diagnostics.append(&mut read.diagnostics);
    Ok(Checked { value: read.value, diagnostics })
}

fn read_shaped(input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
    match FORMATS.iter().find(|f| f.claims(input)) {
        Some(format) => format.read(input, limits),
        None if input.shape != Shape::Text => Err(ReadError::NeedsSheets),
        None => Err(ReadError::NoTable("no known format fits".into())),
    }
}
