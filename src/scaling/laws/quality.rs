//! Data quality beside quantity.

use crate::num::math::{exp, ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// L = E + A / N^alpha + B / (D^beta Q^gamma). The paper holds N fixed, so its A is part of E (A = 0 here).
#[derive(Clone, Copy, Debug)]
pub struct QualityAware;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "E", meaning: "loss that neither size nor data removes", unit: "nats per token" },
    Parameter {
        id: "A",
        meaning: "weight of the model-size term (0 where N was fixed)",
        unit: "nats per token at N = 1",
    },
    Parameter { id: "B", meaning: "weight of the data term", unit: "nats per token at D = 1" },
    Parameter { id: "alpha", meaning: "how fast a larger model helps", unit: "none" },
    Parameter { id: "beta", meaning: "how fast more data helps", unit: "none" },
    Parameter { id: "gamma", meaning: "how fast better data helps", unit: "none" },
];

/// D_eff = D Q^(gamma / beta): clean tokens worth as much as `d` tokens of quality `q`.
#[must_use]
pub fn effective_tokens(d: f64, q: f64, beta: f64, gamma: f64) -> f64 {
    d * pow(q, gamma / beta)
}

/// The exchange rate: factor by which the data would have to grow to gain as much as raising quality from `q` by
/// `step` (e.g. +0.01), at the same loss. 1.01 means "one percent more records".
#[must_use]
pub fn records_factor(q: f64, step: f64, beta: f64, gamma: f64) -> f64 {
    exp(gamma / beta * (ln((q + step).min(1.0)) - ln(q)))
}

/// Quality as 1 - corruption rate (share of records that are wrong).
#[must_use]
pub fn quality_of_corruption(rate: f64) -> f64 {
    1.0 - rate
}

/// Quality of a mixture: mean quality weighted by size. `None` for an empty mixture.
#[must_use]
pub fn mixture_quality(parts: &[(f64, f64)]) -> Option<f64> {
    let total: f64 = parts.iter().map(|(size, _)| size).sum();
    (total > 0.0).then(|| parts.iter().map(|(size, q)| size * q).sum::<f64>() / total)
}

impl ScalingLaw for QualityAware {
    fn id(&self) -> &'static str {
        "quality"
    }
    fn name(&self) -> &'static str {
        "Quality-aware"
    }
    fn formula(&self) -> &'static str {
        "L = E + A / N^alpha + B / (D^beta Q^gamma); D_eff = D Q^(gamma/beta)"
    }
    fn source(&self) -> &'static str {
        "Subramanyam, Chen and Grossman 2025, arXiv 2510.03313"
    }
    fn caveat(&self) -> &'static str {
        "Fitted on 63 runs at one model size with synthetic corruption; the constants come from summaries, and Q has no \
         practical recipe for natural data."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Params, Input::Data, Input::Quality]
    }
    fn output(&self) -> Output {
        Output::Loss
    }
    fn data_unit(&self) -> &'static str {
        "tokens"
    }
    fn example(&self) -> &'static [f64] {
        &[1.8172, 482.01, 1441.51, 0.3478, 0.396, 0.401]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[e, a, b, alpha, beta, gamma] = theta else { return f64::NAN };
        let size = if a == 0.0 { 0.0 } else { a * pow(at.n, -alpha) };
        e + size + b * pow(at.d, -beta) * pow(at.quality.unwrap_or(1.0), -gamma)
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[_, a, b, alpha, beta, gamma], [de, da, db, dalpha, dbeta, dgamma]) = (theta, out) else { return };
        let quality = at.quality.unwrap_or(1.0);
        let (size, data) = (pow(at.n, -alpha), pow(at.d, -beta) * pow(quality, -gamma));
        *de = 1.0;
        *da = size;
        *db = data;
        *dalpha = if a == 0.0 { 0.0 } else { -a * size * ln(at.n) };
        *dbeta = -b * data * ln(at.d);
        *dgamma = -b * data * ln(quality);
    }
}
