//! How much data for a target: a probability and a range of sizes, never one number alone.

use super::curve_fit::CurveFit;
use super::predictive::Predictive;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// The size at which a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Value to reach.
    pub target: f64,
    /// Probability that the underlying curve reaches it within the range searched.
    pub probability_reachable: f64,
    /// True where the last measured value meets the target: the sizes then say where it was met, between the sizes measured.
    #[serde(default)]
    pub met: bool,
    /// Median size, given that it is reached within the range; `None` when that is next to impossible.
    pub median: Option<f64>,
    /// Lower end of the interval of the size, given the same; `None` also where the smallest measured size may meet it.
    pub lower: Option<f64>,
    /// Upper end of the same.
    pub upper: Option<f64>,
    /// Probability that the interval claims to hold.
    pub level: f64,
    /// Sizes searched.
    pub within: (f64, f64),
}

/// The size beyond which a doubling gains less than a stated amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorthIt {
    /// Gain per doubling that is still worth it.
    pub delta: f64,
    /// Median size; `None` when a doubling is still worth it at the end of the range searched.
    pub median: Option<f64>,
    /// Lower end of the interval: the cautious curve.
    pub lower: Option<f64>,
    /// Upper end: the optimistic curve. `None` as above.
    pub upper: Option<f64>,
    /// True when even the next doubling is not worth it.
    pub already: bool,
    /// Sizes searched.
    pub within: (f64, f64),
}

/// Sizes tried, evenly spaced in the logarithm; crossings are interpolated between them.
const STEPS: usize = 64;

/// Below this the target counts as out of reach and no size is given.
pub(super) const NEXT_TO_IMPOSSIBLE: f64 = 0.01;

impl CurveFit {
    /// Sizes from the last seen one to `max_factor` times it with the probability that the underlying curve has reached
    /// `target` by then (never falling).
    #[must_use]
    pub fn reached(&self, target: f64, max_factor: f64) -> Vec<(f64, f64)> {
        let mut so_far = 0.0_f64;
        let mut reached = |(size, p): (f64, Predictive)| {
            let below = p.cdf(target);
            so_far = so_far.max(if self.direction.sign() > 0.0 { 1.0 - below } else { below });
            (size, so_far)
        };
        self.ahead_to(max_factor).into_iter().map(&mut reached).collect()
    }
    /// True for a value that the metric can never have.
    pub(super) fn out_of_range(&self, target: f64) -> bool {
        self.range.is_some_and(|(low, high)| target < low || target > high)
            || self.floor.is_some_and(|floor| target < floor)
            || !target.is_finite()
    }
    /// How much data for `target`; `level` of the range of sizes (e.g. 0.8), searched up to `max_factor` times the last
    /// seen size.
    #[must_use]
    pub fn requirement(&self, target: f64, level: f64, max_factor: f64) -> Requirement {
        let within = (self.last_seen.x, self.last_seen.x * max_factor.max(1.001));
        let none = Requirement {
            target,
            probability_reachable: 0.0,
            met: false,
            median: None,
            lower: None,
            upper: None,
            level,
            within,
        };
        if self.out_of_range(target) {
            return none;
        }
        let curve = self.reached(target, max_factor);
        let Some(&(_, reachable)) = curve.last() else { return none };
        if reachable < NEXT_TO_IMPOSSIBLE {
            return Requirement { probability_reachable: reachable, ..none };
        }
        let tail = 0.5 * (1.0 - level) * super::calibration::SIZE_TAIL;
        let quantile = |q: f64| crossing(&curve, q * reachable);
        if let Some(met) = self.met(target, level) {
            let first = self.points.sizes.first().copied().unwrap_or(within.0);
            return Requirement {
                met: true,
                probability_reachable: reachable,
                median: Some(met.size),
                lower: met.lower,
                upper: met.upper.or_else(|| crossing(&curve, 1.0 - tail)),
                within: (first, within.1),
                ..none
            };
        }
        Requirement {
            probability_reachable: reachable,
            median: quantile(0.5),
            lower: quantile(tail),
            upper: quantile(1.0 - tail),
            ..none
        }
    }
    /// Smallest size by which `target` is reached with that probability, all uncertainty counted; `None` beyond the range.
    #[must_use]
    pub fn size_for_probability(&self, target: f64, probability: f64, max_factor: f64) -> Option<f64> {
        crossing(&self.reached(target, max_factor), probability)
    }
    /// The size beyond which a doubling gains less than `delta`, searched up to `max_factor` times the last seen size.
    #[must_use]
    pub fn worth_it_size(&self, delta: f64, max_factor: f64) -> WorthIt {
        let top = ln(max_factor.max(1.001));
        let within = (self.last_seen.x, self.last_seen.x * max_factor.max(1.001));
        let mut out = WorthIt { delta, median: None, lower: None, upper: None, already: false, within };
        for i in 0..=STEPS / 2 {
            let size = self.last_seen.x * exp(top * i as f64 / (STEPS / 2) as f64);
            let Some(gain) = self.gain_per_doubling(size) else { break };
            let first = |slot: &mut Option<f64>, value: f64| {
                if slot.is_none() && value < delta {
                    *slot = Some(size);
                }
            };
            first(&mut out.lower, gain.lower);
            first(&mut out.median, gain.median);
            first(&mut out.upper, gain.upper);
            if i == 0 {
                out.already = gain.median < delta;
            }
        }
        out
    }
}

/// Size at which a never-falling probability crosses `level`, straight in the logarithm of the size between points.
fn crossing(curve: &[(f64, f64)], level: f64) -> Option<f64> {
    let at = curve.iter().position(|c| c.1 >= level)?;
    let (size, p) = curve[at];
    let Some(&(before, q)) = at.checked_sub(1).and_then(|i| curve.get(i)) else { return Some(size) };
    let share = if p > q { (level - q) / (p - q) } else { 1.0 };
    Some(before * exp(share * ln(size / before)))
}
