//! What a person can edit.

use super::about::About;
use super::vote::Vote;
use crate::data::{Diagnostic, FileRecord};
use crate::policy::assumptions::{PRICES, assumption, price_at};
use crate::policy::{CostModel, Fact, Gate, PolicyChanges, PolicyPack, Range3, defaults};
use crate::read::FileMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the saved form.
pub const PROJECT_VERSION: u32 = 1;

/// Files in use, policy in force, scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Project {
    /// Format version.
    pub version: u32,
    /// Name of the project.
    pub name: String,
    /// Policy in force.
    pub policy: PolicyUse,
    /// Files in use, in the order they were added. Their bytes live outside, content-addressed.
    pub files: Vec<FileUse>,
    /// Scenarios; never empty.
    pub scenarios: Vec<Scenario>,
    /// Index of the scenario on screen.
    pub active: usize,
}

impl Default for Project {
    fn default() -> Self {
        Self {
            version: PROJECT_VERSION,
            name: "Untitled project".into(),
            policy: PolicyUse::default(),
            files: Vec::new(),
            scenarios: vec![Scenario::default()],
            active: 0,
        }
    }
}

impl Project {
    /// The scenario on screen.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        static NONE: std::sync::OnceLock<Scenario> = std::sync::OnceLock::new();
        self.scenarios.get(self.active).unwrap_or_else(|| NONE.get_or_init(Scenario::default))
    }
    /// Takes back what the scenario on screen moved the threshold of a gate to, where a target is set anew; what it was.
    pub fn retarget(&mut self, gate: &str) -> Option<f64> {
        self.scenarios.get_mut(self.active)?.thresholds.remove(gate).map(|t| t.threshold)
    }
}

/// Which policy pack is in force, and what the project changes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyUse {
    /// Identifier of the pack.
    pub id: String,
    /// SHA-256 of the dropped pack file; `None` for a pack that ships with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Gates of the project's own, and gates of the pack that it does not ask.
    #[serde(skip_serializing_if = "PolicyChanges::is_empty")]
    pub own: PolicyChanges,
}

impl Default for PolicyUse {
    fn default() -> Self {
        Self::shipped(defaults::PACKS[0].0)
    }
}

impl PolicyUse {
    /// The pack that ships under that name, as it is.
    #[must_use]
    pub fn shipped(id: &str) -> Self {
        Self { id: id.to_owned(), hash: None, own: PolicyChanges::default() }
    }
    /// The policy with which files of a person's own begin: the one that was dropped, else the questions that hold in any
    /// field; that of a worked example asks what is of its own field.
    #[must_use]
    pub fn for_own_files(&self) -> Self {
        if self.hash.is_some() { self.clone() } else { Self::shipped(defaults::GENERAL_ID) }
    }
    /// A pack of a person's own, by the hash of its file, as it is.
    #[must_use]
    pub fn file(id: &str, hash: String) -> Self {
        Self { hash: Some(hash), ..Self::shipped(id) }
    }
}

/// A file in use and how it is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileUse {
    /// Name as dropped.
    pub name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
    /// Size in bytes.
    pub size: u64,
    /// How it is read, where a person changed what was guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<FileMap>,
    /// True when the file is kept but left out of the analysis.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
}

/// What a file is said to be that nothing was read of.
pub const NOT_READ: &str = "not read";

impl FileUse {
    /// The record of this file where nothing of it counts, with the reason.
    #[must_use]
    pub fn unread(&self, why: Diagnostic) -> FileRecord {
        FileRecord {
            name: self.name.clone(),
            hash: self.hash.clone(),
            size: self.size,
            kind: NOT_READ.into(),
            diagnostics: vec![why],
            ..FileRecord::default()
        }
    }
}

/// One named set of changes on top of evidence and policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Changed thresholds by gate.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, ThresholdChange>,
    /// Changed assumptions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub assumptions: BTreeMap<String, f64>,
    /// Changed plausible ranges of assumptions, low and high, read as the policy's are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ranges: BTreeMap<String, (f64, f64)>,
    /// What-if values of measured facts, shown everywhere as assumed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub what_if: BTreeMap<Fact, f64>,
    /// Curve model chosen by hand, by curve; absent means the combination.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub models: BTreeMap<String, String>,
    /// Scaling constants chosen; absent means the program's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Which of several runs a gate judges, by gate: the name of a run, `newest` or `best`; absent means as the policy says.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub runs: BTreeMap<String, String>,
    /// What more data would come at the expense of; absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expense: Option<Expense>,
    /// Waived gates.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub waivers: BTreeMap<String, Waiver>,
    /// Notes on gates, points, assumptions, the scenario itself; key is what they are about.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<About, Annotation>,
    /// Votes taken before and after the evidence was shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            name: "Today".into(),
            thresholds: BTreeMap::new(),
            assumptions: BTreeMap::new(),
            ranges: BTreeMap::new(),
            what_if: BTreeMap::new(),
            models: BTreeMap::new(),
            law: None,
            runs: BTreeMap::new(),
            expense: None,
            waivers: BTreeMap::new(),
            notes: BTreeMap::new(),
            votes: Vec::new(),
        }
    }
}

