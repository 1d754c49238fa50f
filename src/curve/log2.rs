//! Straight line in the logarithm of the size: the same gain for every doubling, for ever.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span};
use crate::num::math::ln;

/// Logarithm.
pub struct Log2;

static ABOUT: About = About {
    id: "log2",
    label: "Logarithm",
    formula: "-a ln(n) + b",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "minus the gain per e-fold of data", unit: "score" },
        Param { id: "b", meaning: "value at n = 1", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: None,
    same_as: None,
};

impl CurveModel for Log2 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b] = p else { return f64::NAN };
        -a * ln(n) + b
    }
    fn gradient(&self, n: f64, _p: &[f64], out: &mut [f64]) {
        out.copy_from_slice(&[-ln(n), 1.0]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, _theta: &[f64]) -> Params {
        Params::new(&[-amplitude, offset])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        Vec::new()
    }
}
