//! Characters that nobody sees, made visible where text of files comes in, and once more where text goes out.
//!
//! Text of files comes in through `read` (bytes, trees, cells, names of files) and through [`visible_json`] (packs, projects,
//! links, kept states); what a person types, through the edits. It goes out through the writers of the report, of charts and
//! of the command line. Whatever lies between has nothing hidden in it.

use std::borrow::Cow;

/// Text on one line with nothing hidden in it: line ends and tabs become spaces.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, false)
}

/// Text with nothing hidden in it that keeps its line ends and tabs.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, true)
}

/// JSON whose strings have nothing hidden in them, written out or escaped. What is no JSON stays none.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    if !json.contains('\\') {
        return visible_lines(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, hidden) = match rest.as_bytes().get(1) {
            Some(b'u') => unescaped(rest),
            Some(b'b') => (2, Some('\u{8}')),
            Some(b'f') => (2, Some('\u{c}')),
            _ => (2, None),
        };
        let end = (length..rest.len()).find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
        match hidden {
            Some(c) => out.push(c),
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(visible_lines(&out).into_owned())
}

/// Length of the escape that a text begins with, and the character where it may be a hidden one.
fn unescaped(text: &str) -> (usize, Option<char>) {
    let hex = |from: usize| text.get(from..from + 4).and_then(|h| u32::from_str_radix(h, 16).ok());
    let Some(high) = hex(2) else { return (2, None) };
    let pair = (0xD800..0xDC00).contains(&high) && text.get(6..8) == Some("\\u");
    let (length, code) = match hex(8).filter(|low| pair && (0xDC00..0xE000).contains(low)) {
        Some(low) => (12, 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)),
        None => (6, high),
    };
    // Line ends and tabs keep their escapes: written out they would end the string.
    (length, char::from_u32(code).filter(|c| suspect(*c) && !matches!(c, '\n' | '\r' | '\t')))
}

fn shown(text: &str, lines: bool) -> Cow<'_, str> {
    let stays = |c: char| lines && matches!(c, '\n' | '\r' | '\t');
    let begins = |b: &u8| match b {
        b'\n' | b'\r' | b'\t' => !lines,
        0..0x20 | 0x7F => true,
        // First bytes of the characters that `suspect` names.
        0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF | 0xF0 | 0xF3 => true,
        _ => false,
    };
    if !text.as_bytes().iter().any(begins) || !text.chars().any(|c| suspect(c) && !stays(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let fine = stays(c) || !suspect(c) || shapes(before, c, rest.clone().next());
        out.push(if fine { c } else { sign(c) });
        before = Some(c);
    }
    Cow::Owned(out)
}

/// Characters without a shape of their own that change how the text around them is read, or make two texts look alike:
/// control characters, the Unicode property Bidi_Control (marks, embeddings, overrides, isolates), with which a name can pose
/// as another (Boucher and Anderson 2021, "Trojan Source", arXiv 2111.00169), and what the property
/// Default_Ignorable_Code_Point calls invisible (spaces of no width, fillers, tags, selectors of variants).
fn suspect(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// True where a script or an emoji is written with this character: joiners between letters of the scripts that have them,
/// selectors after what has variants.
fn shapes(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let selector = |c: char| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    let joined = |c: char| c >= '\u{600}' && !('\u{1E00}'..='\u{1FFF}').contains(&c) && (!suspect(c) || selector(c));
    match c {
        '\u{200C}' | '\u{200D}' => joined(before) && after.is_some_and(|c| joined(c) && !selector(c)),
        '\u{FE0E}' | '\u{FE0F}' if before.is_ascii() => after == Some('\u{20E3}'),
        '\u{FE00}'..='\u{FE0F}' => before > '\u{A0}' && !suspect(before),
        '\u{E0100}'..='\u{E01EF}' => before >= '\u{2E80}' && !suspect(before),
        '\u{180B}'..='\u{180D}' | '\u{180F}' => ('\u{1800}'..='\u{18AF}').contains(&before) && !suspect(before),
        _ => false,
    }
}

/// What stands for a hidden character: its picture where Unicode has one.
fn sign(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..'\u{20}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_that_turns_or_hides_text_stays() {
        // The property Bidi_Control of Unicode 16, PropList.txt; controls; spaces of no width; fillers; tags.
        let turning = ['\u{061C}', '\u{200E}', '\u{200F}']
            .into_iter()
            .chain('\u{202A}'..='\u{202E}')
            .chain('\u{2066}'..='\u{2069}');
        let hiding = ['\u{AD}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{3164}', '\u{FEFF}', '\u{E0041}'];
        let controls = ('\0'..='\u{1F}').chain('\u{7F}'..='\u{9F}');
        for c in turning.chain(hiding).chain(controls) {
            let text = format!("a{c}b");
            let seen = visible(&text);
            assert!(!seen.contains(c) && seen.chars().count() == 3, "{c:?}");
            assert_eq!(visible_lines(&text).contains(c), matches!(c, '\n' | '\r' | '\t'), "{c:?}");
            for json in [format!("\"a\\u{:04x}b\"", c as u32), format!("[\"x\\\\\", \"a{c}b\"]")] {
                let json = visible_json(&json);
                assert!(!(' '..='\u{FFFF}').contains(&c) || !json.contains(c), "{c:?}");
                if let Ok(read) = serde_json::from_str::<serde_json::Value>(&json) {
                    let read = read.as_str().map_or_else(|| read[1].as_str().unwrap().to_owned(), str::to_owned);
                    assert!(matches!(c, '\n' | '\r' | '\t') || c > '\u{FFFF}' || !read.contains(c), "{c:?}");
                }
            }
        }
        assert_eq!(visible("\u{1b}[31m\0x\u{202e}gnp\n"), "\u{241b}[31m\u{2400}x\u{fffd}gnp ");
        assert_eq!(
            visible_json(r#"{"a\ud83d\ude00": "\udb40\udc41\b\\u202e"}"#),
            "{\"a\\ud83d\\ude00\": \"\u{fffd}\u{2408}\\\\u202e\"}"
        );
    }

    #[test]
    fn scripts_and_pictures_stay_as_they_are_written() {
        for text in [
            "aé漢א",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "👩\u{200D}🔬",
            "❤\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}",
            "5 µm\u{A0}€",
        ] {
            assert!(matches!(visible(text), Cow::Borrowed(_)) || visible(text) == text, "{text:?}");
        }
        assert_eq!(visible("ad\u{200C}min ❤\u{FE0F}\u{FE01}"), "ad\u{FFFD}min ❤\u{FE0F}\u{FFFD}");
    }

    proptest! {
        #[test]
        fn once_is_enough(text in "[a\\n\\\\\"u0-9\u{0}-\u{2f}\u{80}-\u{ad}\u{200b}-\u{206f}\u{fe00}-\u{feff}\u{e0000}-\u{e01ff}漢]{0,30}") {
            for read in [visible, visible_lines, visible_json] {
                let once = read(&text).into_owned();
                prop_assert_eq!(&read(&once), &once);
            }
            prop_assert!(!visible_lines(&text).chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')));
        }
        #[test]
        fn json_stays_json(text in ".{0,20}") {
            let read: String = serde_json::from_str(&visible_json(&serde_json::to_string(&text).unwrap())).unwrap();
            prop_assert_eq!(read, visible_lines(&text).into_owned());
        }
    }
}
