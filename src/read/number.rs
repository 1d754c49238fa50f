//! Numbers as people write them: decimal comma, thousands marks, per cent, units, signs, and words for "unknown".
//!
//! What a lone mark means (`1.234`) is decided for a whole column by [`Style`], never cell by cell.

/// Which mark separates decimals in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
    /// `1.234` and `1,234` both are whole numbers with a thousands mark.
    Whole,
}

/// What the marks of a column say about its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Cells that can only be read with a decimal point.
    pub point: usize,
    /// Cells that can only be read with a decimal comma.
    pub comma: usize,
    /// Cells with one point before exactly three digits.
    pub lone_point: usize,
    /// Cells with one comma before exactly three digits.
    pub lone_comma: usize,
    /// Cells of four digits and more without any mark: who writes them so groups no digits.
    pub thousands: usize,
}

impl Marks {
    /// Takes one cell into account.
    pub fn see(&mut self, text: &str) {
        let with_error = if text.is_ascii() { None } else { text.split_once('±') };
        if let Some((value, error)) = with_error {
            self.see(value);
            return self.see(error);
        }
        let bytes = text.as_bytes();
        let count = |m: u8| bytes.iter().filter(|b| **b == m).count();
        let (points, commas) = (count(b'.'), count(b','));
        if points + commas == 0 {
            let digits = text.trim();
            self.thousands += usize::from(digits.len() > 3 && bytes_are_digits(digits));
            return;
        }
        let last = |m: u8| bytes.iter().rposition(|b| *b == m);
        match (points, commas) {
            (1, 0) => self.lone(bytes, last(b'.'), true),
            (0, 1) => self.lone(bytes, last(b','), false),
            (0, _) => self.point += 1,
            (_, 0) => self.comma += 1,
            _ if last(b'.') > last(b',') => self.point += 1,
            _ => self.comma += 1,
        }
    }
    fn lone(&mut self, bytes: &[u8], at: Option<usize>, point: bool) {
        let Some(at) = at else { return };
        let before = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let after = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let zero = before == 0 || bytes[at - before] == b'0';
        let exponent = matches!(bytes.get(at + 1 + after), Some(b'e' | b'E'));
        if after == 3 && (1..=3).contains(&before) && !zero && !exponent {
            *(if point { &mut self.lone_point } else { &mut self.lone_comma }) += 1;
        } else {
            *(if point { &mut self.point } else { &mut self.comma }) += 1;
        }
    }
    /// True where only ambiguous cells were seen.
    #[must_use]
    pub fn ambiguous(&self) -> bool {
        self.point + self.comma == 0 && self.lone_point + self.lone_comma > 0
    }
    /// True where cells contradict one another.
    #[must_use]
    pub fn mixed(&self) -> bool {
        self.point > 0 && self.comma > 0
    }
    /// The style of the column. `whole` says that the column counts things (a lone mark before three digits is a
    /// thousands mark); `hint` is the style of the other columns of the table.
    #[must_use]
    pub fn style(&self, whole: bool, hint: Option<Style>) -> Style {
        if self.comma > self.point {
            Style::Comma
        } else if self.point > 0 {
            Style::Point
        } else if whole && self.ambiguous() {
            Style::Whole
        } else {
            hint.unwrap_or_default()
        }
    }
}

fn bytes_are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The unit written behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suffix {
    /// None, or a word that does not change the value ("records").
    #[default]
    None,
    /// Per cent (the value is already divided by 100).
    Percent,
    /// A multiplier or a byte unit (already multiplied).
    Scaled,
}

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, with per cent and multipliers applied.
    pub value: f64,
    /// What was written behind it.
    pub suffix: Suffix,
    /// The part after `±`, in the same scale.
    pub error: Option<f64>,
    /// True where a sign said that it is not exact (`~`, `about`, `>`, `<`, `300k+`).
    pub rough: bool,
}

/// One cell of a numeric column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Empty, or a word for "unknown".
    Unknown,
    /// A number.
    Number(Quantity),
    /// Something else.
    Unreadable,
}

impl Cell {
    /// The value, where there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        if let Self::Number(q) = self { Some(q.value) } else { None }
    }
}

/// True for an empty cell and for the words that stand for "no value". Never zero.
#[must_use]
pub fn is_unknown(text: &str) -> bool {
    let t = text.trim();
    if t.len() > 14 {
        return false;
    }
    t.is_empty()
        || matches!(
            t,
            "-" | "–"
                | "—"
                | "−"
                | "?"
                | "."
                | ".."
                | "..."
                | "…"
                | "*"
                | "∞"
                | "-∞"
                | "#N/A"
                | "#DIV/0!"
                | "#VALUE!"
                | "#REF!"
        )
        || [
            "nan",
            "+nan",
            "-nan",
            "n/a",
            "na",
            "n.a.",
            "none",
            "null",
            "nil",
            "unknown",
            "undefined",
            "missing",
            "tbd",
            "tba",
            "inf",
            "+inf",
            "-inf",
            "infinity",
            "+infinity",
            "-infinity",
            "n/k",
            "not known",
            "not measured",
            "not available",
            "pending",
            "<na>",
            "(null)",
            "unbekannt",
        ]
        .iter()
        .any(|w| t.eq_ignore_ascii_case(w))
}

