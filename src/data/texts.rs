//! Texts of single records, in which duplicates and leaks are looked for.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The text of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextRecord {
    /// Name of the record; file and row where it has none.
    pub id: String,
    /// Its text, as written; the parts of a conversation one after the other.
    pub text: String,
    /// Place of its split in [`Texts::splits`].
    pub split: Option<u32>,
    /// Place of its family in [`Texts::families`].
    pub family: Option<u32>,
}

/// Texts of one file. They stay where they were read: what is written down and sent on is how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// Records with a text.
    pub n: f64,
    /// Names of the splits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<String>,
    /// Names of the families.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<String>,
    /// The records, in file order.
    #[serde(skip)]
    pub records: Arc<Vec<TextRecord>>,
    /// Name of the file it came from.
    pub file: String,
    /// True where the texts are made up.
    pub illustrative: bool,
}

/// What the records of a split are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SplitUse {
    /// Trained on.
    Training,
    /// Not said.
    Unknown,
    /// Kept from training, to measure on.
    HeldOut,
}

/// Words for a part that is trained on.
const TRAINING: [&str; 4] = ["train", "training", "fit", "sft"];
/// Words for a part that is kept from training.
const HELD_OUT: [&str; 12] = [
    "test",
    "testing",
    "tests",
    "val",
    "valid",
    "validation",
    "dev",
    "eval",
    "evaluation",
    "holdout",
    "heldout",
    "held",
];

/// What a split is for, by its name ("train_sft", "Test", "held-out"); unknown where no word of it says so, or both do.
#[must_use]
pub fn split_use(name: &str) -> SplitUse {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w));
    match (has(&TRAINING), has(&HELD_OUT)) {
        (true, false) => SplitUse::Training,
        (false, true) => SplitUse::HeldOut,
        _ => SplitUse::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_is_told_by_a_word_of_its_name() {
        for (name, known) in [
            ("train", SplitUse::Training),
            ("train_sft", SplitUse::Training),
            ("TEST", SplitUse::HeldOut),
            ("held-out", SplitUse::HeldOut),
            ("corpus.validation", SplitUse::HeldOut),
            ("fold 3", SplitUse::Unknown),
            ("train-test", SplitUse::Unknown),
            ("latest", SplitUse::Unknown),
        ] {
            assert_eq!(split_use(name), known, "{name}");
        }
    }
}
