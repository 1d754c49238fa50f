//! Before and after: did the targeted metrics improve, and did nothing else regress?

use crate::data::{Direction, Evaluation};
use crate::num::normal;
use crate::policy::PolicyPack;
use serde::{Deserialize, Serialize};

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
    /// Improved, regressed, or not told apart, in words.
    pub words: String,
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

/// Compares evaluations marked `before` (or `baseline`) with those marked `after`, metric by metric.
#[must_use]
pub fn changes(evaluations: &[Evaluation], pack: &PolicyPack) -> Vec<MetricChange> {
    let marked = |e: &&Evaluation, words: &[&str]| {
        e.slice.is_none() && e.time.as_deref().is_some_and(|t| words.iter().any(|w| t.trim().eq_ignore_ascii_case(w)))
    };
    let mut list: Vec<MetricChange> = Vec::new();
    for after in evaluations.iter().filter(|e| marked(e, &["after", "post", "new"])) {
        let before = evaluations
            .iter()
            .rev()
            .find(|e| e.metric == after.metric && marked(e, &["before", "baseline", "pre", "old"]));
        let Some(before) = before else { continue };
        let spec = pack.metric(&after.metric);
        let direction = after.direction.or(spec.map(|m| m.direction)).unwrap_or(Direction::Higher);
        let error = |e: &Evaluation| super::rules::metric_interval(e, 0.95, spec.and_then(|m| m.range)).1;
        let improvement = direction.sign() * (after.value - before.value);
        let se = error(before).zip(error(after)).map(|(a, b)| (a * a + b * b).sqrt()).filter(|s| *s > 0.0);
        let z = normal::quantile(0.975);
        list.push(MetricChange {
            metric: after.metric.clone(),
            label: spec.map_or_else(|| after.label.clone(), |m| m.label.clone()),
            before: before.value,
            after: after.value,
            improvement,
            interval: se.map(|s| (improvement - z * s, improvement + z * s)),
            p: se.map(|s| 2.0 * normal::cdf(-(improvement / s).abs())),
            p_holm: None,
            detectable: se.map(|s| (z + normal::quantile(0.8)) * s),
            words: String::new(),
        });
    }
    let known: Vec<f64> = list.iter().filter_map(|c| c.p).collect();
    let mut adjusted = holm(&known).into_iter();
    for c in &mut list {
        c.p_holm = c.p.and_then(|_| adjusted.next());
        c.words = match c.p_holm {
            Some(p) if p < 0.05 && c.improvement > 0.0 => "improved".into(),
            Some(p) if p < 0.05 => "regressed".into(),
            Some(_) => "not told apart from no change".into(),
            None => "no standard error: cannot be tested".into(),
        };
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
}