/// Reads one cell in the style of its column. `bytes` says that the column counts bytes, so that `B` is a byte and
/// not 10⁹.
#[must_use]
pub fn parse(text: &str, style: Style, bytes: bool) -> Cell {
    let t = text.trim();
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    if !t.is_empty() && t.bytes().all(plain) && (style == Style::Point || !t.contains('.')) {
        if let Ok(value) = t.parse::<f64>() {
            if value.is_finite() {
                return Cell::Number(Quantity { value, suffix: Suffix::None, error: None, rough: false });
            }
            return Cell::Unreadable;
        }
    }
    if is_unknown(t) {
        return Cell::Unknown;
    }
    for sign in ["±", "+/-", "+-"] {
        if let Some((left, right)) = t.split_once(sign) {
            return with_error(left, right, style, bytes);
        }
    }
    match scalar(t, style, bytes) {
        Some(q) => Cell::Number(q),
        None => Cell::Unreadable,
    }
}

fn with_error(left: &str, right: &str, style: Style, bytes: bool) -> Cell {
    match (scalar(left.trim(), style, bytes), scalar(right.trim(), style, bytes)) {
        (Some(mut value), Some(error)) => {
            let mut e = error.value;
            if error.suffix == Suffix::Percent && value.suffix == Suffix::None {
                // "81.2 ± 0.4 %": the sign belongs to both.
                value.value /= 100.0;
                value.suffix = Suffix::Percent;
            } else if error.suffix == Suffix::None && value.suffix == Suffix::Percent {
                e /= 100.0;
            }
            value.error = Some(e.abs());
            Cell::Number(value)
        }
        _ => Cell::Unreadable,
    }
}

fn scalar(text: &str, style: Style, bytes: bool) -> Option<Quantity> {
    let (mut t, mut negative, mut rough) = (text, false, false);
    if let Some(inner) = t.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        (t, negative) = (inner.trim(), true);
    }
    loop {
        t = t.trim_start();
        let before = t.len();
        for mark in ["~", "≈", "≥", "≤", ">=", "<=", ">", "<", "about ", "approx. ", "approx ", "ca. ", "ca ", "circa "]
        {
            if let Some(rest) = strip_start(t, mark) {
                (t, rough) = (rest, true);
            }
        }
        for sign in ["-", "−", "–"] {
            if let Some(rest) = t.strip_prefix(sign) {
                if negative {
                    return None;
                }
                (t, negative) = (rest, true);
            }
        }
        for sign in ["+", "$", "€", "£", "¥", "US$", "USD ", "EUR ", "GBP "] {
            t = strip_start(t, sign).unwrap_or(t);
        }
        if t.len() == before {
            break;
        }
    }
    let end = number_end(t);
    let (core, tail) = (t.get(..end)?, t.get(end..)?);
    let mut value = plain_number(core, style)?;
    let mut tail = tail.trim();
    if let Some(rest) = tail.strip_suffix('+') {
        (tail, rough) = (rest.trim_end(), true);
    }
    let (factor, suffix) = unit_factor(tail, bytes)?;
    value = scaled(value, factor);
    if negative {
        value = -value;
    }
    value.is_finite().then_some(Quantity { value, suffix, error: None, rough })
}

fn strip_start<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len()).filter(|p| p.eq_ignore_ascii_case(prefix)).and_then(|_| text.get(prefix.len()..))
}

/// Marks that only ever group digits.
fn groups(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\'' | '’' | '_')
}

/// Length of the leading number, grouping marks and exponent included.
fn number_end(t: &str) -> usize {
    let mut end = 0;
    let mut chars = t.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        if c.is_ascii_digit() || (matches!(c, '.' | ',') && (next_digit || i > 0)) || (groups(c) && next_digit && i > 0)
        {
            end = i + c.len_utf8();
        } else {
            break;
        }
    }
    let rest = t.as_bytes().get(end..).unwrap_or_default();
    if let [b'e' | b'E', tail @ ..] = rest {
        let sign = usize::from(matches!(tail.first(), Some(b'+' | b'-')));
        let digits = tail.iter().skip(sign).take_while(|b| b.is_ascii_digit()).count();
        if digits > 0 {
            end += 1 + sign + digits;
        }
    }
    end
}

