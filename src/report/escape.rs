//! Text from files made harmless for each output.

use crate::data::visible;

/// Appends text for HTML, inside an element or a quoted attribute. A number stays on one line with its unit.
pub(super) fn html(out: &mut String, text: &str) {
    let text = &*visible(text);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            ' ' if keeps_together(before, &text[at + c.len_utf8()..]) => out.push('\u{A0}'),
            c => out.push(c),
        }
        before = c;
    }
}

/// A number and its unit, a currency sign and its number.
fn keeps_together(before: char, rest: &str) -> bool {
    let money = matches!(before, '$' | '€' | '£' | '¥') && rest.starts_with(|c: char| c.is_ascii_digit());
    money || (before.is_ascii_digit() && starts_with_unit(rest))
}

fn starts_with_unit(rest: &str) -> bool {
    ["%", "B", "kB", "MB", "GB", "TB"]
        .iter()
        .any(|unit| rest.strip_prefix(unit).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric())))
}

/// Appends text for Markdown (CommonMark with tables).
pub(super) fn markdown(out: &mut String, text: &str) {
    let mut before = ' ';
    let text = visible(text);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside_word = before.is_alphanumeric() && rest.peek().is_some_and(|n| n.is_alphanumeric());
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if inside_word => out.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        before = c;
    }
}

/// An identifier for an anchor: letters, digits, `-` and `_`; anything else becomes `-` with its code, so that two names stay two.
pub(super) fn anchor(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            out.push(c);
        } else {
            out.push_str(&format!("-{:x}", c as u32));
        }
    }
    out
}

/// The address where it may stand in a link: inside the report or on the web; else nothing.
pub(super) fn safe_address(href: &str) -> Option<&str> {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    let fine = href.starts_with('#') || lower.starts_with("https://") || lower.starts_with("http://");
    (fine && !href.chars().any(|c| c.is_whitespace() || c.is_control())).then_some(href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let mut out = String::new();
        html(&mut out, "<img src=x onerror=\"a('b')\">&\u{202E}gnp\n");
        assert_eq!(out, "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;\u{FFFD}gnp ");
        let mut out = String::new();
        markdown(&mut out, "edge_case *x* [a](b) <b> | c");
        assert_eq!(out, "edge_case \\*x\\* \\[a\\](b) &lt;b&gt; \\| c");
        assert_eq!(anchor("a b/c\""), "a-20b-2fc-22");
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert_eq!(safe_address("javascript:alert(1)"), None);
        assert_eq!(safe_address("JaVaScRiPt:alert(1)"), None);
        assert_eq!(safe_address("data:text/html,x"), None);
        assert_eq!(safe_address("//evil.example"), None);
        assert!(safe_address("https://doi.org/10.1/x").is_some() && safe_address("#gate-a").is_some());
    }
}
