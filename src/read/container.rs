//! What a zip container would inflate to, and what the spreadsheet in it claims to be: checked before its reader allocates
//! anything for it.

use super::sheet_parts::{self, Part};
use super::{Limits, ReadError};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

fn broken() -> ReadError {
    ReadError::Sheet("its zip directory is broken".into())
}

/// A part of a container, as it is packed.
pub struct Entry<'b> {
    /// Its name.
    pub name: String,
    /// How it is packed: 0 stored, 8 deflated, 93 Zstandard.
    pub method: usize,
    /// Its bytes.
    pub data: &'b [u8],
}

/// The parts of a container, by its central directory (APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16).
///
/// # Errors
/// [`ReadError::Sheet`] where there are too many, or the directory is broken.
pub fn entries<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Vec<Entry<'b>>, ReadError> {
    let tail = bytes.len().saturating_sub(65_557);
    let end =
        bytes.get(tail..).unwrap_or_default().windows(4).rposition(|w| w == b"PK\x05\x06").ok_or_else(broken)? + tail;
    let entries = u16_at(bytes, end + 10).ok_or_else(broken)?;
    let mut at = u32_at(bytes, end + 16).ok_or_else(broken)?;
    // A second directory, in the zip64 form, is what another reader might believe.
    if end >= 20 && bytes.get(end - 20..end - 16) == Some(b"PK\x06\x07") {
        return Err(ReadError::Sheet("it has a directory for archives over 4 GB (zip64), which is not read".into()));
    }
    if entries > limits.zip_entries || entries == 0xFFFF {
        return Err(ReadError::Sheet(format!(
            "it has {entries} parts, more than the {} that are read",
            limits.zip_entries
        )));
    }
    let mut found = Vec::with_capacity(entries);
    for _ in 0..entries {
        if bytes.get(at..at.saturating_add(4)) != Some(b"PK\x01\x02") {
            return Err(broken());
        }
        let field = |offset| u16_at(bytes, at + offset).ok_or_else(broken);
        let method = field(10)?;
        let packed = u32_at(bytes, at + 20).ok_or_else(broken)?;
        let local = u32_at(bytes, at + 42).ok_or_else(broken)?;
        let name_length = field(28)?;
        let name = bytes.get(at + 46..at + 46 + name_length).ok_or_else(broken)?;
        let start = local
            + 30
            + u16_at(bytes, local + 26).ok_or_else(broken)?
            + u16_at(bytes, local + 28).ok_or_else(broken)?;
        let data = bytes.get(start..start.saturating_add(packed)).ok_or_else(broken)?;
        found.push(Entry { name: String::from_utf8_lossy(name).into_owned(), method, data });
        at += 46 + name_length + field(30)? + field(32)?;
    }
    Ok(found)
}

/// Inflates every entry against the budget that is left, because the sizes a container declares may be lies. What is inflated
/// is not kept: it is shown, piece by piece, to the reader of its kind of part. Entries that share bytes count each for itself.
///
/// # Errors
/// [`ReadError::Sheet`] where there are too many entries, they inflate to too much, a part claims more than is read, or the
/// directory is broken.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut left = limits.inflated;
    for Entry { name, method, data } in entries(bytes, limits)? {
        let mut part = sheet_parts::of(&name, limits);
        let size = if method == 8 {
            inflated(data, left, limits, part.as_mut())?
        } else {
            part.see(data)?;
            data.len() as u64
        };
        part.end()?;
        left = left.checked_sub(size).ok_or_else(|| too_much(limits))?;
    }
    Ok(())
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::Sheet(format!("it inflates to more than the {} MB that are read", limits.inflated >> 20))
}

