//! Messages between the page and the analysis, as JSON; bytes of files travel beside them, in the same message.

use crate::analysis::{Exploration, Odds, Prepared};
use crate::data::{Checked, Dataset, Diagnostic, Progress};
use crate::decide::sensitivity::{Grid, GridWish};
use crate::policy::PolicyPack;
use crate::read::{CandidateSummary, Document, FileMap, Kind};
use crate::report::Format;
use crate::scenario::{FileUse, Project};
use crate::select;
use serde::{Deserialize, Serialize};

/// What the page asks. `job` numbers increase; a later request makes the earlier ones of its kind stale, and a
/// later `Run` everything that was asked of the evidence before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// A file, its bytes beside.
    Add { job: u64, name: String },
    /// A file that another worker has read into tables, its bytes beside.
    AddDocument { job: u64, name: String, hash: String, size: u64, document: Checked<Document> },
    /// A file that is no longer needed.
    Forget { hash: String },
    /// Analyse this project.
    Run { job: u64, project: Box<Project> },
    /// Search what would flip the verdict of this project.
    Explore { job: u64, project: Box<Project> },
    /// Draw the probabilities of the scenarios at these places of the project's list.
    Odds { job: u64, project: Box<Project>, scenarios: Vec<usize> },
    /// Decide over two inputs at once around the scenario of this project.
    Grid { job: u64, project: Box<Project>, wish: GridWish },
    /// Select records among those that the files of this project hold.
    Select { job: u64, project: Box<Project>, wish: Box<select::Request> },
    /// Write the report of this project.
    Report { job: u64, project: Box<Project>, format: Format },
    /// Write the live report of this project, the program for it beside.
    Live { job: u64, project: Box<Project> },
    /// Write the decision record of this project, to be looked at; a later one takes its place.
    Preview { job: u64, project: Box<Project> },
    /// Write this project with its files.
    Save { job: u64, project: Box<Project> },
    /// Give a job up.
    Cancel { job: u64 },
}

impl Request {
    /// The job that it begins; `None` where it begins none.
    #[must_use]
    pub fn job(&self) -> Option<u64> {
        match self {
            Self::Add { job, .. }
            | Self::AddDocument { job, .. }
            | Self::Run { job, .. }
            | Self::Explore { job, .. }
            | Self::Odds { job, .. }
            | Self::Grid { job, .. }
            | Self::Select { job, .. }
            | Self::Report { job, .. }
            | Self::Live { job, .. }
            | Self::Preview { job, .. }
            | Self::Save { job, .. } => Some(*job),
            Self::Forget { .. } | Self::Cancel { .. } => None,
        }
    }
}

/// What the page is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// First message: the build of the engine, which the page compares with its own.
    Ready { build: String },
    /// The file was read and is kept; `kind` says in words what it was taken for.
    Added { job: u64, file: FileUse, kind: String },
    /// The file is a spreadsheet: its tables have to come from the spreadsheet worker.
    NeedsSheets { job: u64, name: String, hash: String },
    /// The file was a saved project or report; the bytes of `files` travel beside, in the same order.
    Opened { job: u64, project: Box<Project>, files: Vec<FileUse> },
    /// The file was a policy pack.
    PolicyAdded { job: u64, file: FileUse, pack: Box<PolicyPack>, notes: Vec<Diagnostic> },
    /// How far a job has come.
    Progress { job: u64, progress: Progress },
    /// Answer to `Run`.
    Prepared {
        job: u64,
        prepared: Box<Prepared>,
        readings: Vec<ReadingView>,
        pack: Box<PolicyPack>,
        /// The pack without what the project changes of it; `None` where it changes nothing.
        #[serde(default)]
        base: Option<Box<PolicyPack>>,
        notes: Vec<Diagnostic>,
    },
    /// A part of the inventory of the `Prepared` of this job, which comes after all of them with the rest: the page has time
    /// for a person between two messages.
    Datasets { job: u64, datasets: Vec<Dataset> },
    /// Answer to `Explore`.
    Explored { job: u64, exploration: Box<Exploration> },
    /// Answer to `Odds`, in the order asked for; `None` where the project has no scenario at that place.
    Odds { job: u64, odds: Vec<Option<Odds>> },
    /// Answer to `Grid`; nothing where there are no two inputs.
    Grid { job: u64, grid: Option<Box<Grid>> },
    /// Answer to `Select`: what was chosen and every record as CSV, or why nothing was.
    Selected { job: u64, outcome: Result<Box<select::Outcome>, Diagnostic>, csv: String },
    /// Answer to `Report` and `Save`: a file to download.
    Text { job: u64, name: String, mime: String, text: String },
    /// The job could not be done; everything is as it was.
    Failed { job: u64, diagnostics: Vec<Diagnostic> },
    /// The job was given up.
    Cancelled { job: u64 },
}

/// A reply with the bytes beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The message.
    pub reply: Reply,
    /// Bytes of files, in the order the message names them.
    pub bytes: Vec<Vec<u8>>,
}

impl From<Reply> for Sent {
    fn from(reply: Reply) -> Self {
        Self { reply, bytes: Vec::new() }
    }
}

/// One file of the project as the page shows it: what was recognised, what was read, what there is to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingView {
    /// Name as dropped.
    pub name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
    /// Size in bytes.
    pub size: u64,
    /// True where the file is kept but left out of the analysis.
    pub left_out: bool,
    /// True where the project names the file and its bytes are not here.
    pub missing: bool,
    /// True where a person changed how it is read.
    pub edited: bool,
    /// What it was taken for, in words.
    pub kind: String,
    /// Identifier of the format.
    pub format: String,
    /// Data rows read.
    pub rows_read: u64,
    /// Data rows skipped.
    pub rows_skipped: u64,
    /// What it gave, by kind, in words: "42 data sets", "3 learning curves".
    pub gave: Vec<(Kind, String)>,
    /// Its tables.
    pub candidates: Vec<CandidateSummary>,
    /// The map in force, guessed or given.
    pub used: FileMap,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
}
