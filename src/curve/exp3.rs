//! Exponential approach to a limit. Domhan's exp3 is another formula.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Exponential approach.
pub struct Exp3;

static ABOUT: About = About {
    id: "exp3",
    label: "Exponential approach",
    formula: "a exp(-b n) + c",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "value at n = 0, above the limit", unit: "score" },
        Param { id: "b", meaning: "rate per record", unit: "per size" },
        Param { id: "c", meaning: "limit as the size grows", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Exp3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        a * exp(-b * n) + c
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, _c] = p else { return };
        let decay = exp(-b * n);
        out.copy_from_slice(&[decay, -a * n * decay, 1.0]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_b] = theta else { return Params::default() };
        Params::new(&[-amplitude, exp(log_b), offset])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        vec![axis(ln(0.02) - last, ln(5.0) - first, 28)]
    }
}
