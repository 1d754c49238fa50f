//! The parametric loss of Hoffmann et al.: parameters and tokens, every token distinct.

use crate::num::math::{ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// L(N, D) = E + A / N^alpha + B / D^beta.
#[derive(Clone, Copy, Debug)]
pub struct ChinchillaLaw;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "E", meaning: "loss that neither size nor data removes", unit: "nats per token" },
    Parameter { id: "A", meaning: "weight of the model-size term", unit: "nats per token at N = 1" },
    Parameter { id: "B", meaning: "weight of the data term", unit: "nats per token at D = 1" },
    Parameter { id: "alpha", meaning: "how fast a larger model helps", unit: "none" },
    Parameter { id: "beta", meaning: "how fast more data helps", unit: "none" },
];

impl ScalingLaw for ChinchillaLaw {
    fn id(&self) -> &'static str {
        "chinchilla"
    }
    fn name(&self) -> &'static str {
        "Chinchilla"
    }
    fn formula(&self) -> &'static str {
        "L = E + A / N^alpha + B / D^beta"
    }
    fn source(&self) -> &'static str {
        "Hoffmann et al. 2022, equation 2, arXiv 2203.15556; replication Besiroglu et al. 2024, arXiv 2404.10102"
    }
    fn caveat(&self) -> &'static str {
        "Every token counts as new: repeats and quality are not in it. Constants depend on the loss function of the fit."
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
        "tokens"
    }
    fn example(&self) -> &'static [f64] {
        &[1.8172, 482.01, 2085.43, 0.3478, 0.3658]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[e, a, b, alpha, beta] = theta else { return f64::NAN };
        e + a * pow(at.n, -alpha) + b * pow(at.d, -beta)
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[_, a, b, alpha, beta], [de, da, db, dalpha, dbeta]) = (theta, out) else { return };
        let (size, data) = (pow(at.n, -alpha), pow(at.d, -beta));
        *de = 1.0;
        *da = size;
        *db = data;
        *dalpha = -a * size * ln(at.n);
        *dbeta = -b * data * ln(at.d);
    }
}
