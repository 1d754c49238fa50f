//! Directions and units.

use serde::{Deserialize, Serialize};

/// Which way a metric improves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better (accuracy, empathy).
    #[default]
    Higher,
    /// Lower is better (loss, error, bias).
    Lower,
}

impl Direction {
    /// +1 where higher is better, −1 where lower is.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::Higher => 1.0,
            Self::Lower => -1.0,
        }
    }
    /// True when `a` is at least as good as `b`.
    #[must_use]
    pub fn at_least_as_good(self, a: f64, b: f64) -> bool {
        self.sign() * (a - b) >= 0.0
    }
    /// "higher is better" or "lower is better".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Higher => "higher is better",
            Self::Lower => "lower is better",
        }
    }
}

/// What a number counts; decides how it is printed (`units::show` in the report and on the page are the same).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A plain number (a score, a loss).
    #[default]
    Number,
    /// A fraction of one, printed as per cent.
    Fraction,
    /// Whole things; printed 1k, 10k, 1M.
    Count,
    /// Records of training data.
    Records,
    /// Tokens.
    Tokens,
    /// Bytes.
    Bytes,
    /// Parameters of a model.
    Parameters,
    /// Money, in the policy's currency.
    Money,
    /// Yes (1) or no (0).
    YesNo,
    /// A ratio, printed with ×.
    Ratio,
}

/// `1234567.0` as `1.23M`: three significant digits, SI-like suffixes as the field writes them (k, M, B, T).
#[must_use]
pub fn compact(x: f64) -> String {
    if !x.is_finite() {
        return if x.is_nan() {
            "unknown".into()
        } else if x > 0.0 {
            "unlimited".into()
        } else {
            "−unlimited".into()
        };
    }
    let magnitude = x.abs();
    let (scale, suffix) = if magnitude >= 999.5e15 {
        return scientific(x);
    } else if magnitude >= 999.5e9 {
        (1e12, "T")
    } else if magnitude >= 999.5e6 {
        (1e9, "B")
    } else if magnitude >= 999.5e3 {
        (1e6, "M")
    } else if magnitude >= 999.5 {
        (1e3, "k")
    } else {
        (1.0, "")
    };
    format!("{}{suffix}", digits(x / scale, 3))
}

/// `x` with `significant` significant digits, no exponent, no trailing zeros, a real minus sign.
#[must_use]
pub fn digits(x: f64, significant: usize) -> String {
    if x == 0.0 {
        return "0".into();
    }
    if !x.is_finite() {
        return compact(x);
    }
    // The exponent is read off the decimal form, so that no logarithm decides a digit.
    let scientific = format!("{:.*e}", significant.saturating_sub(1), x.abs());
    let exponent: i32 = scientific.split('e').nth(1).and_then(|e| e.parse().ok()).unwrap_or(0);
    let decimals = (significant as i32 - 1 - exponent).clamp(0, 12) as usize;
    let mut text = format!("{:.*}", decimals, x.abs());
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if x < 0.0 && text != "0" { format!("−{text}") } else { text }
}

/// `x` with exactly `decimals` decimals and a real minus sign; never "−0.00".
#[must_use]
pub fn fixed(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return compact(x);
    }
    let text = format!("{:.*}", decimals, x.abs());
    if x < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("−{text}") } else { text }
}

fn scientific(x: f64) -> String {
    let text = format!("{:.2e}", x.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}{mantissa}×10^{exponent}", if x < 0.0 { "−" } else { "" })
}

/// How many of something: `1 data set`, `2 data sets`; `many` is the plural.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n as f64), if n == 1 { one } else { many })
}

/// Names in a sentence: "a, b and c".
#[must_use]
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A probability in per cent without false precision: `under 1 %`, `64 %`, `over 99 %`.
#[must_use]
pub fn chance(p: f64) -> String {
    if !p.is_finite() {
        "unknown".into()
    } else if p < 0.01 {
        "under 1 %".into()
    } else if p > 0.99 {
        "over 99 %".into()
    } else {
        format!("{:.0} %", p * 100.0)
    }
}

/// Money in a currency (a dollar where the policy names none): `$ 1.2M`.
#[must_use]
pub fn money(currency: &str, x: f64) -> String {
    let sign = if x < 0.0 { "−" } else { "" };
    format!("{sign}{}\u{a0}{}", if currency.is_empty() { "$" } else { currency }, compact(x.abs()))
}

