//! The numbers behind a chart, as a table and as CSV.

use crate::data::units;
use crate::data::{Amount, Unit};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number in a unit.
    Number(f64, Unit),
    /// A number that is printed in other words: money, a probability.
    Shown(f64, String),
    /// Nothing known.
    Empty,
}

impl Cell {
    /// A number that may be unknown.
    #[must_use]
    pub fn maybe(value: Option<f64>, unit: Unit) -> Self {
        value.map_or(Self::Empty, |v| Self::Number(v, unit))
    }
    /// A probability.
    #[must_use]
    pub fn chance(p: f64) -> Self {
        Self::Shown(p, units::chance(p))
    }
    /// A number in its unit and currency.
    #[must_use]
    pub fn amount(amount: Amount<'_>) -> Self {
        Self::Shown(amount.value, amount.to_string())
    }
    /// True for what stands to the right, as numbers do.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(..) | Self::Shown(..))
    }
    /// As the page prints it.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Text(text) | Self::Shown(_, text) => text.clone(),
            Self::Number(value, unit) => units::show(*value, *unit),
            Self::Empty => String::new(),
        }
    }
}

/// Rows of cells under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// Column names, with what they count.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl DataTable {
    /// A table with these columns and no row.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows: Vec::new() }
    }
    /// Comma-separated values with a header line. Numbers stand with all their digits; words that a spreadsheet would
    /// take for a formula get an apostrophe before them.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut fine = writer.write_record(self.columns.iter().map(|c| harmless(c))).is_ok();
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(value, _) | Cell::Shown(value, _) => format!("{value}"),
                Cell::Empty => String::new(),
            });
            fine &= writer.write_record(cells).is_ok();
        }
        match writer.into_inner() {
            Ok(bytes) if fine => String::from_utf8(bytes).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// `text` so that no spreadsheet takes it for a formula.
#[must_use]
pub fn harmless(text: &str) -> String {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(risky) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_disarmed_and_numbers_untouched() {
        let mut table = DataTable::new(&["name", "=value"]);
        table.rows.push(vec![Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number(-0.25, Unit::Number)]);
        table.rows.push(vec![Cell::Text("plain, with comma".into()), Cell::Empty]);
        assert_eq!(table.csv(), "name,'=value\n\"'=HYPERLINK(\"\"x\"\")\",-0.25\n\"plain, with comma\",\n");
    }
}
