//! How a delimited text is laid out: which delimiter, which lines are titles, which one is the header.

use super::number::{Style, is_unknown, parse};
use super::{Notes, ReadError};
use crate::data::Diagnostic;
use std::collections::BTreeMap;

/// Lines looked at before judging.
const SAMPLE_ROWS: usize = 60;
/// Bytes looked at before judging.
const SAMPLE_BYTES: usize = 256 << 10;

/// The layout of a delimited text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The delimiter.
    pub delimiter: u8,
    /// Column names: unique, never empty.
    pub columns: Vec<String>,
    /// The header cells as written (trimmed); empty where there is no header line.
    pub header: Vec<String>,
    /// Byte at which the first data row starts.
    pub data_at: usize,
    /// Line at which the first data row starts, from 1.
    pub data_line: u64,
}

/// A reader of records of any width that never takes a header away.
pub fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes)
}

/// One sampled record.
struct Sampled {
    cells: Vec<String>,
    line: u64,
    end: usize,
    line_after: u64,
}

fn sample(text: &str, delimiter: u8) -> Vec<Sampled> {
    let cut = if text.len() > SAMPLE_BYTES {
        let limit = text.floor_char_boundary(SAMPLE_BYTES);
        text[..limit].rfind('\n').map_or(limit, |at| at + 1)
    } else {
        text.len()
    };
    let text = &text[..cut];
    let mut reader = reader(text.as_bytes(), delimiter);
    let mut record = csv::StringRecord::new();
    let (mut at, mut line, mut rows) = (0_usize, 1_u64, Vec::new());
    while rows.len() < SAMPLE_ROWS {
        while let Some(b @ (b'\r' | b'\n')) = text.as_bytes().get(at) {
            line += u64::from(*b == b'\n');
            at += 1;
        }
        let Ok(true) = reader.read_record(&mut record) else { break };
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(text.len());
        let line_after = line + text.get(at..end).unwrap_or_default().bytes().filter(|b| *b == b'\n').count() as u64;
        rows.push(Sampled { cells: record.iter().map(|c| c.trim().to_owned()).collect(), line, end, line_after });
        (at, line) = (end, line_after);
    }
    rows
}

/// The width most rows have, and how many have it.
fn usual_width(rows: &[Sampled]) -> (usize, usize) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(width, n)| (*n, *width)).unwrap_or((0, 0))
}

fn choose(text: &str) -> (u8, Vec<Sampled>) {
    let mut best: Option<(f64, u8, Vec<Sampled>)> = None;
    for delimiter in [b',', b';', b'\t', b'|'] {
        let rows = sample(text, delimiter);
        let (width, agreeing) = usual_width(&rows);
        let agreement = agreeing as f64 / rows.len().max(1) as f64;
        // More than one column, in as many rows as possible; among equals the wider table. Where every line has
        // semicolons, the header among them, commas are decimal marks rather than delimiters.
        let mut score = if width > 1 { agreement * (1.0 + (width as f64).sqrt() / 10.0) } else { 0.05 };
        let lines = || text.lines().filter(|l| !l.trim().is_empty()).take(SAMPLE_ROWS);
        let semicolons = lines().filter(|l| l.contains(';')).count() * 5 > lines().count() * 4;
        if delimiter == b',' && semicolons && lines().next().is_some_and(|l| l.contains(';')) {
            score *= 0.5;
        }
        if best.as_ref().is_none_or(|(s, _, _)| score > *s) {
            best = Some((score, delimiter, rows));
        }
    }
    best.map_or((b',', Vec::new()), |(_, d, rows)| (d, rows))
}

fn is_number(cell: &str) -> bool {
    parse(cell, Style::Point, false).value().is_some() || parse(cell, Style::Comma, false).value().is_some()
}

