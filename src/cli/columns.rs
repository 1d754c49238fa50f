//! A file on the command line as evidence of one kind: through the door and the guess of `inspect`, with the columns that
//! options name.

use super::Refusal;
use super::load::{bytes_of, name_of, part_named};
use crate::data::{Diagnostic, Evidence, Table, units, visible_lines};
use crate::engine::{Put, Shelf};
use crate::read::{self, FileMap, Kind, Limits, Opened, Reading, TableMap, complete, guess_given, roles};
use std::path::Path;

/// A column that an option names.
pub struct Named<'a> {
    /// Identifier of the role.
    pub role: &'a str,
    /// The column, as typed.
    pub column: &'a str,
    /// The option, for messages: `--x`.
    pub option: String,
}

/// What is wanted of a file.
pub struct Wanted<'a> {
    /// What its table is about.
    pub kind: Kind,
    /// True where there is something of it.
    pub has: fn(&Evidence) -> bool,
    /// Other kinds whose tables may be read as this one although no option names a column.
    pub also: &'a [Kind],
    /// The table that an option names, where a file has several.
    pub part: Option<&'a str>,
    /// The columns that options name.
    pub named: Vec<Named<'a>>,
    /// The option that names the column of a role, for messages.
    pub option: fn(role: &str) -> String,
}

