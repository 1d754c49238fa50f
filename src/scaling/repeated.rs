//! The frontier where distinct data is scarce: what the best split is when tokens must be repeated.

use super::frontier::{Chinchilla, FLOP_PER_PARAMETER_TOKEN, Optimum};
use super::laws::data_constrained::worth;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// The optimum when only `unique` distinct tokens exist.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepeatedOptimum {
    /// The optimum; `d` counts repeats.
    pub at: Optimum,
    /// D / U.
    pub epochs: f64,
    /// D': what those tokens are worth in distinct ones.
    pub effective_tokens: f64,
}

impl Chinchilla {
    /// The best split of `c` FLOP when only `unique` distinct tokens exist (Muennighoff et al. 2023): a scan of ln N
    /// refined by golden section. `None` without a frontier.
    #[must_use]
    pub fn repeated_optimum(&self, c: f64, unique: f64, r_d_star: f64, r_n_star: f64) -> Option<RepeatedOptimum> {
        if !self.has_frontier() || !(c > 0.0 && unique > 0.0 && r_d_star > 0.0 && r_n_star > 0.0) {
            return None;
        }
        let product = c / FLOP_PER_PARAMETER_TOKEN;
        let loss = |ln_n: f64| {
            let n = exp(ln_n);
            let d = product / n;
            let w = worth(self, r_d_star, r_n_star, n, d, unique.min(d));
            self.loss(w.effective_params, w.effective_tokens)
        };
        let centre = ln(self.optimum(c).n);
        let (width, steps) = (12.0, 240);
        let mut best = (f64::INFINITY, centre);
        for i in 0..=steps {
            let x = centre - width / 2.0 + width * f64::from(i) / f64::from(steps);
            let value = loss(x);
            if value < best.0 {
                best = (value, x);
            }
        }
        let step = width / f64::from(steps);
        let ln_n = golden(loss, best.1 - step, best.1 + step);
        let n = exp(ln_n);
        let d = product / n;
        let w = worth(self, r_d_star, r_n_star, n, d, unique.min(d));
        let loss = self.loss(w.effective_params, w.effective_tokens);
        let at = Optimum { c, n, d, tokens_per_parameter: d / n, loss };
        Some(RepeatedOptimum { at, epochs: (d / unique).max(1.0), effective_tokens: w.effective_tokens })
    }
}

/// Where `f` is least on `[low, high]`, by golden section (f unimodal there).
fn golden(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let ratio = (5f64.sqrt() - 1.0) / 2.0;
    let (mut x1, mut x2) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut f1, mut f2) = (f(x1), f(x2));
    for _ in 0..80 {
        if f1 <= f2 {
            (high, x2, f2) = (x2, x1, f1);
            x1 = high - ratio * (high - low);
            f1 = f(x1);
        } else {
            (low, x1, f1) = (x1, x2, f2);
            x2 = low + ratio * (high - low);
            f2 = f(x2);
        }
    }
    0.5 * (low + high)
}
