//! `headroom duplicates`: which records of files of text say the same, inside and across splits, families and files.

use super::bar::until_done;
use super::columns::{self, Named, Wanted};
use super::{Outcome, Refusal, plain, print, say};
use crate::data::{Level, Steps, Texts, units};
use crate::read::kinds::{checks, evaluations, inventory, predictions, texts};
use crate::report::duplicates_csv;
use crate::text::personal::PATTERNS;
use crate::text::{By, Duplication, Group, Search, THRESHOLD};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `headroom duplicates`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Texts are compared without case and punctuation, by their sets of 5-grams of words. Candidates come of MinHash (14 \
                        buckets of 8 hashes), which finds a pair of similarity 0.8 in 92 of 100 cases and one of 0.85 in 99; every pair \
                        that is named was compared in full. Exit code: 0 done, 2 on bad input."
)]
pub struct Arguments {
    /// Files with one record of text a row: CSV, JSON, JSON Lines, spreadsheets. All of them are searched together.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Jaccard similarity from which two texts are near-duplicates.
    #[arg(long, default_value_t = THRESHOLD, value_parser = parse_threshold)]
    pub threshold: f64,
    /// Counts by this only: split, family or file. Without it by all of which there are several.
    #[arg(long, value_parser = parse_by)]
    pub by: Option<By>,
    /// Column of the text; guessed when not named.
    #[arg(long, value_name = "COL")]
    pub text: Option<String>,
    /// Column that names the record.
    #[arg(long, value_name = "COL")]
    pub id: Option<String>,
    /// Column of the split: train, validation, test.
    #[arg(long, value_name = "COL")]
    pub split: Option<String>,
    /// Column of the family.
    #[arg(long, value_name = "COL")]
    pub family: Option<String>,
    /// Table to read where a file has several: a sheet or a JSON path.
    #[arg(long)]
    pub part: Option<String>,
    /// Counts as well the records in which something looks like personal data: a lower bound.
    #[arg(long)]
    pub pii: bool,
    /// File for the list of duplicates, as CSV: id, duplicate_of, similarity, split, kind and where the other one stands.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

fn parse_threshold(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|v: &f64| (0.5..=1.0).contains(v));
    value.ok_or_else(|| "expected a similarity from 0.5 to 1; below it the search would miss most pairs".into())
}

fn parse_by(text: &str) -> Result<By, String> {
    By::ALL.into_iter().find(|b| b.word() == text).ok_or_else(|| "expected split, family or file".into())
}

/// Records in which a pattern was found.
#[derive(Serialize)]
struct Personal {
    id: &'static str,
    label: &'static str,
    pattern: &'static str,
    records_at_least: usize,
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    headroom: &'static str,
    version: u32,
    #[serde(flatten)]
    found: &'a Duplication,
    duplicates: usize,
    share: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    personal: Option<&'a [Personal]>,
    rows: &'a [crate::text::Duplicate],
    notes: &'a [String],
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read, a column that is not there, a file that cannot be written.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut notes = Vec::new();
    let mut texts: Vec<Texts> = Vec::new();
    for path in &arguments.files {
        let said = columns::read(path, &wanted(arguments), |_, _| {})?;
        notes.extend(
            said.diagnostics
                .iter()
                .filter(|d| d.level > Level::Info || d.code == "split-by-name")
                .map(ToString::to_string),
        );
        texts.extend(said.evidence.texts);
    }
    let mut found = search(&texts, arguments.threshold);
    if let Some(by) = arguments.by {
        found.groups.retain(|g| g.by == by);
        if found.groups.is_empty() {
            let message = format!("--by {}: these files name fewer than two; nothing is to be told apart.", by.word());
            return Err(Refusal(message));
        }
    }
    notes.extend(found.caveats());
    let personal = arguments.pii.then(|| personal(&texts));
    if let Some(out) = &arguments.out {
        std::fs::write(out, duplicates_csv(&found))
            .map_err(|e| Refusal(format!("{}: cannot be written ({e})", out.display())))?;
    }
    if arguments.json {
        let report = Report {
            headroom: "duplicates",
            version: 1,
            found: &found,
            duplicates: found.duplicates(),
            share: found.share(),
            personal: personal.as_deref(),
            rows: &found.rows,
            notes: &notes,
        };
        print(&serde_json::to_string_pretty(&report).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    notes.iter().for_each(|note| say(note));
    let mut out = vec![found.in_words(), found.distinct_in_words(), found.leaks_in_words()];
    for by in By::ALL {
        let groups: Vec<&Group> = found.groups.iter().filter(|g| g.by == by).collect();
        if !groups.is_empty() {
            out.push(format!("By {}:", by.word()));
            out.extend(table(&groups));
        }
    }
    if let Some(personal) = &personal {
        out.push(
            "Records with what looks like personal data, at least (none found does not say that there is none):".into(),
        );
        out.extend(personal.iter().map(|p| format!("  {}  {}", units::grouped(p.records_at_least as f64), p.label)));
    }
    if let Some(path) = &arguments.out {
        out.push(format!("{}: {}.", path.display(), units::counted(found.rows.len(), "row", "rows")));
    }
    print(&out.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn wanted(arguments: &Arguments) -> Wanted<'_> {
    let named = [
        ("text", &arguments.text),
        ("item", &arguments.id),
        ("split", &arguments.split),
        ("family", &arguments.family),
    ];
    let named = named
        .into_iter()
        .filter_map(|(role, column)| Some(Named { role, column: column.as_deref()?, option: option(role) }));
    Wanted {
        kind: texts::KIND,
        has: |e| !e.texts.is_empty(),
        also: &[evaluations::KIND, predictions::KIND, inventory::KIND, checks::KIND],
        part: arguments.part.as_deref(),
        named: named.collect(),
        option,
    }
}

fn option(role: &str) -> String {
    format!("--{}", if role == "item" { "id" } else { role })
}

fn search(texts: &[Texts], threshold: f64) -> Duplication {
    let mut search = Search::new(texts, threshold);
    until_done(|| search.step(texts));
    search.found(texts)
}

fn personal(texts: &[Texts]) -> Vec<Personal> {
    let records = || texts.iter().flat_map(|t| t.records.iter());
    let one = |p: &crate::text::personal::Pattern| Personal {
        id: p.id,
        label: p.label,
        pattern: p.help,
        records_at_least: records().filter(|r| (p.found)(&r.text)).count(),
    };
    PATTERNS.iter().map(one).collect()
}

/// Lines of a table of groups, columns of equal width.
fn table(groups: &[&Group]) -> Vec<String> {
    let head = ["", "records", "distinct", "duplicates within", "in another as well"].map(str::to_owned);
    let row = |g: &&Group| {
        let within = units::show(g.share(), crate::data::Unit::Fraction);
        let [records, distinct, elsewhere] = [g.records, g.distinct, g.elsewhere].map(|n| units::grouped(n as f64));
        [units::shortened(&plain(&g.name), 40), records, distinct, within, elsewhere]
    };
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(groups.iter().map(row)).collect();
    let width = |at: usize| rows.iter().map(|r| r[at].chars().count()).max().unwrap_or(0);
    let line = |r: &[String; 5]| {
        let cells = r.iter().enumerate().map(|(at, cell)| {
            let pad = " ".repeat(width(at) - cell.chars().count());
            if at == 0 { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
        });
        format!("  {}", cells.collect::<Vec<_>>().join("  "))
    };
    rows.iter().map(line).collect()
}
