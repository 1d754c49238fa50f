//! `headroom inspect`: what was recognised in files, which column plays which role, and what was left out.

use super::load::{name_of, part_named};
use super::{Outcome, Refusal};
use crate::data::{Level, units};
use crate::read::{self, FileMap, Limits, ReadError, Reading, TableMap, kinds, roles};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `headroom inspect`.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Files to look at: CSV, TSV, JSON, JSON Lines, YAML, XLSX, XLSB, XLS, ODS.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Table to read where a file has several: a sheet, a JSON path, a configuration.
    #[arg(long)]
    pub part: Option<String>,
    /// Machine-readable result: one array, one object a file.
    #[arg(long)]
    pub json: bool,
}

/// One file in the machine-readable result.
#[derive(Serialize)]
struct Inspected<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a Reading>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<crate::data::Diagnostic>,
}

/// Reads every file and prints what became of it. A file that cannot be read does not hide the others.
///
/// # Errors
/// A [`Refusal`] naming the first file that could not be read.
pub fn run(arguments: &Arguments) -> Outcome {
    let limits = Limits::default();
    let mut results: Vec<(String, Result<Reading, ReadError>)> = Vec::new();
    let mut refusal: Option<String> = None;
    for path in &arguments.files {
        let name = name_of(path);
        match std::fs::read(path) {
            Ok(bytes) => {
                let read = read::open(&name, bytes, &limits).and_then(|opened| {
                    let parts: Vec<String> = opened.document.value.candidates.iter().map(|t| t.part.clone()).collect();
                    let named = |part: &String| part_named(&parts, part).or(Some(part.clone()));
                    let map = FileMap { part: arguments.part.as_ref().and_then(named), ..FileMap::default() };
                    Ok(opened.read(&name, Some(&map))?.value)
                });
                if let Err(error) = &read {
                    refusal.get_or_insert_with(|| error.diagnostic(&name).to_string());
                }
                results.push((name, read));
            }
            Err(problem) => {
                refusal.get_or_insert_with(|| format!("{}: {problem}. Check the path.", path.display()));
            }
        }
    }
    if arguments.json {
        let list: Vec<Inspected> = results
            .iter()
            .map(|(file, read)| Inspected {
                file,
                reading: read.as_ref().ok(),
                error: read.as_ref().err().map(|e| e.diagnostic(file)),
            })
            .collect();
        let text =
            serde_json::to_string_pretty(&list).map_err(|e| Refusal(format!("the result cannot be written: {e}")))?;
        super::print(&text);
    } else {
        let mut text = String::new();
        for (file, read) in &results {
            match read {
                Ok(reading) => describe(&mut text, file, reading),
                Err(error) => {
                    line(&mut text, &format!("{file}: not read. {} {}", error.diagnostic(file).message, error.mend()));
                    text.push('\n');
                }
            }
        }
        super::print(text.trim_end());
    }
    refusal.map_or(Ok(ExitCode::SUCCESS), |line| Err(Refusal(line)))
}

/// What became of the columns that play no role and hold no values, by the words for it, in the order of the table.
fn others<'r>(reading: &'r Reading, map: &TableMap) -> Vec<(&'r str, Vec<&'r str>)> {
    let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
    let shown = |column: &str| {
        map.roles.values().any(|u| u.column == column) || map.measures.iter().any(|m| m.column == column)
    };
    for fate in reading.candidates.iter().filter(|c| c.chosen).flat_map(|c| &c.fates).filter(|f| !shown(&f.column)) {
        match out.iter_mut().find(|(words, _)| *words == fate.words) {
            Some((_, columns)) => columns.push(&fate.column),
            None => out.push((&fate.words, vec![&fate.column])),
        }
    }
    out
}

fn describe(out: &mut String, file: &str, reading: &Reading) {
    let format = read::label(&reading.format).unwrap_or(&reading.format);
    let Some(record) = reading.evidence.files.first() else { return };
    line(out, &format!("{file}: {} ({format})", record.kind));
    let gave: Vec<String> = kinds::gave(&reading.evidence).into_iter().map(|(_, words)| words).collect();
    let semicolon = if gave.is_empty() { "" } else { "; " };
    let (read, skipped) = (record.rows_read, record.rows_skipped);
    line(out, &format!("  {read} rows read, {skipped} skipped{semicolon}{}", gave.join(", ")));
    for candidate in &reading.candidates {
        let mark = if candidate.chosen { "*" } else { " " };
        let part = if candidate.part.is_empty() { "table" } else { candidate.part.as_str() };
        let kind = candidate.kind.words();
        line(out, &format!("  {mark} {part}: {} rows, {} columns, {kind}", candidate.rows, candidate.columns.len()));
    }
    if let Some(map) = &reading.used.map {
        for role in roles(map.kind) {
            let Some(used) = map.roles.get(role.id) else { continue };
            let scale = used.scale.map_or(String::new(), |s| format!(" × {s}"));
            line(out, &format!("    {:<22} {}{scale}", role.label, used.column));
        }
        for m in map.measures.iter().take(12) {
            let way = m.direction.map_or("direction not known", crate::data::Direction::words);
            line(out, &format!("    {:<22} {} ({way})", "Value", m.column));
        }
        if map.measures.len() > 12 {
            let more: Vec<&str> = map.measures.iter().skip(12).map(|m| m.column.as_str()).collect();
            line(out, &format!("    and {} more value columns: {}", more.len(), units::several(&more)));
        }
        for (role, value) in &map.constants {
            line(out, &format!("    {role:<22} = {value}"));
        }
        for (words, columns) in others(reading, map) {
            line(out, &format!("    {words}: {}", units::several(&columns)));
        }
    }
    for shown in reading.evidence.predictions.iter().flat_map(super::predictions::lines) {
        line(out, &shown);
    }
    for note in &record.diagnostics {
        let level = match note.level {
            Level::Info => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let text = note.to_string();
        line(out, &format!("  {level}: {}", text.strip_prefix(&format!("{file}: ")).unwrap_or(&text)));
    }
    out.push('\n');
}

/// One line, whatever line ends a name has in it.
fn line(out: &mut String, text: &str) {
    out.push_str(&super::plain(text));
    out.push('\n');
}
