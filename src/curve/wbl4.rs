//! Weibull: stretched exponential approach to a limit.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Weibull.
pub struct Wbl4;

static ABOUT: About = About {
    id: "wbl4",
    label: "Weibull",
    formula: "c - b exp(-a n^d)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "rate", unit: "per size^d" },
        Param { id: "b", meaning: "distance from the limit at n = 0", unit: "score" },
        Param { id: "c", meaning: "limit as the size grows", unit: "score" },
        Param { id: "d", meaning: "stretching", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Wbl4 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c, d] = p else { return f64::NAN };
        c - b * exp(-exp(ln(a) + d * ln(n)))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, _c, d] = p else { return };
        let inner = exp(ln(a) + d * ln(n));
        let decay = exp(-inner);
        let slope = if inner.is_finite() { b * decay * inner } else { 0.0 };
        out.copy_from_slice(&[slope / a, -decay, 1.0, slope * ln(n)]);
    }
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_middle, log_d] = theta else { return Params::default() };
        let d = exp(log_d);
        Params::new(&[exp(log_middle - d * span.middle()), amplitude, offset, d])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(-7.0, 4.0, 14), axis(ln(0.02), ln(4.0), 14)]
    }
}
