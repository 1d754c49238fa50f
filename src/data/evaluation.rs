//! Evaluations: a metric measured once, with what is known of its uncertainty.

use super::Direction;
use serde::{Deserialize, Serialize};

/// A measured metric.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Metric identifier (normalised: lower case, `_`), matched against the policy's metrics and their aliases.
    pub metric: String,
    /// Name as written in the file.
    pub label: String,
    /// The value.
    pub value: f64,
    /// Standard error, where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Items (or raters × items) behind the value, where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<f64>,
    /// Interval given in the file, with its level unknown unless the file says so (taken as 95 %).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    /// Which way it improves, where the file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Slice (task, language, class), where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slice: Option<String>,
    /// Model or run that was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// When, as written (`baseline`, `after`, a date, a stage).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Scores of single items by the item's name, where the file gives them; the value is their mean. With them two
    /// evaluations of the same items are compared pair by pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<(String, f64)>,
    /// Name of the file it came from.
    #[serde(default)]
    pub file: String,
    /// Row of the source table (from 1, header included).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// True where the value is illustrative, not measured.
    #[serde(default)]
    pub illustrative: bool,
}

impl Evaluation {
    /// True for a value over everything: no slice, or one that names the whole.
    #[must_use]
    pub fn is_overall(&self) -> bool {
        self.slice.as_deref().is_none_or(is_whole)
    }
}

/// True for a word that means no slice but the whole: "all", "overall".
#[must_use]
pub fn is_whole(slice: &str) -> bool {
    WHOLE.iter().any(|word| slice.trim().eq_ignore_ascii_case(word))
}

/// Words that mark an evaluation as taken before a change.
pub const BEFORE: [&str; 4] = ["before", "baseline", "pre", "old"];

/// Names of a slice that is no slice.
const WHOLE: [&str; 7] = ["", "all", "overall", "total", "test", "average", "mean"];

/// Normalises a metric name to an identifier: lower case, runs of anything but letters and digits become one `_`.
#[must_use]
pub fn metric_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    id.truncate(id.trim_end_matches('_').len());
    id
}

/// True where [`metric_id`] of the name is `id`; without writing it down, for lookups that are made a million times.
#[must_use]
pub fn names_metric(name: &str, id: &str) -> bool {
    let mut rest = id.chars();
    let (mut begun, mut gap) = (false, false);
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if (begun && gap && rest.next() != Some('_')) || rest.next() != Some(c) {
                return false;
            }
            (begun, gap) = (true, false);
        } else {
            gap = true;
        }
    }
    rest.next().is_none()
}

/// Words that say on which split or in which summary a metric was taken, not which metric it is.
const TAKEN: [&str; 17] = [
    "val",
    "valid",
    "validation",
    "dev",
    "test",
    "testing",
    "heldout",
    "holdout",
    "eval",
    "evaluation",
    "cv",
    "mean",
    "avg",
    "average",
    "overall",
    "final",
    "score",
];

/// True where two names are one metric: the same words in the same order, but for those of split and summary ("val_f1" and
/// "F1 score"). Whole words only: "f1_fraud" is not "f1", and what was taken in training is never the metric.
#[must_use]
pub fn same_metric(a: &str, b: &str) -> bool {
    fn words(name: &str) -> impl Iterator<Item = &str> {
        let all = name.split(|c: char| !c.is_alphanumeric());
        all.filter(|w| !w.is_empty() && !TAKEN.iter().any(|t| w.eq_ignore_ascii_case(t)))
    }
    let (mut left, mut right) = (words(a).peekable(), words(b).peekable());
    if left.peek().is_none() || right.peek().is_none() {
        return false;
    }
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x.chars().flat_map(char::to_lowercase).eq(y.chars().flat_map(char::to_lowercase)) => {
            }
            _ => return false,
        }
    }
}

/// What two names of one metric have in common: equal for two names where [`same_metric`] is true of them; `None` for a name
/// of such words only, which is the same as no other.
#[must_use]
pub fn metric_words(name: &str) -> Option<String> {
    let all = name.split(|c: char| !c.is_alphanumeric());
    let own = all.filter(|w| !w.is_empty() && !TAKEN.iter().any(|t| w.eq_ignore_ascii_case(t)));
    let words = own.map(|w| w.chars().flat_map(char::to_lowercase).collect::<String>()).collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::{Evaluation, metric_id, metric_words, names_metric, same_metric};

    #[test]
    fn one_metric_goes_by_whole_words_whatever_the_split() {
        for (a, b) in
            [("val_f1", "F1 score"), ("f1", "test/f1"), ("mean_roc_auc", "roc_auc"), ("Accuracy", "eval accuracy")]
        {
            assert!(same_metric(a, b) && same_metric(b, a), "{a} {b}");
            assert_eq!(metric_words(a), metric_words(b), "{a} {b}");
        }
        for (a, b) in [
            ("f1", "f1_fraud"),
            ("accuracy", "train_accuracy"),
            ("accuracy", "balanced_accuracy"),
            ("val", "test"),
            ("", "f1"),
        ] {
            assert!(!same_metric(a, b) && !same_metric(b, a), "{a} {b}");
            assert!(metric_words(a).is_none() || metric_words(a) != metric_words(b), "{a} {b}");
        }
    }

    #[test]
    fn a_slice_that_names_the_whole_is_none() {
        let of = |slice: &str| Evaluation { slice: Some(slice.into()), ..Evaluation::default() };
        assert!(Evaluation::default().is_overall() && of("Overall").is_overall() && of(" all ").is_overall());
        assert!(!of("german").is_overall() && !of("all caps").is_overall());
    }

    #[test]
    fn a_name_is_compared_as_it_would_be_written() {
        let names = ["", "_", "Empathy", " Empathy ", "F1 (macro)", "f1--macro", "Ärger/Wut", "a_b_", "ab"];
        let ids = ["", "empathy", "f1_macro", "ärger_wut", "a_b", "ab", "a", "empathy_"];
        for name in names {
            for id in ids {
                assert_eq!(names_metric(name, id), metric_id(name) == id, "{name:?} {id:?}");
            }
        }
    }
}
