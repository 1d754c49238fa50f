//! DELIFT: coverage of the queries by what each record helps as an example in the context.

use super::cover::Cover;
use super::greedy::Kernel;
use super::method::Begun;
use super::{Asked, Method, Need};
use crate::data::{Matrix, Pool};

/// DELIFT's utility, covered by facility location.
pub struct Delift;

impl Method for Delift {
    fn id(&self) -> &'static str {
        "delift"
    }
    fn label(&self) -> &'static str {
        "DELIFT (coverage by utility in context)"
    }
    fn source(&self) -> &'static str {
        "Agarwal et al. 2025, arXiv:2411.04425, and its code (agarwalishika/DELIFT)"
    }
    fn objective(&self) -> &'static str {
        "Σ over queries of the utility of the most useful chosen record; utility is the distance to the answer without an example less that with it, scaled from 0 to 1 over the whole table."
    }
    fn cost(&self) -> &'static str {
        "queries × n, after as many forward passes of the model"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some("The utilities take a forward pass for each query with each record; how they are made changes the result.")
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Utility]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let utility = scaled(pool.utility.as_ref().unwrap_or(&Matrix::default()));
        let kernel = Kernel::dense(utility.width, utility.len(), utility.values);
        Ok(Box::new(Cover::of(kernel, asked.keep)))
    }
}

/// How far an answer is from the reference: ‖p − 1‖ / √T over the probabilities of its tokens.
#[must_use]
pub fn distance(probabilities: &[f64]) -> f64 {
    let squares: f64 = probabilities.iter().map(|p| (p - 1.0) * (p - 1.0)).sum();
    (squares / probabilities.len().max(1) as f64).sqrt()
}

/// What a record helps a query.
#[must_use]
pub fn utility(without: f64, with: f64) -> f64 {
    without - with
}

/// From 0, the least of the whole table, to 1, the largest. What is not known helps nothing.
#[must_use]
pub fn scaled(utility: &Matrix) -> Matrix {
    let known = || utility.values.iter().filter(|v| v.is_finite());
    let least = known().copied().fold(f32::INFINITY, f32::min);
    let span = known().copied().fold(f32::NEG_INFINITY, f32::max) - least;
    let one = |v: &f32| if v.is_finite() && span > 0.0 { (v - least) / span } else { 0.0 };
    Matrix { width: utility.width, values: utility.values.iter().map(one).collect() }
}
