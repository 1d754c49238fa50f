//! Delimited text: comma, semicolon, tab or bar; quotes; titles above the header; ragged rows.

use super::delimiter::{self, Layout};
use super::{Document, Format, Input, Limits, Notes, ReadError, Work};
use crate::data::{Cells, Checked, Diagnostic, Level, Progress, Steps, Table};
use std::sync::Arc;

/// Delimited text (CSV, TSV, semicolons, bars).
pub struct Csv;

impl Format for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }
    fn label(&self) -> &'static str {
        "delimited text (CSV, TSV)"
    }
    fn claims(&self, input: &Input) -> bool {
        input.shared.is_some() && input.tree.is_none()
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        CsvJob::new(input.name, input.shared.cloned().unwrap_or_default(), *limits)?.run(usize::MAX)
    }
    fn begin(&self, input: &Input, limits: &Limits) -> Result<Work, ReadError> {
        let job = CsvJob::new(input.name, input.shared.cloned().unwrap_or_default(), *limits)?;
        Ok(Work::Steps(Box::new(job)))
    }
}

/// Reading of delimited text in steps, so that a worker can report progress and be cancelled between them.
pub struct CsvJob {
    text: Arc<String>,
    limits: Limits,
    layout: Layout,
    table: Table,
    notes: Notes,
    at: usize,
    line: u64,
    done: bool,
    /// True where there are more rows than are read.
    beyond: bool,
}

impl Steps for CsvJob {
    /// Bytes to read next, at least one row.
    type Given<'a> = usize;
    type Output = Result<Checked<Document>, ReadError>;

    fn step(&mut self, budget: usize) -> Progress {
        let start = self.at;
        let text = self.text.clone();
        let mut cells: Vec<u32> = Vec::with_capacity(self.layout.columns.len() + 2);
        while !self.done && self.at - start <= budget {
            self.skip_blank_lines(text.as_bytes());
            if self.at >= text.len() {
                break;
            }
            match plain_line(&text, self.at, self.layout.delimiter, &mut cells) {
                Some(end) => self.row(&Record::Plain(&cells), &text, end),
                None => self.quoted(&text, start.saturating_add(budget)),
            }
        }
        self.done |= self.at >= text.len();
        // The last byte counts once nothing is left to do, or all of them at once where rows were enough before the end.
        let total = text.len().max(1);
        Progress::of("", if self.done { total } else { self.at.min(total - 1) }, total)
    }
    fn finish(self) -> Result<Checked<Document>, ReadError> {
        Ok(self.table()?.map(|table| Document::of(Csv.id(), vec![table])))
    }
}

impl CsvJob {
    /// Judges delimiter, titles and header, and gets ready to read the rows.
    ///
    /// # Errors
    /// [`ReadError::NoTable`] where no row of at least one cell is found, or there are too many columns.
    pub fn new(file: &str, text: Arc<String>, limits: Limits) -> Result<Self, ReadError> {
        let mut notes = Notes::new(file, limits.diagnostics);
        let layout = delimiter::layout(&text, &mut notes)?;
        let width = layout.columns.len();
        if width > limits.columns {
            let found = format!("its header has {width} columns, more than the {} that are read", limits.columns);
            return Err(ReadError::NoTable(found));
        }
        let rest = text.len() - layout.data_at;
        let sample = &text[layout.data_at..text.floor_char_boundary(layout.data_at + 65_536)];
        let lines = sample.bytes().filter(|b| *b == b'\n').count().max(1);
        let rows = rest / (sample.len() / lines).max(1) + 16;
        let table = Table {
            part: String::new(),
            columns: layout.columns.clone(),
            cells: Cells::of(text.clone(), width, rows.min(limits.rows)),
            first_row: layout.data_line,
            jumps: Vec::new(),
            typed: false,
        };
        let (at, line) = (layout.data_at, layout.data_line);
        Ok(Self { text, limits, layout, table, notes, at, line, done: false, beyond: false })
    }

    /// The table, as far as it was read.
    ///
    /// # Errors
    /// [`ReadError::TooManyRows`].
    pub fn table(self) -> Result<Checked<Table>, ReadError> {
        if self.beyond {
            return Err(ReadError::TooManyRows { limit: self.limits.rows });
        }
        Ok(Checked { value: self.table, diagnostics: self.notes.finish() })
    }

    /// Reads up to [`QUOTED`] records with the csv crate, from a line that has quotes or stray carriage returns.
    fn quoted(&mut self, text: &str, until: usize) {
        let from = self.at;
        let mut reader = delimiter::reader(text.as_bytes().get(from..).unwrap_or_default(), self.layout.delimiter);
        let mut record = csv::StringRecord::new();
        for _ in 0..QUOTED {
            self.skip_blank_lines(text.as_bytes());
            if self.done || self.at > until {
                return;
            }
            match reader.read_record(&mut record) {
                Ok(true) => {
                    let end = from + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                    self.row(&Record::Quoted(&record), text, end.min(text.len()));
                }
                Ok(false) => self.done = true,
                Err(problem) => {
                    let found = Diagnostic::error("csv-broken", format!("Reading stopped here: {problem}."));
                    let place = self.notes.place(self.line, "");
                    self.notes.add(found.at(place).mend("Look at the quotes in this line."));
                    self.done = true;
                }
            }
        }
    }

