//! Power law towards a limit.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln, pow};

/// Power law with a limit.
pub struct Pow3;

static ABOUT: About = About {
    id: "pow3",
    label: "Power law with a limit",
    formula: "a - b n^(-c)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb; Cortes et al. (1993), NIPS",
    params: &[
        Param { id: "a", meaning: "limit as the size grows", unit: "score" },
        Param { id: "b", meaning: "distance from the limit at n = 1", unit: "score" },
        Param { id: "c", meaning: "rate of decline", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

impl CurveModel for Pow3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        a - b * pow(n, -c)
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[_a, b, c] = p else { return };
        let power = pow(n, -c);
        out.copy_from_slice(&[1.0, -power, b * power * ln(n)]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_c] = theta else { return Params::default() };
        Params::new(&[offset, amplitude, exp(log_c)])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(ln(0.01), ln(4.0), 28)]
    }
}
