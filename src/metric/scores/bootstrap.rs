//! Intervals and differences of metrics that are no means, by drawing items again.

use super::data::Data;
use super::metric::{Metric, Weighted};
use crate::metric::mean_and_error;
use crate::num::normal;
use crate::num::robust::{self, quantile_sorted};
use crate::num::stream::Stream;

/// Seed of what is shown: the same file says the same.
const SEED: u64 = 15;
/// Most draws; fewer under the fuzzer, which has no use for exact ends.
const DRAWS: usize = if cfg!(fuzzing) { ENOUGH } else { 2_000 };
/// Fewest draws, of very many items.
const FEWEST: usize = 40;
/// Draws from which on their own quantiles are taken.
const ENOUGH: usize = 200;
/// Classes above which only means over the items have an interval.
const CLASSES: usize = 200;
/// Items drawn in all, about.
const DRAWN: usize = 8_000_000;
/// Steps of all metrics over all draws, about: a good part of a second.
const WORK: usize = 250_000_000;
/// Width below which an interval is none but rounding, of the size of what it is of.
const ROUNDING: f64 = 1e-12;
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
    measure_all(&[metric], data).pop().flatten()
}

/// Computes metrics, in their order; every draw of the items serves all of them.
#[must_use]
pub fn measure_all(metrics: &[&dyn Metric], data: &Data) -> Vec<Option<Measured>> {
    let groups = Groups::of(data);
    let n = groups.len();
    let items: Vec<Vec<f64>> = metrics.iter().map(|m| m.items(data).unwrap_or_default()).collect();
    let means: Vec<bool> = items.iter().map(|i| !i.is_empty() && data.clusters.is_none()).collect();
    let (draws, costs) = planned(metrics, &means, data, n);
    let mut drawn: Vec<(usize, Weighted, Vec<f64>)> = Vec::new();
    let mut found: Vec<Option<Measured>> = Vec::with_capacity(metrics.len());
    for (at, (metric, items)) in metrics.iter().zip(items).enumerate() {
        let of = metric.of(data);
        let value = of.as_ref().and_then(|of| of(&vec![1.0; data.n()])).filter(|v| v.is_finite());
        let se = if means[at] { mean_and_error(&items).1 } else { None };
        found.push(value.map(|value| Measured { value, n, se, interval: None, items }));
        drawn.extend(of.filter(|_| value.is_some() && costs[at].is_some()).map(|of| (at, of, Vec::new())));
    }
    if !drawn.is_empty() {
        for weights in Draws::new(&groups, data.n(), draws) {
            drawn.iter_mut().for_each(|(_, of, values)| values.extend(of(&weights)));
        }
    }
    for (at, _, mut values) in drawn {
        if let Some(Some(measured)) = found.get_mut(at) {
            measured.interval = ends(measured.value, &mut values, size(metrics[at], measured.value));
        }
    }
    found
}

/// How often the items are drawn for these metrics, and what a draw costs for each of them; `None` for one that is not drawn: a
/// mean of items, one of very many classes, and one whose fewest draws would be too much work.
pub(super) fn planned(
    metrics: &[&dyn Metric],
    means: &[bool],
    data: &Data,
    groups: usize,
) -> (usize, Vec<Option<usize>>) {
    let few = data.labels.as_ref().is_none_or(|l| l.classes.len() <= CLASSES);
    let cost = |(m, mean): (&&dyn Metric, &bool)| {
        let cost = m.cost(data);
        (few && !mean && cost <= WORK / FEWEST).then_some(cost)
    };
    let costs: Vec<Option<usize>> = metrics.iter().zip(means).map(cost).collect();
    let all: usize = costs.iter().flatten().sum();
    let most = (DRAWN / data.n().max(1)).min(WORK / all.max(1));
    (if groups < 2 { 0 } else { most.clamp(FEWEST, DRAWS) }, costs)
}

/// What a width of a metric is compared with: the width of its range, else the value.
fn size(metric: &dyn Metric, value: f64) -> f64 {
    let (low, high) = metric.range();
    if (high - low).is_finite() { high - low } else { value.abs() }
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
    let values = (metric.value(before)?, metric.value(after)?);
    let mean = values.1 - values.0;
    let (old, new): (Weighted, Weighted) = (metric.of(before)?, metric.of(after)?);
    let groups = Groups::of(before);
    let cost = metric.cost(before) + metric.cost(after);
    let draws = if groups.len() < 2 { 0 } else { (DRAWN / before.n().max(1)).min(WORK / cost.max(1)) };
    let drawn = Draws::new(&groups, before.n(), draws.clamp(FEWEST, DRAWS)).filter_map(|w| Some(new(&w)? - old(&w)?));
    let mut drawn: Vec<f64> = drawn.collect();
    let interval = ends(mean, &mut drawn, size(metric, values.0.abs().max(values.1.abs())));
    let share = |count: usize| (count as f64 + 1.0) / (drawn.len() as f64 + 1.0);
    let low = share(drawn.iter().filter(|d| **d <= 0.0).count());
    let high = share(drawn.iter().filter(|d| **d >= 0.0).count());
    Some(Difference { mean, interval, p: (2.0 * low.min(high)).min(1.0) })
}

/// The 95 % interval: between quantiles of the draws, or of a normal distribution as wide as they are where they are few.
/// None where they differ by no more than the rounding of numbers of that size.
fn ends(value: f64, drawn: &mut [f64], size: f64) -> Option<(f64, f64)> {
    drawn.sort_by(f64::total_cmp);
    let (low, high) = if drawn.len() >= ENOUGH {
        (quantile_sorted(drawn, ENDS.0)?, quantile_sorted(drawn, ENDS.1)?)
    } else {
        let half = normal::quantile(ENDS.1) * robust::sd(drawn).filter(|_| drawn.len() * 2 >= FEWEST)?;
        (value - half, value + half)
    };
    (high - low > ROUNDING * size).then_some((low, high))
}

/// What is drawn.
enum Groups {
    /// So many items, each by itself.
    Each(usize),
    /// The items of each cluster.
    Of(Vec<Vec<usize>>),
}

impl Groups {
    fn of(data: &Data) -> Self {
        let Some(clusters) = &data.clusters else { return Self::Each(data.n()) };
        let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for (item, cluster) in clusters.iter().enumerate() {
            groups.entry(*cluster).or_default().push(item);
        }
        Self::Of(groups.into_values().collect())
    }
    fn len(&self) -> usize {
        match self {
            Self::Each(n) => *n,
            Self::Of(groups) => groups.len(),
        }
    }
    /// One more time the group at a place.
    fn add(&self, at: usize, weights: &mut [f64]) {
        let mut one = |item: usize| weights.get_mut(item).map_or((), |w| *w += 1.0);
        match self {
            Self::Each(_) => one(at),
            Self::Of(groups) => groups.get(at).into_iter().flatten().for_each(|item| one(*item)),
        }
    }
}

/// Weights of the items in each draw: how often its cluster was drawn. Draw `i` has random stream `i`.
struct Draws<'g> {
    groups: &'g Groups,
    n: usize,
    at: usize,
    draws: usize,
}

impl<'g> Draws<'g> {
    fn new(groups: &'g Groups, n: usize, draws: usize) -> Self {
        Self { groups, n, at: 0, draws: if groups.len() < 2 { 0 } else { draws } }
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
            self.groups.add(stream.below(self.groups.len()), &mut weights);
        }
        Some(weights)
    }
}
