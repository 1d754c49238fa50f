//! What the page asks of a fit on every move of a slider. Nothing here refits.

use super::curve_fit::CurveFit;
use crate::num::math::{exp, ln};
use crate::num::stream::Stream;
use serde::{Deserialize, Serialize};

/// A forecast at one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predicted {
    /// Size asked for.
    pub at: f64,
    /// Median.
    pub median: f64,
    /// Interval of the **measured** value: noise, parameters, disagreement and model error.
    pub lower: f64,
    /// Upper end of the same.
    pub upper: f64,
    /// Interval of the underlying curve: the same without the noise of the measurement itself.
    pub mean_lower: f64,
    /// Upper end of the same.
    pub mean_upper: f64,
    /// Probability that the intervals claim to hold.
    pub level: f64,
}

/// A gain with its interval; positive is an improvement, in the unit of the metric.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marginal {
    /// Size the gain starts from.
    pub from: f64,
    /// Size it leads to.
    pub to: f64,
    /// Median gain.
    pub median: f64,
    /// Interval of the gain of the underlying curve.
    pub lower: f64,
    /// Upper end of the same.
    pub upper: f64,
    /// Probability that the interval claims to hold.
    pub level: f64,
}

/// How much of what can be gained is gained already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saturation {
    /// Value that the curve tends to; median over the families that have a limit, weighted.
    pub limit: f64,
    /// The families' limits, from the least to the most optimistic tenth of their weight.
    pub lower: f64,
    /// Upper end of the same.
    pub upper: f64,
    /// Share of the way from the first value to the limit that is behind us, 0 to 1.
    pub share: f64,
    /// The same in words.
    pub words: String,
}

/// Whether the families of the combination agree about one size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Size asked for.
    pub at: f64,
    /// Families that count (weight of at least 2 %) with their value there, the best value first.
    pub families: Vec<(String, f64)>,
    /// Largest difference between them.
    pub spread: f64,
    /// The same in words.
    pub words: String,
}

/// Possible curves whose gains are compared.
const CURVES: usize = 400;

/// Quantile of sorted values, straight between them.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = (p * sorted.len() as f64 - 0.5).clamp(0.0, sorted.len().saturating_sub(1) as f64);
    let at = |i: usize| sorted.get(i.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN);
    let (below, share) = (place.floor() as usize, place - place.floor());
    if share == 0.0 { at(below) } else { at(below) * (1.0 - share) + at(below + 1) * share }
}