/// True where the first row names the columns rather than being data.
fn is_header(first: &[String], rest: &[&[String]]) -> bool {
    let numbers: Vec<usize> = (0..first.len()).filter(|i| is_number(&first[*i])).collect();
    let texts = first.iter().filter(|c| !is_unknown(c) && !is_number(c)).count();
    if texts == 0 {
        return false;
    }
    if numbers.is_empty() {
        return true;
    }
    // Sizes as column names ("0, 200, 400, ...") ascend; a data row hardly does so over many columns.
    let values: Vec<f64> = numbers.iter().filter_map(|i| parse(&first[*i], Style::Point, false).value()).collect();
    if values.len() >= 3 && values.windows(2).all(|w| w[0] < w[1]) {
        return true;
    }
    let numeric_below = |i: usize| {
        let cells = rest.iter().filter_map(|r| r.get(i)).filter(|c| !is_unknown(c));
        let (n, all) = cells.fold((0_usize, 0_usize), |(n, all), c| (n + usize::from(is_number(c)), all + 1));
        all > 0 && n * 2 > all
    };
    !numbers.iter().any(|i| numeric_below(*i))
}

/// Where the table starts and whether it starts with a header, for rows whose usual number of cells is `width`:
/// rows above it are narrower, or have a single filled cell.
#[must_use]
pub fn header_at(rows: &[&[String]], width: usize) -> (usize, bool) {
    let filled = |r: &[String]| r.iter().filter(|c| !c.is_empty()).count();
    let top = if width > 1 { rows.iter().position(|r| r.len() >= width && filled(r) >= 2).unwrap_or(0) } else { 0 };
    let header = rows.get(top).is_some_and(|first| is_header(first, &rows[top + 1..]));
    (top, header)
}

/// Judges a text.
///
/// # Errors
/// [`ReadError::NoTable`] where there is no row.
pub fn layout(text: &str, notes: &mut Notes) -> Result<Layout, ReadError> {
    let (delimiter, rows) = choose(text);
    let (width, _) = usual_width(&rows);
    if width == 0 {
        return Err(ReadError::NoTable("no row was found".into()));
    }
    let cells: Vec<&[String]> = rows.iter().map(|r| r.cells.as_slice()).collect();
    let (top, header) = header_at(&cells, width);
    let Some(first) = rows.get(top) else { return Err(ReadError::NoTable("no row was found".into())) };
    if top > 0 {
        let shown = rows[..top].iter().map(|r| r.cells.join(" ")).collect::<Vec<_>>().join(" / ");
        let note = Diagnostic::info("csv-titles", format!("{top} line(s) above the header were left out."));
        notes.add(note.at(notes.place(rows[0].line, "")).found(shown.trim()));
    }
    if header {
        let mut header = first.cells.clone();
        while header.len() > width && header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let columns = names(&header, notes, first.line);
        return Ok(Layout { delimiter, columns, header, data_at: first.end, data_line: first.line_after });
    }
    let start = if top == 0 { 0 } else { rows[top - 1].end };
    let columns = (1..=first.cells.len().max(width)).map(|i| format!("column {i}")).collect();
    let note = Diagnostic::info("csv-no-header", "There is no header line; the columns were numbered.");
    notes.add(note.at(notes.place(first.line, "")).mend("Name the columns in a first line, or choose their roles."));
    let data_line = if top == 0 { 1 } else { rows[top - 1].line_after };
    Ok(Layout { delimiter, columns, header: Vec::new(), data_at: start, data_line })
}

/// Column names made unique and non-empty.
pub fn names(header: &[String], notes: &mut Notes, line: u64) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(header.len());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, cell) in header.iter().enumerate() {
        let mut name = if cell.trim().is_empty() { format!("column {}", i + 1) } else { cell.trim().to_owned() };
        while let Some(times) = seen.get_mut(&name) {
            *times += 1;
            let note = Diagnostic::info(
                "csv-name-again",
                format!("The column name comes {times} times; the later one was numbered."),
            );
            notes.add(note.at(notes.place(line, &name)));
            name = format!("{name} ({times})");
        }
        seen.insert(name.clone(), 1);
        out.push(name);
    }
    out
}
