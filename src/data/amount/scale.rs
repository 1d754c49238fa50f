//! A slider's range: where a value stands on it, how far one step goes, and which values make sense.

use super::{Amount, Unit, digits};
use crate::num::math::{exp, ln};

/// A metric that reaches beyond this is not written as a share of 1.
pub const HUNDREDS: f64 = 1.5;

/// The range that a slider covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Both ends.
    pub range: (f64, f64),
    /// True where equal ways are equal ratios.
    pub log: bool,
    /// What is moved.
    pub unit: Unit,
}

impl Scale {
    /// What a person types for a number on this scale, read as [`super::read`] does: on one that is written in hundreds,
    /// per cent are its units, so that `85 %` is 85 where the ends are 0 and 100.
    #[must_use]
    pub fn read(&self, text: &str, currency: &str) -> Option<f64> {
        let value = super::read(text, self.unit, currency)?;
        let hundreds = self.unit == Unit::Number && self.range.1.is_finite() && self.range.1 > HUNDREDS;
        Some(if hundreds && text.trim_end().ends_with('%') { value * 100.0 } else { value })
    }
    /// Place of a value, 0 to 1 between the ends.
    #[must_use]
    pub fn position(&self, value: f64) -> f64 {
        let (a, b) = self.range;
        if self.log { (ln(value.max(f64::MIN_POSITIVE)) - ln(a)) / (ln(b) - ln(a)) } else { (value - a) / (b - a) }
    }
    /// Value at a place.
    #[must_use]
    pub fn value(&self, position: f64) -> f64 {
        let (a, b) = self.range;
        if self.log { exp(ln(a) + position * (ln(b) - ln(a))) } else { a + position * (b - a) }
    }
    /// The value that a person means who drags to a place: a round one, whole where things are counted, and an end at the end.
    #[must_use]
    pub fn dragged(&self, position: f64) -> f64 {
        let (a, b) = self.range;
        if position <= 0.0 || position >= 1.0 {
            return if position <= 0.0 { a } else { b };
        }
        if self.log {
            let text = digits(self.value(position), 3).replace('−', "-");
            return self.whole(text.parse().unwrap_or_else(|_| self.value(position))).clamp(a, b);
        }
        self.on_step(self.value(position))
    }
    /// The value after so many steps from `value`, by the keys of a slider: round, within the range, and never the same one
    /// while there is room.
    #[must_use]
    pub fn nudged(&self, value: f64, steps: f64) -> f64 {
        let (a, b) = self.range;
        if self.log {
            let place = ((self.position(value) * 200.0).round() + steps) / 200.0;
            let next = self.dragged(place);
            // Where a step is less than one, things are still counted one by one.
            let stuck = self.unit.whole() && next == value;
            return if stuck { (value + steps.signum()).clamp(a, b) } else { next };
        }
        self.on_step(value + steps * self.step())
    }
    /// The value that a key of a slider asks for, as the browser names the key; none for a key that moves no slider. An
    /// unknown value is moved from the middle.
    #[must_use]
    pub fn keyed(&self, value: Option<f64>, key: &str) -> Option<f64> {
        let steps = match key {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            "PageUp" => 10.0,
            "PageDown" => -10.0,
            "Home" => return Some(self.range.0),
            "End" => return Some(self.range.1),
            _ => return None,
        };
        Some(self.nudged(value.unwrap_or_else(|| self.value(0.5)), steps))
    }
    /// The step of a linear scale: about a two-hundredth of the range, 1, 2 or 5 of a power of ten, whole where things are
    /// counted.
    #[must_use]
    pub fn step(&self) -> f64 {
        let raw = (self.range.1 - self.range.0).abs() / 200.0;
        if !(raw > 0.0 && raw.is_finite()) {
            return 1.0;
        }
        let exponent: i32 = format!("{raw:e}").split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
        let of = |m: f64| format!("{m:.0}e{exponent}").parse().unwrap_or(raw);
        let round = [1.0, 2.0, 5.0, 10.0].into_iter().map(of).find(|s| *s >= raw).unwrap_or(raw);
        if self.unit.whole() { round.max(1.0) } else { round }
    }
    /// Why `value` makes no sense here, as words after "is"; the range of the slider itself may be left.
    #[must_use]
    pub fn fault(&self, value: f64, currency: &str) -> Option<String> {
        let limit = |value: f64| Amount { value, unit: self.unit, currency };
        // Nothing to spend and nothing to add are answers, also where a slider moves by ratios.
        let none = matches!(self.unit, Unit::Money | Unit::Records);
        if self.log && value <= 0.0 && !(none && value == 0.0) {
            Some(format!("not above {}", limit(0.0)))
        } else if self.range.0 >= 0.0 && value < 0.0 {
            Some(format!("below {}", limit(0.0)))
        } else if self.unit == Unit::Fraction && self.range.1 <= 1.0 && value > 1.0 {
            Some(format!("above {}", limit(1.0)))
        } else {
            None
        }
    }
    fn whole(&self, value: f64) -> f64 {
        if self.unit.whole() { value.round() } else { value }
    }
    /// `value` on the nearest step, as the decimal that a person would write.
    fn on_step(&self, value: f64) -> f64 {
        let (a, b) = self.range;
        let step = self.step();
        let text = format!("{:.12}", (value / step).round() * step);
        self.whole(text.parse().unwrap_or(value)).clamp(a.min(b), a.max(b))
    }
}
