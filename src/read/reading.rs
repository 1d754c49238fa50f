//! A file as evidence: which table was chosen, which roles its columns play, what came of it.

use super::kinds::{KINDS, Kind};
use super::map::{FileMap, Guess, TableMap};
use super::special::Special;
use super::{Document, Limits, Notes, ReadError, columns, kinds, pool};
use crate::data::{Checked, Diagnostic, Evidence, FileRecord, Table, units};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Rows shown in a preview.
const PREVIEW: usize = 8;

/// One table of a file, as a picker shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CandidateSummary {
    /// Sheet name or JSON path; empty for a plain CSV file.
    pub part: String,
    /// Data rows.
    pub rows: u64,
    /// Column names.
    pub columns: Vec<String>,
    /// The first rows, as written.
    pub preview: Vec<Vec<String>>,
    /// What it looks like.
    pub kind: Kind,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// Why, in words.
    pub reason: String,
    /// The map that was guessed for it.
    pub map: TableMap,
    /// True where it was read.
    pub chosen: bool,
    /// What became of each of its columns under the map in force.
    pub fates: Vec<columns::Fate>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// What it said, with one [`FileRecord`].
    pub evidence: Evidence,
    /// Identifier of the format.
    pub format: String,
    /// Its tables.
    pub candidates: Vec<CandidateSummary>,
    /// The map in force, guessed or given.
    pub used: FileMap,
    /// A policy pack, project or report, in place of evidence.
    pub special: Option<Special>,
}

/// SHA-256 of a file, hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// A document as evidence; [`super::Opened::read`] is the way here.
///
/// # Errors
/// [`ReadError::NoPart`] where the part asked for is not there.
pub(super) fn read_document(
    name: &str,
    hash: &str,
    size: u64,
    document: &Checked<Document>,
    file_map: Option<&FileMap>,
    limits: &Limits,
) -> Result<Checked<Reading>, ReadError> {
    let mut notes = Notes::new(name, limits.diagnostics);
    notes.extend(document.diagnostics.iter().cloned());
    let doc = &document.value;
    let given = file_map.cloned().unwrap_or_default();
    if let Some(problem) = &given.unreadable {
        let message = "How the file is to be read could not be understood; it was read as it was recognised.";
        notes.add(
            Diagnostic::warning("map-unreadable", message)
                .found(problem)
                .mend("Choose the roles of its columns again."),
        );
    }
    let mut reading =
        Reading { format: doc.format.clone(), special: doc.special.clone(), used: given.clone(), ..Reading::default() };
    let mut record = FileRecord { name: name.into(), hash: hash.into(), size, ..FileRecord::default() };
    let guesses: Vec<Guess> =
        doc.candidates.iter().map(|t| doc.known.get(&t.part).cloned().unwrap_or_else(|| columns::guess(t))).collect();
    reading.candidates = doc.candidates.iter().zip(&guesses).map(|(t, g)| summary(t, g)).collect();
    if let Some(special) = &doc.special {
        record.kind = special.kind.words().into();
    } else if let Some((rows, _)) = doc.vectors {
        record.kind = "vectors of records to select from".into();
        record.rows_read = rows as u64;
        let message = "Its rows are vectors of records to select from: the Options page and headroom select take them.";
        notes.add(
            Diagnostic::info(POOL, message).mend("Add the table of the records, whose rows are in the same order."),
        );
    } else if let Some(ready) = &doc.ready {
        record.kind = "evidence".into();
        let e = ready.as_ref();
        record.rows_read = KINDS.iter().map(|k| (k.count)(e) as u64).sum();
        record.rows_skipped = notes.number("item-unreadable") as u64;
        if given.include {
            reading.evidence = e.clone();
        }
    } else {
        tables(doc, &given, &guesses, limits.things, &mut reading, &mut record, &mut notes)?;
    }
    let diagnostics = notes.finish();
    record.diagnostics.clone_from(&diagnostics);
    reading.evidence.files.push(record);
    Ok(Checked { value: reading, diagnostics })
}

/// Code of the note on a file that holds records to select from, which are no evidence of their own.
pub const POOL: &str = "pool";

