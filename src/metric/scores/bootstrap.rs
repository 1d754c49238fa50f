//! Intervals and differences of metrics that are no means, by drawing items again.

use super::data::Data;
use super::metric::{Metric, Weighted};
use crate::metric::mean_and_error;
use crate::num::robust::quantile_sorted;
use crate::num::stream::Stream;

/// Seed of what is shown: the same file says the same.
const SEED: u64 = 15;
/// Most draws.
const DRAWS: usize = 2_000;
/// Fewest draws of many items.
const FEWEST: usize = 200;
/// Items drawn in all, about.
const WORK: usize = 8_000_000;
/// An interval takes the draws between these.
const ENDS: (f64, f64) = (0.025, 0.975);

/// A metric of items, with what is known of its precision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// The value.
    pub value: f64,
    /// Independent items behind it: clusters, where items are in some.
    pub n: usize,
    /// The standard error of a mean of items.
    pub se: Option<f64>,
    /// 95 % interval by drawing items (or clusters) again, where the metric is no mean.
    pub interval: Option<(f64, f64)>,
    /// The score of each item, where the metric is their mean.
    pub items: Vec<f64>,
}

/// Computes a metric; `None` where it is undefined for these data.
#[must_use]
pub fn measure(metric: &dyn Metric, data: &Data) -> Option<Measured> {
    let value = metric.value(data)?;
    let groups = groups(data);
    let n = groups.len();
    if let (Some(items), None) = (metric.items(data), &data.clusters) {
        return Some(Measured { value, n, se: mean_and_error(&items).1, interval: None, items });
    }
    let of = metric.of(data)?;
    let mut drawn: Vec<f64> = Draws::new(&groups, data.n()).filter_map(|w| of(&w)).collect();
    drawn.sort_by(f64::total_cmp);
    let items = metric.items(data).unwrap_or_default();
    Some(Measured { value, n, se: None, interval: ends(&drawn), items })
}

/// The difference of a metric between two sides of the same items, second minus first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Second minus first.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p-value of "no difference": twice the smaller share of draws on either side of 0.
    pub p: f64,
}

/// Compares a metric on the same items, which stand at the same places on both sides; both sides are drawn alike.
#[must_use]
pub fn difference(metric: &dyn Metric, before: &Data, after: &Data) -> Option<Difference> {
    if before.n() != after.n() {
        return None;
    }
    let mean = metric.value(after)? - metric.value(before)?;
    let (old, new): (Weighted, Weighted) = (metric.of(before)?, metric.of(after)?);
    let groups = groups(before);
    let drawn = Draws::new(&groups, before.n()).filter_map(|w| Some(new(&w)? - old(&w)?));
    let mut drawn: Vec<f64> = drawn.collect();
    drawn.sort_by(f64::total_cmp);
    let share = |count: usize| (count as f64 + 1.0) / (drawn.len() as f64 + 1.0);
    let low = share(drawn.iter().filter(|d| **d <= 0.0).count());
    let high = share(drawn.iter().filter(|d| **d >= 0.0).count());
    Some(Difference { mean, interval: ends(&drawn), p: (2.0 * low.min(high)).min(1.0) })
}

fn ends(drawn: &[f64]) -> Option<(f64, f64)> {
    let (low, high) = (quantile_sorted(drawn, ENDS.0)?, quantile_sorted(drawn, ENDS.1)?);
    (low < high && drawn.len() >= FEWEST / 2).then_some((low, high))
}

/// The items of each cluster; without clusters every item is one.
fn groups(data: &Data) -> Vec<Vec<usize>> {
    match &data.clusters {
        None => (0..data.n()).map(|i| vec![i]).collect(),
        Some(clusters) => {
            let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
            for (item, cluster) in clusters.iter().enumerate() {
                groups.entry(*cluster).or_default().push(item);
            }
            groups.into_values().collect()
        }
    }
}

/// Weights of the items in each draw: how often its cluster was drawn. Draw `i` has random stream `i`.
struct Draws<'g> {
    groups: &'g [Vec<usize>],
    n: usize,
    at: usize,
    draws: usize,
}

impl<'g> Draws<'g> {
    fn new(groups: &'g [Vec<usize>], n: usize) -> Self {
        let draws = if groups.len() < 2 { 0 } else { (WORK / n.max(1)).clamp(FEWEST, DRAWS) };
        Self { groups, n, at: 0, draws }
    }
}

impl Iterator for Draws<'_> {
    type Item = Vec<f64>;
    fn next(&mut self) -> Option<Vec<f64>> {
        if self.at >= self.draws {
            return None;
        }
        let mut stream = Stream::new(SEED, self.at as u64);
        self.at += 1;
        let mut weights = vec![0.0; self.n];
        for _ in 0..self.groups.len() {
            for item in self.groups.get(stream.below(self.groups.len())).into_iter().flatten() {
                weights[*item] += 1.0;
            }
        }
        Some(weights)
    }
}
