//! Vapour pressure curve.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Vapour pressure.
pub struct Vap3;

static ABOUT: About = About {
    id: "vap3",
    label: "Vapour pressure",
    formula: "exp(a + b/n + c ln n)",
    source: "Mohr, Viering, Loog, van Rijn (2022), LCDB 1.0, ECML PKDD; formula as in fmohr/lcdb",
    params: &[
        Param { id: "a", meaning: "logarithm of the value at n = 1 without b", unit: "ln score" },
        Param { id: "b", meaning: "early bend", unit: "size" },
        Param { id: "c", meaning: "late power", unit: "" },
    ],
    form: Form::Score,
    linear: Linear::Amplitude,
    limit: None,
    same_as: None,
};

impl CurveModel for Vap3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c] = p else { return f64::NAN };
        exp(a + b / n + c * ln(n))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[a, b, c] = p else { return };
        let value = exp(a + b / n + c * ln(n));
        out.copy_from_slice(&[value, value / n, value * ln(n)]);
    }
    fn assemble(&self, _span: &Span, _offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[b, c] = theta else { return Params::default() };
        Params::new(&[ln(amplitude.max(1e-300)), b, c])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let n = span.sizes.0;
        if span.rising {
            vec![axis(-10.0 * n, 0.0, 16), axis(0.0, 1.0, 16)]
        } else {
            vec![axis(0.0, 10.0 * n, 16), axis(-2.0, 0.0, 16)]
        }
    }
}
