//! Scaling runs: trained models with their size, data and loss.

use serde::{Deserialize, Serialize};

/// One training run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScalingRun {
    /// Name, as in the file (may be empty).
    pub name: String,
    /// N: model parameters.
    pub params: f64,
    /// D: training tokens seen (repeats included).
    pub tokens: f64,
    /// Final loss, nats per token.
    pub loss: f64,
    /// U_D: unique training tokens, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_tokens: Option<f64>,
    /// Data quality Q in (0, 1], where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<f64>,
    /// C: training compute in FLOP, where the file gives it (else 6 N D).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flop: Option<f64>,
    /// Name of the file it came from.
    pub file: String,
    /// Row of the source table (from 1, header included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}
