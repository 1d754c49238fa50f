//! Power law with a limit and a shift of the size axis. Domhan's pow4 is another formula.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln, pow};

/// Shifted power law with a limit.
pub struct Pow4;

static ABOUT: About = About {
    id: "pow4",
    label: "Shifted power law with a limit",
    formula: "a - b (n + d)^(-c)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "limit as the size grows", unit: "score" },
        Param { id: "b", meaning: "distance from the limit at n + d = 1", unit: "score" },
        Param { id: "c", meaning: "rate of decline", unit: "" },
        Param { id: "d", meaning: "records the learner behaves as if it already had", unit: "size" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Pow4 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c, d] = p else { return f64::NAN };
        a - b * pow(n + d, -c)
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[_a, b, c, d] = p else { return };
        let power = pow(n + d, -c);
        out.copy_from_slice(&[1.0, -power, b * power * ln(n + d), b * c * power / (n + d)]);
    }
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_c, log_reach] = theta else { return Params::default() };
        Params::new(&[offset, amplitude, exp(log_c), exp(log_reach) - 0.95 * span.sizes.0])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        vec![axis(ln(0.02), ln(20.0), 15), axis(first - 3.0, last + 2.5, 12)]
    }
}
