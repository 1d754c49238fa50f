//! The combined forecast: every family's gain from the last point on, weighted, with a scale that grows with the
//! extrapolation factor and with the disagreement of the families.

use super::calibration as c;
use super::curve_fit::CurveFit;
use super::kind::PointsKind;
use super::model_fit::ModelFit;
use super::points::Points;
use super::predictive::Predictive;
use super::signs::Signs;
use crate::num::math::{exp, ln, pow};

/// Measurements are rounded: nothing is known better than a ten-thousandth of the distance to the best possible value, or
/// of the value itself where there is none.
fn rounding(signs: &Signs) -> f64 {
    1e-4 * signs.headroom.unwrap_or(signs.last_value).abs() + 1e-12
}

/// True for the families of the calibrated combination.
#[must_use]
pub fn is_member(id: &str) -> bool {
    c::MEMBERS.iter().any(|m| m.id == id)
}

/// What the families say at one size: their weights and their gains from the last point on.
struct Panel {
    gain: f64,
    spread: f64,
    interpolated: f64,
}

/// Logarithm of the number of points over ten, within the range that was learned from.
fn count(n: usize) -> f64 {
    ln((n as f64).clamp(c::POINTS.0, c::POINTS.1)) - 2.3
}

/// True for a metric without a largest value: losses, perplexities.
fn endless(fit: &CurveFit) -> bool {
    fit.range.is_none()
}

/// How rough a curve is: the logarithm of its noise over that and a change, around that of an ordinary curve.
fn roughness(noise: f64, all: f64) -> f64 {
    (ln(noise / all) + 2.0).clamp(-2.0, 2.0)
}

/// How rough a curve is against its gain over the last two doublings.
fn rough(signs: &Signs) -> f64 {
    let noise = (signs.scatter * signs.scatter + c::MEASURED * signs.noise * signs.noise).sqrt() + rounding(signs);
    roughness(noise, signs.recent.0.abs() + noise)
}

/// Unnormalised weight of a family at `reach` = ln(extrapolation factor). Families chosen by hand that the calibration
/// does not know count as an average one.
fn raw_weight(fit: &CurveFit, signs: &Signs, m: &ModelFit, reach: f64) -> f64 {
    if m.params.is_empty() {
        return 0.0;
    }
    let (share, points) = c::MEMBERS.iter().find(|o| o.id == m.id).map_or((0.0, 0.0), |o| (o.share, o.points));
    let mut logit = share + points * count(signs.apart) - (c::TRUST.0 + c::TRUST.1 * (reach - 1.5)).max(0.0) * m.misfit;
    if m.id == "last1" {
        logit += c::REACH * (reach - 1.5) + c::ROUGH * rough(signs) + if endless(fit) { c::ENDLESS } else { 0.0 };
    }
    exp(logit)
}

/// True where a fitted family takes part: the calibrated ones if any was fitted, otherwise all.
fn takes_part(fit: &CurveFit, m: &ModelFit) -> bool {
    !m.params.is_empty() && (m.used || !fit.models.iter().any(|o| o.used))
}

fn panel(fit: &CurveFit, signs: &Signs, size: f64, reach: f64) -> Panel {
    let sign = fit.direction.sign();
    let (mut total, mut gain, mut squares, mut inside) = (0.0, 0.0, 0.0, 0.0);
    for m in fit.models.iter().filter(|m| takes_part(fit, m)) {
        let Some(model) = crate::curve::model(&m.id) else { continue };
        let (Some(here), Some(last)) = (m.fitted_with(model, size), m.fitted_with(model, signs.last_size)) else {
            continue;
        };
        let residual = if m.id == "last1" { 0.0 } else { sign * (last - signs.last_value) };
        let w = raw_weight(fit, signs, m, reach);
        let g = sign * (here - last) + c::RESIDUAL * residual;
        total += w;
        gain += w * g;
        squares += w * g * g;
        inside += w * here;
    }
    if !(total > 0.0) {
        return Panel { gain: 0.0, spread: 0.0, interpolated: signs.last_value };
    }
    let gain = gain / total;
    Panel { gain, spread: (squares / total - gain * gain).max(0.0).sqrt(), interpolated: inside / total }
}

/// Forecast distribution of the measured value at `size`, combined.
#[must_use]
pub fn combined(fit: &CurveFit, size: f64) -> Option<Predictive> {
    let signs = fit.signs.as_ref()?;
    let reach = ln(size / signs.last_size);
    if reach < 0.0 {
        return Some(between(fit, signs, size, -reach));
    }
    Some(ahead(fit, signs, size, reach, true))
}

