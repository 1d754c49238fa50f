//! Balanced accuracy.

use super::confusion::Margins;
use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Mean of the recalls of all classes.
pub struct BalancedAccuracy;

impl Metric for BalancedAccuracy {
    fn id(&self) -> &'static str {
        "balanced_accuracy"
    }
    fn label(&self) -> &'static str {
        "balanced accuracy"
    }
    fn formula(&self) -> &'static str {
        "mean over the true classes of (predicted right / items of the class)"
    }
    fn source(&self) -> &'static str {
        "Brodersen and others 2010, doi:10.1109/ICPR.2010.764; scikit-learn balanced_accuracy_score"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Classes
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let labels = data.labels.as_ref()?;
        Some(Box::new(move |weights| {
            let c = Margins::of(labels, weights);
            let recalls: Vec<f64> =
                c.truth.iter().zip(&c.right).filter(|(t, _)| **t > 0.0).map(|(t, right)| right / t).collect();
            (!recalls.is_empty()).then(|| recalls.iter().sum::<f64>() / recalls.len() as f64)
        }))
    }
}
