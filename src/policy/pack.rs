//! The types of the pack file. The JSON Schema in `public/policies/schema.json` is generated from them.

use crate::data::amount::chance;
use crate::data::{Amount, Direction, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the pack format written by this program.
pub const PACK_VERSION: u32 = 1;

/// A whole policy pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct PolicyPack {
    /// Always `"policy"`: by it the program recognises the file.
    pub headroom: String,
    /// Format version, at present 1.
    pub version: u32,
    /// Identifier, e.g. `therapeutic-ai`.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// What the pack is for, one paragraph.
    #[serde(default)]
    pub description: String,
    /// Currency sign used with money, e.g. `$`.
    #[serde(default)]
    pub currency: String,
    /// Quality tiers, best first.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// Families the inventory has to cover.
    #[serde(default)]
    pub families: Vec<Family>,
    /// Curriculum stages of supervised fine-tuning, in order.
    #[serde(default)]
    pub curriculum: Vec<String>,
    /// Metrics: direction, range, aliases.
    #[serde(default)]
    pub metrics: Vec<MetricSpec>,
    /// Gates.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// Assumptions: numbers that no file gives, each editable within its range.
    #[serde(default)]
    pub assumptions: Vec<Assumption>,
    /// What acquiring, labelling and training cost.
    #[serde(default)]
    pub costs: CostModel,
    /// Research findings as rules.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Perspectives as decision rules.
    #[serde(default)]
    pub perspectives: Vec<Perspective>,
    /// Recommendations with triggers.
    #[serde(default)]
    pub recommendations: Vec<Recommendation>,
    /// What distinguishes the team's approach.
    #[serde(default)]
    pub differentiators: Vec<Differentiator>,
    /// Works cited by the pack.
    #[serde(default)]
    pub sources: Vec<ReferenceSource>,
}

/// A quality tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Tier {
    /// 1 is the best.
    pub tier: u8,
    /// Name shown to people.
    pub label: String,
    /// Smallest acceptable quality, 0..1.
    pub minimum_quality: f64,
    /// Share of the training weight, 0..1; the tiers sum to 1.
    pub weight: f64,
}

/// A required family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Family {
    /// Identifier as in the inventory's `family` column.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Fewest objects (files) for the family to count as present; below it, it is partial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_objects: Option<f64>,
    /// True for a family that may only appear in the test split.
    #[serde(default)]
    pub holdout: bool,
    /// Metrics (identifiers) that this family serves: where to add records when one has a gap.
    #[serde(default)]
    pub serves: Vec<String>,
}

/// A metric the pack knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct MetricSpec {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Which way it improves.
    pub direction: Direction,
    /// Smallest and largest possible value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// Other names it goes by in files.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// True for a score that people or a judge model give: besides the sampling error it carries the raters' own.
    #[serde(default)]
    pub rated: bool,
}

/// The three phases of *complete → validate → expand conditionally*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Phase 1: is the foundation complete?
    Complete,
    /// Phase 2: do the measured metrics meet their targets?
    Validate,
    /// Phase 3: does data close the gap, within budget, better than cheaper routes?
    Expand,
}

impl Phase {
    /// All phases, in order.
    pub const ALL: [Self; 3] = [Self::Complete, Self::Validate, Self::Expand];
    /// The word of the phase track.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "Complete",
            Self::Validate => "Validate",
            Self::Expand => "Expand",
        }
    }
    /// The question the phase answers.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Complete => "Is the foundation complete?",
            Self::Validate => "Do the measured metrics meet their targets?",
            Self::Expand => "Would more data close the gap, at a price worth paying?",
        }
    }
}

/// What a failing gate does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It decides: a failure (or an unknown) stops the phase.
    Block,
    /// It is shown and counted, but does not stop the phase.
    Warn,
    /// For information.
    Info,
}

/// Which side of the threshold is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// value ≥ threshold.
    AtLeast,
    /// value ≤ threshold.
    AtMost,
    /// value > threshold.
    MoreThan,
    /// value < threshold.
    LessThan,
}

impl Comparator {
    /// +1 where higher values pass, −1 where lower ones do.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::AtLeast | Self::MoreThan => 1.0,
            Self::AtMost | Self::LessThan => -1.0,
        }
    }
    /// Whether a value meets the threshold.
    #[must_use]
    pub fn meets(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::MoreThan => value > threshold,
            Self::LessThan => value < threshold,
        }
    }
    /// The same in words, before an amount.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::MoreThan => "more than",
            Self::LessThan => "less than",
        }
    }
    /// The sign shown before the threshold.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::MoreThan => ">",
            Self::LessThan => "<",
        }
    }
}

/// A named condition on the evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Gate {
    /// Identifier, unique in the pack.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Phase it belongs to.
    pub phase: Phase,
    /// Rule that measures it (an identifier of `decide::rules::RULES`).
    pub rule: String,
    /// Parameters of the rule (which tier, which stage, which metric ...).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    /// Which side is good.
    pub comparator: Comparator,
    /// The threshold.
    pub threshold: f64,
    /// Where passing becomes comfortable: a value that meets the threshold but not this one warns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<f64>,
    /// A value that misses the threshold but meets this one warns instead of failing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerate: Option<f64>,
    /// What value and threshold count.
    #[serde(default)]
    pub unit: Unit,
    /// Range of the slider.
    pub range: (f64, f64),
    /// True where the slider moves on a logarithmic scale.
    #[serde(default)]
    pub log: bool,
    /// What a failure does.
    pub severity: Severity,
    /// Fewest items behind the value; with fewer the outcome is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_n: Option<f64>,
    /// Level of the two-sided interval that the outcome looks at.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// Why the gate is there.
    #[serde(default)]
    pub rationale: String,
    /// Where its threshold comes from (an id of `sources`, or words).
    #[serde(default)]
    pub source: String,
    /// What to do when it fails.
    #[serde(default)]
    pub remedy: String,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// True where the threshold is illustrative, not taken from a source.
    #[serde(default)]
    pub illustrative: bool,
}

