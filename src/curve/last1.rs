//! No change from the last observed value: the null model that every other has to beat.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span};

/// No change: the last value.
pub struct Last1;

static ABOUT: About = About {
    id: "last1",
    label: "No change: the last value",
    formula: "a (the last observed value)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[Param { id: "a", meaning: "last observed value", unit: "score" }],
    form: Form::Score,
    linear: Linear::Last,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Last1 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, _n: f64, p: &[f64]) -> f64 {
        p.first().copied().unwrap_or(f64::NAN)
    }
    fn gradient(&self, _n: f64, _p: &[f64], out: &mut [f64]) {
        out.fill(1.0);
    }
    fn assemble(&self, _span: &Span, offset: f64, _amplitude: f64, _theta: &[f64]) -> Params {
        Params::new(&[offset])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        Vec::new()
    }
}