/// The possible curves at `size` beyond the last point as they go on from there, combined or about one family: the forecast
/// without what is the noise of the two measurements.
#[must_use]
pub fn onward(fit: &CurveFit, by_hand: Option<&str>, size: f64) -> Option<Predictive> {
    let signs = fit.signs.as_ref()?;
    let ahead = ahead(fit, signs, size, ln(size / signs.last_size).max(0.0), false);
    match by_hand {
        None => Some(ahead),
        Some(id) => Some(Predictive { median: fit.model(id)?.value(size)?, ..ahead }),
    }
}

fn ahead(fit: &CurveFit, signs: &Signs, size: f64, reach: f64, noisy: bool) -> Predictive {
    let panel = panel(fit, signs, size, reach);
    let sign = fit.direction.sign();
    let widths = Widths::new(fit, signs, reach, &panel);
    let (worse, better) =
        (widths.scale(&c::WORSE, c::UNBOUNDED_WORSE, noisy), widths.scale(&c::BETTER, c::UNBOUNDED_BETTER, noisy));
    let (below, above) = if sign > 0.0 { (worse, better) } else { (better, worse) };
    let median = fit.inside(fit.scale.measured(signs.last_value + sign * panel.gain));
    Predictive { median, below, above, freedom: c::FREEDOM, scale: fit.scale }
}

/// What the scales towards better and worse values share.
struct Widths<'a> {
    signs: &'a Signs,
    panel: &'a Panel,
    reach: f64,
    wobble: f64,
    steep: f64,
    tiny: f64,
    /// Logarithms of the factors on the model error and on the scatter.
    factors: (f64, f64),
    endless: bool,
    width: f64,
    few: f64,
}

/// Distance (in ln n) over which the possible curves part from the last point.
const BEGIN: f64 = 0.1;

impl<'a> Widths<'a> {
    fn new(fit: &CurveFit, signs: &'a Signs, reach: f64, panel: &'a Panel) -> Self {
        let tiny = rounding(signs);
        let change = (signs.recent.0 * signs.recent.0 + panel.gain * panel.gain).sqrt() + signs.scatter + tiny;
        // Few points scatter by chance too little: theirs is drawn towards what is usual.
        let freedom = (signs.apart as f64 - 3.0).max(0.5);
        let usual = c::TYPICAL.0 * change;
        let square =
            (freedom * signs.scatter * signs.scatter + c::TYPICAL.1 * usual * usual) / (freedom + c::TYPICAL.1);
        let wobble = (square + c::MEASURED * signs.noise * signs.noise).sqrt();
        let (count, far, rough) =
            (count(signs.apart), (reach - 1.5).clamp(-1.5, 2.0), roughness(wobble + tiny, change));
        let endless = endless(fit);
        let s = if endless { &c::UNBOUNDED } else { &c::BOUNDED };
        let k = if fit.kind == PointsKind::Checkpoints { c::CHECKPOINTS } else { [0.0; 4] };
        let model = s[0] * count + s[1] * rough + s[2] * rough * count + s[3] * far * rough + s[4] * far * count;
        let scatter = s[5] * count + s[6] * rough + s[7] * rough * count;
        let width = match fit.kind {
            PointsKind::Checkpoints => c::WIDTHS.2,
            PointsKind::Apart if endless => c::WIDTHS.1,
            PointsKind::Apart => c::WIDTHS.0,
        };
        let room = signs.headroom.unwrap_or(signs.last_value.abs());
        Self {
            signs,
            panel,
            reach,
            wobble,
            steep: signs.slopes.iter().map(|s| s.abs()).fold(0.0, f64::max),
            tiny,
            factors: (model + k[0] + k[1] * far, scatter + k[2] + k[3] * far),
            endless,
            width,
            few: c::FEW.get(fit.n.saturating_sub(1)).map_or(0.0, |f| f * room),
        }
    }
    /// The scale of one side; without what is the noise of measurements where it is not `noisy`.
    fn scale(&self, parts: &[f64; 9], side: (f64, f64), noisy: bool) -> f64 {
        let (signs, reach) = (self.signs, self.reach);
        let square = |x: f64| x * x;
        let side = if self.endless { side } else { (0.0, 0.0) };
        let model = square(parts[1] * self.panel.spread)
            + square(parts[2] * self.panel.gain)
            + square(parts[3] * self.steep * reach)
            + square(parts[6] * signs.recent.1 * pow(reach, parts[7]))
            + square(parts[8] * signs.behind) * reach;
        let scatter = square(parts[4] * self.wobble);
        let grown = square(parts[5] * reach);
        let noise = if noisy { square(parts[0] * signs.noise) + square(self.tiny) } else { 0.0 };
        let scatter = scatter * if noisy { 1.0 + grown } else { grown };
        let all = noise + scatter * exp(2.0 * (self.factors.1 + side.1)) + model * exp(2.0 * (self.factors.0 + side.0));
        let scale = (square(self.width) * all + square(self.few) * reach).sqrt();
        // The possible curves begin at the last point and part from it over about a tenth more data.
        if noisy { scale } else { scale * (1.0 - exp(-reach / BEGIN)).sqrt() }
    }
}

