//! Broken neural scaling law with one break.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln, ln_1p};

/// Broken power law (one break).
pub struct Bnsl;

static ABOUT: About = About {
    id: "bnsl",
    label: "Broken power law (one break)",
    formula: "a + b n^(-c0) (1 + (n/d1)^(1/f1))^(-c1 f1)",
    source: "Caballero, Gupta, Rish, Krueger (2023), Broken Neural Scaling Laws, ICLR, arXiv 2210.14891, eq. 1",
    params: &[
        Param { id: "a", meaning: "limit as the size grows", unit: "score" },
        Param { id: "b", meaning: "scale", unit: "score size^c0" },
        Param { id: "c0", meaning: "rate before the break", unit: "" },
        Param { id: "c1", meaning: "change of the rate at the break", unit: "" },
        Param { id: "d1", meaning: "size at the break", unit: "size" },
        Param { id: "f1", meaning: "sharpness of the break (small is sharp)", unit: "" },
    ],
    form: Form::Error,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: None,
};

/// ln(1 + e^t) without overflow.
fn softplus(t: f64) -> f64 {
    if t > 0.0 { t + ln_1p(exp(-t)) } else { ln_1p(exp(t)) }
}

impl CurveModel for Bnsl {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[a, b, c0, c1, d1, f1] = p else { return f64::NAN };
        a + b * exp(-c0 * ln(n) - c1 * f1 * softplus((ln(n) - ln(d1)) / f1))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[_a, b, c0, c1, d1, f1] = p else { return };
        let t = (ln(n) - ln(d1)) / f1;
        let soft = softplus(t);
        let step = 1.0 / (1.0 + exp(-t));
        let power = exp(-c0 * ln(n) - c1 * f1 * soft);
        let value = b * power;
        out.copy_from_slice(&[
            1.0,
            power,
            -value * ln(n),
            -value * f1 * soft,
            value * c1 * step / d1,
            -value * c1 * (soft - t * step),
        ]);
    }
    fn assemble(&self, _span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[c0, c1, log_d, log_f] = theta else { return Params::default() };
        Params::new(&[offset, amplitude, c0, c1, exp(log_d), exp(log_f)])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        vec![axis(0.0, 1.5, 5), axis(0.0, 6.0, 5), axis(first, last + 1.0, 6), axis(ln(0.03), ln(1.5), 3)]
    }
}
