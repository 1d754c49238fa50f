//! Characters that nobody sees made visible, before any text from a file is drawn, written or printed.

/// Characters that would change how the text around them is read, replaced by a visible sign: control characters and
/// those of the Unicode property Bidi_Control (marks, embeddings, overrides, isolates), with which a name can pose as
/// another (Boucher and Anderson 2021, "Trojan Source", arXiv 2111.00169). Line ends become spaces.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {
            '\u{FFFD}'
        }
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_that_turns_text_stays() {
        // The property Bidi_Control of Unicode 16, PropList.txt.
        let turning = ['\u{061C}', '\u{200E}', '\u{200F}']
            .into_iter()
            .chain('\u{202A}'..='\u{202E}')
            .chain('\u{2066}'..='\u{2069}');
        for c in turning {
            assert_eq!(visible(c), '\u{FFFD}', "{c:?}");
        }
        assert_eq!(visible('\n'), ' ');
        assert_eq!("aé漢א".chars().map(visible).collect::<String>(), "aé漢א");
    }
}
