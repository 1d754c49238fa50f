//! Rows to data sets.

use super::{Extracted, Field, Source};
use crate::data::{Dataset, Level, Status, evaluation::metric_id};
use crate::read::{number, words};

/// Reads every row that has a name.
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let name = source.field("name");
    let [family, licence, split, note] = ["family", "licence", "split", "note"].map(|id| source.field(id));
    let [tier, curriculum, stage, status] = ["tier", "curriculum", "stage", "status"].map(|id| source.field(id));
    let [objects, records, bytes, missing] =
        ["objects", "records", "bytes", "missing_bytes"].map(|id| source.field(id));
    let [tokens, quality, duplication, duplicates] =
        ["tokens", "quality", "duplication", "duplicates"].map(|id| source.field(id));
    let illustrative = source.field("illustrative");
    for row in 0..source.rows() {
        let Some(title) = source.text("name", name.as_ref(), row) else {
            source.skip(row, "row-without-name", "The row has no name and was skipped.");
            continue;
        };
        if matches!(
            metric_id(&title).as_str(),
            "total" | "totals" | "sum" | "subtotal" | "grand_total" | "gesamt" | "summe" | "all_data_sets"
        ) {
            source.skip(row, "row-total", "The row is a total of others and was skipped.");
            continue;
        }
        let missing_bytes = source.number("missing_bytes", missing.as_ref(), row);
        let records_here = source.number("records", records.as_ref(), row);
        let dataset = Dataset {
            family: source.text("family", family.as_ref(), row),
            tier: small(source, "tier", tier.as_ref(), row),
            stage: word(source, "stage", stage.as_ref(), row, words::stage),
            curriculum: small(source, "curriculum", curriculum.as_ref(), row),
            status: word(source, "status", status.as_ref(), row, words::status).unwrap_or(Status::Unknown),
            objects: source.number("objects", objects.as_ref(), row),
            records: records_here,
            bytes: source.number("bytes", bytes.as_ref(), row),
            missing_bytes,
            tokens: source.number("tokens", tokens.as_ref(), row),
            quality: source.number("quality", quality.as_ref(), row),
            duplication: source.number("duplication", duplication.as_ref(), row),
            duplicates: source.number("duplicates", duplicates.as_ref(), row),
            licence: source.text("licence", licence.as_ref(), row),
            split: source.text("split", split.as_ref(), row),
            note: source.text("note", note.as_ref(), row),
            illustrative: source.illustrative(illustrative.as_ref(), row),
            file: source.file.to_owned(),
            row: source.source_row(row),
            name: title,
        };
        out.evidence.datasets.push(dataset);
        out.read += 1;
    }
}

/// A small whole number, also out of "Tier 2" or "T2".
fn small(source: &mut Source, id: &str, field: Option<&Field>, row: usize) -> Option<u8> {
    let text = source.text(id, field, row)?;
    let start = text.find(|c: char| c.is_ascii_digit());
    let digits: String = start.map_or(String::new(), |s| text[s..].chars().take_while(char::is_ascii_digit).collect());
    let value = digits.parse().ok();
    if let (None, Some(field)) = (value, field) {
        source.say(
            Level::Warning,
            "number-unreadable",
            row,
            field,
            "The cell has no whole number in it and was taken as unknown.",
            "",
        );
    }
    value
}

/// A word of a fixed vocabulary. "missing" is one here, not an unknown value.
fn word<T>(
    source: &mut Source,
    id: &str,
    field: Option<&Field>,
    row: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let cell = field.map(|f| source.raw(f, row).trim()).filter(|c| !c.is_empty());
    let text = cell.or_else(|| source.constant(id))?;
    let found = read(text);
    if let (None, Some(field), false) = (&found, field, number::is_unknown(text)) {
        source.say(Level::Warning, "word-unknown", row, field, "The word is not known and was taken as unknown.", "");
    }
    found
}