/// Between the points (or before the first): the weighted curves themselves, moved through the last point near it,
/// with the noise and the distance of the points from the curves as the scale.
fn between(fit: &CurveFit, signs: &Signs, size: f64, distance: f64) -> Predictive {
    let panel_here = panel(fit, signs, size, 0.0);
    let at_last = panel(fit, signs, signs.last_size, 0.0);
    let nearness = (1.0 - distance / std::f64::consts::LN_2).max(0.0);
    let median = panel_here.interpolated + nearness * (signs.last_value - at_last.interpolated);
    let outside = fit.points.sizes.first().map_or(0.0, |first| ln(first / size).max(0.0));
    let steep = signs.slopes.iter().map(|s| s.abs()).fold(signs.total.abs() / signs.span.max(0.5), f64::max);
    let residual = fit.residual_sd / fit.unit();
    let scale = (signs.noise * signs.noise
        + panel_here.spread * panel_here.spread
        + residual * residual
        + outside * outside * steep * steep)
        .sqrt()
        + rounding(signs);
    let median = fit.inside(fit.scale.measured(median));
    Predictive { median, below: scale, above: scale, freedom: c::FREEDOM, scale: fit.scale }
}

/// Forecast distribution by one family, chosen by hand: its own curve, with its residuals and the same model error as
/// the combination.
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

/// Root mean square residual of a fitted family, values kept in range.
fn root_mean_square(m: &ModelFit, points: &Points) -> Option<f64> {
    if m.params.is_empty() || points.is_empty() {
        return None;
    }
    let model = crate::curve::model(&m.id)?;
    let mut sum = 0.0;
    for (n, y) in points.sizes.iter().zip(&points.values) {
        let v = m.fitted_with(model, *n)?;
        sum += (v - y) * (v - y);
    }
    Some((sum / points.len() as f64).sqrt())
}

/// Families that show where the points scatter and where they only bend.
const SIMPLE: &[&str] = &["pow2", "pow3", "ilog2", "logpower3"];

/// After the families are fitted: how far each is behind the best in fit, which take part, their weights at a doubling.
/// `points` are on the fitted scale.
pub fn settle(fit: &mut CurveFit, points: &Points) {
    let Some(mut signs) = fit.signs else { return };
    let rms: Vec<Option<f64>> = fit.models.iter().map(|m| root_mean_square(m, points)).collect();
    let simple = fit.models.iter().zip(&rms).filter(|(m, _)| SIMPLE.contains(&m.id.as_str())).filter_map(|(_, r)| *r);
    signs.unbend(simple.fold(f64::INFINITY, f64::min), fit.n);
    fit.noise_sd = signs.noise * fit.unit();
    fit.signs = Some(signs);
    let wobble = signs.scatter.max(signs.noise);
    let tiny = rounding(&signs);
    let mut best = f64::INFINITY;
    for (m, r) in fit.models.iter_mut().zip(&rms) {
        m.used = is_member(&m.id) && !m.params.is_empty();
        if let Some(r) = r {
            m.misfit = 0.5 * ln(r * r + 0.09 * wobble * wobble + tiny * tiny + 1e-300);
        }
    }
    // With families chosen by hand only those are combined, together with "no change".
    if fit.models.iter().any(|m| !m.params.is_empty() && !m.used) && fit.listed {
        for m in &mut fit.models {
            m.used = !m.params.is_empty();
        }
    }
    for m in fit.models.iter().filter(|m| m.used) {
        best = best.min(m.misfit);
    }
    for m in fit.models.iter_mut().filter(|m| !m.params.is_empty()) {
        m.misfit -= if best.is_finite() { best } else { 0.0 };
    }
    let (n, reach) = (fit.n, std::f64::consts::LN_2);
    let weights: Vec<f64> =
        fit.models.iter().map(|m| if takes_part(fit, m) { raw_weight(fit, &signs, m, reach) } else { 0.0 }).collect();
    let total: f64 = weights.iter().sum();
    let mut residual = 0.0;
    for (m, w) in fit.models.iter_mut().zip(&weights) {
        m.weight = if total > 0.0 { w / total } else { 0.0 };
        if m.id != "last1" {
            residual += m.weight * m.sse.unwrap_or(0.0) / n.max(1) as f64;
        }
    }
    fit.residual_sd = residual.sqrt() * fit.unit();
}
