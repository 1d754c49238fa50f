//! Bytes to tables to evidence.
//!
//! ```text
//! bytes --detect, decode, SYNTAXES--> Input --FORMATS--> Document (candidate tables)     [`Opening`]
//!       --columns--> TableMap (guessed or given) --extract--> Evidence                   [`Opened::read`]
//! ```
//! [`Opening`] is the only door, for page and command line, in small steps or at once. A format is one file and one line
//! in [`FORMATS`]; a way to write a tree (JSON) is one in [`tree::SYNTAXES`]. `columns` is the only place that guesses
//! roles. Nothing here performs input or output, nothing panics, and whatever is left out is among the diagnostics.

pub mod card;
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
pub mod dvc;
mod error;
#[cfg(feature = "sheets")]
pub mod eval_log;
mod extract;
pub mod file_list;
mod foreign;
#[cfg(feature = "sheets")]
mod foreign_code;
#[cfg(feature = "sheets")]
mod grid;
pub mod helm_stats;
pub mod items;
pub mod jsonl;
pub mod kinds;
mod limits;
pub mod lm_eval;
mod map;
pub mod mlflow_run;
mod notes;
pub mod npy;
pub mod number;
#[cfg(feature = "sheets")]
mod old_workbook;
mod open;
pub mod open_lm;
pub mod pool;
mod reading;
pub mod records;
mod roles;
#[cfg(feature = "sheets")]
mod sheet_parts;
#[cfg(feature = "sheets")]
pub mod sheets;
pub mod special;
#[cfg(feature = "sheets")]
mod tags;
pub mod text;
mod together;
pub mod trainer_state;
pub mod tree;
pub mod words;

pub use columns::{complete, guess, guess_as, guess_given, missing, sizes_across};
pub use combine::combine;
pub use detect::needs_sheets;
pub use error::ReadError;
#[cfg(feature = "sheets")]
pub use foreign_code::is_contained;
pub use kinds::{KINDS, Kind, KindSpec, role, roles};
pub use limits::Limits;
pub use map::{ColumnUse, FileMap, Guess, Measure, TableMap};
pub use notes::Notes;
pub use open::{Content, Opened, Opening, open, read_evidence};
pub use reading::{CandidateSummary, POOL, Reading, hash, hex};
pub use roles::{Accepts, RoleSpec};
pub use special::{Special, SpecialKind};
pub use together::Together;

use crate::data::{Checked, Evidence, Progress, Steps, Table};
use detect::Shape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::Node;

/// A file on its way into the formats: its bytes, its text where it is text, its tree where the text is of a
/// [syntax](tree::SYNTAXES).
pub struct Input<'a> {
    /// Name as dropped; only ever shown, and a fallback for names inside.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// What the bytes are.
    pub shape: Shape,
    /// The decoded text, where it is text, to keep without copying.
    pub shared: Option<&'a Arc<String>>,
    /// The parsed document, where the text is one.
    pub tree: Option<&'a Node<'a>>,
    /// Identifier of the syntax that the text begins as; empty where it is none.
    pub syntax: &'static str,
    /// Why there is no tree, where the text begins as one.
    pub broken: Option<&'a ReadError>,
}

impl<'a> Input<'a> {
    /// The decoded text, where it is text.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        self.shared.map(|text| text.as_str())
    }
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
    /// Begins to read it, for formats that can do so in steps; the others read it at once.
    ///
    /// # Errors
    /// Those of [`Format::read`].
    fn begin(&self, input: &Input, limits: &Limits) -> Result<Work, ReadError> {
        self.read(input, limits).map(|document| Work::Done(Box::new(document)))
    }
}

/// What reading came to.
pub enum Work {
    /// Everything was read.
    Done(Box<Checked<Document>>),
    /// There is more to do.
    Steps(Box<dyn Reads>),
}

/// A format at work, whichever it is: every [`Steps`] that is given the bytes of text to read next and comes to a document.
pub trait Reads: Send {
    /// Reads about `budget` further bytes.
    fn read_on(&mut self, budget: usize) -> Progress;
    /// What was read.
    ///
    /// # Errors
    /// A [`ReadError`] where it turned out not to be read.
    fn document(self: Box<Self>) -> Result<Checked<Document>, ReadError>;
}

impl<T> Reads for T
where
    T: Send + for<'a> Steps<Given<'a> = usize, Output = Result<Checked<Document>, ReadError>>,
{
    fn read_on(&mut self, budget: usize) -> Progress {
        self.step(budget)
    }
    fn document(self: Box<Self>) -> Result<Checked<Document>, ReadError> {
        self.finish()
    }
}

/// Name of a format or a syntax, shown to people.
#[must_use]
pub fn label(id: &str) -> Option<&'static str> {
    let syntax = || tree::SYNTAXES.iter().find(|s| s.id() == id).map(|s| s.label());
    FORMATS.iter().find(|f| f.id() == id).map(|f| f.label()).or_else(syntax)
}

/// Every format, the particular before the general.
pub const FORMATS: &[&dyn Format] = &[
    #[cfg(feature = "sheets")]
    &sheets::Sheets,
    #[cfg(feature = "sheets")]
    &eval_log::EvalLog,
    &npy::Npy,
    &special::SavedReport,
    &special::Whole,
    &file_list::FileList,
    &lm_eval::LmEval,
    &open_lm::OpenLm,
    &trainer_state::TrainerState,
    &dataset_infos::DatasetInfos,
    &croissant::Croissant,
    &datapackage::DataPackage,
    &card::Card,
    &dvc::Dvc,
    &helm_stats::HelmStats,
    &mlflow_run::MlflowRun,
    &items::Items(&items::lm_eval_samples::LmEvalSamples),
    &items::Items(&items::inspect::Inspect),
    &items::Items(&items::every_eval::EveryEval),
    &items::Items(&items::promptfoo::Promptfoo),
    &items::Items(&items::deepeval::DeepEval),
    &items::Items(&items::helm::Helm),
    &items::Items(&items::openai::OpenAi),
    &records::Records,
    &jsonl::JsonLines,
    &foreign::Foreign,
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
    /// Parts that are a single record or values by name, and give way to a table that is recognised.
    pub loose: Vec<String>,
    /// What the format itself knows of its tables, by part; taken in place of a guess.
    pub known: BTreeMap<String, Guess>,
    /// Evidence that was written by this program and needs no roles.
    pub ready: Option<Box<Evidence>>,
    /// Rows of numbers without names, and numbers of a row: vectors of records to select from. They are read from the bytes when
    /// they are wanted.
    pub vectors: Option<(usize, usize)>,
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
