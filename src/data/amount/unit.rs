//! What a number counts.

use serde::{Deserialize, Serialize};

/// What a number counts; decides how it is printed and how what is typed is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A plain number (a score, a loss).
    #[default]
    Number,
    /// A fraction of one, printed as per cent.
    Fraction,
    /// Whole things; printed 1k, 10k, 1M.
    Count,
    /// Records of training data.
    Records,
    /// Tokens.
    Tokens,
    /// Bytes.
    Bytes,
    /// Parameters of a model.
    Parameters,
    /// Money, in the policy's currency.
    Money,
    /// Yes (1) or no (0).
    YesNo,
    /// A ratio, printed with ×.
    Ratio,
}

impl Unit {
    /// True for what comes in whole numbers only.
    #[must_use]
    pub fn whole(self) -> bool {
        matches!(self, Self::Count | Self::Records)
    }
    /// The word beside a box; empty where the number in the box says it all. A share and a size carry their
    /// signs in the box.
    #[must_use]
    pub fn word(self, currency: &str) -> &str {
        match self {
            Self::Money if currency.is_empty() => "$",
            Self::Money => currency,
            Self::Records => "records",
            Self::Tokens => "tokens",
            Self::Parameters => "parameters",
            Self::Ratio => "×",
            Self::Number | Self::Count | Self::Fraction | Self::Bytes | Self::YesNo => "",
        }
    }
    /// What may be typed, as a sentence beside the box.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Fraction => "In per cent: 80 is 80 %, 0.8 is 0.8 %.",
            Self::Number => "A number: 0.8 or 1.5k.",
            Self::Ratio => "How many times: 1.5 or 20.",
            Self::Count | Self::Records => "A count: 1,500 or 300k.",
            Self::Tokens | Self::Parameters => "A count: 300k, 7B or 1.5T.",
            Self::Bytes => "A size: 300 MB or 1.5 GB; a bare number is bytes.",
            Self::Money => "A sum: 3.50, 40k or 1.2M.",
            Self::YesNo => "yes or no.",
        }
    }
}
