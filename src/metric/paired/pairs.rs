//! Pairs of scores, and what a test says of them.

use crate::metric::mean_and_error;
use std::collections::BTreeMap;

/// Scores of the items that both sides have, in the order of the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// First and second score of each item.
    pub scores: Vec<(f64, f64)>,
    /// Second minus first of each item.
    pub differences: Vec<f64>,
    /// Mean of the differences.
    pub mean: f64,
    /// Its standard error; `None` where all differences are the same.
    pub se: Option<f64>,
}

impl Pairs {
    /// The items that both sides have; `None` for fewer than two.
    #[must_use]
    pub fn of(before: &[(String, f64)], after: &[(String, f64)]) -> Option<Self> {
        let old: BTreeMap<&str, f64> = before.iter().map(|(item, v)| (item.as_str(), *v)).collect();
        let shared = after.iter().filter_map(|(item, new)| Some((*old.get(item.as_str())?, *new)));
        let scores: Vec<(f64, f64)> = shared.filter(|(a, b)| (b - a).is_finite()).collect();
        if scores.len() < 2 {
            return None;
        }
        let differences: Vec<f64> = scores.iter().map(|(a, b)| b - a).collect();
        let (mean, se) = mean_and_error(&differences);
        Some(Self { scores, differences, mean, se })
    }
    /// Number of items.
    #[must_use]
    pub fn n(&self) -> f64 {
        self.differences.len() as f64
    }
}

/// What a test says of the mean difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Name of the test, for people.
    pub test: &'static str,
    /// Items that both sides have.
    pub items: f64,
    /// Second minus first, the mean over the items.
    pub mean: f64,
    /// 95 % interval of the mean difference; `None` where so few items allow none.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p-value of "no difference".
    pub p: f64,
    /// Smallest mean difference found with probability 0.8 at 5 %; `None` where no difference would be.
    pub detectable: Option<f64>,
    /// Items with which a difference like the one seen would be found with probability 0.8 at 5 %; `None` where none was
    /// seen.
    pub needed: Option<f64>,
}

/// A way of comparing pairs.
pub trait PairedTest: Sync {
    /// True where it is the one for these pairs, those before it in the list not being.
    fn fits(&self, pairs: &Pairs) -> bool;
    /// Compares.
    fn compare(&self, pairs: &Pairs) -> Compared;
}
