//! Bytes to text: byte-order marks, UTF-16, Windows-1252, stray NUL bytes.

use crate::data::{Diagnostic, visible_lines};
use std::borrow::Cow;

/// Text of a file and how it was encoded.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text, without byte-order mark and NUL characters, and with nothing hidden in it.
    pub text: Cow<'a, str>,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The upper half of the C1 range in Windows-1252 (bytes 0x80..=0x9F); the five undefined bytes map to themselves.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Byte order of UTF-16 text without a byte-order mark, judged by where the zero bytes of Latin text lie.
#[must_use]
pub fn utf16_without_mark(bytes: &[u8]) -> Option<bool> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 4 {
        return None;
    }
    let pairs = sample.len() / 2;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 2 > pairs && even * 8 < pairs {
        Some(false)
    } else if even * 2 > pairs && odd * 8 < pairs {
        Some(true)
    } else {
        None
    }
}

/// The text of a file that is plain UTF-8, without a mark, NUL or anything hidden, in which case it is what [`decode`] gives;
/// else the bytes as they were. Nothing is copied.
///
/// # Errors
/// The bytes.
pub fn plain(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    let marked = matches!(bytes.as_slice(), [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    if marked || bytes.contains(&0) {
        return Err(bytes);
    }
    let text = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)?;
    match visible_lines(&text) {
        Cow::Borrowed(_) => Ok(text),
        Cow::Owned(_) => Err(text.into_bytes()),
    }
}

/// Decodes a file that is known to be text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight_bit(rest, "UTF-8 with byte-order mark"),
        [0xFF, 0xFE, rest @ ..] => sixteen_bit(rest, false),
        [0xFE, 0xFF, rest @ ..] => sixteen_bit(rest, true),
        _ => match utf16_without_mark(bytes) {
            Some(big) => sixteen_bit(bytes, big),
            None => eight_bit(bytes, "UTF-8"),
        },
    }
}

fn eight_bit<'a>(bytes: &'a [u8], name: &'static str) -> Decoded<'a> {
    let mut diagnostics = Vec::new();
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), name),
        Err(wrong) => {
            let line = 1 + bytes[..wrong.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            diagnostics.push(
                Diagnostic::info("text-windows-1252", "The text is not UTF-8; it was read as Windows-1252 (Latin-1).")
                    .found(&format!("byte {:#04x} in line {line}", bytes[wrong.valid_up_to()]))
                    .expected("UTF-8")
                    .mend("If letters look wrong, save the file as UTF-8."),
            );
            let text: String = bytes
                .iter()
                .map(|&b| match b {
                    0x80..=0x9F => WINDOWS_1252[usize::from(b - 0x80)],
                    _ => char::from(b),
                })
                .collect();
            (Cow::Owned(text), "Windows-1252")
        }
    };
    without_nul(text, encoding, diagnostics)
}

fn sixteen_bit(bytes: &[u8], big: bool) -> Decoded<'static> {
    let mut diagnostics = Vec::new();
    let units = bytes
        .chunks_exact(2)
        .map(|p| if big { u16::from_be_bytes([p[0], p[1]]) } else { u16::from_le_bytes([p[0], p[1]]) });
    let mut broken = 0_usize;
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(units) {
        text.push(c.unwrap_or_else(|_| {
            broken += 1;
            char::REPLACEMENT_CHARACTER
        }));
    }
    if broken > 0 || bytes.len() % 2 == 1 {
        diagnostics.push(
            Diagnostic::warning("text-utf16-broken", "The UTF-16 text has broken characters; each was replaced by �.")
                .found(&format!("{} broken characters", broken + bytes.len() % 2))
                .mend("Save the file as UTF-8."),
        );
    }
    without_nul(Cow::Owned(text), if big { "UTF-16 (big endian)" } else { "UTF-16 (little endian)" }, diagnostics)
}

fn without_nul<'a>(text: Cow<'a, str>, encoding: &'static str, mut diagnostics: Vec<Diagnostic>) -> Decoded<'a> {
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    if !text.as_bytes().contains(&0) {
        return Decoded { text: seen(text), encoding, diagnostics };
    }
    let count = text.bytes().filter(|b| *b == 0).count();
    diagnostics.push(
        Diagnostic::warning("text-nul", "The text holds NUL characters; they were left out.")
            .found(&format!("{count} NUL characters"))
            .mend("Export the file again if values look cut."),
    );
    Decoded { text: seen(Cow::Owned(text.replace('\0', ""))), encoding, diagnostics }
}

fn seen(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => visible_lines(text),
        Cow::Owned(text) => match visible_lines(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(seen) => Cow::Owned(seen),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16 = |big: bool, mark: bool| -> Vec<u8> {
            let text = if mark { "\u{FEFF}näme;1\nb;2" } else { "name;1\nb;2" };
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for big in [true, false] {
            assert_eq!(decode(&utf16(big, true)).text, "näme;1\nb;2");
            assert_eq!(decode(&utf16(big, false)).text, "name;1\nb;2");
        }
        assert_eq!(decode(b"\xEF\xBB\xBFn\xC3\xA4me").text, "näme");
        let latin = decode(b"n\xE4me \x80 5");
        assert_eq!(latin.text, "näme € 5");
        assert_eq!(latin.diagnostics[0].code, "text-windows-1252");
        let nul = decode(b"a,b\n1,\x002\n");
        assert_eq!(nul.text, "a,b\n1,2\n");
        assert_eq!(nul.diagnostics[0].code, "text-nul");
        let hidden = "a\u{202e}b,\u{1b}[31m\r\n".as_bytes().to_vec();
        assert_eq!(plain(hidden.clone()), Err(hidden.clone()));
        assert_eq!(decode(&hidden).text, "a\u{fffd}b,\u{241b}[31m\r\n");
    }
}
