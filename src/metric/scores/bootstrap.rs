//! Intervals and differences of metrics that are no means, by drawing items again.

use super::data::Data;
use super::metric::{Metric, Weighted};
use crate::metric::mean_and_error;
use crate::num::normal;
use crate::num::robust::{self, quantile_sorted};
use crate::num::stream::Stream;

/// Seed of what is shown: the same file says the same.
const SEED: u64 = 15;
/// Most draws.
const DRAWS: usize = 2_000;
/// Fewest draws, of very many items.
const FEWEST: usize = 40;
/// Draws from which on their own quantiles are taken.
const ENOUGH: usize = 200;
/// Classes above which only means over the items have an interval.
const CLASSES: usize = 200;
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
    measure_all(&[metric], data).pop().flatten()
}

/// Computes metrics, in their order; every draw of the items serves all of them.
#[must_use]
pub fn measure_all(metrics: &[&dyn Metric], data: &Data) -> Vec<Option<Measured>> {
    let groups = groups(data);
    let n = groups.len();
    let mut drawn: Vec<(usize, Weighted, Vec<f64>)> = Vec::new();
    let mut found: Vec<Option<Measured>> = Vec::with_capacity(metrics.len());
    let few = data.labels.as_ref().is_none_or(|l| l.classes.len() <= CLASSES);
    for (at, metric) in metrics.iter().enumerate() {
        let items = metric.items(data).unwrap_or_default();
        let mean = !items.is_empty() && data.clusters.is_none();
        let of = metric.of(data);
        let value = of.as_ref().and_then(|of| of(&vec![1.0; data.n()])).filter(|v| v.is_finite());
        let se = if mean { mean_and_error(&items).1 } else { None };
        found.push(value.map(|value| Measured { value, n, se, interval: None, items }));
        drawn.extend(of.filter(|_| !mean && value.is_some() && few).map(|of| (at, of, Vec::new())));
    }
    if !drawn.is_empty() {
        for weights in Draws::new(&groups, data.n()) {
            drawn.iter_mut().for_each(|(_, of, values)| values.extend(of(&weights)));
        }
    }
    for (at, _, mut values) in drawn {
        if let Some(Some(measured)) = found.get_mut(at) {
            measured.interval = ends(measured.value, &mut values);
        }
    }
    found
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
    let interval = ends(mean, &mut drawn);
    let share = |count: usize| (count as f64 + 1.0) / (drawn.len() as f64 + 1.0);
    let low = share(drawn.iter().filter(|d| **d <= 0.0).count());
    let high = share(drawn.iter().filter(|d| **d >= 0.0).count());
    Some(Difference { mean, interval, p: (2.0 * low.min(high)).min(1.0) })
}

/// The 95 % interval: between quantiles of the draws, or of a normal distribution as wide as they are where they are few.
fn ends(value: f64, drawn: &mut [f64]) -> Option<(f64, f64)> {
    drawn.sort_by(f64::total_cmp);
    let (low, high) = if drawn.len() >= ENOUGH {
        (quantile_sorted(drawn, ENDS.0)?, quantile_sorted(drawn, ENDS.1)?)
    } else {
        let half = normal::quantile(ENDS.1) * robust::sd(drawn).filter(|_| drawn.len() * 2 >= FEWEST)?;
        (value - half, value + half)
    };
    (low < high).then_some((low, high))
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
