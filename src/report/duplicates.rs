//! The list of duplicate records, as a table to clean up with.

use super::csv;
use super::parts::{Cell, Table, Text};
use crate::text::Duplication;

/// Every record that another one stands for, a row each, as CSV. Rows are in the order of the files.
#[must_use]
pub fn duplicates_csv(found: &Duplication) -> String {
    let columns =
        ["id", "duplicate_of", "similarity", "split", "kind", "leak", "split_of_other", "file", "file_of_other"];
    let mut table = Table::new("duplicates", "Duplicate records", &columns);
    for d in &found.rows {
        let text = |t: Option<&str>| Cell::from(Text::from(t.unwrap_or_default()));
        table.push(vec![
            text(Some(&d.id)),
            text(Some(&d.duplicate_of)),
            Cell::shown(Some(d.similarity), ""),
            text(d.split.as_deref()),
            text(Some(d.kind.word())),
            text(Some(if d.leak { "yes" } else { "no" })),
            text(d.split_of_other.as_deref()),
            text(Some(&d.file)),
            text(Some(&d.file_of_other)),
        ]);
    }
    csv::write(&table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Duplicate, Sort};

    #[test]
    fn rows_are_cells_and_no_formula_leaves() {
        let row = Duplicate {
            id: "=1+1".into(),
            duplicate_of: "a, b".into(),
            similarity: 0.875,
            split: Some("test".into()),
            split_of_other: None,
            kind: Sort::Near,
            leak: true,
            file: "x.csv".into(),
            file_of_other: "y.csv".into(),
        };
        let text = duplicates_csv(&Duplication { rows: vec![row], ..Duplication::default() });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "id,duplicate_of,similarity,split,kind,leak,split_of_other,file,file_of_other");
        assert_eq!(lines[1], "\"'=1+1\",\"a, b\",0.875,test,near,yes,,x.csv,y.csv");
    }
}
