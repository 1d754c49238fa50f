//! The filled cells of a sheet, wherever they stand: memory goes with what is there, not with how far apart it lies.

use super::Limits;

/// Where a cell stands, from 0, and where its text.
#[derive(Clone, Copy)]
struct Placed {
    row: u32,
    column: u32,
    start: u32,
    length: u32,
}

/// Filled cells by row and column.
#[derive(Default)]
pub struct Grid {
    text: String,
    cells: Vec<Placed>,
    sorted: bool,
    /// Cells in columns beyond those that are read.
    pub beyond: usize,
}

/// A row with a filled cell in it: its number, from 0, and its cells.
pub struct Row<'a> {
    /// Number, from 0.
    pub number: u32,
    text: &'a str,
    cells: &'a [Placed],
}

impl Grid {
    /// Adds a cell; an empty one takes no place.
    ///
    /// # Errors
    /// What there is more of than is read.
    pub fn put(&mut self, row: u32, column: u32, text: &str, limits: &Limits) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        if row as usize > limits.rows {
            return Err(format!("it has more than the {} rows that are read", limits.rows));
        }
        if column as usize >= limits.columns {
            self.beyond += 1;
            return Ok(());
        }
        if self.cells.len() >= limits.cells.saturating_mul(2) {
            return Err(format!("it has more than the {} filled cells that are read", limits.cells * 2));
        }
        if self.text.len() + text.len() > limits.text {
            return Err(format!("it holds more than the {} MB of text that are read", limits.text >> 20));
        }
        let before = self.cells.last().map(|c| (c.row, c.column));
        self.sorted = before.is_none() || (self.sorted && before < Some((row, column)));
        let (start, length) = (self.text.len() as u32, text.len() as u32);
        self.text.push_str(text);
        self.cells.push(Placed { row, column, start, length });
        Ok(())
    }
    /// First filled column; `None` where no cell is filled.
    pub fn first_column(&self) -> Option<u32> {
        self.cells.iter().map(|c| c.column).min()
    }
    /// The rows with a filled cell, in order. Where a place was filled twice, the first one holds.
    pub fn rows(&mut self) -> impl Iterator<Item = Row<'_>> + Clone {
        if !self.sorted {
            self.cells.sort_by_key(|c| (c.row, c.column));
            self.sorted = true;
        }
        let text = self.text.as_str();
        self.cells
            .chunk_by(|a, b| a.row == b.row)
            .filter_map(move |cells| cells.first().map(|first| Row { number: first.row, text, cells }))
    }
}

impl<'a> Row<'a> {
    /// Cells by column, from 0.
    pub fn cells(&self) -> impl Iterator<Item = (u32, &'a str)> + use<'a> {
        let text = self.text;
        let cells = self.cells;
        cells.iter().map(move |c| (c.column, text.get(c.start as usize..(c.start + c.length) as usize).unwrap_or("")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_far_apart_take_no_more_than_cells_beside_each_other() {
        let limits = Limits { cells: 2, text: 12, columns: 10, rows: 1000, ..Limits::default() };
        let mut grid = Grid::default();
        for (row, column, text) in [(900, 3, "far"), (0, 1, "a"), (0, 0, "b"), (5, 9, ""), (7, 16_383, "lost")] {
            grid.put(row, column, text, &limits).unwrap();
        }
        assert_eq!((grid.beyond, grid.first_column()), (1, Some(0)));
        let rows: Vec<(u32, Vec<(u32, &str)>)> = grid.rows().map(|r| (r.number, r.cells().collect())).collect();
        assert_eq!(rows, [(0, vec![(0, "b"), (1, "a")]), (900, vec![(3, "far")])]);
        assert!(grid.put(1, 1, "12345678", &limits).unwrap_err().contains("text"));
        grid.put(1, 1, "x", &limits).unwrap();
        assert!(grid.put(1, 2, "x", &limits).unwrap_err().contains("4 filled cells"));
    }
}