fn default_confidence() -> f64 {
    0.9
}

/// A number that no file gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Assumption {
    /// Identifier (the program reads the ones in `policy::assumptions::ASSUMPTIONS`).
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// What it counts.
    #[serde(default)]
    pub unit: Unit,
    /// Value used unless a scenario changes it.
    pub value: f64,
    /// Lower end of the plausible range, read as the 10th percentile.
    pub low: f64,
    /// Upper end of the plausible range, read as the 90th percentile.
    pub high: f64,
    /// Range of the slider.
    pub range: (f64, f64),
    /// True where the slider moves on a logarithmic scale.
    #[serde(default)]
    pub log: bool,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// What it means.
    #[serde(default)]
    pub help: String,
    /// True where the value is illustrative.
    #[serde(default)]
    pub illustrative: bool,
}

/// Low, likely, high: read as 10th percentile, mode, 90th percentile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Range3 {
    /// 10th percentile.
    pub low: f64,
    /// Most likely value.
    pub likely: f64,
    /// 90th percentile.
    pub high: f64,
}

/// What things cost, in the pack's currency. A price may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CostModel {
    /// Acquiring one record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquire: Option<Range3>,
    /// Labelling or reviewing one record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotate: Option<Range3>,
    /// One expert preference pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference_pair: Option<Range3>,
    /// Raising one record of a tier to the tier's minimum quality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub improve: Option<Range3>,
    /// Checking one record for duplicates and removing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduplicate: Option<Range3>,
    /// 10^18 FLOP of training compute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exaflop: Option<Range3>,
    /// A week of delay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week_of_delay: Option<Range3>,
    /// One evaluation item, rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation_item: Option<Range3>,
    /// An expert's judgement of one item or record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expert_rating: Option<Range3>,
    /// Records that can be collected in a week (not money).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_per_week: Option<Range3>,
    /// True where the prices are illustrative.
    pub illustrative: bool,
}

/// A research finding as a rule on the evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// What the research says.
    pub claim: String,
    /// Rule that evaluates it (an identifier of `decide::findings::FINDINGS`).
    pub rule: String,
    /// Parameters of the rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    /// Source (an id of `sources`, or words).
    #[serde(default)]
    pub source: String,
}

/// A stance expressed as a decision rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Perspective {
    /// Identifier.
    pub id: String,
    /// The stance in a few words.
    pub label: String,
    /// Its argument.
    pub argument: String,
    /// Rule that says what it would do (an identifier of `decide::perspectives::STANCES`).
    pub rule: String,
    /// Parameters of the rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    /// True for the team's own.
    #[serde(default)]
    pub own: bool,
}

/// Something to do later, with the condition that makes it due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Recommendation {
    /// Identifier.
    pub id: String,
    /// What to do.
    pub label: String,
    /// Horizon in months (3, 6, 12); 0 for research with no date.
    pub months: u32,
    /// What makes it due: `always`, `gate:ID:fail` (or `pass`, `warn`, `unknown`, `not-pass`), `verdict:ID`,
    /// `phase:ID:done`, `phase:ID:open`.
    pub trigger: String,
    /// What makes it done, in the same words; empty where only a person can say.
    #[serde(default)]
    pub done: String,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// What to prepare.
    #[serde(default)]
    pub prepare: String,
}

/// What distinguishes the team's approach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Differentiator {
    /// Name.
    pub label: String,
    /// One sentence.
    pub text: String,
}

/// A work cited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct ReferenceSource {
    /// Identifier used in `source`.
    pub id: String,
    /// Authors, year, title, where.
    pub citation: String,
    /// DOI or arXiv address, or empty.
    #[serde(default)]
    pub url: String,
}

impl PolicyPack {
    /// The gate of that identifier.
    #[must_use]
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.gates.iter().find(|g| g.id == id)
    }
    /// The metric of that identifier or alias, or of the same words.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<&MetricSpec> {
        let is = |a: &String| crate::data::evaluation::names_metric(a, id);
        let known = self.metrics.iter().find(|m| m.id == id);
        let alias = || self.metrics.iter().find(|m| m.aliases.iter().any(is));
        let same = |name: &String| crate::data::evaluation::same_metric(name, id);
        let words = || self.metrics.iter().find(|m| same(&m.id) || same(&m.label) || m.aliases.iter().any(same));
        known.or_else(alias).or_else(words)
    }
    /// The full citation behind a `source` field, or the field itself.
    #[must_use]
    pub fn citation<'a>(&'a self, source: &'a str) -> &'a str {
        self.sources.iter().find(|s| s.id == source).map_or(source, |s| &s.citation)
    }
    /// The assumption of that identifier.
    #[must_use]
    pub fn assumption(&self, id: &str) -> Option<&Assumption> {
        self.assumptions.iter().find(|a| a.id == id)
    }
    /// A number in its unit, money in the pack's currency.
    #[must_use]
    pub fn amount(&self, value: f64, unit: Unit) -> Amount<'_> {
        Amount { value, unit, currency: &self.currency }
    }
    /// What was measured for a gate, in words: a probability is never said to be certain.
    #[must_use]
    pub fn measured(&self, gate: &Gate, value: f64) -> String {
        if gate.role() == super::Role::GapReachable { chance(value) } else { self.amount(value, gate.unit).to_string() }
    }
}
