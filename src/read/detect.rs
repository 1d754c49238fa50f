//! What a file is, judged by its content and never by its name.

use super::error::ReadError;
use super::text;

/// What the bytes are, before any format looks at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text of some encoding.
    Text,
    /// XLSX, XLSM, XLSB or ODS (a zip container with a workbook in it).
    Workbook,
    /// XLS (a compound file).
    OldWorkbook,
    /// A log of inspect-ai (a zip container of JSON parts).
    EvalLog,
    /// A NumPy array.
    Array,
}

/// True where the file needs the spreadsheet reader.
#[must_use]
pub fn needs_sheets(bytes: &[u8]) -> bool {
    matches!(detect(bytes), Ok(Shape::Workbook | Shape::OldWorkbook | Shape::EvalLog))
}

/// Kinds of file known by their first bytes that are not read, with what to do instead.
const ALIENS: &[(&[u8], &str, &str)] = &[
    (b"\x1F\x8B", "a gzip archive", "Unpack it and drop the file inside."),
    (b"PAR1", "a Parquet file", "Export it as CSV or JSON Lines, for instance with pandas or DuckDB."),
    (b"%PDF", "a PDF document", "Drop the table it was made from."),
    (b"\x89PNG", "a picture", "Drop the numbers behind it."),
    (b"\xFF\xD8\xFF", "a picture", "Drop the numbers behind it."),
    (b"GIF8", "a picture", "Drop the numbers behind it."),
    (b"BZh", "a bzip2 archive", "Unpack it and drop the file inside."),
    (b"\xFD7zXZ", "an xz archive", "Unpack it and drop the file inside."),
    (b"\x28\xB5\x2F\xFD", "a zstd archive", "Unpack it and drop the file inside."),
    (b"7z\xBC\xAF", "a 7-zip archive", "Unpack it and drop the file inside."),
    (b"ARROW1", "an Arrow file", "Export it as CSV or JSON Lines."),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV."),
    (b"\x7FELF", "a program", "Drop the data instead."),
    (b"\0asm", "a program", "Drop the data instead."),
    (b"MZ", "a program", "Drop the data instead."),
];

/// Judges the bytes.
///
/// # Errors
/// A [`ReadError`] that names what the file is and what to do, for anything that is neither text nor a workbook.
pub fn detect(bytes: &[u8]) -> Result<Shape, ReadError> {
    let head = &bytes[..bytes.len().min(4096)];
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Shape::OldWorkbook);
    }
    if bytes.starts_with(b"\x93NUMPY") {
        return Ok(Shape::Array);
    }
    for (magic, what, mend) in ALIENS {
        // Two letters may also start an ordinary text ("MZ"): a program has bytes that no text has.
        if bytes.starts_with(magic) && (magic.len() > 2 || control_share(head) > 0.02) {
            return Err(ReadError::Alien { what, mend });
        }
    }
    let marked = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || text::utf16_without_mark(bytes).is_some();
    // Eight-bit text that is not UTF-8 may be Latin-1, but then it has hardly any control characters.
    let utf8 = std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true);
    if !marked && control_share(head) > if utf8 { 0.1 } else { 0.01 } {
        return Err(ReadError::Binary);
    }
    Ok(Shape::Text)
}

/// Share of bytes that do not occur in eight-bit text.
fn control_share(bytes: &[u8]) -> f64 {
    let odd = bytes.iter().filter(|b| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31 | 127)).count();
    odd as f64 / bytes.len().max(1) as f64
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|w| w == needle)
}

fn zip(bytes: &[u8]) -> Result<Shape, ReadError> {
    // Entry names are in clear at both ends: in the local headers and in the central directory.
    let head = &bytes[..bytes.len().min(8192)];
    let tail = &bytes[bytes.len().saturating_sub(65_536)..];
    let names = |needle: &[u8]| holds(head, needle) || holds(tail, needle);
    if names(b"xl/") || names(b"vnd.oasis.opendocument.spreadsheet") || (names(b"content.xml") && names(b"mimetype")) {
        return Ok(Shape::Workbook);
    }
    if (names(b"header.json") || names(b"_journal/start.json")) && (names(b"samples/") || names(b"summaries.json")) {
        return Ok(Shape::EvalLog);
    }
    Err(if names(b"word/") {
        ReadError::Alien { what: "a Word document", mend: "Drop the table in it as CSV or XLSX." }
    } else if names(b"ppt/") {
        ReadError::Alien { what: "a presentation", mend: "Drop the numbers behind it." }
    } else {
        ReadError::Alien { what: "a zip archive", mend: "Unpack it and drop the files inside." }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliens_are_named() {
        assert_eq!(detect(b""), Err(ReadError::Empty));
        assert!(matches!(detect(b"\x1F\x8B\x08\0\0\0\0\0\0\x03"), Err(ReadError::Alien { .. })));
        assert!(matches!(detect(b"PAR1\x15\x04"), Err(ReadError::Alien { .. })));
        assert!(matches!(detect(b"%PDF-1.7\n"), Err(ReadError::Alien { .. })));
        assert!(matches!(detect(b"PK\x03\x04\x14\0\0\0readme.txt"), Err(ReadError::Alien { .. })));
        assert_eq!(detect(b"PK\x03\x04\x14\0\0\0xl/workbook.xml"), Ok(Shape::Workbook));
        assert_eq!(detect(&[0, 1, 2, 3, 4, 5, 6, 7, 200, 201]), Err(ReadError::Binary));
        assert_eq!(detect(b"MZ,a\n1,2\n"), Ok(Shape::Text));
    }
}
