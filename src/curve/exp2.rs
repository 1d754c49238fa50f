//! Exponential decline without an asymptote, fitted to the error.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Exponential decline to zero.
pub struct Exp2;

static ABOUT: About = About {
    id: "exp2",
    label: "Exponential decline to zero",
    formula: "a exp(-b n)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "value at n = 0", unit: "score" },
        Param { id: "b", meaning: "rate per record", unit: "per size" },
    ],
    form: Form::Error,
    linear: Linear::Amplitude,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Exp2 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b] = p else { return f64::NAN };
        a * exp(-b * n)
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b] = p else { return };
        let decay = exp(-b * n);
        out.copy_from_slice(&[decay, -a * n * decay]);
    }
    fn assemble(&self, _span: &Span, _offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_b] = theta else { return Params::default() };
        Params::new(&[amplitude, exp(log_b)])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        vec![axis(ln(0.01) - last, ln(5.0) - first, 28)]
    }
}
