//! Any bytes as the sheet of an otherwise honest spreadsheet of each kind: the first byte says which, the second where the
//! shared strings end. Raw bytes hardly ever get past the directory of an archive.
#![no_main]

use headroom::read::{Limits, read_evidence};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BINARY_LINKS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;

/// An archive of stored parts, without checksums: the readers do not look at them before the bounds do.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let at = out.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(crc(content).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(*content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

/// A compound file whose workbook stream is these bytes.
fn compound(bytes: &[u8]) -> Vec<u8> {
    let mut stream = bytes[..bytes.len().min(60_000)].to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = (stream.len() / 512) as u32;
    let mut out = vec![0_u8; 512];
    out[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, v: u32| out[at..at + 4].copy_from_slice(&v.to_le_bytes());
    (0..109).for_each(|i| put(76 + 4 * i, u32::MAX));
    for (at, v) in [(24, 0x0003_003E), (30, 9 | 6 << 16), (48, 1), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE), (76, 0)] {
        put(at, v);
    }
    let mut chains = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    chains.extend((0..sectors).map(|i| if i + 1 == sectors { 0xFFFF_FFFE } else { i + 3 }));
    chains.resize(128, u32::MAX);
    out.extend(chains.iter().flat_map(|c| c.to_le_bytes()));
    let mut directory = vec![0_u8; 512];
    for (at, name, kind) in [(0, "Root Entry", 5), (128, "Workbook", 2)] {
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        directory[at..at + units.len()].copy_from_slice(&units);
        directory[at + 64] = units.len() as u8;
        directory[at + 66] = kind;
    }
    directory[116..120].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    directory[128 + 116] = 2;
    directory[128 + 120..128 + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
    out.extend(directory);
    out.extend(stream);
    out
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let [kind, cut, bytes @ ..] = data else { return };
    let (strings, sheet) = bytes.split_at(usize::from(*cut).min(bytes.len()));
    let binary: &[u8] = b"\x9C\x01\x18\0\0\0\0\x01\0\0\0\x02\0\0\0s\x001\0\x01\0\0\0S\0";
    let file = match kind % 4 {
        0 => zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", ROOT.as_bytes()),
            ("xl/workbook.xml", BOOK.as_bytes()),
            ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", sheet),
        ]),
        1 => zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("xl/workbook.bin", binary),
            ("xl/_rels/workbook.bin.rels", BINARY_LINKS.as_bytes()),
            ("xl/sharedStrings.bin", strings),
            ("xl/worksheets/sheet1.bin", sheet),
        ]),
        2 => zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", bytes)]),
        _ => compound(bytes),
    };
    let _ = read_evidence("a", &file, None, &Limits::default());
});
