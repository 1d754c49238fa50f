//! Measuring: what the evidence says about each gate, before any threshold is looked at.

use super::inventory::InventorySummary;
use super::rules;
use crate::data::{Evidence, LearningCurve};
use crate::fit::CurveFit;
use crate::policy::{CostModel, Gate, Phase, PolicyPack, Range3};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Assumption of a scenario: price of one more record, acquired and labelled, in place of the policy's prices.
pub const PRICE_PER_RECORD: &str = "price_per_record";

/// Everything a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The policy pack.
    pub pack: &'a PolicyPack,
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The inventory, rolled up.
    pub inventory: &'a InventorySummary,
    /// Fitted learning curves.
    pub curves: &'a [CurveFit],
    /// Changes and assumptions in force.
    pub scenario: &'a Scenario,
    /// Gaps found in phase 2 (empty while phases 1 and 2 are measured).
    pub gaps: &'a [super::Gap],
}

impl Context<'_> {
    /// Value in force of an assumption.
    #[must_use]
    pub fn assume(&self, id: &str) -> f64 {
        self.scenario.assumption(self.pack, id)
    }
    /// Prices in force: the policy's with the scenario's changes, and the price of a record that a person gave
    /// ([`PRICE_PER_RECORD`]) in place of acquiring and labelling it.
    #[must_use]
    pub fn costs(&self) -> CostModel {
        let mut costs = self.scenario.prices(&self.pack.costs);
        if let Some(p) = self.scenario.assumptions.get(PRICE_PER_RECORD).copied().filter(|p| *p >= 0.0) {
            costs.acquire = Some(Range3 { low: p, likely: p, high: p });
            costs.annotate = None;
        }
        costs
    }
    /// The learning curve of a metric (identifier or alias) with its fit; the one with most observations where there
    /// are several.
    #[must_use]
    pub fn curve(&self, metric: &str) -> Option<(&LearningCurve, &CurveFit)> {
        let same = |m: &str| m == metric || self.pack.metric(m).is_some_and(|known| known.id == metric);
        let own = self.evidence.curves.iter().filter(|c| same(&c.metric));
        let fitted = own.filter_map(|c| Some((c, self.curves.iter().find(|f| f.id == c.id)?)));
        fitted.max_by_key(|(c, _)| c.observations.len())
    }
    /// The model chosen by hand for a curve; `None` for the combination.
    #[must_use]
    pub fn choice(&self, curve: &str) -> Option<&str> {
        self.scenario.models.get(curve).map(String::as_str)
    }
}

/// A row of a file that stands behind a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRef {
    /// File name.
    pub file: String,
    /// Row, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// What stands there, in words.
    pub text: String,
}

/// What the evidence says about a gate's subject.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measurement {
    /// The value, or `None` where the evidence does not give it.
    pub value: Option<f64>,
    /// Interval of the value at the gate's confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    /// Standard error behind the interval, for probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Items behind the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<f64>,
    /// Why the value is unknown, or what is doubtful about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What was measured, in words.
    pub what: String,
    /// Rows behind the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceRef>,
    /// Names behind the value (missing families, tiers ...), most important first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// True where the values behind it are illustrative.
    pub illustrative: bool,
    /// True where a scenario's what-if value replaced the measured one.
    pub assumed: bool,
    /// True where the question does not arise (phase 3 without a gap).
    pub not_triggered: bool,
}

impl Measurement {
    /// A known value.
    #[must_use]
    pub fn known(value: f64, what: impl Into<String>) -> Self {
        Self { value: Some(value), what: what.into(), ..Self::default() }
    }
    /// An unknown value and why.
    #[must_use]
    pub fn unknown(what: impl Into<String>, because: impl Into<String>) -> Self {
        Self { what: what.into(), because: Some(because.into()), ..Self::default() }
    }
    /// A question that does not arise.
    #[must_use]
    pub fn not_triggered(what: impl Into<String>, because: impl Into<String>) -> Self {
        Self { not_triggered: true, ..Self::unknown(what, because) }
    }
    /// The measurement with a scenario's what-if value in its place, where the question arises at all.
    #[must_use]
    pub fn assumed(self, value: f64) -> Self {
        if self.not_triggered {
            return self;
        }
        Self {
            value: Some(value),
            interval: None,
            se: None,
            because: Some("a what-if value of this scenario, not a measurement".into()),
            assumed: true,
            ..self
        }
    }
}

/// Measurements by gate.
pub type Facts = BTreeMap<String, Measurement>;

/// Key of the fact a gate looks at: gates with the same rule and parameters look at the same fact.
#[must_use]
pub fn fact_key(gate: &Gate) -> String {
    let mut key = gate.rule.clone();
    for (name, value) in &gate.with {
        key.push_str(&format!(" {name}={value}"));
    }
    key
}

/// Measures every gate of the given phases. What-if values of the scenario replace what was measured.
#[must_use]
pub fn measure_all(ctx: &Context<'_>, phases: &[Phase]) -> Facts {
    let mut facts = Facts::new();
    for gate in ctx.pack.gates.iter().filter(|g| phases.contains(&g.phase)) {
        facts.insert(gate.id.clone(), measure(gate, ctx));
    }
    facts
}

/// What the evidence says about a gate's subject, or the scenario's what-if value in its place.
pub(super) fn measure(gate: &Gate, ctx: &Context<'_>) -> Measurement {
    let found = measured(gate, ctx);
    match ctx.scenario.what_if.get(&fact_key(gate)) {
        Some(&value) => found.assumed(value),
        None => found,
    }
}

/// What the evidence says about a gate's subject.
pub(super) fn measured(gate: &Gate, ctx: &Context<'_>) -> Measurement {
    let mut found = match rules::rule(&gate.rule) {
        Some(rule) => rule.measure(gate, ctx),
        None => Measurement::unknown(
            gate.label.clone(),
            format!("the policy names a rule \"{}\" that this program does not have", gate.rule),
        ),
    };
    if found.value.is_some_and(|v| !v.is_finite()) {
        found.value = None;
        found.because = Some("its value is not a finite number".into());
    }
    if let (Some(n), Some(least)) = (found.n, gate.minimum_n)
        && n < least
        && found.value.is_some()
    {
        found.because = Some(format!("only {n} items are behind it; the policy asks for {least}"));
        found.value = None;
    }
    found
}