/// What a file said, and what there is to say about it.
pub struct Said {
    /// Everything in it.
    pub evidence: Evidence,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file as `inspect` does; where that finds something else, or columns are named, its table is read as the kind
/// that is wanted. `mend` may change the map of a table before it is used.
///
/// # Errors
/// A file that cannot be opened, columns that are not there or cannot be told.
pub fn read(path: &Path, wanted: &Wanted, mend: impl Fn(&Table, &mut TableMap)) -> Result<Said, Refusal> {
    let name = name_of(path);
    let opened =
        read::open(&name, bytes_of(path)?, &Limits::default()).map_err(|e| Refusal(e.diagnostic(&name).to_string()))?;
    if opened.document.value.special.is_some() {
        return whole(&name, opened, wanted);
    }
    let refuse = |e: read::ReadError| Refusal(e.diagnostic(&name).to_string());
    let parts: Vec<String> = opened.document.value.candidates.iter().map(|t| t.part.clone()).collect();
    let part = wanted.part.map(|part| part_named(&parts, part).unwrap_or_else(|| part.to_owned()));
    if wanted.named.is_empty() {
        let map = FileMap { part: part.clone(), ..FileMap::default() };
        let reading = opened.read(&name, Some(&map)).map_err(refuse)?;
        if (wanted.has)(&reading.value.evidence) {
            return Ok(Said { evidence: reading.value.evidence, diagnostics: reading.diagnostics });
        }
        let taken = reading.value.used.map.as_ref().map_or(Kind::UNKNOWN, |m| m.kind);
        if taken != Kind::UNKNOWN && taken != wanted.kind && !wanted.also.contains(&taken) {
            return Err(Refusal(format!(
                "{name}: this was recognised as {}, not as {}; name its columns with {} to read it as that",
                taken.words(),
                wanted.kind.words(),
                roles(wanted.kind)
                    .filter(|r| r.required)
                    .map(|r| (wanted.option)(r.id))
                    .collect::<Vec<_>>()
                    .join(" and ")
            )));
        }
    }
    let (part, map) = choose(&name, &opened, part.as_deref(), wanted, mend)?;
    let map = FileMap { part: Some(part), map: Some(map), ..FileMap::default() };
    let reading = opened.read(&name, Some(&map)).map_err(refuse)?;
    if !(wanted.has)(&reading.value.evidence) {
        let first = reading.diagnostics.iter().find(|d| d.level > crate::data::Level::Info);
        let why = first.map_or_else(|| format!("{name}: no row has what is needed"), ToString::to_string);
        return Err(Refusal(format!("no row could be used: {why}")));
    }
    let Reading { evidence, .. } = reading.value;
    Ok(Said { evidence, diagnostics: reading.diagnostics })
}

/// The evidence of a saved project or report, each file read as the project says.
fn whole(name: &str, opened: Opened, wanted: &Wanted) -> Result<Said, Refusal> {
    let mut shelf = Shelf::default();
    let Put::Project(project, contents) = shelf.put(name, opened).map_err(|why| Refusal(why.to_string()))? else {
        return Err(Refusal(format!("{name}: there are no {} in it", wanted.kind.words())));
    };
    if let Some(named) = wanted.named.first() {
        return Err(Refusal(format!(
            "{name}: {} names a column of a table, but this is a saved project; its files are read as it says",
            named.option
        )));
    }
    let mut diagnostics = Vec::new();
    for (file, bytes) in contents {
        match read::open(&file.name, bytes, &Limits::default()).map_err(|e| e.diagnostic(&file.name)) {
            Ok(opened) => drop(shelf.put(&file.name, opened)),
            Err(why) => diagnostics.push(why),
        }
    }
    let mut parts = Vec::new();
    for file in project.files.iter().filter(|f| !f.left_out) {
        match shelf.read(file) {
            Ok(reading) => {
                diagnostics.extend(reading.diagnostics.iter().cloned());
                parts.push(reading.value.evidence.clone());
            }
            Err(why) => diagnostics.push(why),
        }
    }
    let evidence = read::combine(parts);
    if (wanted.has)(&evidence) {
        Ok(Said { evidence, diagnostics })
    } else {
        Err(Refusal(format!("{name}: there are no {} in it", wanted.kind.words())))
    }
}

/// The table that suits best among those that have the named columns, with its map.
fn choose(
    file: &str,
    opened: &Opened,
    part: Option<&str>,
    wanted: &Wanted,
    mend: impl Fn(&Table, &mut TableMap),
) -> Result<(String, TableMap), Refusal> {
    let tables = opened.document.value.candidates.iter().filter(|t| part.is_none_or(|p| t.part == p));
    let Some(largest) = tables.clone().max_by_key(|t| t.cells.rows()) else {
        return Err(Refusal(format!("{file}: there are no {} in it", wanted.kind.words())));
    };
    if largest.cells.rows() == 0 {
        return Err(Refusal(format!("{file}: the table has no rows")));
    }
    let mut best: Option<(bool, f64, usize, &Table, TableMap)> = None;
    for table in tables {
        let Some(given) = columns_in(table, wanted) else { continue };
        let mut guess = guess_given(table, wanted.kind, &given);
        mend(table, &mut guess.map);
        let whole = complete(&guess.map).is_ok();
        let rank = (whole, guess.confidence, table.cells.rows());
        if best.as_ref().is_none_or(|b| rank > (b.0, b.1, b.2)) {
            best = Some((rank.0, rank.1, rank.2, table, guess.map));
        }
    }
    let Some((_, _, _, table, map)) = best else {
        let absent = wanted.named.iter().find(|n| column(largest, n.column).is_none());
        let named = absent.or(wanted.named.first());
        return Err(Refusal(format!(
            "{file}: no column \"{}\" for {}; the columns are {}",
            named.map_or("", |n| n.column),
            named.map_or("", |n| n.option.as_str()),
            units::several(&largest.columns)
        )));
    };
    if complete(&map).is_err() {
        let missing: Vec<String> = read::missing(&map).into_iter().map(|role| (wanted.option)(role.id)).collect();
        return Err(Refusal(format!(
            "{file}: cannot tell which column to use; name it with {}; the columns are {}",
            missing.join(" and "),
            units::several(&table.columns)
        )));
    }
    Ok((table.part.clone(), map))
}

/// The column of that name, letter by letter or else but for upper and lower case.
fn column<'t>(table: &'t Table, name: &str) -> Option<&'t str> {
    let name = &*visible_lines(name);
    let exact = table.columns.iter().find(|c| *c == name);
    exact.or_else(|| table.columns.iter().find(|c| c.eq_ignore_ascii_case(name))).map(String::as_str)
}

fn columns_in<'t, 'n>(table: &'t Table, wanted: &'n Wanted) -> Option<Vec<(&'n str, &'t str)>> {
    wanted.named.iter().map(|n| Some((n.role, column(table, n.column)?))).collect()
}
