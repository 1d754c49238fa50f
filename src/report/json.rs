//! The decision as JSON with stable names, as the command line prints it and the report exports it.
//!
//! Fields, in order: `headroom` (always `"decision"`), `version` of this form, `app` (program version and build), `project`, `scenario`,
//! `policy`, `inputs` (files with hash, rows and diagnostics), everything of the decision (`verdict`, `outcomes`, `phases`, `gaps`,
//! `completion`), what explains it (`findings`, `synthesis`, `recommendations`, `changes` before and after, `after` an expansion), and what comes of moving
//! or drawing its inputs (`flips`, `assumed`: what nobody gave and the verdict moves with, `pairs`, `chances` of verdicts, gates and targets, `tornado`, `options`, `perspectives` with regrets,
//! `information`: what to measure next, `collection` in rounds), and `curves`: what each learning curve says of its target. A report adds `sections`. Numbers are in full; an unknown one is `null`. New fields may be added;
//! names and meanings of the present ones stay within a version. `pairs` are triples: two names and the verdict they lead to.

use super::{ReportInput, build, parts::Section};
use crate::analysis::readout::curve_targets::{CurveTarget, curve_targets};
use crate::analysis::readout::most_gain::{MostGain, most_gain};
use crate::analysis::{Explained, Exploration, explain};
use crate::data::FileRecord;
use crate::decide::Decision;
use crate::scenario::{PolicyUse, Scenario};
use serde::Serialize;

/// Version of the form.
pub const VERSION: u32 = 1;

/// The decision with everything that made it.
#[derive(Serialize)]
pub struct Document<'a> {
    headroom: &'static str,
    version: u32,
    app: App,
    project: &'a str,
    scenario: &'a Scenario,
    policy: &'a PolicyUse,
    inputs: &'a [FileRecord],
    #[serde(flatten)]
    decision: &'a Decision,
    #[serde(flatten)]
    explained: Explained,
    #[serde(flatten)]
    exploration: &'a Exploration,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    curves: Vec<CurveTarget>,
    most_gain: Vec<MostGain>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct App {
    version: &'static str,
    build: &'static str,
}

/// The decision as a value that serialises; without the sections of the report.
#[must_use]
pub fn document<'a>(input: &ReportInput<'a>) -> Document<'a> {
    Document {
        headroom: "decision",
        version: VERSION,
        app: App { version: env!("CARGO_PKG_VERSION"), build: crate::BUILD_ID },
        project: &input.project.name,
        scenario: input.project.scenario(),
        policy: &input.project.policy,
        inputs: &input.prepared.evidence.files,
        decision: input.decision,
        explained: explain(input.prepared, input.pack, input.scenario(), input.decision),
        exploration: input.exploration,
        curves: curve_targets(&input.view()),
        most_gain: most_gain(&input.view()),
        sections: Vec::new(),
    }
}

/// Writes the decision and the sections of the report.
#[must_use]
pub fn write(input: &ReportInput<'_>) -> String {
    let full = Document { sections: build(input).sections, ..document(input) };
    let mut text = serde_json::to_string_pretty(&full).unwrap_or_default();
    text.push('\n');
    text
}
