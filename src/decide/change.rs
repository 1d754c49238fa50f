//! Before and after: did the targeted metrics improve, and did nothing else regress?

use crate::data::evaluation::mean_and_error;
use crate::data::{Direction, Evaluation, units};
use crate::num::{normal, student};
use crate::policy::PolicyPack;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The change of one metric between two evaluations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricChange {
    /// Metric identifier.
    pub metric: String,
    /// Name.
    pub label: String,
    /// Value before.
    pub before: f64,
    /// Value after.
    pub after: f64,
    /// Improvement: positive when better.
    pub improvement: f64,
    /// 95 % interval of the improvement; `None` where a standard error is missing.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p-value of "no change".
    pub p: Option<f64>,
    /// The same after Holm's correction for the number of metrics (Holm 1979).
    pub p_holm: Option<f64>,
    /// Smallest change that a comparison of this precision would detect with probability 0.8 at 5 %.
    pub detectable: Option<f64>,
    /// Items that both evaluations share, where the difference is a paired one; `None` where the two are taken to be
    /// independent.
    pub paired_items: Option<f64>,
    /// Improved, regressed, or not told apart, in words.
    pub words: String,
}

/// What a comparison says of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Better, at 5 % after Holm's correction.
    Improved,
    /// Worse, likewise.
    Regressed,
    /// Not told apart from no change.
    Open,
    /// Without a standard error nothing can be said.
    Untested,
}

impl Changed {
    fn words(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Regressed => "regressed",
            Self::Open => "not told apart from no change",
            Self::Untested => "no standard error: cannot be tested",
        }
    }
}

impl MetricChange {
    /// What the comparison says.
    #[must_use]
    pub fn changed(&self) -> Changed {
        match self.p_holm {
            Some(p) if p < 0.05 && self.improvement > 0.0 => Changed::Improved,
            Some(p) if p < 0.05 => Changed::Regressed,
            Some(_) => Changed::Open,
            None => Changed::Untested,
        }
    }
    /// The p-value after Holm's correction, in words.
    #[must_use]
    pub fn p_words(&self) -> String {
        match self.p_holm {
            None => "unknown".into(),
            Some(p) if p < 0.001 => "under 0.001".into(),
            Some(p) => units::fixed(p, 3),
        }
    }
    /// How the two evaluations were compared, in words.
    #[must_use]
    pub fn basis(&self) -> String {
        match self.paired_items {
            Some(n) => format!("paired, {} shared items", units::grouped(n)),
            None => "independent".into(),
        }
    }
}

/// Holm's step-down adjusted p-values (Holm 1979, Scand. J. Statist. 6, 65–70).
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        largest = largest.max((p[i] * (p.len() - rank) as f64).min(1.0));
        adjusted[i] = largest;
    }
    adjusted
}

/// Words that mark an evaluation as taken before a change, and after it.
const BEFORE: [&str; 4] = ["before", "baseline", "pre", "old"];
const AFTER: [&str; 3] = ["after", "post", "new"];

/// True where an evaluation is marked by one of the words: by its time or, where it has none, by a word of its file's name.
fn marked(e: &Evaluation, words: &[&str]) -> bool {
    let is = |text: &str| words.iter().any(|w| text.trim().eq_ignore_ascii_case(w));
    e.slice.is_none()
        && match &e.time {
            Some(time) => is(time),
            None => e.file.split(|c: char| !c.is_alphanumeric()).any(is),
        }
}

/// A difference between two evaluations with what is known of its precision.
struct Difference {
    mean: f64,
    se: Option<f64>,
    /// Degrees of freedom of a paired difference.
    freedom: Option<f64>,
}

/// Mean of the differences item by item, where both evaluations carry at least two items of the same names.
fn paired(before: &Evaluation, after: &Evaluation) -> Option<Difference> {
    let old: BTreeMap<&str, f64> = before.items.iter().map(|(item, v)| (item.as_str(), *v)).collect();
    let shared: Vec<f64> = after
        .items
        .iter()
        .filter_map(|(item, v)| Some(v - old.get(item.as_str())?))
        .filter(|d| d.is_finite())
        .collect();
    if shared.len() < 2 {
        return None;
    }
    let (mean, se) = mean_and_error(&shared);
    Some(Difference { mean, se, freedom: Some(shared.len() as f64 - 1.0) })
}

