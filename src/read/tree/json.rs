//! JSON, with the `NaN` and `Infinity` that Python writes.

use super::{Node, Syntax};
use crate::data::visible_lines;
use crate::read::ReadError;
use std::borrow::Cow;

/// JSON.
pub struct Json;

impl Syntax for Json {
    fn id(&self) -> &'static str {
        "json"
    }
    fn label(&self) -> &'static str {
        "JSON"
    }
    fn claims(&self, text: &str) -> bool {
        text.trim_start().starts_with(['{', '['])
    }
    fn parse<'a>(&self, text: &'a str, depth: usize) -> Result<Node<'a>, ReadError> {
        parse(text, depth)
    }
}

/// Reads a document.
///
/// # Errors
/// [`ReadError::Syntax`] with line and column.
pub fn parse(text: &str, depth: usize) -> Result<Node<'_>, ReadError> {
    let mut parser = Parser { text, at: 0, depth };
    let node = parser.value(0)?;
    parser.space();
    if parser.at < text.len() { Err(parser.error("more text after the end of the document")) } else { Ok(node) }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn error(&self, problem: &str) -> ReadError {
        let before = self.text.get(..self.text.floor_char_boundary(self.at)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        ReadError::Syntax {
            syntax: "JSON",
            line: 1 + before.bytes().filter(|b| *b == b'\n').count() as u64,
            column: 1 + before[line_start..].chars().count() as u64,
            problem: problem.to_owned(),
        }
    }
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }
    fn word(&mut self, word: &str, node: Node<'a>) -> Option<Node<'a>> {
        self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            node
        })
    }
    fn value(&mut self, level: usize) -> Result<Node<'a>, ReadError> {
        self.space();
        let word = match self.peek() {
            None => return Err(self.error("the document ends too early")),
            Some(b'{') => return self.object(level),
            Some(b'[') => return self.array(level),
            Some(b'"') => return self.string().map(Node::Text),
            Some(b't') => self.word("true", Node::Bool(true)),
            Some(b'f') => self.word("false", Node::Bool(false)),
            Some(b'n') => self.word("null", Node::Null).or_else(|| self.word("nan", Node::Null)),
            Some(b'N') => self.word("NaN", Node::Null),
            Some(b'I') => self.word("Infinity", Node::Null),
            Some(b'-') => self.word("-Infinity", Node::Null).or_else(|| self.number()),
            Some(b'0'..=b'9') => self.number(),
            _ => None,
        };
        word.ok_or_else(|| self.error("this is not a JSON value"))
    }
    fn number(&mut self) -> Option<Node<'a>> {
        let rest = self.text.get(self.at..)?;
        let length =
            rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let raw = rest.get(..length)?;
        raw.parse::<f64>().ok()?;
        self.at += length;
        Some(Node::Number(Cow::Borrowed(raw)))
    }
    fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        self.at += 1;
        let start = self.at;
        let bytes = self.text.as_bytes();
        while let Some(&b) = bytes.get(self.at) {
            match b {
                b'"' => {
                    let raw = self.text.get(start..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok(Cow::Borrowed(raw));
                }
                b'\\' => return self.escaped(start).map(Cow::Owned),
                _ => self.at += 1,
            }
        }
        self.at = start;
        Err(self.error("this string has no end"))
    }
    fn escaped(&mut self, start: usize) -> Result<String, ReadError> {
        let mut out = self.text.get(start..self.at).unwrap_or_default().to_owned();
        let mut from = self.at;
        while let Some(b) = self.peek() {
            match b {
                b'"' => {
                    out.push_str(self.text.get(from..self.at).unwrap_or_default());
                    self.at += 1;
                    // What is hidden in the text itself was seen when it was decoded; an escape may bring more.
                    return Ok(match visible_lines(&out) {
                        Cow::Borrowed(_) => out,
                        Cow::Owned(seen) => seen,
                    });
                }
                b'\\' => {
                    out.push_str(self.text.get(from..self.at).unwrap_or_default());
                    self.at += 1;
                    let c = match self.peek() {
                        Some(b'n') => '\n',
                        Some(b't') => '\t',
                        Some(b'r') => '\r',
                        Some(b'b') => '\u{8}',
                        Some(b'f') => '\u{c}',
                        Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
                        Some(b'u') => self.unicode(),
                        _ => return Err(self.error("this escape is not known")),
                    };
                    out.push(c);
                    self.at += 1;
                    from = self.at;
                }
                _ => self.at += 1,
            }
        }
        self.at = start;
        Err(self.error("this string has no end"))
    }
    /// At the `u` of an escape; leaves the position at its last byte. Lone surrogates become �.
    fn unicode(&mut self) -> char {
        let hex = |from: usize| self.text.get(from..from + 4).and_then(|h| u32::from_str_radix(h, 16).ok());
        let Some(high) = hex(self.at + 1) else { return char::REPLACEMENT_CHARACTER };
        let pair = self.text.get(self.at + 5..self.at + 7) == Some("\\u");
        let low = if pair && (0xD800..0xDC00).contains(&high) { hex(self.at + 7) } else { None };
        self.at += 4;
        match low {
            Some(low) if (0xDC00..0xE000).contains(&low) => {
                self.at += 6;
                char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => char::from_u32(high),
        }
        .unwrap_or(char::REPLACEMENT_CHARACTER)
    }
    fn deeper(&self, level: usize) -> Result<usize, ReadError> {
        if level >= self.depth { Err(self.error("it is nested too deeply")) } else { Ok(level + 1) }
    }
    fn array(&mut self, level: usize) -> Result<Node<'a>, ReadError> {
        let level = self.deeper(level)?;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Node::List(items));
        }
        loop {
            items.push(self.value(level)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Node::List(items));
                }
                _ => return Err(self.error("a comma or ] is missing")),
            }
        }
    }
    fn object(&mut self, level: usize) -> Result<Node<'a>, ReadError> {
        let level = self.deeper(level)?;
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Node::Map(entries));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.error("a name in quotes is missing"));
            }
            let key = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.error("a colon is missing"));
            }
            self.at += 1;
            entries.push((key, self.value(level)?));
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Node::Map(entries));
                }
                _ => return Err(self.error("a comma or } is missing")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documents_are_read() {
        let node =
            parse(r#" {"b": [1.50, NaN, -Infinity, "a\n\u00e4\ud83d\ude00"], "a": {"x": true}} "#, 8).expect("read");
        assert_eq!(node.map()[0].0, "b");
        let items = node.get("b").expect("there").list();
        assert_eq!(items[0], Node::Number("1.50".into()));
        assert_eq!(items[1], Node::Null);
        assert_eq!(items[3].text(), Some("a\nä😀"));
        assert_eq!(parse(r#""a\u202e\u0000\b""#, 8).expect("read").text(), Some("a\u{fffd}\u{2400}\u{2408}"));
        assert_eq!(node.path(&["a", "x"]), Some(&Node::Bool(true)));
    }

    #[test]
    fn mistakes_are_located() {
        let error = parse("{\n  \"a\": 1,\n  \"ä\" 2\n}", 8);
        assert_eq!(
            error,
            Err(ReadError::Syntax { syntax: "JSON", line: 3, column: 7, problem: "a colon is missing".into() })
        );
        for bad in ["", "{", "[1,]", "[1 2]", "{\"a\"}", "\"a", "01x", "[1] 2", "tru", "--1", "\"\\q\""] {
            assert!(parse(bad, 8).is_err(), "{bad}");
        }
        assert!(parse(&"[".repeat(100_000), 64).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\[\\]{}\",:\\\\ua0-9eE.+NI \n-]{0,80}") {
            let _ = parse(&text, 16);
        }
        #[test]
        fn written_documents_come_back(text in ".{0,20}", x in any::<f64>()) {
            let written = serde_json::json!({"k": [text.clone(), x]}).to_string();
            let node = parse(&written, 8).expect("read");
            let items = node.get("k").expect("there").list();
            prop_assert_eq!(items[0].text().map(visible_lines), Some(visible_lines(&text)));
            if x.is_finite() { prop_assert_eq!(items[1].number(), Some(x)); }
        }
    }
}
