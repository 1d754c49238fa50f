//! Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, one candidate table for each sheet with cells in it.

use super::detect::Shape;
use super::{Document, Format, Input, Limits, Notes, ReadError, container, delimiter};
use crate::data::{Cells, Checked, Diagnostic, Table};
use calamine::{Data, Dimensions, Range, Reader, Sheets as Workbook, open_workbook_auto_from_rs};
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
            match workbook.worksheet_range(&name) {
                Ok(range) if !range.is_empty() => {
                    let merged = merged(&mut workbook, &name);
                    match table(&name, &range, &merged, limits, &mut notes) {
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

fn table(name: &str, range: &Range<Data>, merged: &[Dimensions], limits: &Limits, notes: &mut Notes) -> Option<Table> {
    let (row0, column0) = range.start()?;
    let mut rows: Vec<Vec<String>> =
        range.rows().take(limits.rows).map(|r| r.iter().take(limits.columns).map(text).collect()).collect();
    if range.height() > limits.rows || range.width() > limits.columns {
        notes.add(Diagnostic::warning("sheet-cut", "The sheet is larger than is read; the rest was left out."));
    }
    // A cell merged over several rows holds for each of them.
    for region in merged.iter().filter(|m| m.start.0 < m.end.0 && m.start.1 == m.end.1) {
        let Some(column) = region.start.1.checked_sub(column0).map(|c| c as usize) else { continue };
        let Some(first) = region.start.0.checked_sub(row0).map(|r| r as usize) else { continue };
        let last = (region.end.0.saturating_sub(row0) as usize).min(rows.len().saturating_sub(1));
        let Some(value) = rows.get(first).and_then(|r| r.get(column)).cloned() else { continue };
        for row in rows.iter_mut().take(last + 1).skip(first + 1) {
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
