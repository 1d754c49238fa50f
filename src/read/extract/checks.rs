//! Rows to verification results.

use super::{Extracted, Source};
use crate::data::{Check, evaluation::metric_id};
use crate::read::{number, words};

/// Reads every row with a check and a result: a number, or a word for passed (1) and failed (0).
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let [check, value, note, illustrative] = ["check", "value", "note", "illustrative"].map(|id| source.field(id));
    for row in 0..source.rows() {
        let Some(name) = source.text("check", check.as_ref(), row) else {
            source.skip(row, "row-without-name", "The row names no check and was skipped.");
            continue;
        };
        let text = source.text("value", value.as_ref(), row).unwrap_or_default();
        let word = || words::yes_no(&text).map(|yes| f64::from(u8::from(yes)));
        let Some(result) = number::parse(&text, number::Style::Point, false).value().or_else(word) else {
            source.skip(row, "row-without-value", "The check has no result and was skipped; it counts as not done.");
            continue;
        };
        out.evidence.checks.push(Check {
            id: metric_id(&name),
            value: result,
            note: source.text("note", note.as_ref(), row),
            illustrative: source.illustrative(illustrative.as_ref(), row),
            file: source.file.to_owned(),
            row: source.source_row(row),
        });
        out.read += 1;
    }
}
