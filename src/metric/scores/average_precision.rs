//! Average precision.

use super::auroc::{by_score, steps};
use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Mean of the precisions at each positive item, by falling score.
pub struct AveragePrecision;

impl Metric for AveragePrecision {
    fn id(&self) -> &'static str {
        "average_precision"
    }
    fn label(&self) -> &'static str {
        "average precision"
    }
    fn formula(&self) -> &'static str {
        "Σ (recall − recall before) × precision over the scores, falling"
    }
    fn source(&self) -> &'static str {
        "scikit-learn average_precision_score"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Probabilities
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let ranked = data.ranked()?;
        let order = by_score(&ranked);
        Some(Box::new(move |weights| {
            let (mut right, mut seen, mut sum) = (0.0, 0.0, 0.0);
            for (positive, negative) in steps(&ranked, &order, weights) {
                right += positive;
                seen += positive + negative;
                if seen > 0.0 {
                    sum += positive * right / seen;
                }
            }
            (right > 0.0).then(|| sum / right)
        }))
    }
}
