//! Widths of text without asking a font: the same number in a worker, on the page and on the command line.
//!
//! Advance widths of a common sans-serif (thousandths of an em), widened so that system fonts fit the boxes too.

use crate::data::visible;

/// Font size of every text of a chart, CSS pixels.
pub const FONT_SIZE: f64 = 12.0;
/// Height of a line of text, CSS pixels.
pub const LINE_HEIGHT: f64 = 15.0;
/// How much wider than the table the widest usual system font runs.
const WIDENED: f64 = 1.18;

/// Advance widths of U+0020 to U+007E.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Width of `text` at `size` pixels, rounded up generously.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    let units: f64 = text.chars().map(advance).sum();
    units / 1000.0 * WIDENED * size
}

fn advance(c: char) -> f64 {
    let code = c as u32;
    match code {
        0x20..=0x7e => f64::from(ASCII[(code - 0x20) as usize]),
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0.0,
        0x1100.. if !(0x2000..0x2e80).contains(&code) => 1000.0,
        _ => 620.0,
    }
}

/// `text` cut so that it is at most `room` pixels wide, with an ellipsis where something was cut. A remark in brackets at its
/// end, which tells it from its neighbours, is kept where a third of the room is left for the name.
#[must_use]
pub fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    if let Some(at) = text.rfind(" (").filter(|_| text.ends_with(')')) {
        let (name, remark) = text.split_at(at);
        let left = room - width(remark, size);
        if left > room / 3.0 {
            return format!("{}{remark}", fit(name, left, size));
        }
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if width(&short, size) + width("…", size) > room {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

/// `text` in lines of at most `room` pixels, broken at spaces.
#[must_use]
pub fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fit(word, room, size)),
        }
    }
    lines
}

/// `text` on one line, with nothing hidden in it.
#[must_use]
pub fn one_line(text: &str) -> String {
    visible(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_wrapped_to_its_room() {
        assert!(width("iii", 12.0) < width("WWW", 12.0));
        assert_eq!(fit("short", 100.0, 12.0), "short");
        let cut = fit("a very long label that has no room", 80.0, 12.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0) <= 80.0);
        assert!(wrap("one two three four", 60.0, 12.0).iter().all(|l| width(l, 12.0) <= 60.0));
        assert_eq!(one_line("a\nb\u{1b}"), "a b\u{241b}");
    }
}
