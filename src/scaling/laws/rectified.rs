//! Fine-tuning of one model: the power law with the data it has already seen.

use crate::num::math::{ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// L(D) = B / (D_l + D^beta) + E: flat while D^beta is small beside D_l, a power law after it.
#[derive(Clone, Copy, Debug)]
pub struct Rectified;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "B", meaning: "weight of the data term", unit: "nats per token" },
    Parameter { id: "D_l", meaning: "data that pre-training is worth, as D^beta", unit: "examples^beta" },
    Parameter { id: "beta", meaning: "how fast more data helps", unit: "none" },
    Parameter { id: "E", meaning: "loss that data do not remove", unit: "nats per token" },
];

impl ScalingLaw for Rectified {
    fn id(&self) -> &'static str {
        "rectified"
    }
    fn name(&self) -> &'static str {
        "Rectified (fine-tuning)"
    }
    fn formula(&self) -> &'static str {
        "L = B / (D_l + D^beta) + E"
    }
    fn source(&self) -> &'static str {
        "Lin et al. 2024, equation 4, arXiv 2402.02314"
    }
    fn caveat(&self) -> &'static str {
        "One curve per model: it compares models by extrapolating each. D_l -> 0 (a pure power law) and E -> 0 fit as well \
         on many curves; the far end is then not identified."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Data]
    }
    fn output(&self) -> Output {
        Output::Loss
    }
    fn data_unit(&self) -> &'static str {
        "examples"
    }
    fn example(&self) -> &'static [f64] {
        &[563.823_097_368_768_1, 166.056_339_396_395_54, 0.455_279_840_154_861_8, 1.069_236_482_961_754]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[b, d_l, beta, e] = theta else { return f64::NAN };
        b / (d_l + pow(at.d, beta)) + e
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[b, d_l, beta, _], [db, ddl, dbeta, de]) = (theta, out) else { return };
        let power = pow(at.d, beta);
        let under = d_l + power;
        *db = 1.0 / under;
        *ddl = -b / (under * under);
        *dbeta = -b / (under * under) * power * ln(at.d);
        *de = 1.0;
    }
}
