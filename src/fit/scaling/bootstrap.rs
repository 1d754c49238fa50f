//! Resampling of runs: standard errors and intervals of the parameters and of the frontier itself.
//!
//! Replicate i draws from random stream i, so that the result does not depend on how the work was cut up.

use super::engine::Engine;
use super::result::Interval;
use super::solver::{Minimum, Vector};
use super::terms::Rows;
use crate::num::robust::{quantile_sorted, sd};
use crate::num::stream::Stream;

/// How often each of `n` rows is drawn in replicate `index`.
pub(super) fn counts(n: usize, seed: u64, index: usize, into: &mut Vec<u32>) {
    into.clear();
    into.resize(n, 0);
    let mut stream = Stream::new(seed, index as u64);
    for _ in 0..n {
        into[stream.below(n)] += 1;
    }
}

/// Replicates of one fit, in order.
#[derive(Default)]
pub(super) struct Replicates {
    /// The law's parameters in each replicate; `None` where the refit did not converge.
    pub theta: Vec<Option<Vec<f64>>>,
    scratch: Rows,
    counts: Vec<u32>,
}

impl Replicates {
    /// Does the next replicate, from each of the minima that the runs themselves have: a resample may prefer another one.
    pub(super) fn next(&mut self, engine: &Engine, seed: u64, minima: &[Vector]) {
        let mut drawn = std::mem::take(&mut self.counts);
        counts(engine.rows(), seed, self.theta.len(), &mut drawn);
        let ends: Vec<Minimum> = minima.iter().map(|from| engine.refit(&drawn, from, &mut self.scratch)).collect();
        self.counts = drawn;
        let Some(found) = ends.iter().min_by(|a, b| a.value.total_cmp(&b.value)) else { return self.theta.push(None) };
        let theta = engine.natural(&found.x);
        let fine = found.value.is_finite() && theta.iter().all(|v| v.is_finite());
        self.theta.push(fine.then_some(theta));
    }
    /// One figure of every replicate that has it.
    pub(super) fn figures(&self, of: impl Fn(&[f64]) -> Option<f64>) -> Vec<f64> {
        let all = self.theta.iter().flatten();
        all.filter_map(|t| of(t)).filter(|v| v.is_finite()).collect()
    }
}

/// Sample standard deviation and percentile interval of replicated figures. `None` with fewer than ten.
pub(super) fn spread(mut figures: Vec<f64>, level: f64) -> Option<(f64, Interval)> {
    if figures.len() < 10 {
        return None;
    }
    let deviation = sd(&figures)?;
    figures.sort_by(f64::total_cmp);
    let tail = 0.5 * (1.0 - level);
    Some((deviation, [quantile_sorted(&figures, tail)?, quantile_sorted(&figures, 1.0 - tail)?]))
}