/// Groups of three: `300000.0` as `300,000`.
#[must_use]
pub fn grouped(x: f64) -> String {
    if !x.is_finite() {
        return compact(x);
    }
    let text = format!("{:.0}", x.abs());
    let mut out = String::with_capacity(text.len() + text.len() / 3 + 3);
    if x < 0.0 && text != "0" {
        out.push('−');
    }
    for (i, c) in text.chars().enumerate() {
        if i > 0 && (text.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Bytes in decimal units: `6.4 GB`.
#[must_use]
pub fn bytes(x: f64) -> String {
    let magnitude = x.abs();
    for (scale, suffix) in [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")] {
        if magnitude >= scale * 0.9995 {
            return format!("{} {suffix}", digits(x / scale, 3));
        }
    }
    format!("{} B", digits(x, 3))
}

/// A number in its unit, as the screen and the report print it.
#[must_use]
pub fn show(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Number => score(x),
        Unit::Fraction => format!("{} %", digits(x * 100.0, 3)),
        Unit::Count => compact(x),
        Unit::Records => format!("{} records", compact(x)),
        Unit::Tokens => format!("{} tokens", compact(x)),
        Unit::Bytes => bytes(x),
        Unit::Parameters => format!("{} parameters", compact(x)),
        Unit::Money => money("", x),
        Unit::YesNo => {
            if x >= 0.5 {
                "yes".into()
            } else {
                "no".into()
            }
        }
        Unit::Ratio => format!("{}×", digits(x, 3)),
    }
}

/// A score or a loss: three decimals below ten, fewer above.
#[must_use]
pub fn score(x: f64) -> String {
    if !x.is_finite() || x.abs() >= 1000.0 {
        compact(x)
    } else if x.abs() < 10.0 {
        fixed(x, 3)
    } else {
        digits(x, 4)
    }
}

/// A typed number with a decimal point and without thousands marks. Commas before groups of three digits are thousands marks
/// (`1,500`), a single other one is a decimal comma (`0,75`); `None` where neither can be meant.
fn with_point(text: &str) -> Option<String> {
    let commas = text.matches(',').count();
    if commas == 0 {
        return Some(text.to_owned());
    }
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',').map(|g| g.trim_end_matches(|c: char| !c.is_ascii_digit()));
    let first = groups.next().unwrap_or_default().trim_start_matches(['-', '+']);
    let digits = |g: &str| g.chars().all(|c| c.is_ascii_digit());
    let thousands = (1..=3).contains(&first.len()) && digits(first) && first != "0";
    if whole.matches(',').count() == commas && thousands && groups.all(|g| g.len() == 3 && digits(g)) {
        return Some(text.replace(',', ""));
    }
    (commas == 1 && !text.contains('.')).then(|| text.replace(',', "."))
}

/// Reads a number as people type it: `12B`, `300k`, `1,500`, `0.8`, `0,8`, `85 %`, `−0.5`. `None` where it is none.
#[must_use]
pub fn parse_amount(text: &str) -> Option<f64> {
    let text: String = text.trim().replace('−', "-").chars().filter(|c| !c.is_whitespace()).collect();
    let text = with_point(&text)?;
    let (digits, factor) = match text.chars().last()? {
        '%' => (&text[..text.len() - 1], -2),
        'k' | 'K' => (&text[..text.len() - 1], 3),
        'm' | 'M' => (&text[..text.len() - 1], 6),
        'b' | 'B' | 'g' | 'G' => (&text[..text.len() - 1], 9),
        't' | 'T' => (&text[..text.len() - 1], 12),
        _ => (text.as_str(), 0),
    };
    let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    // The power of ten is read with the number: 95 % is the float 0.95, which 95 × 0.01 is not.
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, e)) => (mantissa, e.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let value: f64 = format!("{mantissa}e{}", exponent.checked_add(factor)?).parse().ok()?;
    (plain && value.is_finite()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_the_field_writes_them() {
        assert_eq!(compact(1_234_567.0), "1.23M");
        assert_eq!(compact(999_600.0), "1M");
        assert_eq!(compact(300_000.0), "300k");
        assert_eq!(compact(0.05), "0.05");
        assert_eq!(grouped(300_000.0), "300,000");
        assert_eq!(grouped(-1_000.0), "−1,000");
        assert_eq!(bytes(1.16e9), "1.16 GB");
        assert_eq!(fixed(-0.0001, 2), "0.00");
        assert_eq!(fixed(-0.5, 2), "−0.50");
        assert_eq!(digits(0.012345, 3), "0.0123");
        assert_eq!(digits(9.999, 3), "10");
        assert_eq!(show(0.08, Unit::Fraction), "8 %");
        assert_eq!(compact(1.4e12), "1.4T");
    }

    #[test]
    fn typed_amounts_are_read() {
        assert_eq!(parse_amount("12B"), Some(12e9));
        assert_eq!(parse_amount(" 1,500 "), Some(1500.0));
        assert_eq!(parse_amount("1,234,567.5"), Some(1_234_567.5));
        assert_eq!(parse_amount("-12,500"), Some(-12_500.0));
        for (typed, read) in [("95 %", 0.95), ("0.7 %", 0.007), ("1e2 %", 1.0), ("2.3e-2k", 23.0), ("79.776%", 0.79776)]
        {
            assert_eq!(parse_amount(typed), Some(read), "{typed}");
        }
        // A decimal comma is no thousands mark.
        for (typed, read) in
            [("0,75", 0.75), ("7,5", 7.5), ("1,25", 1.25), ("0,125", 0.125), ("12,5k", 12_500.0), ("2,5 %", 0.025)]
        {
            assert_eq!(parse_amount(typed), Some(read), "{typed}");
        }
        for neither in ["1,2,3", "1,5.5", "1,50,000", ",", "1.500,5"] {
            assert_eq!(parse_amount(neither), None, "{neither}");
        }
        assert_eq!(parse_amount("−0.5"), Some(-0.5));
        assert_eq!(parse_amount("85 %"), Some(0.85));
        for bad in ["", "abc", "NaN", "inf", "1.2.3", "k", "é"] {
            assert_eq!(parse_amount(bad), None, "{bad}");
        }
    }
}
