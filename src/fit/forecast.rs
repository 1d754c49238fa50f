//! The forecast of a fitted curve at a size, and along a grid of sizes ahead.

use super::curve_fit::CurveFit;
use super::predictive::Predictive;
use crate::num::math;

/// How many times the last seen size targets are searched for: the decision, the page, the report and the command line
/// all search as far, so that they give the same size.
pub const SEARCH_FACTOR: f64 = 1e4;
/// Intervals of the grid from the last seen size to [`SEARCH_FACTOR`] times it.
pub const AHEAD_STEPS: usize = 96;

/// Places of the grid at most, however far one asks: far more than the largest size that a number can hold needs.
const MOST_PLACES: usize = 10_000;

/// Size of that place of the grid; the grid goes on with the same steps beyond [`AHEAD_STEPS`].
fn ahead_size(last: f64, place: usize) -> f64 {
    last * math::exp(math::ln(SEARCH_FACTOR) / AHEAD_STEPS as f64 * place as f64)
}

impl CurveFit {
    /// Sizes ahead with the distribution of the underlying curve there.
    #[must_use]
    pub fn ahead(&self) -> &[(f64, Predictive)] {
        self.ahead.0.get_or_init(|| {
            let size = |i: usize| ahead_size(self.last_seen.x, i);
            (0..=AHEAD_STEPS).filter_map(|i| Some((size(i), self.underlying(size(i), None)?))).collect()
        })
    }
    /// The same up to `max_factor` times the last seen size, whatever that is: places of the grid, and the end. What is read
    /// off it does not depend on how far one searches.
    #[must_use]
    pub fn ahead_to(&self, max_factor: f64) -> Vec<(f64, Predictive)> {
        let end = self.last_seen.x * max_factor.max(1.001);
        let known = self.ahead();
        let mut out: Vec<(f64, Predictive)> = known.iter().copied().take_while(|(size, _)| *size <= end).collect();
        if out.len() == known.len() && !known.is_empty() {
            let further = (known.len()..MOST_PLACES).map(|i| ahead_size(self.last_seen.x, i));
            out.extend(further.take_while(|size| *size <= end).filter_map(|s| Some((s, self.underlying(s, None)?))));
        }
        // The end is a place of its own, but for rounding.
        if out.last().is_some_and(|(size, _)| *size < end * (1.0 - 1e-9)) {
            out.extend(self.underlying(end, None).map(|p| (end, p)));
        }
        out
    }
    /// Forecast distribution of the measured value at `size`: combined, or by the family of that identifier. `None`
    /// without points, for a size that is not positive, or for a family that was not fitted.
    #[must_use]
    pub fn predictive(&self, size: f64, choice: Option<&str>) -> Option<Predictive> {
        if !(size > 0.0) || !size.is_finite() {
            return None;
        }
        match choice.or(self.by_hand.as_deref()) {
            None => super::combine::combined(self, size),
            Some(id) => super::combine::by_one(self, id, size),
        }
    }
    /// The same for the underlying curve, without the noise of one more measurement.
    #[must_use]
    pub fn underlying(&self, size: f64, choice: Option<&str>) -> Option<Predictive> {
        self.predictive(size, choice).map(|p| p.without_noise(self.noise_on_scale()))
    }
    /// The possible curves at `size` as they go on from the last measured value y₀: what is uncertain in the gain f(n) − f(n₀)
    /// of the underlying curve. The forecast of a measured value is y − y₀ = (f(n) − f(n₀)) + e − e₀, and its scales add up as
    /// squares: the parts that are the noise of the two measurements, e − e₀, are left out.
    #[must_use]
    pub fn onward(&self, size: f64) -> Option<Predictive> {
        if size >= self.last_seen.x {
            return super::combine::onward(self, self.by_hand.as_deref(), size);
        }
        Some(self.predictive(size, None)?.beyond(&self.predictive(self.last_seen.x, None)?))
    }
    /// The same at every place of the grid of [`Self::ahead`].
    #[must_use]
    pub fn onward_ahead(&self) -> Vec<Predictive> {
        self.ahead().iter().filter_map(|(size, _)| self.onward(*size)).collect()
    }
}
