//! Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, one candidate table for each sheet with cells in it.

use super::detect::Shape;
use super::{Document, Format, Input, Limits, Notes, ReadError, container, delimiter};
use crate::data::{Cells, Checked, Diagnostic, Table};
use calamine::{Data, Dimensions, Reader, Sheets as Workbook, open_workbook_auto_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Spreadsheets.
pub struct Sheets;

impl Format for Sheets {
    fn id(&self) -> &'static str {
        "sheets"
    }
    fn label(&self) -> &'static str {
        "spreadsheet (XLSX, XLSB, XLS, ODS)"
    }
    fn claims(&self, input: &Input) -> bool {
        matches!(input.shape, Shape::Workbook | Shape::OldWorkbook)
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        if input.shape == Shape::Workbook {
            container::check(input.bytes, limits)?;
        }
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let failed = |e: calamine::Error| ReadError::Sheet(e.to_string());
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(input.bytes)).map_err(failed)?;
        let mut tables = Vec::new();
        let mut empty = Vec::new();
        for name in workbook.sheet_names().into_iter().take(limits.candidates) {
            notes.set_part(&name);
            match grid(&mut workbook, &name, limits) {
                Ok(grid) if !grid.rows.is_empty() => {
                    let merged = merged(&mut workbook, &name);
                    match table(&name, grid, &merged, &mut notes) {
                        Some(table) => tables.push(table),
                        None => empty.push(name),
                    }
                }
                Ok(_) => empty.push(name),
                Err(problem) => {
                    let note = Diagnostic::warning("sheet-unreadable", format!("The sheet was skipped: {problem}."));
                    notes.add(note.mend("Export the sheet as CSV."));
                }
            }
        }
        notes.set_part("");
        if tables.is_empty() {
            return Err(ReadError::NoTable("no sheet has a table in it".into()));
        }
        if !empty.is_empty() {
            notes
                .add(Diagnostic::info("sheet-empty", "Sheets without a table were left out.").found(&empty.join(", ")));
        }
        Ok(Checked { value: Document::of(self.id(), tables), diagnostics: notes.finish() })
    }
}

/// Merged regions, where the format has them.
fn merged(workbook: &mut Workbook<Cursor<&[u8]>>, name: &str) -> Vec<Dimensions> {
    match workbook {
        Workbook::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Workbook::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The text of a cell: numbers as computed, dates as `2024-09-30`.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(when) if !when.is_duration() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// The cells of a sheet, as far as they are filled: a cell far below or far to the right of all others costs no space
/// between, whatever the file says its sheets measure.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
    /// Row of the sheet that the first row is, from 0.
    row0: u32,
    /// Places taken, and bytes of text.
    places: usize,
    bytes: u64,
    /// True where something was left out.
    cut: bool,
}

impl Grid {
    /// Puts a cell; false where no more are taken.
    fn put(&mut self, (row, column): (u32, u32), cell: &Data, limits: &Limits) -> bool {
        if *cell == Data::Empty {
            return true;
        }
        if self.rows.is_empty() {
            self.row0 = row;
        }
        let (Some(row), column) = (row.checked_sub(self.row0).map(|r| r as usize), column as usize) else {
            self.cut = true;
            return true;
        };
        if row >= limits.rows || column >= limits.columns {
            self.cut = true;
            return true;
        }
        let text = text(cell);
        let have = self.rows.get(row).map_or(0, Vec::len);
        self.places += (column + 1).saturating_sub(have) + (row + 1).saturating_sub(self.rows.len());
        self.bytes += text.len() as u64;
        if self.places > PLACES || self.bytes > limits.inflated {
            self.cut = true;
            return false;
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize_with(column + 1, String::new);
            }
            cells[column] = text;
        }
        true
    }
}

/// Most places of a sheet, empty ones before a filled one among them.
const PLACES: usize = 20_000_000;

/// Reads a sheet cell by cell where the format allows it.
fn grid(workbook: &mut Workbook<Cursor<&[u8]>>, name: &str, limits: &Limits) -> Result<Grid, String> {
    let mut grid = Grid::default();
    let mut take = |at, cell: Data| grid.put(at, &cell, limits);
    match workbook {
        Workbook::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(name).map_err(|e| e.to_string())?;
            while let Some(cell) = cells.next_cell().map_err(|e| e.to_string())? {
                if !take(cell.get_position(), cell.get_value().clone().into()) {
                    break;
                }
            }
        }
        Workbook::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(name).map_err(|e| e.to_string())?;
            while let Some(cell) = cells.next_cell().map_err(|e| e.to_string())? {
                if !take(cell.get_position(), cell.get_value().clone().into()) {
                    break;
                }
            }
        }
        other => {
            let range = other.worksheet_range(name).map_err(|e| e.to_string())?;
            let (row0, column0) = range.start().unwrap_or_default();
            for (row, column, cell) in range.used_cells() {
                let at = (row0.saturating_add(row as u32), column0.saturating_add(column as u32));
                if !take(at, cell.clone()) {
                    break;
                }
            }
        }
    }
    Ok(grid)
}

