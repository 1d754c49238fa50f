//! Several files to one pool.

use super::{Part, grouping};
use crate::data::{Checked, Diagnostic, Grouping, Matrix, Pool, units};
use std::collections::BTreeMap;

/// The pool that the files make together: joined by the names of the records where two have names, row by row where one has none
/// and both have as many. A file whose names are the sources of the records says of each record what it says of its source.
///
/// # Errors
/// Files that have no record in common, or rows without names that cannot be matched.
pub fn join(parts: Vec<Part>) -> Result<Checked<Pool>, Diagnostic> {
    let mut notes = Vec::new();
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else {
        return Err(Diagnostic::error("pool-empty", "No file says anything of records."));
    };
    let (mut rows, mut file) = (first.rows, first.file);
    let mut pool = first.pool;
    unique(&file, &pool.names)?;
    let mut of_sources = Vec::new();
    for next in parts {
        let named = !next.pool.names.is_empty();
        if !named || pool.names.is_empty() {
            if next.rows != rows {
                // A table of sources may have no names of records at all.
                if next.pool.grouping("source").is_some() || named {
                    of_sources.push(next);
                    continue;
                }
                let message = format!("The rows of {} cannot be matched with those of {file}.", next.file);
                return Err(Diagnostic::error("pool-rows", message)
                    .found(&format!("{} rows and {rows}, and no names in one of them", next.rows))
                    .expected("names of the records in both, or as many rows in the same order")
                    .mend("Add a column \"id\" to both."));
            }
            let names = std::mem::take(&mut pool.names);
            pool = together(pool, next.pool);
            if pool.names.is_empty() {
                pool.names = names;
            }
            continue;
        }
        unique(&next.file, &next.pool.names)?;
        let places: BTreeMap<&str, usize> =
            next.pool.names.iter().enumerate().map(|(at, n)| (n.as_str(), at)).collect();
        let (kept, from): (Vec<usize>, Vec<usize>) =
            pool.names.iter().enumerate().filter_map(|(at, n)| Some((at, *places.get(n.as_str())?))).unzip();
        if kept.is_empty() {
            of_sources.push(next);
            continue;
        }
        let lost = (rows - kept.len()) + (next.rows - from.len());
        if lost > 0 {
            let message = format!(
                "{} of {file} or {} are not in the other and were left out.",
                units::counted(lost, "record", "records"),
                next.file
            );
            notes.push(Diagnostic::warning("pool-left-out", message));
        }
        let names: Vec<String> = kept.iter().map(|at| pool.names[*at].clone()).collect();
        pool = together(at(&pool, &kept), at(&next.pool, &from));
        pool.names = names;
        rows = kept.len();
        file = format!("{file} and {}", next.file);
    }
    if pool.names.is_empty() {
        pool.names = (1..=rows).map(|at| at.to_string()).collect();
    }
    for part in of_sources {
        if !from_sources(&mut pool, &part) {
            let message = format!("{} has no record in common with {file}.", part.file);
            return Err(Diagnostic::error("pool-apart", message)
                .expected("the same names of records in both, or the sources of the records")
                .mend("Name the records alike in both."));
        }
    }
    Ok(Checked { value: pool, diagnostics: notes })
}

/// The pool of all files of a project: those that say something of single records, and of the others those that name the sources
/// of these records.
///
/// # Errors
/// Where no file says anything of records, and those of [`join`].
pub fn of_project(parts: Vec<Part>) -> Result<Checked<Pool>, Diagnostic> {
    let (of_records, others): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(Part::is_of_records);
    if of_records.is_empty() {
        return Err(Diagnostic::error("pool-absent", "No file holds records to select from.")
            .expected("vectors, losses by checkpoint, utilities, scores or texts, one record a row")
            .mend("Add such a file on the Evidence page."));
    }
    let mut joined = join(of_records)?;
    for part in &others {
        from_sources(&mut joined.value, part);
    }
    Ok(joined)
}

fn unique(file: &str, names: &[String]) -> Result<(), Diagnostic> {
    let mut seen = std::collections::BTreeSet::new();
    match names.iter().find(|n| !seen.insert(n.as_str())) {
        None => Ok(()),
        Some(twice) => Err(Diagnostic::error("pool-name-twice", format!("A record's name comes twice in {file}."))
            .found(&format!("\"{twice}\""))
            .expected("one row a record")
            .mend("Name the records apart.")),
    }
}

/// The records at these places.
fn at(pool: &Pool, places: &[usize]) -> Pool {
    let matrix = |m: &Option<Matrix>| {
        let rows = |m: &Matrix| places.iter().flat_map(|at| m.row(*at).iter().copied()).collect();
        m.as_ref().map(|m| Matrix { width: m.width, values: rows(m) })
    };
    let scores = |(role, values): (&String, &Vec<f64>)| {
        (role.clone(), places.iter().map(|at| values.get(*at).copied().unwrap_or(f64::NAN)).collect())
    };
    let part =
        |g: &Grouping| Grouping { of: places.iter().map(|at| g.of.get(*at).copied().flatten()).collect(), ..g.clone() };
    Pool {
        names: places.iter().filter_map(|at| pool.names.get(*at).cloned()).collect(),
        vectors: matrix(&pool.vectors),
        losses: matrix(&pool.losses),
        utility: matrix(&pool.utility),
        scores: pool.scores.iter().map(scores).collect(),
        texts: pool.texts.as_ref().map(|t| places.iter().filter_map(|at| t.get(*at).cloned()).collect()),
        groupings: pool.groupings.iter().map(part).collect(),
        ..Pool::default()
    }
}

/// What both say of the same records; of what both say the first.
fn together(first: Pool, second: Pool) -> Pool {
    let mut scores = second.scores;
    scores.extend(first.scores);
    let mut groupings = first.groupings;
    let new: Vec<Grouping> =
        second.groupings.into_iter().filter(|g| !groupings.iter().any(|f| f.role == g.role)).collect();
    groupings.extend(new);
    Pool {
        names: if second.names.is_empty() { first.names } else { second.names },
        vectors: first.vectors.or(second.vectors),
        losses: first.losses.or(second.losses),
        utility: first.utility.or(second.utility),
        scores,
        texts: first.texts.or(second.texts),
        groupings,
        ..Pool::default()
    }
}

/// Takes the parts of a table of sources over to the records of each source; false where it names none of them.
fn from_sources(pool: &mut Pool, table: &Part) -> bool {
    let Some(source) = pool.grouping("source").cloned() else { return false };
    let named = table.pool.grouping("source");
    let name = |row: usize| match named {
        Some(by) => by.of.get(row).copied().flatten().and_then(|at| by.names.get(at as usize)),
        None => table.pool.names.get(row),
    };
    let rows: BTreeMap<&String, usize> = (0..table.rows).filter_map(|row| Some((name(row)?, row))).collect();
    let of: Vec<Option<usize>> = source.names.iter().map(|n| rows.get(n).copied()).collect();
    if of.iter().all(Option::is_none) {
        return false;
    }
    for part in &table.pool.groupings {
        if part.role == "source" || pool.grouping(&part.role).is_some() {
            continue;
        }
        let cell = |row: usize| Some(part.names.get(part.of.get(row).copied().flatten()? as usize)?.as_str());
        let each = source.of.iter().map(|s| (*s).and_then(|s| of.get(s as usize).copied().flatten()).and_then(cell));
        let found = grouping(&part.role, each.map(|name| name.unwrap_or_default()));
        pool.groupings.push(found);
    }
    true
}
