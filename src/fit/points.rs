//! From a learning curve as it was read to points that can be fitted: sorted, finite, one per size.

use crate::data::{Diagnostic, Direction, LearningCurve, Place, units};
use crate::num::{math, robust};
use serde::{Deserialize, Serialize};

/// The fitted points of one curve, sorted by size, every size once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Training-set sizes, positive, increasing.
    pub sizes: Vec<f64>,
    /// Mean measured value at each size.
    pub values: Vec<f64>,
    /// Standard error of each value, measured or from replicates.
    pub errors: Vec<Option<f64>>,
    /// The value measured without any training data, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untrained: Option<f64>,
}

impl Points {
    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.len()
    }
    /// True without points.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }
    /// The points from that one on.
    #[must_use]
    pub fn from(&self, first: usize) -> Self {
        Self {
            sizes: self.sizes.iter().skip(first).copied().collect(),
            values: self.values.iter().skip(first).copied().collect(),
            errors: self.errors.iter().skip(first).copied().collect(),
            untrained: self.untrained,
        }
    }
    /// The first `count` points.
    #[must_use]
    pub fn prefix(&self, count: usize) -> Self {
        Self {
            sizes: self.sizes.iter().take(count).copied().collect(),
            values: self.values.iter().take(count).copied().collect(),
            errors: self.errors.iter().take(count).copied().collect(),
            untrained: self.untrained,
        }
    }
    /// At most about `most` of the points: the first in each of equal parts of the logarithm of the size, and the last point.
    /// They are picked, not averaged, so that their scatter stays that of a single measurement.
    fn spread(&self, most: usize) -> Self {
        let place = |x: f64| math::ln(x);
        let (Some(first), Some(last)) = (self.sizes.first().copied().map(place), self.sizes.last().copied().map(place))
        else {
            return self.clone();
        };
        let part = |x: f64| ((place(x) - first) / (last - first) * most as f64) as usize;
        let mut before = None;
        let picked: Vec<usize> = (0..self.len())
            .filter(|&i| {
                let here = part(self.sizes[i]);
                before.replace(here) != Some(here) || i + 1 == self.len()
            })
            .collect();
        Self {
            sizes: picked.iter().map(|&i| self.sizes[i]).collect(),
            values: picked.iter().map(|&i| self.values[i]).collect(),
            errors: picked.iter().map(|&i| self.errors[i]).collect(),
            untrained: self.untrained,
        }
    }
    /// Median standard error of the last `count` points that have one.
    #[must_use]
    pub fn recent_error(&self, count: usize) -> Option<f64> {
        let known: Vec<f64> = self.errors.iter().rev().take(count).copied().flatten().collect();
        robust::median(&known)
    }
}

/// Most sizes that are fitted: a log of every training step has more, of which neighbours say the same.
pub const MOST: usize = 1500;

/// Cleans the observations of a curve; everything left out is among the diagnostics.
#[must_use]
pub fn points(curve: &LearningCurve) -> (Points, Vec<Diagnostic>) {
    let mut notes = Vec::new();
    let mut kept: Vec<(f64, f64, Option<f64>)> = Vec::with_capacity(curve.observations.len());
    let mut zeros = Vec::new();
    let (mut unreadable, mut negative, mut outside, mut first_bad) = (0_usize, 0_usize, 0_usize, None);
    for o in &curve.observations {
        if !o.size.is_finite() || !o.value.is_finite() {
            unreadable += 1;
            first_bad = first_bad.or(Some(o.row));
        } else if o.size < 0.0 {
            negative += 1;
            first_bad = first_bad.or(Some(o.row));
        } else if o.size == 0.0 {
            zeros.push(o.value);
        } else {
            if curve.range.is_some_and(|(low, high)| o.value < low || o.value > high) {
                outside += 1;
            }
            kept.push((o.size, o.value, o.se.filter(|s| s.is_finite() && *s >= 0.0)));
        }
    }
    let place = |row: Option<u64>| Place { file: curve.file.clone(), row, ..Place::default() };
    if unreadable + negative > 0 {
        let row = first_bad.flatten();
        notes.push(
            Diagnostic::warning(
                "points-left-out",
                format!("{} of the measurements have no usable size or value and were left out", unreadable + negative),
            )
            .at(place(row))
            .expected("a positive size and a finite value"),
        );
    }
    if !zeros.is_empty() {
        notes.push(Diagnostic::info(
            "untrained-value",
            "a value without training data (size 0) is shown apart: the curves are drawn over the logarithm of the size",
        ));
    }
    if outside > 0 {
        notes.push(
            Diagnostic::warning(
                "outside-range",
                format!("{outside} values lie outside the stated range of the metric"),
            )
            .mend("Check the range or the unit (per cent or fraction)."),
        );
    }
    kept.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Points { untrained: robust::mean(&zeros), ..Points::default() };
    let (mut start, mut replicated) = (0, 0_usize);
    let pooled = replicate_sd(&kept);
    while start < kept.len() {
        let size = kept[start].0;
        let end = kept[start..].iter().position(|k| k.0 > size).map_or(kept.len(), |p| start + p);
        let group = &kept[start..end];
        let values: Vec<f64> = group.iter().map(|k| k.1).collect();
        let count = values.len() as f64;
        let stated: Vec<f64> = group.iter().filter_map(|k| k.2).collect();
        let mean = values.iter().sum::<f64>() / count;
        let error = if group.len() > 1 {
            replicated += 1;
            pooled.map(|sd| sd / count.sqrt())
        } else {
            stated.first().copied()
        };
        out.sizes.push(size);
        out.values.push(mean);
        out.errors.push(error);
        start = end;
    }
    if replicated > 0 {
        notes.push(Diagnostic::info(
            "replicates",
            format!("{replicated} sizes were measured more than once; their means are used and their spread gives the standard error"),
        ));
    }
    let sizes = out.len();
    if sizes > MOST {
        out = out.spread(MOST);
        notes.push(Diagnostic::info(
            "points-thinned",
            format!(
                "{} sizes were measured; {} of them, evenly spread over the logarithm of the size, are fitted and drawn",
                units::grouped(sizes as f64),
                units::grouped(out.len() as f64)
            ),
        ));
    }
    (out, notes)
}

