//! Fine-tuning: model size (or pre-training data) and fine-tuning examples multiply.

use crate::num::math::{ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// L = A / (X^alpha D_f^beta) + E; X is model parameters (`Point::n`), D_f fine-tuning examples (`Point::d`).
#[derive(Clone, Copy, Debug)]
pub struct FineTuning;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "E", meaning: "loss that neither size nor data removes", unit: "nats per token" },
    Parameter { id: "A", meaning: "weight of the joint term", unit: "nats per token at X = D_f = 1" },
    Parameter { id: "alpha", meaning: "how fast a larger X helps", unit: "none" },
    Parameter { id: "beta", meaning: "how fast more fine-tuning data helps", unit: "none" },
];

/// Fine-tuning examples beyond which method 2 (steeper in the data) beats method 1 at size `x`: D_f^c = H X^gamma
/// with H = (A1/A2)^(1/(b1-b2)), gamma = (alpha2-alpha1)/(b1-b2). Arguments are `(A, alpha, beta)`. Constants
/// rounded to two digits move H by a factor of three or more: an order of magnitude, not a number.
#[must_use]
pub fn critical_size(first: (f64, f64, f64), second: (f64, f64, f64), x: f64) -> Option<f64> {
    let gap = first.2 - second.2;
    (gap != 0.0).then(|| pow(first.0 / second.0, 1.0 / gap) * pow(x, (second.1 - first.1) / gap))
}

impl ScalingLaw for FineTuning {
    fn id(&self) -> &'static str {
        "fine-tuning"
    }
    fn name(&self) -> &'static str {
        "Fine-tuning (multiplicative)"
    }
    fn formula(&self) -> &'static str {
        "L = A / (X^alpha D_f^beta) + E"
    }
    fn source(&self) -> &'static str {
        "Zhang et al. 2024, equation 1 and Table 4, arXiv 2402.17193"
    }
    fn caveat(&self) -> &'static str {
        "Translation and summarisation with 1B-16B models; constants differ by task and method, so they are priors to \
         choose from, not predictions for another task. Parameter-efficient tuning size has almost no effect."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Params, Input::Data]
    }
    fn output(&self) -> Output {
        Output::Loss
    }
    fn data_unit(&self) -> &'static str {
        "examples"
    }
    fn example(&self) -> &'static [f64] {
        &[0.75, 1.2e5, 0.52, 0.15]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[e, a, alpha, beta] = theta else { return f64::NAN };
        a * pow(at.n, -alpha) * pow(at.d, -beta) + e
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[_, a, alpha, beta], [de, da, dalpha, dbeta]) = (theta, out) else { return };
        let joint = pow(at.n, -alpha) * pow(at.d, -beta);
        *de = 1.0;
        *da = joint;
        *dalpha = -a * joint * ln(at.n);
        *dbeta = -a * joint * ln(at.d);
    }
}
