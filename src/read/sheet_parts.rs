//! The parts of a spreadsheet whose claims its reader believes: how many shared strings there are, how often a row or a cell
//! is repeated, how long a record is.

use super::tags::{self, Open, Tags, attribute, count, times};
use super::{Limits, ReadError};

/// Looks at a part while it is inflated.
pub trait Part {
    /// The next piece.
    ///
    /// # Errors
    /// A claim that would take more memory than is given.
    fn see(&mut self, piece: &[u8]) -> Result<(), ReadError>;
    /// There are no further pieces.
    ///
    /// # Errors
    /// A part that was cut off, where its reader would wait for the rest.
    fn end(&mut self) -> Result<(), ReadError> {
        Ok(())
    }
}

/// The one that looks at a part of this name.
#[must_use]
pub fn of(name: &str, limits: &Limits) -> Box<dyn Part> {
    let name = name.to_ascii_lowercase().replace('\\', "/");
    if name.ends_with("sharedstrings.xml") {
        Box::new(SharedStrings { tags: Tags::default(), limits: *limits, seen: 0 })
    } else if name == "content.xml" {
        Box::new(Content {
            tags: Tags::default(),
            open: Open::default(),
            limits: *limits,
            sheet: Sheet::default(),
            before: (0, 0),
            fault: None,
        })
    } else if name.ends_with(".bin") && name.starts_with("xl/") {
        Box::new(Records::default())
    } else {
        Box::new(Other)
    }
}

fn not_closed() -> ReadError {
    ReadError::Sheet("its content is cut or changed: what is opened in it is not closed".into())
}

fn too_long(_: tags::TooLong) -> ReadError {
    ReadError::Sheet("a tag in it is longer than any spreadsheet program writes".into())
}

struct Other;

impl Part for Other {
    fn see(&mut self, _: &[u8]) -> Result<(), ReadError> {
        Ok(())
    }
}

/// `xl/sharedStrings.xml`: memory is taken for as many strings as it says.
struct SharedStrings {
    tags: Tags,
    limits: Limits,
    seen: u64,
}

impl Part for SharedStrings {
    fn see(&mut self, piece: &[u8]) -> Result<(), ReadError> {
        let (mut claimed, mut seen) = (0, self.seen);
        self.tags
            .read(piece, |tag, _| match tags::local(tag) {
                b"si" => seen += 1,
                b"sst" => claimed = claimed.max(count(tag, b"uniqueCount").unwrap_or(0)),
                _ => {}
            })
            .map_err(too_long)?;
        self.seen = seen;
        let most = claimed.max(seen);
        if most > self.limits.cells as u64 {
            return Err(ReadError::Sheet(format!(
                "it claims {most} shared strings, more than the {} that are read",
                self.limits.cells
            )));
        }
        Ok(())
    }
}

/// `content.xml` of an ODS file: a row and a cell each say how often they are repeated.
struct Content {
    tags: Tags,
    open: Open,
    limits: Limits,
    sheet: Sheet,
    /// Cells and text of the sheets before: their reader lays out all sheets at once.
    before: (u64, u64),
    fault: Option<ReadError>,
}

#[derive(Default)]
struct Sheet {
    name: String,
    /// Rows to the last filled one, and the empty ones after it.
    rows: u64,
    empty: u64,
    /// Cells to the last filled one of the widest row.
    width: u64,
    /// Cells of the rows before they are repeated.
    laid: u64,
    text: u64,
    repeat: u64,
    /// In the row: cells so far, and to the last filled one.
    at: u64,
    filled: u64,
    /// In a cell: how often it is repeated, and the text in it.
    cell: Option<(u64, u64)>,
}

impl Sheet {
    fn row_ends(&mut self) {
        self.laid = self.laid.saturating_add(self.filled);
        if self.filled > 0 {
            self.rows = self.rows.saturating_add(self.empty).saturating_add(self.repeat);
            self.width = self.width.max(self.filled);
            self.empty = 0;
        } else {
            self.empty = self.empty.saturating_add(self.repeat);
        }
        (self.at, self.filled) = (0, 0);
    }
    fn cell_ends(&mut self, times: u64, filled: bool, text: u64) {
        self.at = self.at.saturating_add(times);
        if filled {
            self.filled = self.at;
            let copies = times.saturating_mul(self.repeat);
            self.text = self.text.saturating_add(text.saturating_mul(copies));
        }
    }
    fn cells(&self) -> u64 {
        self.rows.saturating_mul(self.width).max(self.laid)
    }
    fn fault(&self, before: (u64, u64), limits: &Limits) -> Option<ReadError> {
        let cells = self.cells();
        let all = limits.cells as u64 * 2;
        if cells <= limits.cells as u64 && before.0.saturating_add(cells) > all {
            return Some(ReadError::Sheet(format!(
                "its sheets reach over more than the {all} cells that are read of all of them"
            )));
        }
        let what = if cells > limits.cells as u64 {
            format!("reaches over {cells} cells, more than the {} that are read", limits.cells)
        } else if self.text.saturating_add(before.1) > limits.text as u64 {
            format!("holds more than the {} MB of text that are read", limits.text >> 20)
        } else {
            return None;
        };
        let name = &self.name;
        Some(ReadError::Sheet(format!("its sheet \"{name}\" {what}; delete cells that stand far from the table")))
    }
}

