//! What a curve shows besides its families: where it stands, how it moved lately, how noisy it is. The calibrated
//! combination reads these; all are in the metric's own unit, so that rescaling the metric rescales the forecast.

use super::points::Points;
use crate::data::Direction;
use crate::num::math::ln;
use serde::{Deserialize, Serialize};

/// Signs of one curve. Gains are positive when the metric improved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signs {
    /// Largest fitted size.
    pub last_size: f64,
    /// Value measured there.
    pub last_value: f64,
    /// Natural logarithm of last size over first size.
    pub span: f64,
    /// Standard error of a measured value near the end: measured where known, otherwise from the scatter.
    pub noise: f64,
    /// Gain per e-fold of data over the last doubling, two and three doublings (weighted straight lines in ln n).
    pub slopes: [f64; 3],
    /// Gain from the first to the last point.
    pub total: f64,
    /// Gain over the last two, and the last three and a half doublings (at least one step).
    #[serde(default)]
    pub recent: (f64, f64),
    /// How far the last value is behind the best one so far.
    pub behind: f64,
    /// Noise of one point as the points themselves show it: the distance of inner points from the line between their
    /// neighbours, or from the best simple family where that is less (a bend is not noise); that of the recent points where
    /// the first ones scatter far more.
    pub scatter: f64,
    /// The most that the scatter can be, by the recent points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_scatter: Option<f64>,
    /// True when `noise` was measured (standard errors or replicates).
    #[serde(default)]
    pub measured_noise: bool,
    /// Points that are at least about half a doubling apart: how many sizes the curve was really seen at. Points crowded
    /// between them say more about the noise but nothing about what lies further on.
    #[serde(default)]
    pub apart: usize,
    /// Distance to the best possible value, where the metric has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headroom: Option<f64>,
}

/// Reads the signs off the points; `None` without points.
#[must_use]
pub fn read(points: &Points, direction: Direction, range: Option<(f64, f64)>) -> Option<Signs> {
    let last_size = points.sizes.last().copied()?;
    let last_value = points.values.last().copied()?;
    let first_size = points.sizes.first().copied()?;
    let first_value = points.values.first().copied()?;
    let sign = direction.sign();
    let all = scatter(points);
    let two = std::f64::consts::LN_2;
    let gain =
        |reach: f64| sign * (last_value - points.values.get(since(points, reach)).copied().unwrap_or(last_value));
    let recent = (gain(2.0 * two), gain(3.5 * two));
    let measured = points.recent_error(3);
    let most_scatter = most_scatter(points);
    let scatter = most_scatter.map_or(all, |most| all.min(most));
    let noise = measured.unwrap_or(scatter);
    let best = points.values.iter().map(|v| sign * v).fold(f64::NEG_INFINITY, f64::max);
    Some(Signs {
        last_size,
        last_value,
        span: ln(last_size) - ln(first_size),
        noise,
        slopes: [1.0, 2.0, 3.0].map(|doublings| sign * slope(points, doublings * two)),
        total: sign * (last_value - first_value),
        behind: best - sign * last_value,
        recent,
        scatter,
        most_scatter,
        measured_noise: measured.is_some(),
        apart: apart(&points.sizes),
        headroom: range.map(|(low, high)| if sign > 0.0 { high - last_value } else { last_value - low }),
    })
}

impl Signs {
    /// Takes the bend out of the scatter, once the families of at most three parameters are fitted: `rms` is the smallest
    /// root mean square residual among them.
    pub fn unbend(&mut self, rms: f64, points: usize) {
        if points < 4 || !rms.is_finite() {
            return;
        }
        let n = points as f64;
        self.scatter = self.scatter.min(rms * (n / (n - 3.0)).sqrt());
        // Far more than was measured, on a curve that moves far more than that: a bend that no family follows.
        if self.measured_noise && self.scatter > 3.0 * self.noise {
            self.scatter = self.scatter.min((0.35 * self.recent.0.abs()).max(3.0 * self.noise));
        }
        if !self.measured_noise {
            self.noise = self.scatter;
        }
    }
}

/// First point within `reach` (in ln n) of the last, and at least the last but one.
fn since(points: &Points, reach: f64) -> usize {
    let Some(last) = points.sizes.last() else { return 0 };
    let from = points.sizes.iter().position(|n| ln(*last) - ln(*n) <= reach + 1e-9).unwrap_or(0);
    from.min(points.len().saturating_sub(2))
}

/// Points within a factor of twenty of the last are recent.
const RECENT: f64 = 20.0;
/// How much more all points may scatter than the recent ones.
const MORE: f64 = 2.5;

/// [`MORE`] times the scatter of the recent points, of which there are at least four.
fn most_scatter(points: &Points) -> Option<f64> {
    let from = since(points, ln(RECENT));
    (from > 0 && points.len() - from >= 4).then(|| MORE * scatter(&points.from(from)))
}

/// Smallest distance (in ln n) of points that count as apart: a little under half a doubling, the grid of the curves that
/// the constants were learned from (LCDB 1.0), whose sizes are rounded.
const APART: f64 = 0.8 * 0.5 * std::f64::consts::LN_2;

/// Counts points that are apart, from the last one back.
fn apart(sizes: &[f64]) -> usize {
    let (mut count, mut edge) = (0, f64::INFINITY);
    for n in sizes.iter().rev() {
        if ln(*n) <= edge {
            count += 1;
            edge = ln(*n) - APART;
        }
    }
    count
}

/// Slope per e-fold of the straight line in ln n through the points within `reach` (in ln n) of the last one; at least
/// the last two points.
fn slope(points: &Points, reach: f64) -> f64 {
    let Some(last) = points.sizes.last() else { return 0.0 };
    let from = points.sizes.iter().position(|n| ln(*last) - ln(*n) <= reach * 1.02).unwrap_or(0);
    let from = from.min(points.len().saturating_sub(2));
    let (mut count, mut sx, mut sy) = (0.0, 0.0, 0.0);
    for (n, y) in points.sizes.iter().zip(&points.values).skip(from) {
        count += 1.0;
        sx += ln(*n) - ln(*last);
        sy += y;
    }
    let (mut sxx, mut sxy) = (0.0, 0.0);
    for (n, y) in points.sizes.iter().zip(&points.values).skip(from) {
        let dx = ln(*n) - ln(*last) - sx / count;
        sxx += dx * dx;
        sxy += dx * (y - sy / count);
    }
    if sxx > 0.0 { sxy / sxx } else { 0.0 }
}

/// Noise of one point from the distances of inner points to the line between their neighbours (after Rice 1984),
/// each scaled to the variance of a single point.
fn scatter(points: &Points) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for i in 1..points.len().saturating_sub(1) {
        let (left, here, right) = (ln(points.sizes[i - 1]), ln(points.sizes[i]), ln(points.sizes[i + 1]));
        let share = (here - left) / (right - left);
        let expected = points.values[i - 1] * (1.0 - share) + points.values[i + 1] * share;
        let variance = 1.0 + share * share + (1.0 - share) * (1.0 - share);
        sum += (points.values[i] - expected) * (points.values[i] - expected) / variance;
        count += 1.0;
    }
    if count > 0.0 { (sum / count).sqrt() } else { 0.0 }
}
