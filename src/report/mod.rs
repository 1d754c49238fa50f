//! The report: one document as data, written by exporters that know nothing of the analysis.
//!
//! ```text
//! project, pack, prepared, decision, exploration --SECTIONS--> Report --html | markdown | json--> text
//! ```
//!
//! A section is one file under `sections` and one line in [`SECTIONS`]. Equal input gives equal bytes: no clock, no hash order,
//! and every number is printed by [`crate::data::units`].

pub mod csv;
mod duplicates;
mod escape;
pub mod html;
pub mod json;
mod live;
pub mod markdown;
pub mod opening;
mod parts;
pub mod record;
mod sections;

pub use duplicates::duplicates_csv;
pub use live::Program;
pub use parts::{Block, Cell, Column, Figure, PhaseMark, Report, Section, Span, Table, Text, VerdictCard};
pub use sections::{SECTIONS, SectionSpec};

use crate::analysis::readout::View;
use crate::analysis::{Exploration, Prepared};
use crate::decide::Decision;
use crate::policy::PolicyPack;
use crate::scenario::{Project, Scenario, save_project};

/// Everything a report is made from.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// Files in use, policy in force, scenarios.
    pub project: &'a Project,
    /// The policy pack.
    pub pack: &'a PolicyPack,
    /// Evidence, roll-up and fits.
    pub prepared: &'a Prepared,
    /// Outcomes and verdict under the active scenario.
    pub decision: &'a Decision,
    /// What explains the decision.
    pub exploration: &'a Exploration,
    /// Bytes of the files in use (and of a dropped policy pack) by hash, embedded so that the report opens again.
    pub files: &'a [(String, Vec<u8>)],
}

impl<'a> ReportInput<'a> {
    /// The analysis under the active scenario, as charts and readouts look at it.
    #[must_use]
    pub fn view(&self) -> View<'a> {
        View {
            prepared: self.prepared,
            pack: self.pack,
            scenario: self.project.scenario(),
            decision: self.decision,
            exploration: Some(self.exploration),
        }
    }
    /// The active scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        self.project.scenario()
    }
}

/// What a report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One self-contained HTML file that opens again in the app.
    Html,
    /// Markdown.
    Markdown,
    /// JSON: the decision with all its numbers, and the sections as text.
    Json,
    /// The decision record, in Markdown.
    Record,
    /// The list of duplicate records as CSV. It is asked for where texts were loaded, and is no report.
    Duplicates,
}

impl Format {
    /// All forms of a report.
    pub const ALL: [Self; 4] = [Self::Html, Self::Markdown, Self::Json, Self::Record];
    /// Identifier used on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Record => "record",
            Self::Duplicates => "duplicates",
        }
    }
    /// Extension of the file, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown | Self::Record => "md",
            Self::Json => "json",
            Self::Duplicates => "csv",
        }
    }
    /// Media type of the file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html;charset=utf-8",
            Self::Markdown | Self::Record => "text/markdown;charset=utf-8",
            Self::Json => "application/json",
            Self::Duplicates => "text/csv;charset=utf-8",
        }
    }
}

/// The report as data.
#[must_use]
pub fn build(input: &ReportInput<'_>) -> Report {
    let sections = SECTIONS
        .iter()
        .filter_map(|spec| {
            let blocks = (spec.write)(input);
            (!blocks.is_empty()).then(|| Section { id: spec.id.into(), title: spec.title.into(), blocks })
        })
        .collect();
    Report {
        title: "Should we expand the training data set?".into(),
        project: input.project.name.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        build: crate::BUILD_ID.into(),
        sections,
    }
}

/// The report in a format.
#[must_use]
pub fn write(input: &ReportInput<'_>, format: Format) -> String {
    match format {
        Format::Html => html::write(&build(input), Some(&save_project(input.project, input.files)), None),
        Format::Markdown => markdown::write(&build(input)),
        Format::Json => json::write(input),
        Format::Record => record::write(input),
        Format::Duplicates => input.prepared.duplication.as_ref().map_or_else(String::new, duplicates_csv),
    }
}

/// The HTML report with a program inside, which goes on from `carried` (the text of [`crate::engine::Carried`]) where scripts
/// may run.
#[must_use]
pub fn write_live(input: &ReportInput<'_>, carried: &str, program: &Program) -> String {
    let live = live::Live::new(program, carried);
    html::write(&build(input), Some(&save_project(input.project, input.files)), Some(&live))
}