impl Part for Content {
    fn see(&mut self, piece: &[u8]) -> Result<(), ReadError> {
        let Self { tags, open, limits, sheet, before, fault } = self;
        tags.read(piece, |tag, text| {
            if !open.take(tag) && fault.is_none() {
                *fault = Some(not_closed());
            }
            if let Some((_, inside)) = &mut sheet.cell {
                *inside = inside.saturating_add(text);
            }
            let closed = tag.ends_with(b"/");
            match tags::name(tag) {
                b"table:table" if !closed => {
                    let name = attribute(tag, b"table:name").unwrap_or_default();
                    *before = (before.0.saturating_add(sheet.cells()), before.1.saturating_add(sheet.text));
                    *sheet = Sheet { name: String::from_utf8_lossy(name).into_owned(), repeat: 1, ..Sheet::default() };
                }
                b"table:table-row" => {
                    sheet.repeat = times(tag, b"table:number-rows-repeated");
                    if closed {
                        sheet.row_ends();
                    }
                }
                b"/table:table-row" => sheet.row_ends(),
                b"table:table-cell" | b"table:covered-table-cell" => {
                    let times = times(tag, b"table:number-columns-repeated");
                    if closed {
                        let filled =
                            tag.windows(7).any(|w| w == b"office:") || attribute(tag, b"table:formula").is_some();
                        sheet.cell_ends(times, filled, tag.len() as u64);
                    } else {
                        sheet.cell = Some((times, tag.len() as u64));
                    }
                }
                b"/table:table-cell" | b"/table:covered-table-cell" => {
                    if let Some((times, text)) = sheet.cell.take() {
                        sheet.cell_ends(times, true, text);
                    }
                }
                // So many spaces.
                b"text:s" => {
                    let text = sheet.cell.as_mut().map_or(&mut sheet.text, |(_, inside)| inside);
                    *text = text.saturating_add(times(tag, b"text:c"));
                    return;
                }
                b"/table:table" => {}
                _ => return,
            }
            if fault.is_none() {
                *fault = sheet.fault(*before, limits);
            }
        })
        .map_err(too_long)?;
        fault.take().map_or(Ok(()), Err)
    }
    fn end(&mut self) -> Result<(), ReadError> {
        if self.open.is_none() { Ok(()) } else { Err(not_closed()) }
    }
}

/// Records of XLSB: a type in one or two bytes, a length in one to four of seven bits each (MS-XLSB 2.1.4), for which memory
/// is taken before it is looked whether so much follows.
#[derive(Default)]
struct Records {
    /// Bytes of the record that are still to come.
    skip: u64,
    /// Bytes of the type, then of the length, that were read.
    head: usize,
    length: u64,
    typed: bool,
}

/// Longest record that is read: a text of 32,767 characters takes 64 kB.
const LONGEST_RECORD: u64 = 16 << 20;

impl Part for Records {
    fn see(&mut self, mut piece: &[u8]) -> Result<(), ReadError> {
        while let Some((&byte, rest)) = piece.split_first() {
            if self.skip > 0 {
                let now = self.skip.min(piece.len() as u64);
                self.skip -= now;
                piece = piece.get(now as usize..).unwrap_or_default();
                continue;
            }
            piece = rest;
            self.head += 1;
            if !self.typed {
                if byte & 0x80 == 0 || self.head == 2 {
                    (self.typed, self.head) = (true, 0);
                }
                continue;
            }
            self.length |= u64::from(byte & 0x7F) << (7 * (self.head - 1));
            if byte & 0x80 == 0 || self.head == 4 {
                if self.length > LONGEST_RECORD {
                    return Err(ReadError::Sheet(
                        "a record in it is longer than any spreadsheet program writes".into(),
                    ));
                }
                *self = Self { skip: self.length, ..Self::default() };
            }
        }
        Ok(())
    }
}
