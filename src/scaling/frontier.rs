//! The compute-optimal frontier of the Chinchilla law, in closed form.
//!
//! With C = 6 N D (Hoffmann et al. 2022, equation 4, arXiv 2203.15556): G = (alpha A / (beta B))^(1/(alpha+beta)),
//! a = beta/(alpha+beta), b = alpha/(alpha+beta), N_opt = G (C/6)^a, D_opt = (C/6)^b / G.

use crate::num::math::{exp, ln, pow};
use crate::scaling::laws::data_constrained::worth;
use serde::{Deserialize, Serialize};

/// FLOP per parameter per token of training.
pub const FLOP_PER_PARAMETER_TOKEN: f64 = 6.0;

/// The five constants of L = E + A / N^alpha + B / D^beta.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chinchilla {
    /// Loss that neither size nor data removes, nats per token.
    #[serde(rename = "E")]
    pub e: f64,
    /// Weight of the size term.
    #[serde(rename = "A")]
    pub a: f64,
    /// Weight of the data term.
    #[serde(rename = "B")]
    pub b: f64,
    /// Exponent of size.
    pub alpha: f64,
    /// Exponent of data.
    pub beta: f64,
}

/// A point on the frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimum {
    /// Training compute, FLOP.
    #[serde(rename = "C")]
    pub c: f64,
    /// Parameters.
    #[serde(rename = "N")]
    pub n: f64,
    /// Tokens.
    #[serde(rename = "D")]
    pub d: f64,
    /// D / N.
    pub tokens_per_parameter: f64,
    /// Predicted loss, nats per token.
    pub loss: f64,
}

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
    /// From `[E, A, B, alpha, beta, ..]` (a law's parameter slice).
    #[must_use]
    pub fn from_slice(theta: &[f64]) -> Option<Self> {
        match *theta {
            [e, a, b, alpha, beta, ..] => Some(Self { e, a, b, alpha, beta }),
            _ => None,
        }
    }
    /// `[E, A, B, alpha, beta]`.
    #[must_use]
    pub fn to_array(&self) -> [f64; 5] {
        [self.e, self.a, self.b, self.alpha, self.beta]
    }
    /// Whether a frontier exists: weights and exponents positive and finite.
    #[must_use]
    pub fn has_frontier(&self) -> bool {
        [self.a, self.b, self.alpha, self.beta].iter().all(|v| v.is_finite() && *v > 0.0) && self.e.is_finite()
    }
    /// L(N, D), nats per token.
    #[must_use]
    pub fn loss(&self, n: f64, d: f64) -> f64 {
        self.e + self.a * pow(n, -self.alpha) + self.b * pow(d, -self.beta)
    }
    /// G: N_opt = G (C/6)^a.
    #[must_use]
    pub fn g(&self) -> f64 {
        exp(ln(self.alpha * self.a / (self.beta * self.b)) / (self.alpha + self.beta))
    }
    /// a: exponent of N_opt in C.
    #[must_use]
    pub fn size_exponent(&self) -> f64 {
        self.beta / (self.alpha + self.beta)
    }
    /// b: exponent of D_opt in C.
    #[must_use]
    pub fn data_exponent(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }
    /// The best split of `c` FLOP.
    #[must_use]
    pub fn optimum(&self, c: f64) -> Optimum {
        let product = c / FLOP_PER_PARAMETER_TOKEN;
        let n = self.g() * pow(product, self.size_exponent());
        let d = product / n;
        Optimum { c, n, d, tokens_per_parameter: d / n, loss: self.loss(n, d) }
    }
    /// C(N): the compute at which `n` parameters are optimal, FLOP.
    #[must_use]
    pub fn compute_for_params(&self, n: f64) -> f64 {
        FLOP_PER_PARAMETER_TOKEN * pow(n / self.g(), 1.0 / self.size_exponent())
    }
    /// The compute at which `d` tokens are optimal, FLOP.
    #[must_use]
    pub fn compute_for_tokens(&self, d: f64) -> f64 {
        FLOP_PER_PARAMETER_TOKEN * pow(d * self.g(), 1.0 / self.data_exponent())
    }
    /// Tokens for which `n` parameters are optimal.
    #[must_use]
    pub fn tokens_for_params(&self, n: f64) -> f64 {
        self.compute_for_params(n) / FLOP_PER_PARAMETER_TOKEN / n
    }
    /// Parameters that are optimal for `d` tokens: G (G D)^(beta/alpha).
    #[must_use]
    pub fn params_for_tokens(&self, d: f64) -> f64 {
        let ln_g = ln(self.alpha * self.a / (self.beta * self.b)) / (self.alpha + self.beta);
        exp(ln_g + self.beta / self.alpha * (ln_g + ln(d)))
    }
    /// Least compute that reaches `loss`, FLOP; `None` when no compute does (at or under E).
    #[must_use]
    pub fn compute_for_loss(&self, loss: f64) -> Option<f64> {
        let g = self.g();
        let scale = self.a * pow(g, -self.alpha) + self.b * pow(g, self.beta);
        let gap = loss - self.e;
        let exponent = -(self.alpha + self.beta) / (self.alpha * self.beta);
        (gap > 0.0).then(|| FLOP_PER_PARAMETER_TOKEN * pow(gap / scale, exponent)).filter(|c| c.is_finite())
    }
    /// Tokens that bring a model of `n` parameters to `loss`; `None` when no amount of data does.
    #[must_use]
    pub fn tokens_for_loss(&self, loss: f64, n: f64) -> Option<f64> {
        let gap = loss - self.e - self.a * pow(n, -self.alpha);
        (gap > 0.0).then(|| pow(gap / self.b, -1.0 / self.beta)).filter(|d| d.is_finite())
    }
    /// Parameters that bring `d` tokens to `loss`; `None` when no size does.
    #[must_use]
    pub fn params_for_loss(&self, loss: f64, d: f64) -> Option<f64> {
        let gap = loss - self.e - self.b * pow(d, -self.beta);
        (gap > 0.0).then(|| pow(gap / self.a, -1.0 / self.alpha)).filter(|n| n.is_finite())
    }
    /// Loss that a doubling of `d` removes, at fixed N: B D^-beta (1 - 2^-beta). Positive is better.
    #[must_use]
    pub fn gain_of_doubling(&self, d: f64) -> f64 {
        self.b * pow(d, -self.beta) * (1.0 - pow(2.0, -self.beta))
    }
    /// Loss that any further data could still remove at `d` tokens: B D^-beta.
    #[must_use]
    pub fn removable_by_data(&self, d: f64) -> f64 {
        self.b * pow(d, -self.beta)
    }
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
