//! One direction of a chart: from values to shares of its length and back, and where the ticks stand.

use crate::data::{Unit, units};
use crate::num::math::{exp, ln, log10, pow};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use std::ops::Range;

/// How values are laid out.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By their logarithm. Values of zero stand apart, before the axis, where `zero` is set.
    Log {
        /// True where room is kept for values at zero.
        zero: bool,
    },
    /// By name, the first at the top; value i + 0.5 is the middle of name i.
    Names(Vec<String>),
}

/// One axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// How values are laid out.
    pub scale: Scale,
    /// Value at the start (left, bottom).
    pub low: f64,
    /// Value at the end (right, top).
    pub high: f64,
    /// What is laid out, with its unit.
    pub title: String,
    /// Unit of the tick labels.
    pub unit: Unit,
}

/// Share of the length kept for values at zero on a logarithmic axis.
const ZERO_ROOM: f64 = 0.09;

/// A tick: its value, and its label where it has one.
pub type Tick = (f64, Option<String>);

impl Axis {
    /// An even axis over `low..high`, widened where it is empty.
    #[must_use]
    pub fn linear(low: f64, high: f64, title: &str, unit: Unit) -> Self {
        let (low, high) = if low < high { (low, high) } else { (low - 0.5, low + 0.5) };
        Self { scale: Scale::Linear, low, high, title: title.to_owned(), unit }
    }
    /// A logarithmic axis over `low..high`, both positive.
    #[must_use]
    pub fn log(low: f64, high: f64, title: &str, unit: Unit) -> Self {
        let low = if low > 0.0 && low.is_finite() { low } else { 1.0 };
        let high = if high > low * 1.01 && high.is_finite() { high } else { low * 10.0 };
        Self { scale: Scale::Log { zero: false }, low, high, title: title.to_owned(), unit }
    }
    /// Names, the first at the top.
    #[must_use]
    pub fn names(names: Vec<String>) -> Self {
        let count = names.len().max(1) as f64;
        Self { scale: Scale::Names(names), low: count, high: 0.0, title: String::new(), unit: Unit::Number }
    }
    /// Share of the length at which `value` stands: 0 at the start, 1 at the end.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        match &self.scale {
            Scale::Linear | Scale::Names(_) => (value - self.low) / (self.high - self.low),
            Scale::Log { zero } => {
                let room = if *zero { ZERO_ROOM } else { 0.0 };
                if value > 0.0 {
                    room + (1.0 - room) * ln(value / self.low) / ln(self.high / self.low)
                } else {
                    room * 0.25
                }
            }
        }
    }
    /// The value at a share of the length; zero within the room kept for zero.
    #[must_use]
    pub fn value(&self, share: f64) -> f64 {
        match &self.scale {
            Scale::Linear | Scale::Names(_) => self.low + share * (self.high - self.low),
            Scale::Log { zero } => {
                let room = if *zero { ZERO_ROOM } else { 0.0 };
                if *zero && share < room * 0.6 {
                    return 0.0;
                }
                self.low * exp((share - room) / (1.0 - room) * ln(self.high / self.low))
            }
        }
    }
    /// `value` moved to the nearer end where it lies outside.
    #[must_use]
    pub fn clamp(&self, value: f64) -> f64 {
        value.clamp(self.low.min(self.high), self.low.max(self.high))
    }
    /// True where `value` lies on the axis.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        value >= self.low.min(self.high) && value <= self.low.max(self.high)
    }
    /// Ticks, at most about `most` of them labelled.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        match &self.scale {
            Scale::Linear => linear_ticks(self.low, self.high, most.max(2), self.unit),
            Scale::Log { zero } => {
                let mut ticks = log_ticks(self.low, self.high, most.max(2), self.unit);
                if *zero {
                    ticks.insert(0, (0.0, Some("0".into())));
                }
                ticks
            }
            Scale::Names(names) => {
                names.iter().enumerate().map(|(i, name)| (i as f64 + 0.5, Some(name.clone()))).collect()
            }
        }
    }
}

