//! Learning curves: one metric observed at several training-set sizes.

use super::{Direction, Unit};
use serde::{Deserialize, Serialize};

/// One measurement of a metric at one training-set size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Training-set size, in the curve's `size_unit`. May be zero (no training); a log axis shows it apart.
    pub size: f64,
    /// The measured value.
    pub value: f64,
    /// Standard error of the value, where it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Evaluation items behind the value, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<f64>,
    /// Row of the source table (from 1, header included).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// Observations of one metric as the training set grows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LearningCurve {
    /// Identifier, unique within the evidence.
    pub id: String,
    /// Metric identifier, as in [`super::Evaluation::metric`] (normalised: lower case, `_`).
    pub metric: String,
    /// Name shown to people.
    pub label: String,
    /// Which way the metric improves.
    pub direction: Direction,
    /// Smallest and largest possible value, where the metric is bounded (a score in 0..1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// What the sizes count.
    pub size_unit: Unit,
    /// Measurements, in file order; not necessarily sorted, replicates allowed.
    pub observations: Vec<Observation>,
    /// Name of the file they came from.
    #[serde(default)]
    pub file: String,
    /// True where the values are illustrative, not measured.
    #[serde(default)]
    pub illustrative: bool,
}
