//! The value a family is fitted to: a distance from one end of the metric's range, so that formulas written for an
//! accuracy or an error serve bounded scores and losses alike.

use crate::curve::{About, Form, Linear};
use crate::data::Direction;

/// working value = sign · measured value + shift.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Working {
    sign: f64,
    shift: f64,
    /// True when the working value rises as things improve.
    pub rising: bool,
    /// Bounds of the limit at infinite size.
    pub limit: (f64, f64),
}

impl Working {
    /// The working value of a family for such a metric; `None` where the family has none (a law that declines to zero
    /// for a score without an upper end).
    #[must_use]
    pub fn of(
        about: &About,
        direction: Direction,
        range: Option<(f64, f64)>,
        all_positive: bool,
        bounded: bool,
    ) -> Option<Self> {
        let improving_up = direction == Direction::Higher;
        let anchored = matches!(about.linear, Linear::Both | Linear::Offset | Linear::Last | Linear::ShapeFree);
        let (sign, shift, rising, limit) = match (range, about.form) {
            (Some((low, high)), Form::Score) => {
                let (sign, shift) = if improving_up { (1.0, -low) } else { (-1.0, high) };
                (sign, shift, true, (0.0, high - low))
            }
            (Some((low, high)), Form::Error) => {
                let (sign, shift) = if improving_up { (-1.0, high) } else { (1.0, -low) };
                (sign, shift, false, (0.0, high - low))
            }
            (None, Form::Score) if anchored => {
                let limit = if !improving_up && all_positive { (f64::NEG_INFINITY, 0.0) } else { FREE };
                (direction.sign(), 0.0, true, limit)
            }
            (None, Form::Error) if anchored => {
                let limit = if !improving_up && all_positive { (0.0, f64::INFINITY) } else { FREE };
                (-direction.sign(), 0.0, false, limit)
            }
            (None, form) => {
                if !all_positive || (improving_up && form == Form::Error) {
                    return None;
                }
                (1.0, 0.0, improving_up, FREE)
            }
        };
        Some(Self { sign, shift, rising, limit: if bounded { limit } else { FREE } })
    }
    /// The working value of a measured one.
    #[must_use]
    pub fn from_measured(&self, y: f64) -> f64 {
        self.sign * y + self.shift
    }
    /// The measured value of a working one.
    #[must_use]
    pub fn to_measured(&self, work: f64) -> f64 {
        (work - self.shift) * self.sign
    }
}

const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
