//! The shape-free reference: the best monotone curve through the points (pool adjacent violators), straight in the
//! logarithm of the size between them and flat outside. Its parameters are its knots, `n1, y1, n2, y2, …`.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span};
use crate::num::math::ln;

/// Isotonic regression.
pub struct Isotonic;

static ABOUT: About = About {
    id: "isotonic",
    label: "Isotonic (no shape assumed)",
    formula: "monotone knots (n_i, y_i), linear in ln n, flat outside",
    source: "Barlow, Bartholomew, Bremner, Brunk (1972), Statistical Inference under Order Restrictions",
    params: &[
        Param { id: "n", meaning: "size at a knot", unit: "size" },
        Param { id: "y", meaning: "value at a knot", unit: "score" },
    ],
    form: Form::Score,
    linear: Linear::ShapeFree,
    limit: None,
    same_as: None,
};

/// The knots around `n` as (index of the left knot, share of the right one).
fn between(n: f64, knots: &[f64]) -> Option<(usize, f64)> {
    let count = knots.len() / 2;
    let last = count.checked_sub(1)?;
    let size = |i: usize| knots[2 * i];
    if n <= size(0) {
        return Some((0, 0.0));
    }
    for i in 0..last {
        if n <= size(i + 1) {
            let width = ln(size(i + 1)) - ln(size(i));
            return Some((i, if width > 0.0 { (ln(n) - ln(size(i))) / width } else { 1.0 }));
        }
    }
    Some((last, 0.0))
}

impl CurveModel for Isotonic {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let Some((left, share)) = between(n, p) else { return f64::NAN };
        let right = p.get(2 * left + 3).copied().unwrap_or(p[2 * left + 1]);
        p[2 * left + 1] * (1.0 - share) + right * share
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        let Some((left, share)) = between(n, p) else { return };
        out[2 * left + 1] = 1.0 - share;
        if let Some(slot) = out.get_mut(2 * left + 3) {
            *slot = share;
        }
    }
    fn assemble(&self, _span: &Span, _offset: f64, _amplitude: f64, _theta: &[f64]) -> Params {
        Params::default()
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        Vec::new()
    }
}
