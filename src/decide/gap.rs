//! A gap: a metric that misses its target, and what its learning curve says about closing it with data.

use crate::data::Unit;
use serde::{Deserialize, Serialize};

/// A metric that misses its target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gap {
    /// Metric identifier.
    pub metric: String,
    /// Gate that found it.
    pub gate: String,
    /// Slice that the gate asks for; the whole metric where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slice: Option<String>,
    /// Name shown to people.
    pub label: String,
    /// Target in force.
    pub target: f64,
    /// Measured value.
    pub value: f64,
    /// Curve that was looked at.
    pub curve: Option<String>,
    /// Where the curve ends, where that contradicts the measured value: then it was moved to the measured one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve_end: Option<f64>,
    /// Training-set size today: the largest size on the curve, in `unit`.
    pub size: f64,
    /// What sizes count.
    pub unit: Unit,
    /// Largest size within the record budget.
    pub budget_size: f64,
    /// Probability that the curve reaches the target within the budget.
    pub probability: Option<f64>,
    /// Size at which it does: median and 80 % range, where more likely than not.
    pub size_needed: Option<(f64, Option<f64>, Option<f64>)>,
    /// Records to add for the median size.
    pub add_records: Option<f64>,
    /// Gain in score per doubling at today's size, positive when better.
    pub doubling: Option<f64>,
    /// Range of that gain, at the level of the fit (90 % unless another is asked for).
    pub doubling_interval: Option<(f64, f64)>,
    /// Families of the policy that serve the metric.
    pub families: Vec<String>,
    /// True where the values behind it are illustrative.
    pub illustrative: bool,
}

/// Level of the ranges given with a gap.
pub const GAP_LEVEL: f64 = 0.8;
