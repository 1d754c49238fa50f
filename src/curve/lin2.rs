//! Straight line in the size.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span};

/// Straight line.
pub struct Lin2;

static ABOUT: About = About {
    id: "lin2",
    label: "Straight line",
    formula: "a n + b",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "gain per record", unit: "score per size" },
        Param { id: "b", meaning: "value at n = 0", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: None,
    same_as: None,
};

impl CurveModel for Lin2 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b] = p else { return f64::NAN };
        a * n + b
    }
    fn gradient(&self, n: f64, _p: &[f64], out: &mut [f64]) {
        out.copy_from_slice(&[n, 1.0]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, _theta: &[f64]) -> Params {
        Params::new(&[amplitude, offset])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        Vec::new()
    }
}
