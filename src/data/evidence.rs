//! Everything the files said, merged: the one input of the analysis besides the policy and the scenario.

use super::{Dataset, Diagnostic, Direction, Evaluation, LearningCurve, Predictions, ScalingRun, Texts};
use serde::{Deserialize, Serialize};

/// A verification result on the compiled set (leakage, PII, provenance, hash, split, statistics, distribution).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Check {
    /// Identifier (`leakage`, `pii`, ...), normalised as metric identifiers are.
    pub id: String,
    /// Measured value: a count of offences, a share, or 1/0 for yes/no.
    pub value: f64,
    /// What was looked at, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// True where the value is illustrative, not measured.
    pub illustrative: bool,
    /// Name of the file it came from.
    pub file: String,
    /// Row of the source table (from 1, header included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// What a metric is to reach, as a file says. It proposes a gate; no gate is in force because of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Metric identifier, as in [`super::Evaluation::metric`].
    pub metric: String,
    /// Name shown to people.
    pub label: String,
    /// Slice of the metric; the whole of it where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slice: Option<String>,
    /// What it is to reach.
    pub value: f64,
    /// Which way the metric improves, where the file or the name says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Name of the file it came from.
    pub file: String,
    /// Row of the source table (from 1, header included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// One file that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileRecord {
    /// Name as dropped.
    pub name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
    /// Size in bytes.
    pub size: u64,
    /// What it was taken for, in words.
    pub kind: String,
    /// Sheet or JSON path that was read, where there was a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Data rows read.
    pub rows_read: u64,
    /// Data rows skipped (each has a diagnostic, or is counted in one).
    pub rows_skipped: u64,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything the files said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The inventory.
    pub datasets: Vec<Dataset>,
    /// Measured metrics.
    pub evaluations: Vec<Evaluation>,
    /// Learning curves.
    pub curves: Vec<LearningCurve>,
    /// Scaling runs.
    pub runs: Vec<ScalingRun>,
    /// Verification results.
    pub checks: Vec<Check>,
    /// Targets that files name; not evidence, but a proposal for gates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// Predictions of single items, as counts; what they say of metrics is among the evaluations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub predictions: Vec<Predictions>,
    /// Texts of single records, as how many there are; what is found in them is among the checks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Texts>,
    /// Where it all came from.
    pub files: Vec<FileRecord>,
}

impl Evidence {
    /// Adds what another file said.
    pub fn merge(&mut self, other: Self) {
        self.datasets.extend(other.datasets);
        self.evaluations.extend(other.evaluations);
        self.curves.extend(other.curves);
        self.runs.extend(other.runs);
        self.checks.extend(other.checks);
        self.targets.extend(other.targets);
        self.predictions.extend(other.predictions);
        self.texts.extend(other.texts);
        self.files.extend(other.files);
    }
    /// True when no file said anything that can be judged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.datasets.is_empty()
            && self.evaluations.is_empty()
            && self.curves.is_empty()
            && self.runs.is_empty()
            && self.checks.is_empty()
            && self.texts.is_empty()
    }
}
