//! Any bytes as parts of an otherwise honest spreadsheet of each kind: the first byte says which, the second where the first
//! part ends. Raw bytes hardly ever get past the directory of an archive.
#![no_main]

use headroom_fuzz::envelope::{Part, compound, zip};
use headroom_fuzz::read;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BINARY_LINKS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;

/// The workbook part of a binary spreadsheet: the sheet, the end of the sheets, the calculation properties.
const BINARY_BOOK: &[u8] =
    b"\x9C\x01\x16\0\0\0\0\x01\0\0\0\x02\0\0\0s\x001\0\x01\0\0\0S\0\x90\x01\0\x9D\x01\0";
/// A sheet of one dated number.
const BINARY_SHEET: &[u8] = b"\x94\x01\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x91\x01\0\0\x04\0\0\0\0\x05\x10\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\x40\x92\x01\0";
const SHEET: &[u8] = b"<worksheet><sheetData><row><c s=\"1\"><v>2</v></c></row></sheetData></worksheet>";
const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

libfuzzer_sys::fuzz_target!(init: headroom_fuzz::hook(), |data: &[u8]| {
    let [kind, cut, bytes @ ..] = data else { return };
    let (first, rest) = bytes.split_at(usize::from(*cut).min(bytes.len()));
    let zip = |parts: &[(&str, &[u8])]| {
        zip(&parts.iter().map(|(name, content)| Part::stored(name, content)).collect::<Vec<_>>())
    };
    let plain = |strings: &[u8], book: &[u8], styles: &[u8], sheet: &[u8]| {
        zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", ROOT.as_bytes()),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
            ("xl/styles.xml", styles),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let binary = |strings: &[u8], book: &[u8], styles: &[u8], sheet: &[u8]| {
        zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("xl/workbook.bin", book),
            ("xl/_rels/workbook.bin.rels", BINARY_LINKS.as_bytes()),
            ("xl/styles.bin", styles),
            ("xl/sharedStrings.bin", strings),
            ("xl/worksheets/sheet1.bin", sheet),
        ])
    };
    let file = match kind % 6 {
        0 => plain(first, BOOK.as_bytes(), b"<styleSheet/>", rest),
        1 => binary(first, BINARY_BOOK, b"\xE9\x04\x04\0\0\0\0", rest),
        2 => zip(&[("mimetype", MIME), ("META-INF/manifest.xml", b"<manifest:manifest/>"), ("content.xml", bytes)]),
        3 => compound(bytes),
        4 => plain(b"<sst/>", first, rest, SHEET),
        _ => binary(b"\x9F\x01\x08\0\0\0\0\0\0\0\0", first, rest, BINARY_SHEET),
    };
    read("a", &file);
});
