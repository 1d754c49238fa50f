//! Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, one candidate table for each sheet with cells in it.

use super::detect::Shape;
use super::foreign_code::contained;
use super::grid::{self, Grid};
use super::{Document, Format, Input, Limits, Notes, ReadError, container, delimiter, old_workbook};
use crate::data::{Cells, Checked, Diagnostic, Table, units, visible, visible_lines};
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
        } else {
            old_workbook::check(input.bytes, limits)?;
        }
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let failed = |e: calamine::Error| ReadError::Sheet(e.to_string());
        let opened = contained(|| open_workbook_auto_from_rs(Cursor::new(input.bytes)));
        let mut workbook = opened.ok_or_else(|| ReadError::Sheet(BROKEN.into()))?.map_err(failed)?;
        let mut tables = Vec::new();
        let mut empty = Vec::new();
        let mut too_large = None;
        for name in workbook.sheet_names().into_iter().take(limits.candidates) {
            let shown = visible(&name).into_owned();
            notes.set_part(&shown);
            let mut grid = Grid::default();
            let read =
                contained(|| fill(&mut workbook, &name, &mut grid, limits).map(|()| merged(&mut workbook, &name)));
            let read = read.unwrap_or_else(|| Err(BROKEN.into()));
            let read = read.and_then(|merged| table(&shown, &mut grid, merged, limits, &mut notes));
            match read {
                Ok(Some(table)) => tables.push(table),
                Ok(None) => empty.push(shown),
                Err(problem) => {
                    too_large.get_or_insert_with(|| format!("its sheet \"{shown}\" cannot be used: {problem}"));
                    let note = Diagnostic::warning("sheet-unreadable", format!("The sheet was skipped: {problem}."));
                    notes.add(note.mend("Delete what stands far from the table, or export the sheet as CSV."));
                }
            }
        }
        notes.set_part("");
        if tables.is_empty() {
            return Err(match too_large {
                Some(problem) => ReadError::Sheet(problem),
                None => ReadError::NoTable("no sheet has a table in it".into()),
            });
        }
        if !empty.is_empty() {
            notes
                .add(Diagnostic::info("sheet-empty", "Sheets without a table were left out.").found(&empty.join(", ")));
        }
        Ok(Checked { value: Document::of(self.id(), tables), diagnostics: notes.finish() })
    }
}

/// What is said of a part at which its reader broke off.
const BROKEN: &str = "a part of it is broken";

type Book<'a> = Workbook<Cursor<&'a [u8]>>;

/// Puts the cells of a sheet into the grid: one by one where the format gives them so, else from the rectangle around them,
/// which was bounded before.
fn fill(workbook: &mut Book<'_>, name: &str, grid: &mut Grid, limits: &Limits) -> Result<(), String> {
    match workbook {
        Workbook::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|e| e.to_string())?;
            while let Some(cell) = reader.next_cell().map_err(|e| e.to_string())? {
                let (row, column) = cell.get_position();
                grid.put(row, column, &text(&cell.get_value().clone().into()), limits)?;
            }
        }
        Workbook::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|e| e.to_string())?;
            while let Some(cell) = reader.next_cell().map_err(|e| e.to_string())? {
                let (row, column) = cell.get_position();
                grid.put(row, column, &text(&cell.get_value().clone().into()), limits)?;
            }
        }
        Workbook::Xls(_) | Workbook::Ods(_) => {
            let range = workbook.worksheet_range(name).map_err(|e| e.to_string())?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, cell) in range.used_cells() {
                grid.put(top + row as u32, left + column as u32, &text(cell), limits)?;
            }
        }
    }
    Ok(())
}

/// Merged regions, where the format has them.
fn merged(workbook: &mut Book<'_>, name: &str) -> Vec<Dimensions> {
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
        other => visible_lines(other.to_string().trim()).into_owned(),
    }
}

/// Rows at the top that are looked at to find the header.
const LOOKED_AT: usize = 60;

