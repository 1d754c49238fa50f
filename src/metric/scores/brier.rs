//! Brier score.

use super::data::{Data, Needs};
use super::metric::Metric;
use crate::data::Direction;

/// Squared distance of probabilities from what happened.
pub struct Brier;

impl Metric for Brier {
    fn id(&self) -> &'static str {
        "brier"
    }
    fn label(&self) -> &'static str {
        "Brier score"
    }
    fn formula(&self) -> &'static str {
        "mean of (probability of the positive class − 1 or 0)²; of several classes the sum over them"
    }
    fn source(&self) -> &'static str {
        "Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2; scikit-learn brier_score_loss"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 2.0)
    }
    fn direction(&self) -> Direction {
        Direction::Lower
    }
    fn needs(&self) -> Needs {
        Needs::Probabilities
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        let square = |x: f64| x * x;
        let within = |p: &f64| (0.0..=1.0).contains(p);
        if let Some(ranked) = data.ranked() {
            let all = ranked.iter().all(|(_, p)| within(p));
            return all.then(|| ranked.iter().map(|(t, p)| square(p - f64::from(u8::from(*t)))).collect());
        }
        let (labels, all) = (data.labels.as_ref()?, data.probabilities.as_ref()?);
        let one = |(truth, p): (&usize, &Vec<f64>)| {
            p.iter().enumerate().map(|(class, p)| square(p - f64::from(u8::from(class == *truth)))).sum()
        };
        all.iter().flatten().all(within).then(|| labels.truth.iter().zip(all).map(one).collect())
    }
}
