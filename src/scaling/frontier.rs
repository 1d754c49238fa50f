//! The compute-optimal frontier of the Chinchilla law, in closed form.
//!
//! With C = 6 N D (Hoffmann et al. 2022, equation 4, arXiv 2203.15556): G = (alpha A / (beta B))^(1/(alpha+beta)),
//! a = beta/(alpha+beta), b = alpha/(alpha+beta), N_opt = G (C/6)^a, D_opt = (C/6)^b / G.

use crate::num::math::{exp, ln, pow};
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
}
