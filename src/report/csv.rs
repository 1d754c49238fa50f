//! A report table as CSV (RFC 4180), numbers as numbers and text that no spreadsheet takes for a formula.

use super::parts::Table;
use crate::data::visible;

/// The table: a header line, then the rows. A cell with a number behind it gives that number in full.
#[must_use]
pub fn write(table: &Table) -> String {
    let mut out = String::new();
    let header: Vec<String> = table.columns.iter().map(|c| text(&c.label)).collect();
    line(&mut out, &header);
    for row in &table.rows {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.value.map_or_else(|| text(&cell.text.flat()), |v| format!("{v}"))).collect();
        line(&mut out, &cells);
    }
    out
}

/// Text as a CSV cell: quoted where needed, and with `'` before a character that starts a formula (`= + - @`, also in full
/// width, tab and carriage return).
#[must_use]
pub fn text(cell: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let shown = visible(cell).into_owned();
    let starts = cell.starts_with(formula) || shown.trim_start().starts_with(formula);
    let guarded = if starts { format!("'{shown}") } else { shown };
    if guarded.contains([',', '"', ';', '\'']) || guarded.starts_with(' ') || guarded.ends_with(' ') {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

fn line(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::parts::Cell;
    use super::*;
    use crate::data::Unit;

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        let mut table = Table::new("t", "Caption", &["Name", "#Margin"]);
        table.push(vec!["=cmd|' /C calc'!A0".into(), Cell::number(Some(-0.4), Unit::Number)]);
        table.push(vec!["a \"b\", c".into(), Cell::number(None, Unit::Number)]);
        let expected = "Name,Margin\r\n\"'=cmd|' /C calc'!A0\",-0.4\r\n\"a \"\"b\"\", c\",unknown\r\n";
        assert_eq!(write(&table), expected);
    }
}
