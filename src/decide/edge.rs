//! Where a verdict begins and ends along one input, as numbers that a person reads: each printed number lies on the side
//! that the sentence says.

use super::subject::{FlipSubject, Subject};
use super::verdict::Action;
use crate::data::{Amount, Unit, units};

/// One end of a stretch of values that give another verdict.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edge {
    /// First value, from the outside, that gives it.
    pub at: f64,
    /// The number to print.
    pub shown: f64,
    /// True where the printed number is the last one that does not give it.
    pub strict: bool,
}

/// The place between `same` (another verdict) and `other` (this one, found by `gives`) where it begins; `up` where the
/// values that give it lie above. Whole numbers for what is counted; else the shortest decimal.
pub(super) fn edge(s: &Subject, gives: &dyn Fn(f64) -> bool, other: f64, same: f64, up: bool) -> Edge {
    if matches!(s.unit, Unit::Count | Unit::Records | Unit::YesNo) {
        let whole = if up { other.ceil() } else { other.floor() };
        let step = if up { 1.0 } else { -1.0 };
        let inside = |w: &f64| (s.range.0..=s.range.1).contains(w) && gives(*w);
        if let Some(at) = [whole - step, whole, whole + step].into_iter().find(inside) {
            return Edge { at, shown: at, strict: false };
        }
    }
    let at = tidy(s, gives, other, same);
    let near = 1e-9 * (s.range.1 - s.range.0).abs().max(at.abs());
    if at.abs() <= near && s.range.0 <= 0.0 && 0.0 <= s.range.1 {
        return Edge { at, shown: 0.0, strict: !gives(0.0) };
    }
    // The boundary itself is a number that can be written down: it belongs to one side or to the other.
    let nearest = printed(at, s.unit, None);
    if (nearest - at).abs() <= near {
        return Edge { at, shown: nearest, strict: !gives(nearest) };
    }
    let inwards = printed(at, s.unit, Some(up));
    let shown = if gives(inwards) { inwards } else { at };
    Edge { at, shown, strict: false }
}

/// The shortest decimal between the two sides that already gives the verdict, so that "0.83" is not kept as
/// 0.8300000000001.
fn tidy(s: &Subject, gives: &dyn Fn(f64) -> bool, other: f64, same: f64) -> f64 {
    let width = (other - same).abs().max(1e-12 * (s.range.1 - s.range.0).abs());
    for decimals in -12..=12_i32 {
        let unit: f64 = format!("1e{}", -decimals).parse().unwrap_or(1.0);
        if unit > (s.range.1 - s.range.0).abs() {
            continue;
        }
        for rounded in [(other / unit).round() * unit, (other / unit).ceil() * unit, (other / unit).floor() * unit] {
            // Written with that many decimals, so that the float is the decimal a person reads.
            let value: f64 = format!("{:.*}", decimals.max(0) as usize, rounded).parse().unwrap_or(rounded);
            if (value - other).abs() <= width * 4.0 && gives(value) {
                return value;
            }
        }
    }
    other
}

/// Significant digits with which a number is printed in a sentence; `None` for whole numbers.
fn significant(x: f64, unit: Unit) -> Option<usize> {
    match unit {
        Unit::Number | Unit::YesNo | Unit::Fraction | Unit::Ratio => Some(5),
        _ if x.abs() >= 1e7 => Some(3),
        _ if x.abs() < 1000.0 => Some(5),
        _ => None,
    }
}

/// The number that [`written`] prints for `x`: the nearest, or the next above (`Some(true)`) or below.
fn printed(x: f64, unit: Unit, up: Option<bool>) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let Some(significant) = significant(x, unit) else {
        return match up {
            None => x.round(),
            Some(true) => x.ceil(),
            Some(false) => x.floor(),
        };
    };
    // The decimal form, so that the float is the decimal a person reads; a hundredth of a step short of it counts as there.
    let text = format!("{:.*e}", significant + 1, x);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (mantissa, exponent): (f64, i32) = (mantissa.parse().unwrap_or(x), exponent.parse().unwrap_or(0));
    let steps = mantissa * [1.0, 10.0, 100.0, 1e3, 1e4][significant - 1];
    let whole = match up {
        None => steps.round(),
        Some(true) => steps.ceil(),
        Some(false) => steps.floor(),
    };
    format!("{whole:.0}e{}", exponent - (significant as i32 - 1)).parse().unwrap_or(x)
}