fn table(name: &str, grid: Grid, merged: &[Dimensions], notes: &mut Notes) -> Option<Table> {
    let Grid { mut rows, row0, cut, .. } = grid;
    if cut {
        notes.add(Diagnostic::warning("sheet-cut", "The sheet is larger than is read; the rest was left out."));
    }
    // The table starts at its first filled column.
    let column0 = rows.iter().filter_map(|r| r.iter().position(|c| !c.is_empty())).min()?;
    rows.iter_mut().for_each(|r| drop(r.drain(..column0.min(r.len()))));
    // A cell merged over several rows holds for each of them.
    for region in merged.iter().filter(|m| m.start.0 < m.end.0 && m.start.1 == m.end.1) {
        let Some(column) = (region.start.1 as usize).checked_sub(column0) else { continue };
        let Some(first) = region.start.0.checked_sub(row0).map(|r| r as usize) else { continue };
        let last = (region.end.0.saturating_sub(row0) as usize).min(rows.len().saturating_sub(1));
        let Some(value) = rows.get(first).and_then(|r| r.get(column)).cloned() else { continue };
        for row in rows.iter_mut().take(last + 1).skip(first + 1) {
            if row.len() <= column && !value.is_empty() {
                row.resize_with(column + 1, String::new);
            }
            if let Some(cell) = row.get_mut(column).filter(|c| c.is_empty()) {
                cell.clone_from(&value);
            }
        }
    }
    let filled = |r: &[String]| r.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1);
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    rows.iter().take(60).map(|r| filled(r)).filter(|w| *w > 0).for_each(|w| *widths.entry(w).or_default() += 1);
    let (width, _) = widths.into_iter().max_by_key(|(width, n)| (*n, *width))?;
    let trimmed: Vec<&[String]> = rows.iter().take(60).map(|r| &r[..filled(r)]).collect();
    let (top, header) = delimiter::header_at(&trimmed, width);
    let first = trimmed.get(top)?;
    if top > 0 {
        let above = trimmed[..top].iter().flat_map(|r| r.iter()).filter(|c| !c.is_empty()).cloned().collect::<Vec<_>>();
        if !above.is_empty() {
            notes.add(
                Diagnostic::info("sheet-titles", "Cells above the header were left out.").found(&above.join(" / ")),
            );
        }
    }
    let widest = rows.iter().map(|r| filled(r)).max().unwrap_or(width);
    let columns = if header {
        let mut cells = first.to_vec();
        cells.resize(widest.max(cells.len()), String::new());
        delimiter::names(&cells, notes, u64::from(row0) + top as u64 + 1)
    } else {
        let note = Diagnostic::info("sheet-no-header", "There is no header row; the columns were numbered.");
        notes.add(note.mend("Name the columns in a first row, or choose their roles."));
        (1..=widest).map(|i| format!("column {i}")).collect()
    };
    let start = top + usize::from(header);
    let mut table = Table {
        part: name.to_owned(),
        cells: Cells::new(columns.len()),
        columns,
        first_row: u64::from(row0) + start as u64 + 1,
        jumps: Vec::new(),
        typed: true,
    };
    for (at, row) in rows.iter().enumerate().skip(start).filter(|(_, r)| filled(r) > 0) {
        let index = table.cells.rows();
        table.number_row(index, u64::from(row0) + at as u64 + 1);
        table.cells.push_row(row.iter().map(String::as_str));
    }
    (table.cells.rows() > 0).then_some(table)
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, ReadError, open, read_evidence};

    #[test]
    fn sheets_are_read_with_titles_merged_cells_and_dates() {
        for (name, bytes) in [
            ("inventory.xlsx", include_bytes!("../../tests/fixtures/read/inventory.xlsx").as_slice()),
            ("inventory.ods", include_bytes!("../../tests/fixtures/read/inventory.ods").as_slice()),
        ] {
            let read = read_evidence(name, bytes, None, &Limits::default()).expect(name);
            let d = &read.value.evidence.datasets;
            assert_eq!(d.len(), 3, "{name}: {:?}", read.diagnostics);
            assert_eq!((d[0].name.as_str(), d[0].tier, d[0].records), ("crisis A", Some(1), Some(257.0)), "{name}");
            assert_eq!((d[1].tier, d[1].records, d[2].records), (Some(1), None, Some(32.0)), "{name}");
            assert_eq!((d[0].row, read.value.used.part.as_deref()), (Some(4), Some("Inventory")), "{name}");
        }
    }

    /// A workbook of one sheet with these rows of XML and these shared strings, in a container without compression.
    fn workbook(rows: &str, strings: &str) -> Vec<u8> {
        const OPEN: &str = "http://schemas.openxmlformats.org";
        let types = format!("<Types xmlns=\"{OPEN}/package/2006/content-types\"/>");
        let link = |id: &str, kind: &str, to: &str| {
            format!(
                "<Relationship Id=\"{id}\" Type=\"{OPEN}/officeDocument/2006/relationships/{kind}\" Target=\"{to}\"/>"
            )
        };
        let links =
            |list: String| format!("<Relationships xmlns=\"{OPEN}/package/2006/relationships\">{list}</Relationships>");
        let main =
            format!("xmlns=\"{OPEN}/spreadsheetml/2006/main\" xmlns:r=\"{OPEN}/officeDocument/2006/relationships\"");
        let book =
            format!("<workbook {main}><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        let sheet = format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>");
        let own = link("r1", "worksheet", "worksheets/sheet1.xml") + &link("r2", "sharedStrings", "sharedStrings.xml");
        stored(&[
            ("[Content_Types].xml", &types),
            ("_rels/.rels", &links(link("r1", "officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", &book),
            ("xl/_rels/workbook.xml.rels", &links(own)),
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/sharedStrings.xml", &format!("<sst {main} {strings}</sst>")),
        ])
    }

    fn stored(entries: &[(&str, &str)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in entries {
            let sum = text.bytes().fold(!0_u32, |sum, b| {
                (0..8).fold(sum ^ u32::from(b), |s, _| if s & 1 == 1 { (s >> 1) ^ 0xEDB8_8320 } else { s >> 1 })
            });
            let (at, size) = (out.len() as u32, text.len() as u32);
            let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
            [!sum, size, size].iter().for_each(|n| head.extend(n.to_le_bytes()));
            head.extend((name.len() as u16).to_le_bytes());
            head.extend([0, 0]);
            out.extend(b"PK\x03\x04".iter().chain(&head).chain(name.as_bytes()).chain(text.as_bytes()));
            directory.extend(b"PK\x01\x02\x14\0".iter().chain(&head).chain(&[0; 10]));
            directory.extend(at.to_le_bytes().iter().chain(name.as_bytes()));
        }
        let (at, count) = (out.len() as u32, entries.len() as u16);
        let end = b"PK\x05\x06\0\0\0\0".iter().copied().chain(count.to_le_bytes()).chain(count.to_le_bytes());
        let end: Vec<u8> =
            end.chain((directory.len() as u32).to_le_bytes()).chain(at.to_le_bytes()).chain([0, 0]).collect();
        out.extend(directory.into_iter().chain(end));
        out
    }

    #[test]
    fn a_cell_far_from_all_others_and_a_count_that_lies_cost_nothing() {
        let near = "<row r=\"2\"><c r=\"B2\" t=\"str\"><v>dataset</v></c><c r=\"C2\" t=\"str\"><v>records</v></c></row>\
                    <row r=\"3\"><c r=\"B3\" t=\"str\"><v>a</v></c><c r=\"C3\"><v>5</v></c></row>\
                    <row r=\"4\"><c r=\"B4\" t=\"str\"><v>b</v></c><c r=\"C4\"><v>7</v></c></row>";
        let plain = "count=\"0\" uniqueCount=\"0\">";
        for far in ["", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"] {
            let bytes = workbook(&format!("{near}{far}"), plain);
            let read = read_evidence("x.xlsx", &bytes, None, &Limits::default()).expect("read");
            let datasets = &read.value.evidence.datasets;
            assert_eq!(datasets.iter().map(|d| d.records).collect::<Vec<_>>(), [Some(5.0), Some(7.0)]);
            assert_eq!(datasets[0].row, Some(3));
            let cut = read.diagnostics.iter().any(|d| d.code == "sheet-cut");
            assert_eq!(cut, !far.is_empty());
        }
        let liar = workbook(near, "count=\"4294967295\" uniqueCount=\"4294967295\">");
        assert!(matches!(open("x.xlsx", liar, &Limits::default()), Err(ReadError::Sheet(_))));
    }

    #[test]
    fn broken_and_bloated_workbooks_are_refused() {
        let bytes = include_bytes!("../../tests/fixtures/read/inventory.xlsx");
        for cut in [30, 200, bytes.len() / 2, bytes.len() - 10] {
            assert!(open("x.xlsx", bytes[..cut].to_vec(), &Limits::default()).is_err());
        }
        let tight = Limits { inflated: 100, ..Limits::default() };
        assert!(matches!(open("x.xlsx", bytes.to_vec(), &tight), Err(ReadError::Sheet(_))));
        let few = Limits { zip_entries: 2, ..Limits::default() };
        assert!(matches!(open("x.xlsx", bytes.to_vec(), &few), Err(ReadError::Sheet(_))));
    }
}
