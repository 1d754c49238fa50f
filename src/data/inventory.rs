//! The inventory: which data sets there are, and what is known of each.

use serde::{Deserialize, Serialize};

/// Whether a data set is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Complete.
    Present,
    /// Some of it is there.
    Partial,
    /// Planned or required, not there.
    Missing,
    /// The file does not say.
    #[default]
    Unknown,
}

impl Status {
    /// The word shown to people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Partial => "partial",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// What the records train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// (Domain-adapted) pretraining texts.
    Pretraining,
    /// Supervised fine-tuning pairs or conversations.
    Sft,
    /// Preference pairs for alignment (RLHF, DPO, ORPO, SimPO, KTO).
    Preference,
    /// Held out for evaluation.
    Evaluation,
}

impl Stage {
    /// All stages, in training order.
    pub const ALL: [Self; 4] = [Self::Pretraining, Self::Sft, Self::Preference, Self::Evaluation];
    /// Identifier in packs and files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Pretraining => "pretraining",
            Self::Sft => "sft",
            Self::Preference => "preference",
            Self::Evaluation => "evaluation",
        }
    }
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Pretraining => "pretraining",
            Self::Sft => "supervised fine-tuning",
            Self::Preference => "preference alignment",
            Self::Evaluation => "evaluation",
        }
    }
}

/// One data set of the inventory. Every number may be unknown (`None`); unknown is never zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataset {
    /// Name, as in the file.
    pub name: String,
    /// Family (the capability it covers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Quality tier, 1 the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// What the records train.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Numbered curriculum stage within supervised fine-tuning, where given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curriculum: Option<u8>,
    /// Whether it is there.
    pub status: Status,
    /// Files or objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objects: Option<f64>,
    /// Records (texts, pairs, conversations) that are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<f64>,
    /// Bytes that are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<f64>,
    /// Bytes known to be missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_bytes: Option<f64>,
    /// Tokens that are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<f64>,
    /// Quality score, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<f64>,
    /// Share of records that duplicate another, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplication: Option<f64>,
    /// Number of duplicate records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<f64>,
    /// Licence, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Split (train, validation, test), as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// True where the numbers are illustrative, not measured.
    pub illustrative: bool,
    /// Name of the file it came from.
    pub file: String,
    /// Row of the source table (from 1, header included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}
