//! Numbers in words: one way to print each kind, on page, chart and paper.

use super::Unit;

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

/// The same text with a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The same text with a small first letter, for the inside of a sentence.
#[must_use]
pub fn uncapital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
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

/// Names of a list that may be long, in a sentence: "a, b and 19,998 more". A long name is shortened, too.
#[must_use]
pub fn several<T: AsRef<str>>(names: &[T]) -> String {
    const NAMED: usize = 12;
    let shown: Vec<String> = names.iter().take(NAMED).map(|n| shortened(n.as_ref(), 60)).collect();
    let more = if names.len() > NAMED {
        format!(" and {} more", grouped((names.len() - NAMED) as f64))
    } else {
        String::new()
    };
    format!("{}{more}", shown.join(", "))
}

/// Text of at most `most` characters; what is cut off is told by an ellipsis.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A probability in per cent without false precision: `under 1 %`, `64 %`, `over 99 %`.
#[must_use]
pub fn chance(p: f64) -> String {
    if !p.is_finite() {
        "unknown".into()
    } else if p < 0.005 {
        "under 1 %".into()
    } else if p >= 0.995 {
        "over 99 %".into()
    } else {
        // Half a per cent is one: nothing above "under 1 %" prints as nothing.
        format!("{:.0} %", (p * 100.0).max(1.0))
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

/// A number in its unit, as the screen and the report print it. Money has a currency, so it is printed as an
/// [`Amount`](super::Amount); here it gets the sign of no currency.
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
        Unit::Money => money("¤", x),
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
