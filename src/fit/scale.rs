//! The scale on which the values of a curve are fitted.

use super::points::Points;
use crate::data::Direction;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// A metric that falls through more than this factor is fitted on a logarithm: on its own scale the first values, near
/// chance, would decide alone (perplexity begins in the millions and ends near ten).
const WIDE: f64 = 10.0;

/// The scale on which the values of a curve are fitted: the one on which their noise is even.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueScale {
    /// Values as they are.
    #[default]
    Plain,
    /// Their natural logarithm.
    Log,
}

impl ValueScale {
    /// The scale for these points: the logarithm where a positive metric without an upper end, of which less is better, has
    /// gone through more than a decade.
    #[must_use]
    pub fn of(points: &Points, direction: Direction, range: Option<(f64, f64)>) -> Self {
        let least = points.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = points.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let wide = least > 0.0 && most > WIDE * least;
        if range.is_none() && direction == Direction::Lower && wide { Self::Log } else { Self::Plain }
    }
    /// True on values as they are.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde gives a reference
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
    /// A measured value on this scale.
    #[must_use]
    pub fn fitted(self, y: f64) -> f64 {
        match self {
            Self::Plain => y,
            Self::Log => ln(y.max(f64::MIN_POSITIVE)),
        }
    }
    /// The measured value of one on this scale.
    #[must_use]
    pub fn measured(self, z: f64) -> f64 {
        match self {
            Self::Plain => z,
            Self::Log => exp(z.min(LARGEST)),
        }
    }
    /// The measured value that lies `step` on this scale from the measured `y`.
    #[must_use]
    pub fn from(self, y: f64, step: f64) -> f64 {
        match self {
            Self::Plain => y + step,
            Self::Log => y * exp(step.min(LARGEST)),
        }
    }
    /// How far the measured `y` lies from the measured `start` on this scale.
    #[must_use]
    pub fn distance(self, start: f64, y: f64) -> f64 {
        match self {
            Self::Plain => y - start,
            Self::Log if y > 0.0 => ln(y / start),
            Self::Log => f64::NEG_INFINITY,
        }
    }
    /// What a small step on this scale is in measured values, near the measured `y`.
    #[must_use]
    pub fn unit(self, y: f64) -> f64 {
        match self {
            Self::Plain => 1.0,
            Self::Log => y,
        }
    }
    /// Points on this scale.
    #[must_use]
    pub fn points(self, points: &Points) -> Points {
        match self {
            Self::Plain => points.clone(),
            Self::Log => Points {
                values: points.values.iter().map(|y| self.fitted(*y)).collect(),
                errors: points.errors.iter().zip(&points.values).map(|(e, y)| e.map(|e| e / y)).collect(),
                ..points.clone()
            },
        }
    }
}

/// Logarithm of a value that is still finite with room to calculate.
const LARGEST: f64 = 690.0;
