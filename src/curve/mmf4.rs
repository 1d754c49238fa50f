//! Morgan-Mercer-Flodin: a sigmoid in the logarithm of the size, the best single family of LCDB (mean rank 5.82).

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Morgan-Mercer-Flodin.
pub struct Mmf4;

static ABOUT: About = About {
    id: "mmf4",
    label: "Morgan-Mercer-Flodin",
    formula: "(a b + c n^d) / (b + n^d)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "value at n = 0", unit: "score" },
        Param { id: "b", meaning: "half-way size to the power d", unit: "size^d" },
        Param { id: "c", meaning: "limit as the size grows", unit: "score" },
        Param { id: "d", meaning: "steepness", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Mmf4 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c, d] = p else { return f64::NAN };
        c + (a - c) / (1.0 + exp(d * ln(n) - ln(b)))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, c, d] = p else { return };
        let power = exp(d * ln(n) - ln(b));
        let start = 1.0 / (1.0 + power);
        let slope = if power.is_finite() { (c - a) * start * start * power } else { 0.0 };
        out.copy_from_slice(&[start, -slope / b, 1.0 - start, slope * ln(n)]);
    }
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_middle, log_d] = theta else { return Params::default() };
        let d = exp(log_d);
        Params::new(&[offset - amplitude, exp(d * span.middle() - log_middle), offset, d])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(-20.0, 12.0, 25), axis(ln(0.05), ln(5.0), 13)]
    }
}
