//! A table of raw text: what a CSV file, a sheet or a JSON array of records becomes before roles are assigned.

use serde::{Deserialize, Serialize};

/// Cells in row order in one buffer, so that a file of a million rows costs two allocations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cells {
    text: String,
    ends: Vec<u32>,
    width: usize,
}

impl Cells {
    /// An empty store of rows of `width` cells.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { text: String::new(), ends: Vec::new(), width }
    }
    /// Room for about this many rows and bytes.
    #[must_use]
    pub fn with_capacity(width: usize, rows: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(rows * width), width }
    }
    /// Appends a row; missing cells become empty, surplus cells are left out (the reader says so).
    pub fn push_row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let mut given = cells.into_iter();
        for _ in 0..self.width {
            self.text.push_str(given.next().unwrap_or(""));
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
    }
    /// The cell at row `row` and column `column` (from 0); empty where there is none.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> &str {
        if column >= self.width {
            return "";
        }
        let index = row * self.width + column;
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len().checked_div(self.width).unwrap_or(0)
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
