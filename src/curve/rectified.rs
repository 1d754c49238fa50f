//! Rectified scaling law of fine-tuning: a power phase after what pre-training already knew. On one axis the same curves
//! as mmf4.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Rectified scaling law.
pub struct Rectified;

static ABOUT: About = About {
    id: "rectified",
    label: "Rectified scaling law",
    formula: "B / (D_l + D^beta) + E",
    source: "Lin et al. (2024), Selecting Large Language Model to Fine-tune via Rectified Scaling Law, ICML, arXiv 2402.02314",
    params: &[
        Param { id: "B", meaning: "scale of the reducible loss", unit: "score size^beta" },
        Param { id: "D_l", meaning: "data already learned, to the power beta", unit: "size^beta" },
        Param { id: "beta", meaning: "rate of decline", unit: "" },
        Param { id: "E", meaning: "limit as the size grows", unit: "score" },
    ],
    form: Form::Error,
    linear: Linear::Both,
    limit: Some(0.0),
    same_as: Some("mmf4"),
};

impl CurveModel for Rectified {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[b, learned, beta, e] = p else { return f64::NAN };
        b / (learned + exp(beta * ln(n))) + e
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[b, learned, beta, _e] = p else { return };
        let power = exp(beta * ln(n));
        let below = 1.0 / (learned + power);
        let slope = if power.is_finite() { b * below * below } else { 0.0 };
        let late = if power.is_finite() { -slope * power * ln(n) } else { 0.0 };
        out.copy_from_slice(&[below, -slope, late, 1.0]);
    }
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_middle, log_beta] = theta else { return Params::default() };
        let beta = exp(log_beta);
        let learned = exp(beta * span.middle() - log_middle);
        Params::new(&[amplitude * learned, learned, beta, offset])
    }
    fn axes(&self, _span: &Span) -> Vec<Axis> {
        vec![axis(-20.0, 12.0, 25), axis(ln(0.05), ln(5.0), 13)]
    }
}