/// A number as the sentence prints it, with five digits where a box would show them; money in its currency.
fn written(x: f64, unit: Unit, currency: &str) -> String {
    let amount = Amount { value: x, unit, currency };
    match unit {
        Unit::Money if x.abs() < 1e7 => {
            let sign = if x < 0.0 { "−" } else { "" };
            let number = if x.abs() < 1000.0 { units::digits(x.abs(), 5) } else { units::grouped(x.abs()) };
            format!("{sign}{}\u{a0}{number}", unit.word(currency))
        }
        Unit::Number | Unit::YesNo => units::digits(x, 5),
        Unit::Fraction => format!("{} %", units::digits(x * 100.0, 5)),
        Unit::Ratio => format!("{}×", units::digits(x, 5)),
        _ if x.abs() < 1000.0 => units::digits(x, 5),
        _ if x.abs() < 1e7 => units::grouped(x),
        _ => amount.to_string(),
    }
}

/// The sentence shown to people: from `from` on, up or down, and up to `until` where the verdict changes once more.
/// `doubted` where the measured value lies there already, but too uncertain to decide.
pub(super) fn sentence(
    currency: &str,
    s: &Subject,
    from: &Edge,
    until: Option<&Edge>,
    up: bool,
    doubted: bool,
    becomes: Action,
) -> String {
    let lead = format!("The verdict becomes “{}” if", becomes.inline());
    if s.unit == Unit::YesNo {
        let answer = units::show(from.shown, Unit::YesNo);
        return match &s.subject {
            FlipSubject::Fact(_) if s.today.is_none() => format!("{lead} “{}” is measured as {answer}.", s.label),
            FlipSubject::Threshold(_) if from.shown < 0.5 => format!("{lead} “{}” no longer has to be yes.", s.label),
            FlipSubject::Threshold(_) => format!("{lead} “{}” has to be {answer}.", s.label),
            _ => format!("{lead} “{}” were {answer}.", s.label),
        };
    }
    let (subject, verb, measured) = match &s.subject {
        FlipSubject::Threshold(_) => (format!("the threshold of “{}”", s.label), "is", ""),
        FlipSubject::Fact(_) if s.today.is_none() => (format!("“{}”", s.label), "is measured", "at "),
        FlipSubject::Fact(_) if doubted => (format!("“{}”", s.label), "were known to be", ""),
        FlipSubject::Fact(_) => (format!("“{}”", s.label), "were", ""),
        FlipSubject::Assumption(_) => (format!("“{}”", s.label), "is", ""),
    };
    let begin = written(from.shown, s.unit, currency);
    let begin = match (from.strict, up) {
        (false, true) => format!("{measured}{begin} or more"),
        (false, false) => format!("{measured}{begin} or less"),
        (true, true) => format!("above {begin}"),
        (true, false) => format!("below {begin}"),
    };
    let end = until.map_or_else(String::new, |e| {
        let end = written(e.shown, s.unit, currency);
        match (e.strict, up) {
            (false, true) => format!(", up to {end}"),
            (false, false) => format!(", down to {end}"),
            (true, true) => format!(", but below {end}"),
            (true, false) => format!(", but above {end}"),
        }
    });
    format!("{lead} {subject} {verb} {begin}{end}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_number_is_the_float_that_a_person_would_type() {
        for (x, unit, up, expected) in [
            (0.797_757_1, Unit::Number, Some(false), 0.79775),
            (0.797_757_1, Unit::Number, Some(true), 0.79776),
            (0.797_757_1, Unit::Number, None, 0.79776),
            (0.95, Unit::Fraction, None, 0.95),
            (123_456.4, Unit::Records, Some(true), 123_457.0),
            (12_345_678.0, Unit::Tokens, Some(false), 12_300_000.0),
            (-0.123_456, Unit::Number, Some(true), -0.12345),
            (0.0, Unit::Count, Some(true), 0.0),
            (253_456.2, Unit::Money, Some(true), 253_457.0),
            (0.123_456, Unit::Money, Some(false), 0.12345),
        ] {
            assert_eq!(printed(x, unit, up), expected, "{x} {up:?}");
            assert_eq!(
                units::read(&written(expected, unit, "€"), unit, "€"),
                Some(expected),
                "{}",
                written(expected, unit, "€")
            );
        }
    }
}