/// Compares evaluations marked `before` (or `baseline`) with those marked `after`, metric by metric. Where both carry the
/// same items the difference is a paired one with Student's t (Student 1908, Biometrika 6, 1–25, doi:10.2307/2331554):
/// what makes an item easy or hard cancels. Otherwise the two are taken to be independent.
#[must_use]
pub fn changes(evaluations: &[Evaluation], pack: &PolicyPack) -> Vec<MetricChange> {
    let mut list: Vec<MetricChange> = Vec::new();
    for after in evaluations.iter().filter(|e| marked(e, &AFTER)) {
        let before = evaluations.iter().rev().find(|e| e.metric == after.metric && marked(e, &BEFORE));
        let Some(before) = before else { continue };
        let spec = pack.metric(&after.metric);
        let direction = after.direction.or(spec.map(|m| m.direction)).unwrap_or(Direction::Higher);
        let error = |e: &Evaluation| super::rules::metric_interval(e, 0.95, spec.and_then(|m| m.range)).1;
        let difference = paired(before, after).unwrap_or_else(|| {
            let se = error(before).zip(error(after)).map(|(a, b)| (a * a + b * b).sqrt()).filter(|s| *s > 0.0);
            Difference { mean: after.value - before.value, se, freedom: None }
        });
        let (freedom, se) = (difference.freedom, difference.se);
        let improvement = direction.sign() * difference.mean;
        let quantile = |p: f64| freedom.map_or_else(|| normal::quantile(p), |nu| student::quantile(p, nu));
        let below = |t: f64| freedom.map_or_else(|| normal::cdf(t), |nu| student::cdf(t, nu));
        list.push(MetricChange {
            metric: after.metric.clone(),
            label: spec.map_or_else(|| after.label.clone(), |m| m.label.clone()),
            before: before.value,
            after: after.value,
            improvement,
            interval: se.map(|s| (improvement - quantile(0.975) * s, improvement + quantile(0.975) * s)),
            p: se.map(|s| (2.0 * below(-(improvement / s).abs())).min(1.0)),
            p_holm: None,
            detectable: se.map(|s| (quantile(0.975) + quantile(0.8)) * s),
            paired_items: freedom.map(|nu| nu + 1.0),
            words: String::new(),
        });
    }
    let known: Vec<f64> = list.iter().filter_map(|c| c.p).collect();
    let mut adjusted = holm(&known).into_iter();
    for c in &mut list {
        c.p_holm = c.p.and_then(|_| adjusted.next());
        c.words = c.changed().words().into();
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_matches_the_textbook_example() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (a, b) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        }
    }

    #[test]
    fn a_clear_improvement_and_a_clear_regression_are_told_apart_from_noise() {
        let e = |metric: &str, time: &str, value: f64| Evaluation {
            metric: metric.into(),
            label: metric.into(),
            value,
            se: Some(0.01),
            time: Some(time.into()),
            ..Evaluation::default()
        };
        let all = [
            e("a", "before", 0.7),
            e("b", "before", 0.8),
            e("c", "before", 0.5),
            e("a", "after", 0.8),
            e("b", "after", 0.7),
            e("c", "after", 0.505),
        ];
        let words: Vec<String> = changes(&all, &PolicyPack::default()).into_iter().map(|c| c.words).collect();
        assert_eq!(words, ["improved", "regressed", "not told apart from no change"]);
    }

    /// Hours of sleep gained by ten patients under two drugs (Student 1908, Biometrika 6, 1–25, doi:10.2307/2331554).
    const SLEEP: [(f64, f64); 10] = [
        (0.7, 1.9),
        (-1.6, 0.8),
        (-0.2, 1.1),
        (-1.2, 0.1),
        (-0.1, -0.1),
        (3.4, 4.4),
        (3.7, 5.5),
        (0.8, 1.6),
        (0.0, 4.6),
        (2.0, 3.4),
    ];

    fn sleep(time: Option<&str>, file: &str, after: bool, items: bool) -> Evaluation {
        let of = |pair: &(f64, f64)| if after { pair.1 } else { pair.0 };
        let values: Vec<f64> = SLEEP.iter().map(of).collect();
        let (value, se) = mean_and_error(&values);
        Evaluation {
            metric: "sleep".into(),
            label: "sleep".into(),
            value,
            se,
            n: Some(10.0),
            direction: Some(Direction::Higher),
            time: time.map(str::to_owned),
            items: if items {
                values.iter().enumerate().map(|(i, v)| (format!("patient {i}"), *v)).collect()
            } else {
                Vec::new()
            },
            file: file.into(),
            ..Evaluation::default()
        }
    }

    #[test]
    fn the_same_items_are_compared_pair_by_pair() {
        let all = [sleep(Some("before"), "", false, true), sleep(Some("after"), "", true, true)];
        let found = changes(&all, &PolicyPack::default());
        let change = found.first().expect("one metric is compared");
        // R: t.test(extra ~ group, data = sleep, paired = TRUE): t = 4.0621, df = 9, p = 0.002833,
        // interval 0.7001142 to 2.4598858, mean of the differences 1.58.
        let (low, high) = change.interval.expect("there is an interval");
        assert!((change.improvement - 1.58).abs() < 1e-12);
        assert!((low - 0.700_114_2).abs() < 1e-6 && (high - 2.459_885_8).abs() < 1e-6, "{low} {high}");
        assert!((change.p.expect("there is a p-value") - 0.002_833).abs() < 1e-6, "{:?}", change.p);
        assert_eq!(change.basis(), "paired, 10 shared items");
        assert_eq!(change.words, "improved");
        // (t of 0.975 + t of 0.8 at 9 degrees of freedom, 2.262157 + 0.883404) × the standard error 0.3889587.
        assert!((change.detectable.expect("known") - 1.223_493).abs() < 1e-5, "{:?}", change.detectable);
    }

    #[test]
    fn without_items_the_two_are_independent_and_the_name_of_the_file_may_mark_them() {
        let all = [sleep(None, "eval_before.csv", false, false), sleep(None, "eval_after.csv", true, false)];
        let change = changes(&all, &PolicyPack::default()).remove(0);
        assert_eq!((change.paired_items, change.basis().as_str()), (None, "independent"));
        // The same difference with the spread between patients in it: √(0.5657345² + 0.6331666²) = 0.849091.
        let (low, high) = change.interval.expect("there is an interval");
        assert!((high - low - 2.0 * 1.959_964 * 0.849_091).abs() < 1e-5, "{low} {high}");
        assert_eq!(change.words, "not told apart from no change");
        assert!(changes(&all[..1], &PolicyPack::default()).is_empty());
    }

    #[test]
    fn items_that_only_one_side_has_do_not_pair() {
        let mut after = sleep(Some("after"), "", true, true);
        after.items.truncate(4);
        after.items.push(("somebody else".into(), 9.0));
        let all = [sleep(Some("before"), "", false, true), after];
        let change = changes(&all, &PolicyPack::default()).remove(0);
        assert_eq!(change.paired_items, Some(4.0));
        assert!((change.improvement - (1.2 + 2.4 + 1.3 + 1.3) / 4.0).abs() < 1e-12);
    }
}
