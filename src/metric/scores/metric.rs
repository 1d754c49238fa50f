//! What a metric is.

use super::data::{Data, Needs};
use crate::data::Direction;

/// A metric of given items, as a function of a weight for each of them.
pub type Weighted<'d> = Box<dyn Fn(&[f64]) -> Option<f64> + 'd>;

/// A metric.
pub trait Metric: Sync {
    /// Stable identifier, as in evaluations.
    fn id(&self) -> &'static str;
    /// Name shown to people.
    fn label(&self) -> &'static str;
    /// How it is computed, in one line.
    fn formula(&self) -> &'static str;
    /// Where the definition comes from.
    fn source(&self) -> &'static str;
    /// Smallest and largest possible value.
    fn range(&self) -> (f64, f64);
    /// Which way it improves.
    fn direction(&self) -> Direction {
        Direction::Higher
    }
    /// What it is computed from.
    fn needs(&self) -> Needs;
    /// True where it is computed without being asked for.
    fn standard(&self) -> bool {
        true
    }
    /// The score of each item, where the metric is their mean.
    fn items(&self, _: &Data) -> Option<Vec<f64>> {
        None
    }
    /// The metric of the data, ready for any weights of its items; `None` where the data are not what it needs.
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let items = self.items(data)?;
        Some(Box::new(move |weights| mean(&items, weights)))
    }
    /// Steps that one set of weights takes, about: how often the items are drawn again depends on it.
    fn cost(&self, data: &Data) -> usize {
        data.n()
    }
    /// True where it may be given as a share of its items, with an interval that a share has.
    fn share(&self) -> bool {
        self.range() == (0.0, 1.0) && self.direction() == Direction::Higher
    }
    /// The value of the data as they are.
    fn value(&self, data: &Data) -> Option<f64> {
        let weights = vec![1.0; data.n()];
        self.of(data)?(&weights).filter(|v| v.is_finite())
    }
}

/// Weighted mean; `None` where there is no weight.
pub(super) fn mean(values: &[f64], weights: &[f64]) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    let sum: f64 = values.iter().zip(weights).map(|(v, w)| v * w).sum();
    (total > 0.0).then(|| sum / total)
}
