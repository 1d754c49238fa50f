//! Effective data transferred from pre-training.

use crate::num::math::{ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// D_T = k D_F^alpha N^beta: characters of target-domain data that pre-training is worth.
#[derive(Clone, Copy, Debug)]
pub struct Transfer;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "k", meaning: "scale", unit: "characters^(1-alpha)" },
    Parameter { id: "alpha", meaning: "share of the worth that fine-tuning data add", unit: "none" },
    Parameter { id: "beta", meaning: "share of the worth that model size adds", unit: "none" },
];

/// (D_T + D_F) / D_F: by how much pre-training multiplies the fine-tuning data.
#[must_use]
pub fn multiplier(theta: &[f64], at: &Point) -> f64 {
    Transfer.value(theta, at) / at.d + 1.0
}

impl ScalingLaw for Transfer {
    fn id(&self) -> &'static str {
        "transfer"
    }
    fn name(&self) -> &'static str {
        "Effective data transferred"
    }
    fn formula(&self) -> &'static str {
        "D_T = k D_F^alpha N^beta; multiplier = (D_T + D_F) / D_F"
    }
    fn source(&self) -> &'static str {
        "Hernandez et al. 2021, equation 1 and Table 1, arXiv 2102.01293"
    }
    fn caveat(&self) -> &'static str {
        "Characters of Python code, non-embedding parameters, and only while D_F is at most a tenth of what training from \
         scratch would need; beyond it pre-training can hurt small models."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Params, Input::Data]
    }
    fn output(&self) -> Output {
        Output::Data
    }
    fn data_unit(&self) -> &'static str {
        "characters"
    }
    fn example(&self) -> &'static [f64] {
        &[1.9e4, 0.18, 0.38]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[k, alpha, beta] = theta else { return f64::NAN };
        k * pow(at.d, alpha) * pow(at.n, beta)
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let value = self.value(theta, at);
        let (&[k, _, _], [dk, dalpha, dbeta]) = (theta, out) else { return };
        *dk = value / k;
        *dalpha = value * ln(at.d);
        *dbeta = value * ln(at.n);
    }
}