fn linear_ticks(low: f64, high: f64, most: usize, unit: Unit) -> Vec<Tick> {
    let factor = if unit == Unit::Fraction { 100.0 } else { 1.0 };
    let rough = (high - low) * factor / most as f64;
    let decade = pow(10.0, log10(rough).floor());
    let step = [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * decade).find(|s| *s >= rough * 0.999).unwrap_or(10.0 * decade);
    let decimals = (-log10(step) - 1e-9).ceil().clamp(0.0, 9.0) as usize;
    let first = (low * factor / step - 1e-9).ceil() as i64;
    let last = (high * factor / step + 1e-9).floor() as i64;
    (first..=last.min(first + 50))
        .map(|i| {
            let shown = i as f64 * step;
            let label = match unit {
                Unit::Fraction => format!("{} %", units::fixed(shown, decimals)),
                _ if shown.abs() >= 1000.0 => units::compact(shown),
                _ => units::fixed(shown, decimals),
            };
            (shown / factor, Some(label))
        })
        .collect()
}

/// Decades where there are two or more of them, else 1, 2 and 5; everything between is unlabelled.
fn log_ticks(low: f64, high: f64, most: usize, unit: Unit) -> Vec<Tick> {
    let first = log10(low).floor() as i32;
    let last = log10(high).ceil() as i32;
    let inside = |v: f64| v >= low * 0.999_999 && v <= high * 1.000_001;
    let decades = (first..=last).filter(|k| inside(pow(10.0, f64::from(*k)))).count();
    let stride = (decades.div_ceil(most)).max(1) as i32;
    let mut ticks = Vec::new();
    for k in first..=last {
        for digit in 1..10_i32 {
            let value = round_value(digit, k);
            if !inside(value) {
                continue;
            }
            let labelled =
                if decades >= 2 { digit == 1 && k.rem_euclid(stride) == 0 } else { matches!(digit, 1 | 2 | 5) };
            if !labelled && decades > 8 && digit != 1 {
                continue;
            }
            let label = if unit == Unit::Bytes { units::bytes(value) } else { units::compact(value) };
            ticks.push((value, labelled.then_some(label)));
        }
    }
    ticks
}

/// digit x 10^k without the error of a power.
fn round_value(digit: i32, k: i32) -> f64 {
    format!("{digit}e{k}").parse().unwrap_or(f64::NAN)
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let (a, b) = (f64::from(limit.0), f64::from(limit.1));
        let share = self.share(*value);
        (a + (b - a) * if share.is_finite() { share.clamp(-1.0, 2.0) } else { 0.0 }).round() as i32
    }
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks(hint.max_num_points()).into_iter().map(|t| t.0).collect()
    }
    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, most: usize) -> Vec<String> {
        axis.ticks(most).into_iter().filter_map(|t| t.1).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(labels(&Axis::log(800.0, 2e6, "", Unit::Records), 6), ["1k", "10k", "100k", "1M"]);
        assert_eq!(labels(&Axis::log(30.0, 700.0, "", Unit::Records), 6), ["50", "100", "200", "500"]);
        assert_eq!(labels(&Axis::linear(0.5, 0.9, "", Unit::Number), 5), ["0.5", "0.6", "0.7", "0.8", "0.9"]);
        assert_eq!(labels(&Axis::linear(0.0, 0.4, "", Unit::Fraction), 4), ["0 %", "10 %", "20 %", "30 %", "40 %"]);
        assert_eq!(labels(&Axis::log(1e3, 1e15, "", Unit::Tokens), 5), ["1k", "1M", "1B", "1T", "1000T"]);
    }

    #[test]
    fn value_and_share_are_inverse() {
        let mut axis = Axis::log(100.0, 1e6, "", Unit::Records);
        axis.scale = Scale::Log { zero: true };
        for v in [100.0, 3e4, 1e6] {
            assert!((axis.value(axis.share(v)) / v - 1.0).abs() < 1e-9);
        }
        assert_eq!(axis.value(axis.share(0.0)), 0.0);
        assert!(axis.share(0.0) < axis.share(100.0));
    }
}
