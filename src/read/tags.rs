//! The tags of an XML text that comes in pieces, without a tree: enough to count by.

/// Longest tag that is looked at; no honest one comes near.
const LONGEST: usize = 1 << 16;

/// A tag that is too long.
#[derive(Debug)]
pub struct TooLong;

/// Where in the text one is.
#[derive(Default)]
pub struct Tags {
    tag: Vec<u8>,
    inside: bool,
    quote: Option<u8>,
    /// Bytes of text since the last tag.
    text: u64,
}

impl Tags {
    /// Shows each tag that ends in this piece, without its angle brackets, and how many bytes of text stood before it.
    /// Comments, sections of characters and instructions are passed over; their bytes count as text.
    ///
    /// # Errors
    /// A tag longer than any honest one.
    pub fn read(&mut self, piece: &[u8], mut each: impl FnMut(&[u8], u64)) -> Result<(), TooLong> {
        for &byte in piece {
            if !self.inside {
                self.inside = byte == b'<';
                self.text += u64::from(!self.inside);
                continue;
            }
            // Comments, sections of characters, instructions: how each begins, how it ends, and how long it is at least.
            let raws: [(&[u8], &[u8], usize); 3] = [(b"!--", b"--", 5), (b"![CDATA[", b"]]", 10), (b"?", b"?", 2)];
            if let Some((_, end, least)) = raws.into_iter().find(|(begin, ..)| self.tag.starts_with(begin)) {
                if byte == b'>' && self.tag.ends_with(end) && self.tag.len() >= least {
                    self.tag.clear();
                    self.inside = false;
                } else {
                    self.text += 1;
                    self.tag.push(byte);
                    // Only its beginning and its last bytes matter.
                    if self.tag.len() > 64 {
                        self.tag.drain(9..self.tag.len() - 2);
                    }
                }
                continue;
            }
            match self.quote {
                Some(open) if byte == open => self.quote = None,
                None if byte == b'"' || byte == b'\'' => self.quote = Some(byte),
                None if byte == b'>' => {
                    each(&self.tag, self.text);
                    self.text = 0;
                    self.tag.clear();
                    self.inside = false;
                    continue;
                }
                _ => {}
            }
            if self.tag.len() >= LONGEST {
                return Err(TooLong);
            }
            self.tag.push(byte);
        }
        Ok(())
    }
}

/// Name of a tag: `c` of `c r="A1"`, `/row` of an end.
#[must_use]
pub fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len());
    let name = &tag[..end];
    if name.len() > 1 { name.strip_suffix(b"/").unwrap_or(name) } else { name }
}

/// Name of a tag without the prefix of its namespace.
#[must_use]
pub fn local(tag: &[u8]) -> &[u8] {
    let name = name(tag);
    name.iter().rposition(|b| *b == b':').map_or(name, |at| &name[at + 1..])
}

/// Value of an attribute, as written.
#[must_use]
pub fn attribute<'a>(tag: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut rest = &tag[name(tag).len()..];
    loop {
        let from = rest.iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        rest = &rest[from..];
        let equals = rest.iter().position(|b| *b == b'=')?;
        let key = rest[..equals].trim_ascii();
        let value = rest[equals + 1..].trim_ascii_start();
        let quote = *value.first()?;
        let inside = value.get(1..)?;
        let end = inside.iter().position(|b| *b == quote)?;
        if key == wanted {
            return Some(&inside[..end]);
        }
        rest = &inside[end + 1..];
    }
}

/// A whole number in an attribute; the largest there is where it is too large to be written.
#[must_use]
pub fn count(tag: &[u8], wanted: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(attribute(tag, wanted)?).ok()?.trim();
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// How often something is there: once where nothing is said, without end where it is not said in plain digits.
#[must_use]
pub fn times(tag: &[u8], wanted: &[u8]) -> u64 {
    if attribute(tag, wanted).is_none() { 1 } else { count(tag, wanted).unwrap_or(u64::MAX) }
}

/// The elements that are open: a reader may wait without end for one that is never closed.
#[derive(Default)]
pub struct Open(Vec<Vec<u8>>);

/// Most elements within one another.
const DEEPEST: usize = 200;

impl Open {
    /// Takes the next tag; false where it ends what is not open, or no document should have it.
    pub fn take(&mut self, tag: &[u8]) -> bool {
        match tag.first() {
            Some(b'!') => return false,
            Some(b'/') => {
                let open = self.0.pop();
                return open.as_deref() == tag.get(1..).map(<[u8]>::trim_ascii_end);
            }
            _ if tag.ends_with(b"/") => {}
            _ => self.0.push(name(tag).to_vec()),
        }
        self.0.len() <= DEEPEST
    }
    /// True where everything was closed.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_closed_is_known_and_instructions_hide_nothing() {
        let closed = |xml: &str| {
            let (mut open, mut fits) = (Open::default(), true);
            Tags::default().read(xml.as_bytes(), |tag, _| fits &= open.take(tag)).unwrap();
            fits && open.is_none()
        };
        for honest in ["", "<?xml v='1'?><a b='>'><c/><d >t</d ><!-- <e> --></a>", "<a><![CDATA[</a>]]></a>"] {
            assert!(closed(honest), "{honest}");
        }
        for broken in ["<a>", "</a>", "<a><b></a>", "<a><b></a></b>", "<a></a/>", "<!DOCTYPE a><a/>"] {
            assert!(!closed(broken), "{broken}");
        }
        // What stands in an instruction, a comment or a section of characters ends nothing.
        for hides in ["<?x > </a> ?>", "<!--> </a> -->", "<![CDATA[]> </a> ]]>"] {
            assert!(!closed(&format!("<a>{hides}")), "{hides}");
        }
        assert!(!closed(&"<a>".repeat(DEEPEST + 1)));
        let said = |tag: &str| times(tag.as_bytes(), b"n");
        assert_eq!([said("a"), said("a n='7'"), said("a n='&#49;0'"), said("a n='-1'")], [1, 7, u64::MAX, u64::MAX]);
    }

    #[test]
    fn tags_are_found_however_the_text_is_cut() {
        let xml = b"<a x='>' y = \"1\"><!-- <b> ' --><![CDATA[<c>]]>text<d/></a><!---->";
        let mut whole = Vec::new();
        Tags::default().read(xml, |tag, text| whole.push((tag.to_vec(), text))).unwrap();
        let names: Vec<&[u8]> = whole.iter().map(|t| name(&t.0)).collect();
        assert_eq!(names, [b"a".as_slice(), b"d", b"/a"]);
        assert_eq!((attribute(&whole[0].0, b"x"), count(&whole[0].0, b"y")), (Some(b">".as_slice()), Some(1)));
        assert_eq!(attribute(&whole[0].0, b"z"), None);
        assert!(whole[1].1 >= 4);
        for size in 1..9 {
            let (mut tags, mut found) = (Tags::default(), Vec::new());
            for piece in xml.chunks(size) {
                tags.read(piece, |tag, text| found.push((tag.to_vec(), text))).unwrap();
            }
            assert_eq!(found, whole);
        }
        let long = [b"<".as_slice(), &vec![b'a'; LONGEST + 2]].concat();
        assert!(Tags::default().read(&long, |_, _| {}).is_err());
    }
}