/// What more data would come at the expense of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expense {
    /// Nothing that anybody wants.
    Nothing,
    /// Work on the quality of the data.
    Quality,
    /// A bigger model.
    BiggerModel,
}

/// A changed threshold; what is absent stays as the policy has it, shifted by the same amount as the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThresholdChange {
    /// The threshold.
    pub threshold: f64,
}

/// A waiver of a gate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waiver {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Until when (a date as written), or empty.
    pub expires: String,
}

/// A note on something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Annotation {
    /// The note.
    pub text: String,
    /// Where it comes from, in place of what the policy says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Date as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Confidence as written (low, medium, high).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidence: String,
}

impl Annotation {
    /// True where nothing is written in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.text, &self.source, &self.owner, &self.date, &self.confidence].iter().all(|t| t.trim().is_empty())
    }
}

impl Scenario {
    /// Threshold in force for a gate.
    #[must_use]
    pub fn threshold(&self, gate: &Gate) -> f64 {
        self.thresholds.get(&gate.id).map_or(gate.threshold, |c| c.threshold)
    }
    /// Threshold, warn band and tolerance in force; the bands move with the threshold.
    #[must_use]
    pub fn bands(&self, gate: &Gate) -> (f64, Option<f64>, Option<f64>) {
        Self::bands_at(gate, self.threshold(gate))
    }
    /// Threshold, warn band and tolerance of a gate if its threshold were this.
    #[must_use]
    pub fn bands_at(gate: &Gate, threshold: f64) -> (f64, Option<f64>, Option<f64>) {
        // A ratio keeps the bands of counts in proportion; a shift suits scores and fractions.
        let moved = |band: f64| {
            if gate.log && gate.threshold > 0.0 {
                band / gate.threshold * threshold
            } else {
                band + threshold - gate.threshold
            }
        };
        if threshold == gate.threshold {
            (threshold, gate.warn, gate.tolerate)
        } else {
            (threshold, gate.warn.map(moved), gate.tolerate.map(moved))
        }
    }
    /// Value in force of an assumption: the scenario's, else the pack's, else the program's.
    #[must_use]
    pub fn assumption(&self, pack: &PolicyPack, id: &str) -> f64 {
        if let Some(price) = price_at(id) {
            return price.of(&self.prices(&pack.costs)).map_or(f64::NAN, |p| p.likely);
        }
        let fallback = || assumption(id).and_then(|a| a.default).unwrap_or(f64::NAN);
        self.assumptions.get(id).copied().or_else(|| pack.assumption(id).map(|a| a.value)).unwrap_or_else(fallback)
    }
    /// Plausible range in force of an assumption: the scenario's, else the pack's; none where neither gives one.
    #[must_use]
    pub fn assumption_range(&self, pack: &PolicyPack, id: &str) -> Option<(f64, f64)> {
        self.ranges.get(id).copied().or_else(|| pack.assumption(id).map(|a| (a.low, a.high)))
    }
    /// The policy's prices with this scenario's changes. A changed price keeps the policy's range in proportion, unless the
    /// range was changed too; one that the policy does not give has no spread until a range is given.
    #[must_use]
    pub fn prices(&self, policy: &CostModel) -> CostModel {
        let mut prices = policy.clone();
        for known in PRICES {
            let (key, price) = (known.key(), (known.at)(&mut prices));
            let typed = self.assumptions.get(&key).copied().filter(|v| *v >= 0.0);
            let Some(likely) = typed.or(price.map(|p| p.likely)) else { continue };
            let kept = price.map_or((likely, likely), |p| {
                let scale = if p.likely > 0.0 { likely / p.likely } else { 1.0 };
                if scale == 1.0 { (p.low, p.high) } else { (p.low * scale, p.high * scale) }
            });
            let (low, high) = self.ranges.get(&key).copied().unwrap_or(kept);
            *price = Some(Range3 { low: low.clamp(0.0, likely), likely, high: high.max(likely) });
        }
        prices
    }
    /// Notes on places of a chart, by place along its horizontal axis.
    #[must_use]
    pub fn point_notes(&self, chart: &str) -> Vec<(f64, &Annotation)> {
        let own = self.notes.iter().filter_map(|(about, note)| match about {
            About::Point { chart: of, x } if of == chart && x.is_finite() => Some((*x, note)),
            _ => None,
        });
        let mut list: Vec<(f64, &Annotation)> = own.collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        list
    }
    /// The same without name, notes and votes: all that the analysis looks at.
    #[must_use]
    pub fn settings(&self) -> Self {
        Self { name: String::new(), notes: BTreeMap::new(), votes: Vec::new(), ..self.clone() }
    }
    /// Number of differences from the policy and the evidence.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.thresholds.len()
            + self.assumptions.len()
            + self.ranges.len()
            + self.what_if.len()
            + self.models.len()
            + self.runs.len()
            + self.waivers.len()
            + usize::from(self.law.is_some())
            + usize::from(self.expense.is_some())
    }
}