impl CurveFit {
    /// Which shapes agree about `size` and which do not.
    #[must_use]
    pub fn agreement(&self, size: f64) -> Option<Agreement> {
        let sign = self.direction.sign();
        let mut families: Vec<(String, f64)> = self
            .models
            .iter()
            .filter(|m| m.weight >= 0.02)
            .filter_map(|m| Some((m.id.clone(), m.value(size)?)))
            .collect();
        families.sort_by(|a, b| (sign * b.1).total_cmp(&(sign * a.1)));
        let (best, worst) = (families.first()?.clone(), families.last()?.clone());
        let spread = (best.1 - worst.1).abs();
        let noise = self.noise_sd.max(self.residual_sd).max(1e-12);
        let words = if families.len() < 2 {
            "one shape only".to_owned()
        } else if spread <= 2.0 * noise {
            format!("the {} shapes agree within the noise", families.len())
        } else {
            use crate::data::units::score;
            format!(
                "the shapes disagree by {}: {} says {}, {} says {}",
                score(spread),
                best.0,
                score(best.1),
                worst.0,
                score(worst.1)
            )
        };
        Some(Agreement { at: size, families, spread, words })
    }
    /// Forecast at `size`, combined (`None`) or by one family; `level` of the intervals, e.g. 0.9.
    #[must_use]
    pub fn at(&self, size: f64, choice: Option<&str>, level: f64) -> Option<Predicted> {
        let measured = self.predictive(size, choice)?;
        let underlying = measured.without_noise(self.noise_on_scale());
        let (lower, upper) = measured.interval(level);
        let (mean_lower, mean_upper) = underlying.interval(level);
        Some(Predicted {
            at: size,
            median: measured.median,
            lower: self.inside(lower),
            upper: self.inside(upper),
            mean_lower: self.inside(mean_lower),
            mean_upper: self.inside(mean_upper),
            level,
        })
    }
    /// Probability that the measured value at `size` is at least as good as `target`.
    #[must_use]
    pub fn probability_reaches(&self, size: f64, target: f64) -> Option<f64> {
        let p = self.predictive(size, None)?;
        Some(self.as_good(p.cdf(target)))
    }
    /// Probability that the measured value at `size` improves on the last seen one by at least `delta`.
    #[must_use]
    pub fn probability_gain(&self, size: f64, delta: f64) -> Option<f64> {
        let wanted = self.last_seen.y + self.direction.sign() * delta;
        if self.range.is_some_and(|(low, high)| wanted < low || wanted > high) {
            return Some(0.0);
        }
        self.probability_reaches(size, wanted)
    }
    fn as_good(&self, at_most: f64) -> f64 {
        if self.direction.sign() > 0.0 { 1.0 - at_most } else { at_most }
    }
    /// Gain of the underlying curve from `size` to twice `size`.
    #[must_use]
    pub fn gain_per_doubling(&self, size: f64) -> Option<Marginal> {
        self.gain_for_factor(size, 2.0)
    }
    /// Gain of the underlying curve from `size` to `size · factor` (1.1: ten per cent more data). Its range is that of the gain
    /// in the possible curves ([`Self::onward`]), each of which is followed from one size to the other: neither the
    /// difference of two quantiles nor the spread of the fitted shapes alone, which hold the gain far less often.
    #[must_use]
    pub fn gain_for_factor(&self, size: f64, factor: f64) -> Option<Marginal> {
        let level = self.level;
        let (from, to) = (self.onward(size)?, self.onward(size * factor)?);
        let sign = self.direction.sign();
        // One quantile level belongs to one possible curve. A curve may be above the median here and below it there, so that
        // its gain is not between those of its neighbours: the gains are put in order before their quantiles are taken.
        let gain = |p: f64| sign * (self.inside(to.quantile(p)) - self.inside(from.quantile(p)));
        let mut gains: Vec<f64> = (0..CURVES).map(|i| gain((i as f64 + 0.5) / CURVES as f64)).collect();
        gains.sort_by(f64::total_cmp);
        let tail = 0.5 * (1.0 - level);
        let median = gain(0.5);
        let (low, high) = (quantile(&gains, tail), quantile(&gains, 1.0 - tail));
        Some(Marginal { from: size, to: size * factor, median, lower: low.min(median), upper: high.max(median), level })
    }
    /// Value to which the curve tends and how much of the way is behind us. `None` when no family has a limit.
    #[must_use]
    pub fn saturation(&self) -> Option<Saturation> {
        let first = self.points.values.first().copied()?;
        let mut limits: Vec<(f64, f64)> = self
            .models
            .iter()
            .filter(|m| m.weight > 0.0 && m.id != "last1")
            .filter_map(|m| Some((m.limit()?, m.weight)))
            .collect();
        if limits.is_empty() || self.n < 4 {
            return None;
        }
        limits.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = limits.iter().map(|l| l.1).sum();
        let quantile = |q: f64| {
            let mut sum = 0.0;
            limits
                .iter()
                .find(|l| {
                    sum += l.1;
                    sum >= q * total
                })
                .or(limits.last())
                .map_or(first, |l| l.0)
        };
        let limit = quantile(0.5);
        // On the scale that is fitted: else a first value near chance would make every curve look finished.
        let [limit_on, first_on, last_on] = [limit, first, self.last_seen.y].map(|y| self.scale.fitted(y));
        let way = limit_on - first_on;
        let share = if way.abs() > 1e-12 { ((last_on - first_on) / way).clamp(0.0, 1.0) } else { 1.0 };
        let words = if share >= 0.95 {
            "close to the limit: more of the same data is unlikely to help"
        } else if share >= 0.8 {
            "most of the reachable gain is already there"
        } else if share >= 0.5 {
            "more than half of the reachable gain is already there"
        } else {
            "most of the reachable gain is still ahead"
        };
        Some(Saturation { limit, lower: quantile(0.1), upper: quantile(0.9), share, words: words.into() })
    }
    /// `n` draws of the underlying curve's value at `size`. Draw `i` is the same possible curve at every size (one
    /// quantile level each), so that differences between sizes make sense. Seeded.
    #[must_use]
    pub fn sample_draws(&self, n: usize, seed: u64, size: f64) -> Vec<f64> {
        let Some(p) = self.underlying(size, None) else { return Vec::new() };
        (0..n).map(|i| self.inside(p.quantile(Stream::new(seed, i as u64).uniform()))).collect()
    }
    /// Sizes evenly spaced in the logarithm from the smallest fitted one to `max_factor` times the last, for drawing.
    #[must_use]
    pub fn size_grid(&self, count: usize, max_factor: f64) -> Vec<f64> {
        let Some(first) = self.points.sizes.first() else { return Vec::new() };
        let (a, b) = (ln(*first), ln(self.last_seen.x * max_factor.max(1.0)));
        (0..count).map(|i| exp(a + (b - a) * i as f64 / (count.max(2) - 1) as f64)).collect()
    }
}