fn table(
    name: &str,
    grid: &mut Grid,
    merged: Vec<Dimensions>,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<Option<Table>, String> {
    let Some(left) = grid.first_column() else { return Ok(None) };
    if grid.beyond > 0 {
        let count = units::counted(grid.beyond, "cell lies", "cells lie");
        let message = format!("{count} beyond column {} and were left out.", limits.columns);
        notes.add(Diagnostic::warning("sheet-cut", message).mend("Delete what stands far from the table."));
    }
    let mut over = Merges::new(merged, left);
    let rows = grid.rows();
    let top_rows: Vec<Vec<String>> = rows.clone().take(LOOKED_AT).map(|row| over.dense(&row, left)).collect();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    top_rows.iter().for_each(|r| *widths.entry(r.len()).or_default() += 1);
    let Some((width, _)) = widths.into_iter().max_by_key(|(width, n)| (*n, *width)) else { return Ok(None) };
    let looked: Vec<&[String]> = top_rows.iter().map(Vec::as_slice).collect();
    let (top, header) = delimiter::header_at(&looked, width);
    let Some(first) = looked.get(top) else { return Ok(None) };
    let number = |at: usize| rows.clone().nth(at).map_or(0, |row| u64::from(row.number) + 1);
    if top > 0 {
        let above = looked[..top].iter().flat_map(|r| r.iter()).filter(|c| !c.is_empty()).cloned().collect::<Vec<_>>();
        if !above.is_empty() {
            notes.add(
                Diagnostic::info("sheet-titles", "Cells above the header were left out.").found(&above.join(" / ")),
            );
        }
    }
    let ends = rows.clone().filter_map(|row| row.cells().last().map(|(column, _)| (column - left) as usize + 1));
    let (count, widest) = ends.fold((0_usize, first.len()), |(count, widest), end| (count + 1, widest.max(end)));
    if count.saturating_mul(widest) > limits.cells.saturating_mul(10) {
        return Err(format!("its {count} rows and {widest} columns are more than is read"));
    }
    let columns = if header {
        let mut cells = first.to_vec();
        cells.resize(widest.max(cells.len()), String::new());
        delimiter::names(&cells, notes, number(top))
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
        first_row: number(top) + u64::from(header),
        jumps: Vec::new(),
        typed: true,
    };
    over.restart();
    for (at, row) in rows.enumerate() {
        let cells = over.dense(&row, left);
        if at >= start {
            table.number_row(table.cells.rows(), u64::from(row.number) + 1);
            table.cells.push_row(cells.iter().map(String::as_str));
        }
    }
    Ok((table.cells.rows() > 0).then_some(table))
}

/// Cells merged over several rows: what stands in the first holds for each of them.
struct Merges {
    /// Column from the first filled one, first and last row; by first row.
    regions: Vec<(u32, u32, u32)>,
    next: usize,
    /// By column: the last row it holds for, and what holds.
    held: BTreeMap<u32, (u32, String)>,
}

impl Merges {
    fn new(merged: Vec<Dimensions>, left: u32) -> Self {
        let tall = merged.into_iter().filter(|m| m.start.0 < m.end.0 && m.start.1 == m.end.1);
        let mut regions: Vec<_> =
            tall.filter_map(|m| Some((m.start.1.checked_sub(left)?, m.start.0, m.end.0))).collect();
        regions.sort_by_key(|(column, first, _)| (*first, *column));
        Self { regions, next: 0, held: BTreeMap::new() }
    }
    fn restart(&mut self) {
        self.next = 0;
        self.held.clear();
    }
    /// The row's cells from the first filled column of the sheet to its own last one. Rows are asked for in order.
    fn dense(&mut self, row: &grid::Row<'_>, left: u32) -> Vec<String> {
        let mut cells: Vec<String> = Vec::new();
        let mut set = |column: usize, text: &str| {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if cells[column].is_empty() {
                text.clone_into(&mut cells[column]);
            }
        };
        for (column, text) in row.cells() {
            set((column - left) as usize, text);
        }
        self.held.retain(|_, (last, _)| *last >= row.number);
        for (column, (_, text)) in &self.held {
            set(*column as usize, text);
        }
        while let Some((column, first, last)) = self.regions.get(self.next).copied().filter(|r| r.1 <= row.number) {
            self.next += 1;
            let here = row.cells().find(|(c, _)| c - left == column).filter(|_| first == row.number);
            if let Some((_, text)) = here {
                self.held.insert(column, (last, text.to_owned()));
            }
        }
        cells
    }
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
