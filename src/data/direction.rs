//! Which way a metric improves.

use serde::{Deserialize, Serialize};

/// Which way a metric improves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better (accuracy, empathy).
    #[default]
    Higher,
    /// Lower is better (loss, error, bias).
    Lower,
}

impl Direction {
    /// +1 where higher is better, −1 where lower is.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::Higher => 1.0,
            Self::Lower => -1.0,
        }
    }
    /// True when `a` is at least as good as `b`.
    #[must_use]
    pub fn at_least_as_good(self, a: f64, b: f64) -> bool {
        self.sign() * (a - b) >= 0.0
    }
    /// "higher is better" or "lower is better".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Higher => "higher is better",
            Self::Lower => "lower is better",
        }
    }
}