/// Chooses the tables, settles the map, extracts.
fn tables(
    doc: &Document,
    given: &FileMap,
    guesses: &[Guess],
    limit: usize,
    reading: &mut Reading,
    record: &mut FileRecord,
    notes: &mut Notes,
) -> Result<(), ReadError> {
    let chosen = choose(doc, given, guesses)?;
    let mut kinds: Vec<&str> = Vec::new();
    if doc.candidates.len() > 1 && given.part.is_none() && !doc.together {
        if let Some(at) = chosen.first() {
            let read = doc.candidates[*at].part.as_str();
            let inside = |p: &str| read.strip_suffix('*').is_some_and(|whole| p.starts_with(whole));
            let others: Vec<&str> =
                doc.candidates.iter().map(|t| t.part.as_str()).filter(|p| *p != read && !inside(p)).collect();
            if !others.is_empty() {
                let message = format!("Of several tables \"{read}\" was read; not read: {}.", units::several(&others));
                notes.add(Diagnostic::info("table-chosen", message).mend("Choose another table in the mapping."));
            }
        }
    }
    for at in &chosen {
        let table = &doc.candidates[*at];
        let map = match &given.map {
            Some(map) if chosen.len() == 1 => map.clone(),
            _ => guesses[*at].map.clone(),
        };
        notes.set_part(&table.part);
        if given.map.is_none() && pool::holds(table) {
            kinds.push("records to select from");
            record.rows_read += table.cells.rows() as u64;
            let message = "Its rows are records to select from: the Options page and headroom select take them.";
            notes.add(
                Diagnostic::info(POOL, message).mend("Choose what it is about in the mapping if it is something else."),
            );
        } else if let Err(missing) = columns::complete(&map) {
            let note = Diagnostic::warning(
                "table-not-recognised",
                format!("No evidence was read from this table: {missing}."),
            );
            notes.add(
                note.found(&table.columns.join(", "))
                    .mend("Choose what it is about and which column plays which role."),
            );
            record.rows_skipped += table.cells.rows() as u64;
        } else if let Some(note) = too_much(table, &map, limit).filter(|_| given.include) {
            notes.add(note);
            record.rows_skipped += table.cells.rows() as u64;
        } else if given.include {
            kinds.push(map.kind.words());
            let out = kinds::extract(table, &map, &record.name, notes);
            record.rows_read += out.read;
            record.rows_skipped += out.skipped;
            reading.evidence.merge(out.evidence);
        }
        notes.set_part("");
        if let Some(s) = reading.candidates.get_mut(*at) {
            s.chosen = true;
            s.fates = columns::fates(&table.columns, &map);
        }
        if chosen.len() == 1 {
            reading.used =
                FileMap { part: Some(table.part.clone()), map: Some(map), include: given.include, unreadable: None };
        }
    }
    kinds.dedup();
    record.kind = if !given.include {
        "left out".into()
    } else if kinds.is_empty() {
        Kind::UNKNOWN.words().into()
    } else {
        kinds.join(", ")
    };
    record.part = match chosen.as_slice() {
        [at] if doc.candidates.len() > 1 => Some(doc.candidates[*at].part.clone()),
        _ => None,
    };
    Ok(())
}

/// Why nothing is read of a table that would give more than is kept, every value of every row counted; `None` where all is.
fn too_much(table: &Table, map: &TableMap, limit: usize) -> Option<Diagnostic> {
    let kind = map.kind.spec()?;
    let most = limit.checked_div(kind.weight)?;
    let (rows, each) = (table.cells.rows(), map.measures.len().max(1));
    if rows.saturating_mul(each) <= most {
        return None;
    }
    let each = if each > 1 { format!(" of {each} values each") } else { String::new() };
    let message = format!(
        "Nothing was read from this table: its {} rows{each} are more than the {} that are kept of one table ({}).",
        units::grouped(rows as f64),
        units::grouped(most as f64),
        kind.label,
    );
    let mend = "Drop a summary of it (a row for each data set and not for each of its files, say), or split it.";
    Some(Diagnostic::error("table-too-much", message).mend(mend))
}

/// Indices of the tables to read: the part asked for, all of a file whose tables complete one another, else the
/// one that is recognised best (the first among equals; never several summed).
fn choose(doc: &Document, given: &FileMap, guesses: &[Guess]) -> Result<Vec<usize>, ReadError> {
    if let Some(part) = &given.part {
        let at = doc.candidates.iter().position(|t| t.part == *part);
        return at.map(|a| vec![a]).ok_or_else(|| ReadError::NoPart {
            part: part.clone(),
            has: doc.candidates.iter().map(|t| format!("\"{}\"", t.part)).collect(),
        });
    }
    if doc.together {
        return Ok((0..doc.candidates.len()).collect());
    }
    Ok(best(doc, guesses).into_iter().collect())
}

/// The table that is recognised best, the first among equals; a table before single values, joined tables before each of
/// those they join.
fn best(doc: &Document, guesses: &[Guess]) -> Option<usize> {
    let known = |at: usize| guesses[at].confidence >= columns::RECOGNISED;
    let part = |at: usize| doc.candidates[at].part.as_str();
    let within = |at: usize| {
        let whole =
            |other: usize| known(other) && part(other).strip_suffix('*').is_some_and(|w| part(at).starts_with(w));
        (0..doc.candidates.len()).any(|other| other != at && whole(other))
    };
    let firm = |at: usize| known(at) && !doc.loose.iter().any(|p| p == part(at));
    let mut best: Option<usize> = None;
    for at in (0..doc.candidates.len()).filter(|at| !within(*at)) {
        let better = |b: usize| match (firm(at), firm(b)) {
            (true, false) => true,
            (false, true) => false,
            _ => guesses[at].confidence > guesses[b].confidence + 1e-9,
        };
        if best.is_none_or(better) {
            best = Some(at);
        }
    }
    best
}

fn summary(table: &Table, guess: &Guess) -> CandidateSummary {
    let width = table.columns.len();
    CandidateSummary {
        part: table.part.clone(),
        rows: table.cells.rows() as u64,
        columns: table.columns.clone(),
        preview: (0..table.cells.rows().min(PREVIEW))
            .map(|r| (0..width).map(|c| table.cells.get(r, c).chars().take(200).collect()).collect())
            .collect(),
        kind: guess.map.kind,
        confidence: guess.confidence,
        reason: guess.reason.clone(),
        map: guess.map.clone(),
        chosen: false,
        fates: columns::fates(&table.columns, &guess.map),
    }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
