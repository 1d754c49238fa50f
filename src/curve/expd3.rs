//! Exponential approach written with its value at zero; the same curves as exp3.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Exponential approach (from start to limit).
pub struct Expd3;

static ABOUT: About = About {
    id: "expd3",
    label: "Exponential approach (from start to limit)",
    formula: "c - (c - a) exp(-b n)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "value at n = 0", unit: "score" },
        Param { id: "b", meaning: "rate per record", unit: "per size" },
        Param { id: "c", meaning: "limit as the size grows", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: Some("exp3"),
};

impl CurveModel for Expd3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        c - (c - a) * exp(-b * n)
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, c] = p else { return };
        let decay = exp(-b * n);
        out.copy_from_slice(&[decay, (c - a) * n * decay, 1.0 - decay]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_b] = theta else { return Params::default() };
        Params::new(&[offset - amplitude, exp(log_b), offset])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        vec![axis(ln(0.02) - last, ln(5.0) - first, 28)]
    }
}
