//! Double exponential of LCDB. Its amplitude is fixed at exp(1) − 1, so that it only suits scores of order one.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln, pow};

/// Double exponential.
pub struct Expp3;

static ABOUT: About = About {
    id: "expp3",
    label: "Double exponential",
    formula: "c - exp((n - b)^a)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "exponent", unit: "" },
        Param { id: "b", meaning: "shift of the size axis", unit: "size" },
        Param { id: "c", meaning: "limit plus one", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::Offset,
    limit: Some(-1.0),
    same_as: None,
};

impl CurveModel for Expp3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        c - exp(pow(n - b, a))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, _c] = p else { return };
        let inner = pow(n - b, a);
        let outer = inner * exp(inner);
        out.copy_from_slice(&[-outer * ln(n - b), outer * a / (n - b), 1.0]);
    }
    fn assemble(&self, span: &Span, offset: f64, _amplitude: f64, theta: &[f64]) -> Params {
        let &[log_a, log_shift] = theta else { return Params::default() };
        Params::new(&[-exp(log_a), span.sizes.0 - exp(log_shift), offset])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (_, last) = span.ln();
        vec![axis(ln(0.03), ln(4.0), 14), axis(ln(0.05), last + 2.0, 14)]
    }
}
