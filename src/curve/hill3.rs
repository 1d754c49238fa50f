//! Hill function; the same curves as logpower3.

use super::{About, Axis, CurveModel, Form, Linear, Param, Params, Span, axis};
use crate::num::math::{exp, ln};

/// Hill.
pub struct Hill3;

static ABOUT: About = About {
    id: "hill3",
    label: "Hill",
    formula: "theta n^eta / (kappa^eta + n^eta)",
    source: "Domhan, Springenberg, Hutter (2015), IJCAI, table of curve functions",
    params: &[
        Param { id: "theta", meaning: "limit as the size grows (eta positive)", unit: "score" },
        Param { id: "eta", meaning: "steepness", unit: "" },
        Param { id: "kappa", meaning: "half-way size", unit: "size" },
    ],
    form: Form::Score,
    linear: Linear::Amplitude,
    limit: None,
    same_as: Some("logpower3"),
};

impl CurveModel for Hill3 {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn value(&self, n: f64, p: &[f64]) -> f64 {
        let &[theta, eta, kappa] = p else { return f64::NAN };
        theta / (1.0 + exp(eta * (ln(kappa) - ln(n))))
    }
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]) {
        let &[theta, eta, kappa] = p else { return };
        let log_ratio = ln(kappa) - ln(n);
        let power = exp(eta * log_ratio);
        let below = 1.0 + power;
        let slope = if power.is_finite() { -theta * power / (below * below) } else { 0.0 };
        out.copy_from_slice(&[1.0 / below, slope * log_ratio, slope * eta / kappa]);
    }
    fn assemble(&self, _span: &Span, _offset: f64, amplitude: f64, theta: &[f64]) -> Params {
        let &[log_kappa, eta] = theta else { return Params::default() };
        Params::new(&[amplitude, eta, exp(log_kappa)])
    }
    fn axes(&self, span: &Span) -> Vec<Axis> {
        let (first, last) = span.ln();
        let steep = if span.rising { axis(0.05, 4.0, 14) } else { axis(-4.0, -0.05, 14) };
        vec![axis(first - 8.0, last + 5.0, 16), steep]
    }
}