    fn skip_blank_lines(&mut self, bytes: &[u8]) {
        while let Some(b'\r' | b'\n') = bytes.get(self.at) {
            self.line += u64::from(bytes[self.at] == b'\n');
            self.at += 1;
        }
    }

    fn row(&mut self, record: &Record<'_>, text: &str, end: usize) {
        let line = self.line;
        let raw = text.as_bytes().get(self.at..end).unwrap_or_default();
        self.line += match record {
            Record::Plain(_) => u64::from(raw.last() == Some(&b'\n')),
            Record::Quoted(_) => raw.iter().filter(|b| **b == b'\n').count() as u64,
        };
        self.at = end;
        let width = self.layout.columns.len();
        if record.len() != width && !self.ragged(record, text, width, line) {
            return;
        }
        let header = &self.layout.header;
        if header.first().is_some_and(|h| record.cell(0, text) == h)
            && record.len() == header.len()
            && header.iter().enumerate().all(|(i, h)| record.cell(i, text).trim() == h)
        {
            let note = Diagnostic::info("csv-header-again", "The header line comes again; the line was skipped.");
            let place = self.notes.place(line, "");
            self.notes.add(note.at(place));
            return;
        }
        if (0..record.len()).all(|i| blank(record.cell(i, text))) {
            return;
        }
        let rows = self.table.cells.rows();
        if rows >= self.limits.rows {
            (self.beyond, self.done) = (true, true);
            return;
        }
        self.table.number_row(rows, line);
        match record {
            Record::Plain(places) => self.table.cells.push_places(places),
            Record::Quoted(cells) => self.table.cells.push_row(cells.iter()),
        }
    }

    /// Says what is wrong with a row of another width; false where the row is not to be kept.
    fn ragged(&mut self, record: &Record<'_>, text: &str, width: usize, line: u64) -> bool {
        let found = record.len();
        let (code, message) = if found < width {
            if found == 0 || (found == 1 && blank(record.cell(0, text))) {
                return false;
            }
            ("csv-row-short", "The row has too few cells; the missing ones are unknown.")
        } else if (width..found).all(|i| blank(record.cell(i, text))) {
            return true;
        } else {
            ("csv-row-long", "The row has too many cells; the surplus was dropped.")
        };
        if !self.notes.wants(code) {
            self.notes.count(code, Level::Warning);
            return true;
        }
        let note = Diagnostic::warning(code, message)
            .at(self.notes.place(line, ""))
            .found(&format!("{found} cells"))
            .expected(format!("{width} cells"))
            .mend("Check for a delimiter or a quote too many or too few.");
        self.notes.add(note);
        true
    }
}

/// Records read by the csv crate before the short way is tried again; getting that reader ready costs as much as a few
/// hundred records.
const QUOTED: usize = 16_384;

/// One record: places in the text (the byte it starts at, then the byte after each cell), or cells that the csv crate
/// unescaped.
enum Record<'r> {
    Plain(&'r [u32]),
    Quoted(&'r csv::StringRecord),
}

impl Record<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Plain(places) => places.len().saturating_sub(1),
            Self::Quoted(cells) => cells.len(),
        }
    }
    /// The cell; empty where there is none.
    fn cell<'a>(&'a self, i: usize, text: &'a str) -> &'a str {
        match self {
            Self::Plain(places) => places.get(i..i + 2).and_then(|p| {
                let start = p[0] as usize + usize::from(i > 0);
                text.get(start..p[1] as usize)
            }),
            Self::Quoted(cells) => cells.get(i),
        }
        .unwrap_or("")
    }
}

fn blank(cell: &str) -> bool {
    // Most cells begin with a visible ASCII character.
    !matches!(cell.as_bytes().first(), Some(b'!'..=b'~')) && cell.trim().is_empty()
}

/// Places of a line without quotes, as in [`Record`]; the byte after the line, or `None` where it has quotes or a carriage
/// return that does not end it. Most lines of most files need no more than this.
fn plain_line(text: &str, at: usize, delimiter: u8, places: &mut Vec<u32>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = at;
    places.clear();
    places.push(u32::try_from(at).ok()?);
    while let Some(&b) = bytes.get(i) {
        if b == delimiter {
            places.push(u32::try_from(i).ok()?);
        } else if b == b'\n' {
            break;
        } else if b == b'"' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
            return None;
        } else if b == b'\r' {
            break;
        }
        i += 1;
    }
    places.push(u32::try_from(i).ok()?);
    Some(match bytes.get(i) {
        Some(b'\r') => i + 2,
        Some(_) => i + 1,
        None => i,
    })
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
