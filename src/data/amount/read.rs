//! What a person types into a box, and what a box shows. What is shown can be typed again and gives the same number.

use super::print::{digits, grouped};
use super::{Unit, compact};

/// Reads a typed amount: `12B`, `300k`, `1,500`, `0.8`, `0,8`, `85 %`, `6.4 GB`, `€ 1.2M`, `2.5×`, with the unit's word or
/// without. **A bare number typed for a share is per cent**: `80` is 80 % and `0.8` is 0.8 %, in every box. `None` where
/// it is no number, or one of another unit or currency.
#[must_use]
pub fn read(text: &str, unit: Unit, currency: &str) -> Option<f64> {
    let text: String = text.replace('−', "-").chars().filter(|c| !c.is_whitespace()).collect();
    let lower = text.to_ascii_lowercase();
    match unit {
        Unit::YesNo => match lower.as_str() {
            "yes" | "y" | "1" => Some(1.0),
            "no" | "n" | "0" => Some(0.0),
            _ => None,
        },
        Unit::Fraction if text.ends_with('%') => number(&text),
        Unit::Fraction => number(&format!("{text}%")),
        Unit::Bytes => size(&text, &lower),
        Unit::Money => {
            let sign = unit.word(currency);
            let (minus, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
            let sign: String = sign.chars().filter(|c| !c.is_whitespace()).collect();
            let rest = rest.strip_prefix(&sign).or_else(|| rest.strip_suffix(&sign)).unwrap_or(rest);
            number(&format!("{minus}{rest}"))
        }
        Unit::Ratio => number(text.trim_end_matches(['×', 'x'])),
        Unit::Number => number(&text),
        Unit::Count => number(&text).filter(|_| !text.ends_with('%')),
        Unit::Records | Unit::Tokens | Unit::Parameters => {
            let word = unit.word(currency);
            let bare = lower.strip_suffix(word).or_else(|| lower.strip_suffix(word.trim_end_matches('s')));
            number(bare.unwrap_or(&text)).filter(|_| !text.ends_with('%'))
        }
    }
}

/// A number as a box shows it: with the sign of per cent or bytes and no other unit, whole numbers to the last digit and others
/// with six significant ones; `300k` and `12B` where nothing is lost by it. Empty where it is not finite.
#[must_use]
pub fn in_box(value: f64, unit: Unit) -> String {
    match unit {
        _ if !value.is_finite() => String::new(),
        Unit::YesNo => if value >= 0.5 { "yes" } else { "no" }.into(),
        Unit::Fraction => format!("{} %", written(value * 100.0, false)),
        Unit::Bytes => {
            let short = super::bytes(value).replace('−', "-");
            if read(&short, unit, "") == Some(value) { short } else { format!("{} B", written(value, false)) }
        }
        _ => plain(value),
    }
}

fn plain(value: f64) -> String {
    written(value, true)
}

/// All digits that are kept, with a suffix where that loses none and `short` allows it.
fn written(value: f64, short: bool) -> String {
    let whole = value.fract() == 0.0 && value.abs() < 1e15;
    let value = if whole { value } else { format!("{value:.5e}").parse().unwrap_or(value) };
    let magnitude = value.abs();
    let brief = if magnitude >= 1000.0 && short { compact(value) } else { digits(value, 6) };
    let text = if number(&brief) == Some(value) && (short || magnitude < 1000.0) {
        brief
    } else if value.fract() == 0.0 && magnitude < 1e15 {
        grouped(value)
    } else if (1e-9..1e15).contains(&magnitude) {
        format!("{value}")
    } else {
        format!("{value:e}")
    };
    text.replace('−', "-")
}

/// A size in bytes: `6.4 GB`, `300 kB`, `1.2B` being bytes, not billions.
fn size(text: &str, lower: &str) -> Option<f64> {
    for (suffix, zeros) in [("tb", 'T'), ("gb", 'G'), ("mb", 'M'), ("kb", 'k')] {
        if lower.ends_with(suffix) {
            return number(&format!("{}{zeros}", &text[..text.len() - 2]));
        }
    }
    let bare = lower.strip_suffix("bytes").or_else(|| lower.strip_suffix('b'));
    number(bare.unwrap_or(text)).filter(|_| !text.ends_with('%'))
}

/// A number as people type it, without spaces: `12B`, `300k`, `1,500`, `0.8`, `0,8`, `85%`, `-0.5`, `1.2×10^18`.
fn number(text: &str) -> Option<f64> {
    let text = with_point(&text.replace("×10^", "e").replace('−', "-"))?;
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
