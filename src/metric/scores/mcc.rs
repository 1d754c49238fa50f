//! Matthews correlation coefficient.

use super::confusion::Margins;
use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Correlation of true and predicted classes.
pub struct Mcc;

impl Metric for Mcc {
    fn id(&self) -> &'static str {
        "mcc"
    }
    fn label(&self) -> &'static str {
        "Matthews correlation"
    }
    fn formula(&self) -> &'static str {
        "(right × items − Σ true × predicted) / √((items² − Σ predicted²)(items² − Σ true²)); 0 where one of them is always the same"
    }
    fn source(&self) -> &'static str {
        "Gorodkin 2004, doi:10.1016/j.compbiolchem.2004.09.006; scikit-learn matthews_corrcoef"
    }
    fn range(&self) -> (f64, f64) {
        (-1.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Classes
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let labels = data.labels.as_ref()?;
        Some(Box::new(move |weights| {
            let c = Margins::of(labels, weights);
            let (n, right) = (c.total, c.right.iter().sum::<f64>());
            let over = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let both = over(&c.truth, &c.predicted);
            let truth = n * n - over(&c.truth, &c.truth);
            let predicted = n * n - over(&c.predicted, &c.predicted);
            let spread = (truth * predicted).sqrt();
            (n > 0.0).then(|| if spread > 0.0 { (right * n - both) / spread } else { 0.0 })
        }))
    }
}
