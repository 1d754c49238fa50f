//! Mean absolute error.

use super::data::{Data, Needs};
use super::metric::Metric;
use crate::data::Direction;

/// Mean absolute error of numbers.
pub struct Mae;

impl Metric for Mae {
    fn id(&self) -> &'static str {
        "mae"
    }
    fn label(&self) -> &'static str {
        "mean absolute error"
    }
    fn formula(&self) -> &'static str {
        "mean of |predicted − true|"
    }
    fn source(&self) -> &'static str {
        "scikit-learn mean_absolute_error"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
    fn direction(&self) -> Direction {
        Direction::Lower
    }
    fn needs(&self) -> Needs {
        Needs::Numbers
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        Some(data.numbers.as_ref()?.iter().map(|(t, p)| (p - t).abs()).collect())
    }
}
