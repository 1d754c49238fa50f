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
    /// Comments and sections of characters are passed over; their bytes count as text.
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
            let raw = self.tag.starts_with(b"!--") || self.tag.starts_with(b"![CDATA[");
            if raw {
                let end: &[u8] = if self.tag.starts_with(b"!--") { b"--" } else { b"]]" };
                if byte == b'>' && self.tag.ends_with(end) && self.tag.len() >= 5 {
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

#[cfg(test)]
mod tests {
    use super::*;

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
