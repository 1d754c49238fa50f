//! Power law without an asymptote. Fitted to the error (a negative), where zero is the natural limit; LCDB fits it to
//! the accuracy, where it cannot follow a curve (curves.md, table A1: median error .0495 against .0258 of pow3).

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln, pow};

/// Power law to zero.
pub struct Pow2;

static ABOUT: About = About {
    id: "pow2",
    label: "Power law to zero",
    formula: "-a n^(-b)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "minus the value at n = 1", unit: "score" },
        Param { id: "b", meaning: "rate of decline", unit: "" },
    ],
    form: Form::Error,
    linear: Linear::Amplitude,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Pow2 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b] = p else { return f64::NAN };
        -a * pow(n, -b)
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b] = p else { return };
        let power = pow(n, -b);
        out.copy_from_slice(&[-power, a * power * ln(n)]);
    }
    fn assemble(&self, _span: &Span, _offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_b] = theta else { return Params::default() };
        Params::new(&[-amplitude, exp(log_b)])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(ln(0.005), ln(4.0), 28)]
    }
}
