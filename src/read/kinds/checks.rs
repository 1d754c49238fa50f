//! Verification checks: leakage, PII, provenance, hash, split, statistics.

use super::{Kind, KindSpec, Weighing, Weight, alone};
use crate::data::{Check, evaluation::metric_id};
use crate::read::extract::{Extracted, Source};
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
    "duplicates",
    "licence",
];

fn weigh(w: &mut Weighing) -> Weight {
    let (Some(check), Some(_)) = (w.profile("check"), w.profile("value")) else { return (0.0, None) };
    let known = check.cells.iter().filter(|c| KNOWN.iter().any(|k| metric_id(c).split('_').any(|w| w == *k))).count();
    let share = known as f64 / check.cells.len().max(1) as f64;
    let named = matches!(check.key.as_str(), "check" | "check_id" | "gate" | "verification");
    (if named { 0.93 } else { 0.95 * share }, None)
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
}
