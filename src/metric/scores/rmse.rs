//! Root mean squared error.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted, mean};
use crate::data::Direction;

/// Root mean squared error of numbers.
pub struct Rmse;

impl Metric for Rmse {
    fn id(&self) -> &'static str {
        "rmse"
    }
    fn label(&self) -> &'static str {
        "root mean squared error"
    }
    fn formula(&self) -> &'static str {
        "√ mean of (predicted − true)²"
    }
    fn source(&self) -> &'static str {
        "scikit-learn root_mean_squared_error"
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
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let squares: Vec<f64> = data.numbers.as_ref()?.iter().map(|(t, p)| (p - t) * (p - t)).collect();
        Some(Box::new(move |weights| mean(&squares, weights).map(f64::sqrt)))
    }
}
