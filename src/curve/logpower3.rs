//! Logistic curve in the logarithm of the size, from zero to a limit.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Log power.
pub struct LogPower3;

static ABOUT: About = About {
    id: "logpower3",
    label: "Log power",
    formula: "a / (1 + (n / e^b)^c)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "limit as the size grows (c negative)", unit: "score" },
        Param { id: "b", meaning: "logarithm of the half-way size", unit: "ln size" },
        Param { id: "c", meaning: "steepness, negative when rising", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Amplitude,
    limit: None,
    same_as: None,
};

impl CurveModel for LogPower3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        a / (1.0 + exp(c * (ln(n) - b)))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, c] = p else { return };
        let power = exp(c * (ln(n) - b));
        let below = 1.0 + power;
        let slope = if power.is_finite() { a * power / (below * below) } else { 0.0 };
        out.copy_from_slice(&[1.0 / below, slope * c, -slope * (ln(n) - b)]);
    }
    fn assemble(&self, _span: &Span, _offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[b, c] = theta else { return Params::default() };
        Params::new(&[amplitude, b, c])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        let steep = if span.rising { axis(-4.0, -0.05, 14) } else { axis(0.05, 4.0, 14) };
        vec![axis(first - 8.0, last + 5.0, 16), steep]
    }
}
