//! Cohen's kappa, plain and weighted.

use super::confusion::Margins;
use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Agreement beyond chance of true and predicted classes.
pub struct Kappa {
    id: &'static str,
    label: &'static str,
    /// How much a disagreement of so many steps counts.
    cost: fn(f64) -> f64,
    standard: bool,
}

/// Every disagreement counts the same.
pub const KAPPA: Kappa =
    Kappa { id: "kappa", label: "Cohen's kappa", cost: |d| f64::from(u8::from(d > 0.0)), standard: true };
/// A disagreement counts with its distance in the order of the classes.
pub const KAPPA_LINEAR: Kappa =
    Kappa { id: "kappa_linear", label: "linearly weighted kappa", cost: |d| d, standard: false };
/// A disagreement counts with the square of its distance in the order of the classes.
pub const KAPPA_QUADRATIC: Kappa =
    Kappa { id: "kappa_quadratic", label: "quadratically weighted kappa", cost: |d| d * d, standard: false };

impl Metric for Kappa {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        "1 − Σ cost × observed / Σ cost × expected from the shares of the classes; the classes in their order"
    }
    fn source(&self) -> &'static str {
        "Cohen 1960, doi:10.1177/001316446002000104, and 1968, doi:10.1037/h0026256; scikit-learn cohen_kappa_score"
    }
    fn range(&self) -> (f64, f64) {
        (-1.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Classes
    }
    fn standard(&self) -> bool {
        self.standard
    }
    fn cost(&self, data: &Data) -> usize {
        let k = data.labels.as_ref().map_or(0, |l| l.classes.len());
        data.n() + k * k
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let (labels, cost) = (data.labels.as_ref()?, self.cost);
        Some(Box::new(move |weights| {
            let c = Margins::of(labels, weights);
            let apart = |a: usize, b: usize| cost(a.abs_diff(b) as f64);
            let pairs = labels.truth.iter().zip(&labels.predicted).zip(weights);
            let observed: f64 = pairs.map(|((truth, predicted), w)| w * apart(*truth, *predicted)).sum();
            let mut expected = 0.0;
            for (truth, t) in c.truth.iter().enumerate().filter(|(_, t)| **t > 0.0) {
                for (predicted, p) in c.predicted.iter().enumerate() {
                    expected += apart(truth, predicted) * t * p / c.total.max(f64::MIN_POSITIVE);
                }
            }
            (expected > 0.0).then(|| 1.0 - observed / expected)
        }))
    }
}
