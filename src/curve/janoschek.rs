//! Janoschek growth curve; the same curves as wbl4.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Janoschek.
pub struct Janoschek;

static ABOUT: About = About {
    id: "janoschek",
    label: "Janoschek",
    formula: "a - (a - beta) exp(-k n^delta)",
    source: "Domhan, Springenberg, Hutter (2015), IJCAI, table of curve functions",
    params: &[
        Param { id: "a", meaning: "limit as the size grows", unit: "score" },
        Param { id: "beta", meaning: "value at n = 0", unit: "score" },
        Param { id: "k", meaning: "rate", unit: "per size^delta" },
        Param { id: "delta", meaning: "stretching", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: Some("wbl4"),
};

impl CurveModel for Janoschek {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, beta, k, delta] = p else { return f64::NAN };
        a - (a - beta) * exp(-exp(ln(k) + delta * ln(n)))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, beta, k, delta] = p else { return };
        let inner = exp(ln(k) + delta * ln(n));
        let decay = exp(-inner);
        let slope = if inner.is_finite() { (a - beta) * decay * inner } else { 0.0 };
        out.copy_from_slice(&[1.0 - decay, decay, slope / k, slope * ln(n)]);
    }
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_middle, log_d] = theta else { return Params::default() };
        let d = exp(log_d);
        Params::new(&[offset, offset - amplitude, exp(log_middle - d * span.middle()), d])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(-7.0, 4.0, 14), axis(ln(0.02), ln(4.0), 14)]
    }
}