fn plain_number(core: &str, style: Style) -> Option<f64> {
    if !core.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (mantissa, exponent) = match core.find(['e', 'E']) {
        Some(at) => (core.get(..at)?, core.get(at..)?),
        None => (core, ""),
    };
    let mut clean = String::with_capacity(core.len());
    let mut run = 0_usize;
    let mut grouped = false;
    let marks = |m: char| mantissa.chars().filter(|c| *c == m).count();
    let (points, commas) = (marks('.'), marks(','));
    for (i, c) in mantissa.char_indices() {
        if c.is_ascii_digit() {
            run += 1;
            clean.push(c);
            continue;
        }
        let decimal = match style {
            Style::Point => c == '.' && points == 1,
            Style::Comma => c == ',' && commas == 1,
            Style::Whole => {
                // Whole numbers: a mark is a decimal mark only where it cannot group ("12.5").
                let after = mantissa[i + c.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
                matches!(c, '.' | ',') && points + commas == 1 && after != 3
            }
        };
        if decimal {
            if grouped && run != 3 {
                return None;
            }
            clean.push('.');
            (grouped, run) = (false, 0);
        } else {
            // A group after the first has two or three digits (Indian grouping), the last three.
            if clean.contains('.') || run == 0 || run > 3 || (grouped && run < 2) {
                return None;
            }
            (grouped, run) = (true, 0);
        }
    }
    if grouped && run != 3 {
        return None;
    }
    clean.push_str(exponent);
    clean.parse().ok()
}

/// Factor of the text behind a number; `None` where it is not understood.
fn unit_factor(tail: &str, bytes: bool) -> Option<(f64, Suffix)> {
    const WORDS: &[&str] = &[
        "records",
        "record",
        "rows",
        "row",
        "tokens",
        "token",
        "tok",
        "conversations",
        "conversation",
        "samples",
        "sample",
        "examples",
        "example",
        "pairs",
        "pair",
        "texts",
        "items",
        "files",
        "objects",
        "object",
        "docs",
        "documents",
        "params",
        "parameters",
        "steps",
        "x",
        "×",
        "€",
        "$",
        "£",
        "usd",
        "eur",
    ];
    let t = tail.trim();
    if t.is_empty() {
        return Some((1.0, Suffix::None));
    }
    if matches!(t, "%" | "％" | "pct" | "percent" | "per cent" | "p.c.") {
        return Some((0.01, Suffix::Percent));
    }
    if t == "‰" {
        return Some((0.001, Suffix::Percent));
    }
    let lower = t.to_lowercase();
    let (head, rest) = lower.split_once(char::is_whitespace).unwrap_or((lower.as_str(), ""));
    if !rest.trim().is_empty() && !WORDS.contains(&rest.trim()) && !matches!(rest.trim(), "bytes" | "byte") {
        return None;
    }
    let factor = match head {
        "b" if bytes => 1.0,
        "b" | "bn" | "billion" | "billions" | "mrd" => 1e9,
        "k" | "thousand" | "thousands" | "tsd" | "kb" | "kbyte" | "kilobytes" => 1e3,
        "m" | "mn" | "mio" | "million" | "millions" | "mb" | "mbyte" | "megabytes" => 1e6,
        "g" | "gb" | "gbyte" | "gigabytes" => 1e9,
        "t" | "tn" | "trillion" | "trillions" | "tb" | "tbyte" | "terabytes" => 1e12,
        "pb" => 1e15,
        "kib" | "ki" => 1024.0,
        "mib" | "mi" => 1_048_576.0,
        "gib" | "gi" => 1_073_741_824.0,
        "tib" | "ti" => 1_099_511_627_776.0,
        "byte" | "bytes" => return Some((1.0, Suffix::Scaled)),
        _ if WORDS.contains(&head) && rest.is_empty() => return Some((1.0, Suffix::None)),
        _ => return None,
    };
    Some((factor, Suffix::Scaled))
}

/// `value` times a scale; per cent is a division, so that 81.2 gives 0.812 to the last digit.
#[must_use]
pub fn scaled(value: f64, scale: f64) -> f64 {
    if scale == 0.01 {
        value / 100.0
    } else if scale == 0.001 {
        value / 1000.0
    } else {
        value * scale
    }
}

/// Reads an interval such as `[0.71, 0.79]`, `0.71–0.79`, `0.71 to 0.79`, `(0,71; 0,79)`.
#[must_use]
pub fn interval(text: &str, style: Style) -> Option<(f64, f64)> {
    let t = text.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']);
    let parts = [" to ", ";", "…", "..", "–", "—", " - ", ", ", ","].iter().find_map(|m| t.split_once(m))?;
    let number = |s: &str| parse(s, style, false).value();
    let (mut low, mut high) = (number(parts.0)?, number(parts.1)?);
    if parts.1.trim_end().ends_with('%') && !parts.0.trim_end().ends_with('%') {
        low /= 100.0;
    }
    if low > high {
        (low, high) = (high, low);
    }
    Some((low, high))
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
