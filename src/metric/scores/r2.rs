//! R².

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted, mean};

/// R² of numbers.
pub struct R2;

impl Metric for R2 {
    fn id(&self) -> &'static str {
        "r2"
    }
    fn label(&self) -> &'static str {
        "R²"
    }
    fn formula(&self) -> &'static str {
        "1 − Σ (predicted − true)² / Σ (true − mean of true)²"
    }
    fn source(&self) -> &'static str {
        "scikit-learn r2_score"
    }
    fn range(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Numbers
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let numbers = data.numbers.as_ref()?;
        let truths: Vec<f64> = numbers.iter().map(|n| n.0).collect();
        Some(Box::new(move |weights| {
            let centre = mean(&truths, weights)?;
            let over = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
                numbers.iter().zip(weights).map(|((t, p), w)| w * f(*t, *p) * f(*t, *p)).sum()
            };
            let spread = over(&|t, _| t - centre);
            (spread > 0.0).then(|| 1.0 - over(&|t, p| p - t) / spread)
        }))
    }
}
