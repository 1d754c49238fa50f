//! Verification checks: leakage, PII, provenance, hash, split, statistics.

use crate::data::{Check, evaluation::metric_id};
use crate::read::extract::{Extracted, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, RoleSpec};
use crate::read::{number, words};

/// The name of the kind.
pub const KIND: Kind = Kind("checks");

/// Verification results, one a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "verification checks",
    counted: ("verification result", "verification results"),
    shown: ("decide", ""),
    list: "checks",
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    count: |e| e.checks.len(),
    add: |item, file, to| Ok(to.checks.push(Check { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "check",
        "Check",
        Accepts::Text,
        "Which check: leakage, pii, provenance, hash, split, statistics.",
        "check check_id gate verification test name id rule",
    )
    .needed(),
    RoleSpec::new(
        "value",
        "Result",
        Accepts::YesNo,
        "Offences, a share, or passed and failed.",
        "value result outcome passed pass status offences offenses violations count ok",
    )
    .needed(),
    RoleSpec::new("note", "Note", Accepts::Text, "What was looked at.", "note notes comment description details"),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where the value is not measured.",
        "illustrative example_value made_up",
    ),
];

/// Words that name a check.
const KNOWN: &[&str] = &[
    "leakage",
    "pii",
    "provenance",
    "hash",
    "split",
    "statistics",
    "distribution",
    "coverage",
    "stats",
    "dedup",
    "duplicate",
    "duplicates",
    "duplicated",
    "duplication",
    "licence",
];

fn weigh(w: &mut Weighing) -> Weight {
    let (Some(check), Some(_)) = (w.profile("check"), w.profile("value")) else { return (0.0, None) };
    let known = check.cells.iter().filter(|c| KNOWN.iter().any(|k| metric_id(c).split('_').any(|w| w == *k))).count();
    let share = known as f64 / check.cells.len().max(1) as f64;
    let named = matches!(check.key.as_str(), "check" | "check_id" | "gate" | "verification");
    // Duplicates of so many rows, or their share, are a report of duplicates whatever else it counts.
    let any =
        |fits: fn(&[&str]) -> bool| check.cells.iter().any(|c| fits(&metric_id(c).split('_').collect::<Vec<_>>()));
    let report = any(is_duplicates) && (any(is_total) || any(|words| is_duplicates(words) && has(words, SHARE)));
    (if named { 0.93 } else { (0.95 * share).max(if report { 0.7 } else { 0.0 }) }, None)
}

const DUPLICATE: &[&str] = &["duplicate", "duplicates", "duplicated", "duplication", "dup", "dups"];
const SHARE: &[&str] = &["rate", "share", "ratio", "fraction", "pct", "percent"];
/// Words that say that something else than the duplicates that are there was counted.
const OTHER: &[&str] = &["removed", "dropped", "before", "after", "clusters", "groups", "sets", "threshold", "unique"];
const ROWS: &[&str] = &[
    "row",
    "rows",
    "record",
    "records",
    "document",
    "documents",
    "item",
    "items",
    "example",
    "examples",
    "texts",
    "samples",
];
const COUNTING: &[&str] = &["total", "n", "num", "number", "of", "count", "input", "all", "size"];

fn has(words: &[&str], list: &[&str]) -> bool {
    words.iter().any(|w| list.contains(w))
}

/// True for the name of a number of duplicates that are there, or of their share.
fn is_duplicates(words: &[&str]) -> bool {
    has(words, DUPLICATE) && !has(words, OTHER)
}

/// True for the name of the number of all rows.
fn is_total(words: &[&str]) -> bool {
    matches!(words, ["total"]) || (has(words, ROWS) && words.iter().all(|w| ROWS.contains(w) || COUNTING.contains(w)))
}

/// Reads every row with a check and a result: a number, or a word for passed (1) and failed (0).
fn extract(source: &mut Source, out: &mut Extracted) {
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
    let derived = derived(&out.evidence.checks);
    out.evidence.checks.extend(derived);
}

fn words(check: &Check) -> Vec<&str> {
    check.id.split('_').collect()
}

/// The share of duplicates as the check that the rule of that name reads, out of a report that gives it under another name,
/// or only the number of duplicates and of rows. What was removed is no longer there and does not count.
pub(in crate::read) fn derived(checks: &[Check]) -> Option<Check> {
    if checks.iter().any(|c| c.id == "duplication") {
        return None;
    }
    let about = || checks.iter().filter(|c| is_duplicates(&words(c)));
    let made = |value: f64, from: &Check, note: String| {
        (0.0..=1.0).contains(&value).then(|| Check {
            id: "duplication".into(),
            value,
            note: Some(note),
            ..from.clone()
        })
    };
    if let Some(share) = about().find(|c| has(&words(c), SHARE)) {
        let cent = share.value > 1.0 && has(&words(share), &["pct", "percent"]);
        return made(if cent { share.value / 100.0 } else { share.value }, share, share.id.replace('_', " "));
    }
    let total = checks.iter().find(|c| is_total(&words(c)))?;
    // Exact and near duplicates overlap: the largest number is counted, never their sum.
    let counted = about().filter(|c| c.value >= 0.0).max_by(|a, b| a.value.total_cmp(&b.value))?;
    let [n, of] = [counted.value, total.value].map(crate::data::units::grouped);
    let note = format!("{n} {} of {of} {}", counted.id.replace('_', " "), total.id.replace('_', " "));
    made(counted.value / total.value, counted, note).filter(|_| total.value > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(rows: &[(&str, f64)]) -> Option<f64> {
        let check = |(id, value): &(&str, f64)| Check { id: metric_id(id), value: *value, ..Check::default() };
        derived(&rows.iter().map(check).collect::<Vec<_>>()).map(|c| c.value)
    }

    #[test]
    fn a_report_of_duplicates_gives_their_share_or_nothing() {
        for (rows, expected) in [
            (&[("rows", 200.0), ("duplicate rows", 10.0), ("empty rows", 3.0)][..], Some(0.05)),
            (&[("Total documents", 50.0), ("exact duplicates", 4.0), ("near-duplicates", 5.0)], Some(0.1)),
            (&[("duplicate_rate", 0.07), ("n_rows", 100.0)], Some(0.07)),
            (&[("duplicates (percent)", 7.5)], Some(0.075)),
            (&[("duplicates removed", 10.0), ("rows", 100.0)], None),
            (&[("duplicate rows", 10.0)], None),
            (&[("duplicate rows", 10.0), ("test rows also in train", 7.0)], None),
            (&[("rows", 5.0), ("duplicate rows", 10.0)], None),
            (&[("rows", 0.0), ("duplicate rows", 0.0)], None),
            // What says it outright is left alone.
            (&[("rows", 100.0), ("duplicates", 10.0), ("duplication", 0.02)], None),
        ] {
            assert_eq!(share(rows), expected, "{rows:?}");
        }
    }
}
