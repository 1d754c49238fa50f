//! Accuracy.

use super::data::{Data, Needs};
use super::metric::Metric;

/// Share of items whose class was predicted.
pub struct Accuracy;

impl Metric for Accuracy {
    fn id(&self) -> &'static str {
        "accuracy"
    }
    fn label(&self) -> &'static str {
        "accuracy"
    }
    fn formula(&self) -> &'static str {
        "items predicted right / items"
    }
    fn source(&self) -> &'static str {
        "scikit-learn accuracy_score"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Classes
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        let l = data.labels.as_ref()?;
        Some(l.truth.iter().zip(&l.predicted).map(|(t, p)| f64::from(u8::from(t == p))).collect())
    }
}
