//! Verification checks: leakage, PII, provenance, hash, split, statistics.

use crate::data::{Check, evaluation::metric_id};
use crate::read::columns::duplicates::{Duplicates, duplicates, is_total, of_rows};
use crate::read::columns::profile::Profile;
use crate::read::extract::{Columns, Extracted, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::map::{ColumnUse, Measure};
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
    weight: 2,
    wide: true,
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
    if w.has("check") && w.has("value") {
        return (w.profile("check").map_or(0.0, |p| sure(&p.cells, is_named(p))), None);
    }
    named(w).or_else(|| across(w)).unwrap_or((0.0, None))
}

fn is_named(p: &Profile) -> bool {
    matches!(p.key.as_str(), "check" | "check_id" | "gate" | "verification")
}

/// How sure it is that these are names of checks: the column says so, the words are known, or they are a report of
/// duplicates of so many rows, or their share, whatever else is counted. The same for a name a row and a name a column.
fn sure(names: &[String], named: bool) -> f64 {
    if named {
        return 0.93;
    }
    let names: Vec<String> = names.iter().map(|n| metric_id(n)).collect();
    let words = || names.iter().map(|n| n.split('_').collect::<Vec<_>>());
    let share = |fits: &dyn Fn(&[&str]) -> bool| words().filter(|w| fits(w)).count() as f64 / names.len().max(1) as f64;
    let known = |w: &[&str]| w.iter().any(|word| KNOWN.contains(word));
    let any = |fits: &dyn Fn(&[&str]) -> bool| words().any(|w| fits(&w));
    let report = any(&|w| duplicates(w) == Some(Duplicates::Share))
        || (any(&|w| duplicates(w) == Some(Duplicates::Count)) && any(&is_total));
    let about = share(&|w| known(w) || is_total(w) || of_rows(w));
    (0.95 * share(&known)).max(if report { 0.7 + 0.25 * about } else { 0.0 })
}

/// A name and a number a row, where no column is called a check: the names say it.
fn named(w: &mut Weighing) -> Option<Weight> {
    let text = |p: &&Profile| p.numeric() < 0.5 && p.cells.len() > 1 && p.distinct() == p.cells.len();
    let names = w.profiles.iter().find(text)?;
    let number =
        w.profile("value").or_else(|| w.profiles.iter().find(|p| p.numeric() > 0.5 && p.name != names.name))?;
    let sure = sure(&names.cells, false);
    if sure < 0.7 || w.profiles.iter().filter(|p| p.numeric() > 0.5).count() > 2 {
        return None;
    }
    let (names, number) = (names.name.clone(), number.name.clone());
    w.map.roles.insert("check".into(), ColumnUse::plain(&names));
    w.map.roles.insert("value".into(), ColumnUse::plain(&number));
    Some((sure, Some(format!("\"{names}\" holds names of checks"))))
}

/// One row with a number a column, whose columns have the names of checks.
fn across(w: &mut Weighing) -> Option<Weight> {
    if w.table.cells.rows() != 1 {
        return None;
    }
    let result = |p: &&Profile| {
        let cell = p.cells.first().is_some_and(|c| p.numeric() > 0.5 || words::yes_no(c).is_some());
        cell && !p.parts.internal && !p.parts.is_time()
    };
    let results: Vec<&Profile> = w.profiles.iter().filter(result).collect();
    let names: Vec<String> = results.iter().map(|p| p.name.clone()).collect();
    let sure = sure(&names, false);
    if names.len() < 2 || sure < 0.6 {
        return None;
    }
    let measure = |p: &&Profile| Measure { column: p.name.clone(), metric: p.name.clone(), ..Measure::default() };
    let measures = results.iter().map(measure).collect();
    w.map.roles.retain(|role, _| role == "note");
    let reason = w.use_measures(measures);
    Some((sure, reason))
}

