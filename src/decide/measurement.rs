//! What the evidence says about one gate's subject, before any threshold is looked at.

use serde::{Deserialize, Serialize};

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

/// The slice of a metric that does worst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorstSlice {
    /// Its name.
    pub slice: String,
    /// Its value.
    pub value: f64,
    /// Items behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<f64>,
    /// Number of slices.
    pub of: usize,
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
    /// True where the value is a share of items, with Wilson's interval.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
    /// Why the value is unknown, or what is doubtful about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What was measured, in words.
    pub what: String,
    /// How the value was chosen among several, or where it was taken from instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The slice of the same run that is furthest on the bad side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<WorstSlice>,
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
            share: false,
            because: Some("a what-if value of this scenario, not a measurement".into()),
            assumed: true,
            basis: None,
            worst: None,
            ..self
        }
    }
}
