//! A table of raw text: what a CSV file, a sheet or a JSON array of records becomes before roles are assigned.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Cells in row order: places in the text they were read from, which is shared and never copied, and cells of their own
/// (unescaped quotes, numbers of other formats) in one buffer. A file of a million rows costs two allocations.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Flat", into = "Flat")]
pub struct Cells {
    source: Arc<String>,
    own: String,
    /// For each row the byte it starts at, then the byte after each of its cells; a cell starts one byte after the one
    /// before it ends (there the delimiter stands). Own rows come after the source.
    places: Vec<u32>,
    width: usize,
}

/// The written form: every cell copied.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Flat {
    text: String,
    ends: Vec<u32>,
    width: usize,
}

impl From<Cells> for Flat {
    fn from(cells: Cells) -> Self {
        let mut flat = Self { width: cells.width, ..Self::default() };
        for cell in cells.all() {
            flat.text.push_str(cell);
            flat.ends.push(place(flat.text.len()));
        }
        flat
    }
}

impl From<Flat> for Cells {
    fn from(flat: Flat) -> Self {
        let mut cells = Self::new(flat.width);
        let starts = std::iter::once(0).chain(flat.ends.iter().copied());
        let all = starts.zip(&flat.ends).map(|(a, b)| flat.text.get(a as usize..*b as usize).unwrap_or(""));
        let mut all = all.peekable();
        while flat.width > 0 && all.peek().is_some() {
            cells.push_row(all.by_ref().take(flat.width));
        }
        cells
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.width == other.width && self.rows() == other.rows() && self.all().eq(other.all())
    }
}

fn place(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

impl Cells {
    /// An empty store of rows of `width` cells.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }
    /// A store for about this many rows, of cells that mostly stand in `source`.
    #[must_use]
    pub fn of(source: Arc<String>, width: usize, rows: usize) -> Self {
        Self { source, own: String::new(), places: Vec::with_capacity(rows * (width + 1)), width }
    }
    /// Appends a row; missing cells become empty, surplus cells are left out (the reader says so).
    pub fn push_row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        if self.width == 0 {
            return;
        }
        let mut given = cells.into_iter();
        self.places.push(place(self.source.len() + self.own.len()));
        for _ in 0..self.width {
            self.own.push_str(given.next().unwrap_or(""));
            self.places.push(place(self.source.len() + self.own.len()));
            self.own.push('\n');
        }
    }
    /// The same for a row that stands in the source with one byte between its cells: the byte it starts at, then the byte
    /// after each cell.
    pub fn push_places(&mut self, row: &[u32]) {
        let Some(&last) = row.last().filter(|_| self.width > 0) else { return };
        let given = &row[..row.len().min(self.width + 1)];
        self.places.extend_from_slice(given);
        // An empty cell ends where it starts.
        self.places.extend((1..).take(self.width + 1 - given.len()).map(|missing| last.saturating_add(missing)));
    }
    /// The cell at row `row` and column `column` (from 0); empty where there is none.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> &str {
        if column >= self.width {
            return "";
        }
        let at = row * (self.width + 1) + column;
        match self.places.get(at..at + 2) {
            Some(&[before, end]) => self.text(before + u32::from(column > 0), end),
            _ => "",
        }
    }
    fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.rows()).flat_map(move |row| (0..self.width).map(move |column| self.get(row, column)))
    }
    fn text(&self, start: u32, end: u32) -> &str {
        let (start, end, source) = (start as usize, end as usize, self.source.len());
        let cell = if end <= source {
            self.source.get(start..end)
        } else {
            self.own.get(start.saturating_sub(source)..end - source)
        };
        cell.unwrap_or("")
    }
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.places.len() / (self.width + 1)
    }
    /// Cells per row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }
}

/// A table of raw text with named columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Sheet name or JSON path (`$.results`), empty for a plain CSV file.
    pub part: String,
    /// Column names, unique (a repeated name gets ` (2)`).
    pub columns: Vec<String>,
    /// The cells.
    pub cells: Cells,
    /// Row number in the source of data row 0 (2 where a header line comes first).
    pub first_row: u64,
    /// Where the numbering jumps (blank lines, line breaks inside quotes): (data row, its row number), ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jumps: Vec<(u64, u64)>,
    /// True where the file itself tells numbers from text (JSON), so that no number has a thousands mark.
    #[serde(default)]
    pub typed: bool,
}

impl Table {
    /// Index of the column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }
    /// Row number, as an editor or spreadsheet shows it, of data row `row`.
    #[must_use]
    pub fn source_row(&self, row: usize) -> u64 {
        let row = row as u64;
        match self.jumps.partition_point(|(from, _)| *from <= row).checked_sub(1).and_then(|i| self.jumps.get(i)) {
            Some((from, number)) => number + (row - from),
            None => self.first_row + row,
        }
    }
    /// Notes the row number of data row `row` where it differs from counting on.
    pub fn number_row(&mut self, row: usize, number: u64) {
        if self.source_row(row) != number {
            self.jumps.push((row as u64, number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_the_source_and_of_their_own_read_and_travel_alike() {
        let source = Arc::new("a,bc,\u{e4}\r\nbc".to_owned());
        let mut cells = Cells::of(source, 3, 2);
        cells.push_places(&[0, 1, 4, 7]);
        cells.push_row(["x", "", "quoted, \"y\"", "surplus"]);
        cells.push_places(&[9, 11]);
        cells.push_places(&[0, 1, 4, 7, 8, 9]);
        let rows: Vec<Vec<&str>> = (0..cells.rows()).map(|r| (0..4).map(|c| cells.get(r, c)).collect()).collect();
        assert_eq!(
            rows,
            [["a", "bc", "\u{e4}", ""], ["x", "", "quoted, \"y\"", ""], ["bc", "", "", ""], ["a", "bc", "\u{e4}", ""]]
        );
        let back: Cells = serde_json::from_str(&serde_json::to_string(&cells).unwrap()).unwrap();
        assert_eq!(back, cells);
        let mut other = back.clone();
        other.push_row(["1", "2", "3"]);
        assert_ne!(other, cells);
        assert_eq!(Cells::new(2).get(0, 0), "");
    }
}
