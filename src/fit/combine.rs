//! The combined forecast: every family's gain from the last point on, weighted, with a scale that grows with the
//! extrapolation factor and with the disagreement of the families.

use super::calibration as c;
use super::curve_fit::CurveFit;
use super::predictive::Predictive;
use crate::num::math::ln;

/// Weight of a family in the combination (0 for others).
#[must_use]
pub fn weight(id: &str) -> f64 {
    c::MEMBERS.iter().find(|m| m.0 == id).map_or(0.0, |m| m.1)
}

/// Forecast distribution of the measured value at `size`, combined.
#[must_use]
pub fn combined(fit: &CurveFit, size: f64) -> Option<Predictive> {
    let signs = fit.signs.as_ref()?;
    let sign = fit.direction.sign();
    let log_factor = ln(size / signs.last_size);
    let mut gains = Vec::with_capacity(c::MEMBERS.len());
    let (mut total, mut mean) = (0.0, 0.0);
    for m in &fit.models {
        let w = m.weight;
        if w <= 0.0 {
            continue;
        }
        let (Some(here), Some(last)) = (m.value(size), m.value(signs.last_size)) else { continue };
        let gain = sign * (here - last);
        total += w;
        mean += w * gain;
        gains.push((w, gain));
    }
    let mean = if total > 0.0 { mean / total } else { 0.0 };
    let spread = if total > 0.0 {
        (gains.iter().map(|(w, g)| w * (g - mean) * (g - mean)).sum::<f64>() / total).sqrt()
    } else {
        0.0
    };
    let reach = log_factor.abs();
    let scale = scale(fit, signs, reach, mean, spread);
    let median = fit.inside(signs.last_value + sign * mean);
    Some(Predictive { median, below: scale, above: scale, freedom: c::FREEDOM })
}

fn scale(fit: &CurveFit, signs: &super::signs::Signs, reach: f64, gain: f64, spread: f64) -> f64 {
    let steepest = signs.slopes.iter().map(|s| s.abs()).fold(0.0, f64::max);
    let few = 1.0 + 4.0 / (fit.n.max(1) as f64);
    let parts = [
        signs.noise * std::f64::consts::SQRT_2,
        c::DISAGREEMENT * spread,
        c::GAIN * gain.abs(),
        c::TREND * steepest * reach,
        c::WANDER * signs.scatter.max(signs.noise) * reach.sqrt(),
    ];
    few * parts.iter().map(|p| p * p).sum::<f64>().sqrt() + floor(fit)
}

/// The scale never falls below a millionth of the value: measurements are rounded.
fn floor(fit: &CurveFit) -> f64 {
    1e-6 * fit.last_seen.y.abs().max(1e-6)
}

/// Forecast distribution by one family, chosen by hand: its own curve, with the noise, its residuals and the same
/// model error as the combination.
#[must_use]
pub fn by_one(fit: &CurveFit, id: &str, size: f64) -> Option<Predictive> {
    let model = fit.models.iter().find(|m| m.id == id)?;
    let value = model.value(size)?;
    let mut all = combined(fit, size)?;
    let residual = (model.sse.unwrap_or(0.0) / fit.n.max(1) as f64).sqrt();
    let widen = |s: f64| (s * s + residual * residual).sqrt();
    all.below = widen(all.below);
    all.above = widen(all.above);
    all.median = value;
    Some(all)
}

/// Sets the weights of the fitted families; they sum to one.
pub fn settle(fit: &mut CurveFit) {
    let fitted = |m: &super::ModelFit| !m.params.is_empty();
    let calibrated: f64 = fit.models.iter().filter(|m| fitted(m)).map(|m| weight(&m.id)).sum();
    let count = fit.models.iter().filter(|m| fitted(m)).count() as f64;
    for m in &mut fit.models {
        m.weight = if m.params.is_empty() {
            0.0
        } else if calibrated > 0.0 {
            weight(&m.id) / calibrated
        } else {
            1.0 / count
        };
    }
}
