//! Which columns tell the curves of a table apart. Rows of different problems, methods or models are never pooled into
//! one curve; rows that differ in a seed or a fold alone are the same measurement again.

use crate::data::Table;
use crate::read::columns::profile::Profile;
use crate::read::map::TableMap;
use std::collections::{BTreeMap, BTreeSet};

/// Rows looked at.
const ROWS: usize = 5_000;
/// Most series a column may make; more are rows, not series.
const MOST: usize = 200;

/// What a column does beside a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its cells differ at one size and come back at another: it tells series apart.
    Series,
    /// Its cells differ at one size and do not come back: names of rows, or results.
    Rows,
    /// At each size it has one value, or one value at all.
    Constant,
}

/// The first rows of a table by size: what tells apart is asked of one column after the other.
pub(super) struct Sizes<'t> {
    table: &'t Table,
    size: usize,
    keys: Vec<usize>,
    rows: usize,
}

impl<'t> Sizes<'t> {
    /// The sizes of a table under a map; `None` where no column holds them.
    pub(super) fn of(table: &'t Table, map: &TableMap) -> Option<Self> {
        let size = table.column(&map.roles.get("size")?.column)?;
        let keys = map.roles.get("metric").and_then(|u| table.column(&u.column)).into_iter().collect();
        Some(Self { table, size, keys, rows: table.cells.rows().min(ROWS) })
    }
    fn cell(&self, row: usize, column: usize) -> &'t str {
        self.table.cells.get(row, column).trim()
    }
    /// The columns of a row that make its curve so far.
    fn key(&self, row: usize, apart: &[usize]) -> Vec<&'t str> {
        self.keys.iter().chain(apart).map(|c| self.cell(row, *c)).collect()
    }
    /// What a column does.
    pub(super) fn part(&self, column: usize) -> Part {
        let mut at: BTreeMap<(Vec<&str>, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut sizes: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
        let mut filled = 0_usize;
        for row in 0..self.rows {
            let (size, cell) = (self.cell(row, self.size), self.cell(row, column));
            if size.is_empty() || cell.is_empty() {
                continue;
            }
            filled += 1;
            at.entry((self.key(row, &[]), size)).or_default().insert(cell);
            let (seen, rows) = sizes.entry(cell).or_default();
            seen.insert(size);
            *rows += 1;
        }
        if !at.values().any(|cells| cells.len() > 1) {
            return Part::Constant;
        }
        let back: usize = sizes.values().filter(|(seen, _)| seen.len() > 1).map(|(_, rows)| rows).sum();
        if back * 5 >= filled * 4 && sizes.len() <= MOST { Part::Series } else { Part::Rows }
    }
    /// True where two rows of one curve have one size.
    pub(super) fn repeat(&self, apart: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        !(0..self.rows).all(|row| seen.insert((self.key(row, apart), self.cell(row, self.size))))
    }
    /// How many curves these columns make.
    pub(super) fn groups(&self, apart: &[usize]) -> usize {
        (0..self.rows).map(|row| self.key(row, apart)).collect::<BTreeSet<_>>().len()
    }
    /// Most distinct sizes of one curve.
    pub(super) fn most(&self, apart: &[usize]) -> usize {
        let mut groups: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
        for row in 0..self.rows {
            groups.entry(self.key(row, apart)).or_default().insert(self.cell(row, self.size));
        }
        groups.values().map(BTreeSet::len).max().unwrap_or(0)
    }
}

/// True where a column could name series: words, or few whole numbers.
pub(super) fn could_name(p: &Profile) -> bool {
    let words = p.numeric() < 0.5;
    let few = p.distinct() >= 2 && p.distinct() * 3 <= p.cells.len() && p.distinct() <= 24;
    !p.cells.is_empty() && !p.parts.internal && !p.parts.is_time() && !p.parts.is_replicate(p.whole()) && (words || few)
}
