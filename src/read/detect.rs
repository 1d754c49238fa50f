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
}

/// True where the file needs the spreadsheet reader.
#[must_use]
pub fn needs_sheets(bytes: &[u8]) -> bool {
    matches!(detect(bytes), Ok(Shape::Workbook | Shape::OldWorkbook))
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
    (b"\x93NUMPY", "a NumPy array", "Export it as CSV."),
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
    Err(if names(b"word/") {
        ReadError::Alien { what: "a Word document", mend: "Drop the table in it as CSV or XLSX." }
    } else if names(b"ppt/") {
        ReadError::Alien { what: "a presentation", mend: "Drop the numbers behind it." }
    } else {
        ReadError::Alien { what: "a zip archive", mend: "Unpack it and drop the files inside." }
    })
}

/// Judges decoded text for the two things that come in the place of data: Git LFS pointers and web pages.
///
/// # Errors
/// [`ReadError::LfsPointer`], [`ReadError::HtmlPage`], [`ReadError::Empty`] or [`ReadError::Alien`].
pub fn check_text(text: &str) -> Result<(), ReadError> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ReadError::Empty);
    }
    if start.starts_with("version https://git-lfs.github.com/spec/") {
        let size = start.lines().find_map(|l| l.strip_prefix("size ")?.trim().parse().ok());
        return Err(ReadError::LfsPointer { size });
    }
    if is_web_page(start) {
        let lower = start.get(..start.floor_char_boundary(20_000)).unwrap_or(start).to_ascii_lowercase();
        let title = lower.find("<title").and_then(|at| {
            let from = at + lower.get(at..)?.find('>')? + 1;
            let to = from + lower.get(from..)?.find("</title")?;
            Some(start.get(from..to)?.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        let title: String = title.unwrap_or_default().chars().take(80).collect();
        return Err(ReadError::HtmlPage { title });
    }
    if start.starts_with("# Decision record: should we expand")
        || (start.starts_with("# ") && start.contains("Written by Headroom"))
    {
        let what = "a report that this program wrote in Markdown";
        return Err(ReadError::Alien { what, mend: "Drop the project file or the HTML report instead." });
    }
    if start.starts_with("---\n") || start.starts_with("---\r\n") || is_yaml(start) {
        let mend =
            "Drop the data set's dataset_infos.json, Croissant JSON or datapackage.json, or a table of its splits.";
        return Err(ReadError::Alien { what: "a Markdown or YAML document", mend });
    }
    if start.starts_with("<?xml") || start.starts_with("<svg") {
        return Err(ReadError::Alien { what: "an XML document", mend: "Export it as CSV, JSON or XLSX." });
    }
    Ok(())
}

/// True where most of the first lines are `key: value`, `key:` or list items, and none holds a table.
fn is_yaml(start: &str) -> bool {
    let lines: Vec<&str> =
        start.lines().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#')).take(30).collect();
    let keyed = |l: &&&str| {
        let t = l.trim_start();
        let key = t.split_once(':').is_some_and(|(k, v)| {
            (v.is_empty() || v.starts_with(' '))
                && !k.is_empty()
                && k.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c))
        });
        key || t.starts_with("- ")
    };
    lines.len() >= 3
        && lines.iter().filter(keyed).count() * 10 >= lines.len() * 8
        && !lines[0].contains([',', ';', '\t', '|'])
}

/// True for text that starts as an HTML document.
#[must_use]
pub fn is_web_page(start: &str) -> bool {
    let begins = |prefix: &str| start.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body")
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
        assert_eq!(
            check_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 129\n"),
            Err(ReadError::LfsPointer { size: Some(129) })
        );
        assert_eq!(
            check_text("\n<!DOCTYPE html><html><head><title>404\n not found</title>"),
            Err(ReadError::HtmlPage { title: "404 not found".into() })
        );
        assert_eq!(check_text("  \n "), Err(ReadError::Empty));
    }
}
