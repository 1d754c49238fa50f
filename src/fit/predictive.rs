//! A forecast distribution: two half Student t distributions that meet at the median.

use super::scale::ValueScale;
use crate::num::{normal, student};
use serde::{Deserialize, Serialize};

/// Distribution with median `median` and scales `below` and `above` it, which are steps on `scale`. Half of the
/// probability lies on each side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predictive {
    /// Median.
    pub median: f64,
    /// Scale below the median, positive.
    pub below: f64,
    /// Scale above the median, positive.
    pub above: f64,
    /// Degrees of freedom: small means heavy tails.
    pub freedom: f64,
    /// The scale that `below` and `above` are steps on; the median is a measured value in any case.
    #[serde(default, skip_serializing_if = "ValueScale::is_plain")]
    pub scale: ValueScale,
}

impl Predictive {
    /// Value that is not exceeded with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(student::quantile(p.clamp(1e-9, 1.0 - 1e-9), self.freedom))
    }
    /// The value of standard deviate `t` (Student t with [`Self::freedom`]).
    #[must_use]
    pub fn at(&self, t: f64) -> f64 {
        self.scale.from(self.median, t * if t < 0.0 { self.below } else { self.above })
    }
    /// Probability of a value of at most `y`.
    #[must_use]
    pub fn cdf(&self, y: f64) -> f64 {
        let distance = self.scale.distance(self.median, y);
        let scale = if distance < 0.0 { self.below } else { self.above };
        if scale > 0.0 {
            student::cdf(distance / scale, self.freedom)
        } else if distance < 0.0 {
            0.0
        } else {
            1.0
        }
    }
    /// The same distribution with independent normal noise of that standard deviation (on its scale) taken out, never
    /// below a tenth of them.
    #[must_use]
    pub fn without_noise(&self, sd: f64) -> Self {
        let less = |scale: f64| (scale * scale - sd * sd).max(0.01 * scale * scale).sqrt();
        Self { below: less(self.below), above: less(self.above), ..*self }
    }
    /// The same distribution without what is uncertain in `start` already, as far as it is wider.
    #[must_use]
    pub fn beyond(&self, start: &Self) -> Self {
        let more = |here: f64, there: f64| (here * here - there * there).max(0.0).sqrt();
        Self { below: more(self.below, start.below), above: more(self.above, start.above), ..*self }
    }
    /// Central interval of probability `level`.
    #[must_use]
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let t = student::quantile(0.5 + 0.5 * level.clamp(0.0, 0.999_999), self.freedom);
        (self.at(-t), self.at(t))
    }
}

/// Standard deviations that hold `level` of a normal distribution.
#[must_use]
pub fn z_of_level(level: f64) -> f64 {
    normal::quantile(0.5 + 0.5 * level.clamp(0.0, 0.999_999))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cdf_and_quantile_are_inverse() {
        let p = Predictive { median: 0.3, below: 0.01, above: 0.04, freedom: 5.0, scale: ValueScale::Plain };
        for q in [0.01, 0.2, 0.5, 0.7, 0.99] {
            assert!((p.cdf(p.quantile(q)) - q).abs() < 1e-9);
        }
        let (low, high) = p.interval(0.9);
        assert!((p.cdf(high) - p.cdf(low) - 0.9).abs() < 1e-9);
    }
}