/// Reads every row with a check and a result, or every column of a row: a number, or a word for passed (1) and failed (0).
fn extract(source: &mut Source, out: &mut Extracted) {
    let [check, value, note, illustrative] = ["check", "value", "note", "illustrative"].map(|id| source.field(id));
    let columns = Columns::all(source);
    for row in 0..source.rows() {
        let named: Vec<(Option<String>, String)> = if columns.is_empty() {
            let text = source.text("value", value.as_ref(), row).unwrap_or_default();
            vec![(source.text("check", check.as_ref(), row), text)]
        } else {
            let cell = |c: &Columns| (Some(c.measure.metric.clone()), source.raw(&c.value, row).trim().to_owned());
            columns.iter().map(cell).filter(|(_, text)| !number::is_unknown(text)).collect()
        };
        let before = out.evidence.checks.len();
        for (name, text) in named {
            let Some(name) = name else {
                source.skip(row, "row-without-name", "The row names no check and was skipped.");
                continue;
            };
            let word = || words::yes_no(&text).map(|yes| f64::from(u8::from(yes)));
            let Some(result) = number::parse(&text, number::Style::Point, false).value().or_else(word) else {
                let message = "The check has no result and was skipped; it counts as not done.";
                source.skip(row, "row-without-value", message);
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
        }
        out.read += u64::from(out.evidence.checks.len() > before);
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
    let about = |what| checks.iter().filter(move |c| duplicates(&words(c)) == Some(what));
    let made = |value: f64, from: &Check, note: String| {
        (0.0..=1.0).contains(&value).then(|| Check {
            id: "duplication".into(),
            value,
            note: Some(note),
            ..from.clone()
        })
    };
    if let Some(share) = about(Duplicates::Share).next() {
        let cent = share.value > 1.0 && words(share).iter().any(|w| matches!(*w, "pct" | "percent"));
        return made(if cent { share.value / 100.0 } else { share.value }, share, share.id.replace('_', " "));
    }
    let total = checks.iter().find(|c| is_total(&words(c)))?;
    // Exact and near duplicates overlap: the largest number is counted, never their sum.
    let counted = about(Duplicates::Count).filter(|c| c.value >= 0.0).max_by(|a, b| a.value.total_cmp(&b.value))?;
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

    #[test]
    fn a_report_of_duplicates_is_one_in_every_shape() {
        use crate::read::{Limits, read_evidence};
        let tables = [
            ("check,value\nrows,400\nduplicate rows,20\n", 0.05),
            ("metric,value\nrows,400\nduplicate rows,20\nempty rows,3\n", 0.05),
            ("statistic,count\ntotal images,2500\nnear-duplicate images,100\n", 0.04),
            ("total_rows,duplicate_rows\n400,20\n", 0.05),
            ("n_documents,exact_duplicates,near_duplicates,scanned_at\n1000,30,80,2026-01-02\n", 0.08),
            ("num_pairs;dup_pairs;dup_rate\n200;8;4%\n", 0.04),
            (r#"{"total_utterances": 50, "duplicate_utterances": 5}"#, 0.1),
            (r#"[{"records": 800, "duplicated records": 40}]"#, 0.05),
        ];
        for (text, share) in tables {
            let said = read_evidence("report.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
            let found = said.checks.iter().find(|c| c.id == "duplication").map(|c| c.value);
            assert!(found.is_some_and(|v| (v - share).abs() < 1e-12), "{text}: {:?}", said.checks);
            assert!(said.evaluations.is_empty() && said.datasets.is_empty() && said.curves.is_empty(), "{text}");
        }
        // With a name for each row it is an inventory, and says the same of each.
        let text = "corpus,total_rows,duplicate_rows,licence\nwards,400,20,MIT\nclinic,100,1,MIT\n";
        let said = read_evidence("report.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
        let counts: Vec<_> = said.datasets.iter().map(|d| (d.records, d.duplicates)).collect();
        assert_eq!(counts, [(Some(400.0), Some(20.0)), (Some(100.0), Some(1.0))]);
        // Words near those of a report make none.
        for text in ["unique_rows,columns\n400,20\n", "rows,columns\n400,20\n", "epoch,accuracy,loss\n3,0.9,0.2\n"] {
            let said = read_evidence("report.csv", text.as_bytes(), None, &Limits::default());
            assert!(said.is_ok_and(|s| s.value.evidence.checks.is_empty()), "{text}");
        }
    }
}
