//! Repeated data: what an epoch over the same tokens is worth.

use crate::num::math::{exp, exp_m1, ln, pow};
use crate::scaling::frontier::Chinchilla;
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// L = E + A / N'^alpha + B / D'^beta, where repeats and excess parameters count ever less.
///
/// D' = U (1 + R_D* (1 - exp(-R_D / R_D*))) with R_D = max(D/U - 1, 0); N' likewise with
/// U_N = min(N, the compute-optimal size for U tokens). The difference 1 - exp(-x) is taken with `expm1`: the plain
/// form cancels for large R* and then invents a minimum at R_N* = 1e17 that is not there.
#[derive(Clone, Copy, Debug)]
pub struct DataConstrained;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "E", meaning: "loss that neither size nor data removes", unit: "nats per token" },
    Parameter { id: "A", meaning: "weight of the model-size term", unit: "nats per token at N = 1" },
    Parameter { id: "B", meaning: "weight of the data term", unit: "nats per token at D = 1" },
    Parameter { id: "alpha", meaning: "how fast a larger model helps", unit: "none" },
    Parameter { id: "beta", meaning: "how fast more data helps", unit: "none" },
    Parameter { id: "R_D_star", meaning: "repeats after which repeating has lost most of its worth", unit: "epochs" },
    Parameter { id: "R_N_star", meaning: "same for parameters beyond the optimum for the data", unit: "multiples" },
];

/// Values of R_D* that fit the published runs within 0.2 % of the best: it is weakly identified.
pub const R_D_STAR_RANGE: (f64, f64) = (15.0, 160.0);

/// A resource `unique` of which `total` is used, worth ever less after the first pass:
/// `unique (1 + r_star (1 - exp(-(total/unique - 1) / r_star)))`.
#[must_use]
pub fn effective(total: f64, unique: f64, r_star: f64) -> f64 {
    let repeats = (total / unique - 1.0).max(0.0);
    if repeats == 0.0 {
        return total.min(unique);
    }
    unique * (1.0 - r_star * exp_m1(-repeats / r_star))
}

/// D': what `tokens` over `unique` distinct ones are worth, in distinct tokens.
#[must_use]
pub fn effective_tokens(tokens: f64, unique: f64, r_d_star: f64) -> f64 {
    effective(tokens, unique.min(tokens), r_d_star)
}

/// The law's inner quantities at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// U_N: the part of N that the distinct data can feed.
    pub useful_params: f64,
    /// N'.
    pub effective_params: f64,
    /// D'.
    pub effective_tokens: f64,
}

/// N', D' and U_N of a model of `n` parameters on `d` tokens of which `unique` are distinct.
#[must_use]
pub fn worth(base: &Chinchilla, r_d_star: f64, r_n_star: f64, n: f64, d: f64, unique: f64) -> Worth {
    let useful_params = n.min(base.params_for_tokens(unique.min(d)));
    Worth {
        useful_params,
        effective_params: effective(n, useful_params, r_n_star),
        effective_tokens: effective_tokens(d, unique, r_d_star),
    }
}

impl ScalingLaw for DataConstrained {
    fn id(&self) -> &'static str {
        "data-constrained"
    }
    fn name(&self) -> &'static str {
        "Data-constrained (repeats)"
    }
    fn formula(&self) -> &'static str {
        "L = E + A / N'^alpha + B / D'^beta, D' = U (1 + R_D* (1 - exp(-R_D / R_D*))), N' likewise"
    }
    fn source(&self) -> &'static str {
        "Muennighoff et al. 2023, equations 5 and 11, arXiv 2305.16264; huggingface/datablations"
    }
    fn caveat(&self) -> &'static str {
        "Trends are meaningful, absolute values are off (2.29 predicted, 2.46 measured at 4.2B on 84B). R_D* is weakly \
         identified: 15 to 160 fit the published runs within 0.2 %."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Params, Input::Data, Input::Unique]
    }
    fn output(&self) -> Output {
        Output::Loss
    }
    fn data_unit(&self) -> &'static str {
        "tokens"
    }
    fn example(&self) -> &'static [f64] {
        crate::scaling::constants::MUENNIGHOFF
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[e, a, b, alpha, beta, r_d, r_n] = theta else { return f64::NAN };
        let base = Chinchilla { e, a, b, alpha, beta };
        let worth = worth(&base, r_d, r_n, at.n, at.d, at.unique.unwrap_or(at.d));
        e + a * pow(worth.effective_params, -alpha) + b * pow(worth.effective_tokens, -beta)
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[e, a, b, alpha, beta, r_d, r_n], [de, da, db, dalpha, dbeta, drd, drn]) = (theta, out) else { return };
        let base = Chinchilla { e, a, b, alpha, beta };
        let unique = at.unique.unwrap_or(at.d).min(at.d);
        let w = worth(&base, r_d, r_n, at.n, at.d, unique);
        let (size, data) = (a * pow(w.effective_params, -alpha), b * pow(w.effective_tokens, -beta));
        *de = 1.0;
        *da = size / a;
        *db = data / b;
        *dalpha = -size * ln(w.effective_params);
        *dbeta = -data * ln(w.effective_tokens);
        // Through D': only R_D* moves it.
        let x = (at.d / unique - 1.0).max(0.0) / r_d;
        *drd = -beta * data / w.effective_tokens * unique * decay_slope(x);
        // Through N': R_N*, and where the distinct data limit it, U_N and so A, B, alpha, beta.
        let x = (at.n / w.useful_params - 1.0).max(0.0) / r_n;
        let per_params = -alpha * size / w.effective_params;
        *drn = per_params * w.useful_params * decay_slope(x);
        if w.useful_params < at.n {
            let by_useful = 1.0 - r_n * exp_m1(-x) - exp(-x) * at.n / w.useful_params;
            let scale = per_params * by_useful * w.useful_params;
            let sum = alpha + beta;
            let ratio = beta / alpha;
            let ln_g = ln(base.g());
            let shift = ln_g + ln(unique);
            *da += scale * (1.0 + ratio) / (a * sum);
            *db -= scale * (1.0 + ratio) / (b * sum);
            *dalpha += scale * ((1.0 + ratio) * (1.0 / (alpha * sum) - ln_g / sum) - shift * beta / (alpha * alpha));
            *dbeta += scale * ((1.0 + ratio) * (-1.0 / (beta * sum) - ln_g / sum) + shift / alpha);
        }
    }
}

/// Derivative of `r (1 - exp(-R/r))` by r at x = R/r: 1 - exp(-x) - x exp(-x), without cancellation for small x.
fn decay_slope(x: f64) -> f64 {
    -exp_m1(-x) - x * exp(-x)
}
