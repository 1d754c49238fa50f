//! Inverse logarithm. Domhan's ilog2 uses ln(1 + n).

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span};
use crate::data::Diagnostic;
use crate::num::math::ln;

/// Inverse logarithm.
pub struct Ilog2;

static ABOUT: About = About {
    id: "ilog2",
    label: "Inverse logarithm",
    formula: "b - a / ln(n)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "distance from the limit at n = e", unit: "score" },
        Param { id: "b", meaning: "limit as the size grows", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Ilog2 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b] = p else { return f64::NAN };
        b - a / ln(n)
    }
    fn gradient(&self, n: f64, _p: &[f64], out: &mut [f64]) {
        out.copy_from_slice(&[-1.0 / ln(n), 1.0]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, _theta: &[f64]) -> Params {
        Params::new(&[amplitude, offset])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        Vec::new()
    }
    fn refuses(&self, span: &Span) -> Option<Diagnostic> {
        if span.sizes.0 > 1.05 {
            return None;
        }
        Some(Diagnostic::info("size-too-small", "1 / ln(n) is not defined at one record; sizes must exceed 1"))
    }
}