/// Standard deviation within equal sizes, pooled over all of them.
fn replicate_sd(sorted: &[(f64, f64, Option<f64>)]) -> Option<f64> {
    let (mut sum, mut freedom, mut start) = (0.0, 0_usize, 0);
    while start < sorted.len() {
        let end = sorted[start..].iter().position(|k| k.0 > sorted[start].0).map_or(sorted.len(), |p| start + p);
        let group = &sorted[start..end];
        let mean = group.iter().map(|k| k.1).sum::<f64>() / group.len() as f64;
        sum += group.iter().map(|k| (k.1 - mean) * (k.1 - mean)).sum::<f64>();
        freedom += group.len() - 1;
        start = end;
    }
    (freedom > 0).then(|| (sum / freedom as f64).sqrt())
}

/// Gains from one point to the next, positive when the metric improved.
#[must_use]
pub fn gains(values: &[f64], direction: Direction) -> Vec<f64> {
    values.windows(2).map(|w| direction.sign() * (w[1] - w[0])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Observation;

    fn at(size: f64, value: f64) -> Observation {
        Observation { size, value, se: None, items: None, row: None }
    }

    #[test]
    fn sorts_pools_and_reports() {
        let curve = LearningCurve {
            observations: vec![
                at(100.0, 0.5),
                at(0.0, 0.1),
                at(10.0, 0.3),
                at(10.0, 0.4),
                at(f64::NAN, 1.0),
                at(-1.0, 0.2),
            ],
            ..LearningCurve::default()
        };
        let (points, notes) = points(&curve);
        assert_eq!(points.sizes, vec![10.0, 100.0]);
        assert!((points.values[0] - 0.35).abs() < 1e-12);
        assert_eq!(points.untrained, Some(0.1));
        assert!(points.errors[0].is_some() && points.errors[1].is_none());
        let codes: Vec<&str> = notes.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes, ["points-left-out", "untrained-value", "replicates"]);
    }

    #[test]
    fn a_log_of_every_step_is_thinned_evenly_and_keeps_its_ends() {
        let observation = |i: u32| at(f64::from(i), f64::from(i % 7));
        let curve =
            LearningCurve { observations: (1..=100_000).map(observation).collect(), ..LearningCurve::default() };
        let (points, notes) = points(&curve);
        assert!(points.len() > MOST / 2 && points.len() <= MOST + 1, "{}", points.len());
        assert_eq!((points.sizes.first(), points.sizes.last()), (Some(&1.0), Some(&100_000.0)));
        assert!(points.sizes.windows(2).all(|w| w[0] < w[1]));
        // Every kept point is a measured one.
        assert!(points.sizes.iter().zip(&points.values).all(|(x, y)| x % 7.0 == *y));
        assert_eq!(notes.iter().filter(|n| n.code == "points-thinned").count(), 1);
        let few = LearningCurve { observations: (1..=1500).map(observation).collect(), ..LearningCurve::default() };
        assert_eq!(super::points(&few).0.len(), 1500);
    }
}
