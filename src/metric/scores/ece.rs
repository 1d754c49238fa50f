//! Expected calibration error, and the picture behind it.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};
use crate::data::Direction;

/// Number of bins of equal width.
pub const BINS: usize = 15;

/// A bin of items of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Weight of its items.
    pub n: f64,
    /// Mean confidence of the predicted class.
    pub confidence: f64,
    /// Share that was predicted right.
    pub accuracy: f64,
}

/// How far confidence and accuracy lie apart.
pub struct Ece;

/// Confidence in the predicted class and whether it was right, for each item; `None` where the scores are no probabilities.
fn confident(data: &Data) -> Option<Vec<(f64, f64)>> {
    let labels = data.labels.as_ref()?;
    let confidence: Vec<f64> = match (&data.probabilities, &data.scores, labels.positive) {
        (Some(all), _, _) => {
            all.iter().zip(&labels.predicted).map(|(p, c)| p.get(*c).copied().unwrap_or(f64::NAN)).collect()
        }
        (None, Some(scores), Some(positive)) => {
            scores.iter().zip(&labels.predicted).map(|(s, c)| if *c == positive { *s } else { 1.0 - s }).collect()
        }
        _ => return None,
    };
    let right = labels.truth.iter().zip(&labels.predicted).map(|(t, p)| f64::from(u8::from(t == p)));
    let all = confidence.iter().all(|c| (0.0..=1.0).contains(c));
    all.then(|| confidence.iter().copied().zip(right).collect())
}

fn bins(items: &[(f64, f64)], weights: &[f64]) -> [Bin; BINS] {
    let mut bins = [Bin::default(); BINS];
    for ((confidence, right), w) in items.iter().zip(weights) {
        // Bins are open at the lower and closed at the upper end; the first holds 0.
        let at = ((confidence * BINS as f64).ceil() as usize).clamp(1, BINS) - 1;
        bins[at].n += w;
        bins[at].confidence += w * confidence;
        bins[at].accuracy += w * right;
    }
    for bin in bins.iter_mut().filter(|b| b.n > 0.0) {
        bin.confidence /= bin.n;
        bin.accuracy /= bin.n;
    }
    bins
}

/// The bins of data with probabilities.
#[must_use]
pub fn reliability(data: &Data) -> Option<Vec<Bin>> {
    let items = confident(data)?;
    Some(bins(&items, &vec![1.0; items.len()]).to_vec())
}

impl Metric for Ece {
    fn id(&self) -> &'static str {
        "ece"
    }
    fn label(&self) -> &'static str {
        "expected calibration error"
    }
    fn formula(&self) -> &'static str {
        "Σ over 15 bins of equal width of (share of items × |share predicted right − mean confidence in the prediction|)"
    }
    fn source(&self) -> &'static str {
        "Guo and others 2017, arXiv 1706.04599"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn direction(&self) -> Direction {
        Direction::Lower
    }
    fn needs(&self) -> Needs {
        Needs::Probabilities
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let items = confident(data)?;
        Some(Box::new(move |weights| {
            let total: f64 = weights.iter().sum();
            let apart: f64 = bins(&items, weights).iter().map(|b| b.n * (b.accuracy - b.confidence).abs()).sum();
            (total > 0.0).then(|| apart / total)
        }))
    }
}