/// Inflates through a window of 32 kB and gives the size.
fn inflated(data: &[u8], left: u64, limits: &Limits, part: &mut dyn Part) -> Result<u64, ReadError> {
    let mut state = Box::<DecompressorOxide>::default();
    let mut window = vec![0_u8; 1 << 15];
    let (mut read, mut size) = (0, 0_u64);
    loop {
        let at = (size % window.len() as u64) as usize;
        let (status, taken, given) = decompress(&mut state, &data[read.min(data.len())..], &mut window, at, 0);
        read += taken;
        size += given as u64;
        if size > left {
            return Err(too_much(limits));
        }
        part.see(&window[at..(at + given).min(window.len())])?;
        match status {
            TINFLStatus::Done => return Ok(size),
            TINFLStatus::HasMoreOutput if given > 0 || taken > 0 => {}
            _ => return Err(ReadError::Sheet("a part of it is broken".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip of deflated entries; `overlap` lets every entry of the directory point at the first one's bytes.
    fn zip(entries: &[(&str, &[u8])], overlap: bool) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        let mut first = None;
        for (name, content) in entries {
            let packed = miniz_oxide::deflate::compress_to_vec(content, 9);
            let at = out.len() as u32;
            let (at, packed_size) = *first.get_or_insert((at, packed.len() as u32));
            let (at, size) = if overlap { (at, packed_size) } else { (out.len() as u32, packed.len() as u32) };
            let common = |head: &[u8]| {
                let mut h = head.to_vec();
                h.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
                h.extend(size.to_le_bytes());
                h.extend((content.len() as u32).to_le_bytes());
                h.extend((name.len() as u16).to_le_bytes());
                h.extend([0, 0]);
                h
            };
            directory.extend(common(b"PK\x01\x02\x14\0"));
            directory.extend([0; 10]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
            if !overlap || out.is_empty() {
                out.extend(common(b"PK\x03\x04"));
                out.extend(name.as_bytes());
                out.extend(packed);
            }
        }
        let at = out.len() as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend((entries.len() as u16).to_le_bytes());
        out.extend((entries.len() as u16).to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn fault(bytes: &[u8], limits: &Limits) -> String {
        check(bytes, limits).map_or_else(|e| e.to_string(), |()| "accepted".into())
    }

    #[test]
    fn entries_count_by_what_they_inflate_to_however_small_they_are() {
        let zeros = vec![b' '; 900_000];
        let names: Vec<String> = (0..40).map(|i| format!("part{i}.xml")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), zeros.as_slice())).collect();
        let tight = Limits { inflated: 30 << 20, ..Limits::default() };
        for overlap in [false, true] {
            let bytes = zip(&parts, overlap);
            assert!(bytes.len() < 60_000);
            assert!(fault(&bytes, &tight).contains("inflates to more than the 30 MB"), "{}", fault(&bytes, &tight));
            assert_eq!(fault(&bytes, &Limits::default()), "accepted");
        }
    }

    #[test]
    fn a_second_directory_is_refused() {
        let mut bytes = zip(&[("a.xml", b"<a/>")], false);
        let end = bytes.len() - 22;
        let mut locator = b"PK\x06\x07".to_vec();
        locator.extend([0; 16]);
        bytes.splice(end..end, locator);
        assert!(fault(&bytes, &Limits::default()).contains("zip64"));
    }

    #[test]
    fn what_a_part_claims_is_bounded() {
        let read = |name: &str, xml: &str| fault(&zip(&[(name, xml.as_bytes())], false), &Limits::default());
        let strings =
            |count: &str| read("xl/sharedStrings.xml", &format!("<sst uniqueCount='{count}'><si><t>a</t></si></sst>"));
        assert_eq!(strings("1"), "accepted");
        assert!(strings("4000000000").contains("4000000000 shared strings"), "{}", strings("4000000000"));
        let ods = |rows: &str| {
            let head = "<!-- \" > --><office:body><table:table table:name=\"Plan\">";
            read("content.xml", &format!("{head}{rows}</table:table></office:body>"))
        };
        let cell =
            |times: u32| format!("<table:table-cell table:number-columns-repeated=\"{times}\" office:value=\"1\"/>");
        let row = |times: u32, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
        };
        assert_eq!(ods(&row(1000, &cell(20))), "accepted");
        // Nothing stands in the rows and columns to the end of the sheet: what spreadsheet programs write.
        let rest = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        assert_eq!(ods(&format!("{}{}", row(3, &(cell(2) + rest)), row(1_048_576, rest))), "accepted");
        for rows in [
            row(1_048_576, &cell(16_384)),
            row(1, &(rest.to_owned() + &cell(1))) + &row(1_048_570, rest) + &row(1, &cell(1)),
            row(
                1_048_576,
                &format!(
                    "<table:table-cell table:number-columns-repeated=\"2\" a=\">\"><text:p>{}</text:p></table:table-cell>",
                    "x".repeat(900)
                ),
            ),
        ] {
            assert!(ods(&rows).contains("\"Plan\""), "{}: {}", &rows[..60], ods(&rows));
        }
    }

    #[test]
    fn content_that_is_cut_or_swells_is_refused_before_its_reader_waits_for_the_rest() {
        let xml = "<?xml version=\"1.0\"?><office:body><table:table table:name=\"P\"><table:table-row><table:table-cell><text:p>a\
                   <text:s text:c=\"2\"/></text:p></table:table-cell></table:table-row></table:table></office:body>";
        let read = |xml: &str| fault(&zip(&[("content.xml", xml.as_bytes())], false), &Limits::default());
        assert_eq!(read(xml), "accepted");
        let begin = xml.find("<office").unwrap() + 13;
        for cut in begin..xml.len() {
            assert!(read(&xml[..cut]).contains("not closed"), "{}", &xml[..cut]);
        }
        for (at, _) in xml.match_indices("</") {
            let other = format!("{}x{}", &xml[..at + 2], &xml[at + 2..]);
            assert!(read(&other).contains("not closed"), "{other}");
        }
        for swells in ["4000000000", "99999999999999999999999", "&#52;000000000", "-1"] {
            let found = read(&xml.replace("c=\"2\"", &format!("c=\"{swells}\"")));
            assert!(found.contains("MB of text"), "{found}");
        }
    }
}
