//! Records to select from, of one file or of several that are joined by the names of the records.

mod columns;
mod join;

use super::number::{self, Marks, Style};
use super::{Limits, Opened, ReadError, npy};
use crate::data::{Checked, Diagnostic, Grouping, Matrix, Pool, Table, visible};
use columns::{Numbers, Use};
use std::collections::BTreeMap;

pub use join::{join, of_project};

/// Most numbers that are kept of one file.
const MOST: usize = 100_000_000;

/// What one file says of records.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Name of the file, as shown.
    pub file: String,
    /// What it says. Its names are empty where the file has none.
    pub pool: Pool,
    /// Rows.
    pub rows: usize,
}

impl Part {
    /// True where it says something of single records that no inventory or list of measurements does.
    #[must_use]
    pub fn is_of_records(&self) -> bool {
        let p = &self.pool;
        let scored = ["difficulty", "complexity", "loss_given"].iter().any(|role| p.scores.contains_key(*role));
        p.vectors.is_some()
            || p.losses.is_some()
            || p.utility.is_some()
            || (!p.names.is_empty() && (scored || p.texts.is_some()))
    }
}

/// True where the rows of a table are records with vectors, losses or utilities: whatever else it may be, they are to select from.
#[must_use]
pub fn holds(table: &Table) -> bool {
    columns::are_records(table, &columns::uses(table))
}

/// What a file says of records, if it says something that records are selected by; else `None`.
///
/// # Errors
/// A file that is not read at all.
pub fn part(name: &str, opened: &Opened) -> Result<Option<Checked<Part>>, ReadError> {
    let file = visible(name).into_owned();
    if opened.document.value.vectors.is_some() {
        let matrix = npy::matrix(opened.content.as_bytes(), &opened.limits)?;
        let rows = matrix.len();
        let pool = Pool { vectors: Some(matrix), ..Pool::default() };
        return Ok(Some(Checked { value: Part { file, pool, rows }, diagnostics: Vec::new() }));
    }
    let table = opened.document.value.candidates.iter().max_by_key(|t| {
        let uses = columns::uses(t);
        (columns::says_something(&uses), uses.len(), std::cmp::Reverse(t.part.clone()))
    });
    let Some(table) = table else { return Ok(None) };
    let uses = columns::uses(table);
    if uses.is_empty() || table.cells.rows() == 0 {
        return Ok(None);
    }
    Ok(Some(read(file, table, &uses, &opened.limits)?))
}

fn read(file: String, table: &Table, uses: &[(usize, Use)], limits: &Limits) -> Result<Checked<Part>, ReadError> {
    let rows = table.cells.rows();
    if rows > limits.rows {
        return Err(ReadError::TooManyRows { limit: limits.rows });
    }
    let mut notes = Vec::new();
    let column = |wanted: &Use| uses.iter().find(|(_, u)| u == wanted).map(|(at, _)| *at);
    let text = |row: usize, at: usize| table.cells.get(row, at).trim();
    let numeric = uses.iter().filter(|(_, u)| matches!(u, Use::Score(_) | Use::Numbers(_, Some(_))));
    let style = style(table, numeric.map(|(at, _)| *at));
    let number = |row: usize, at: usize| number::parse(text(row, at), style, false).value();
    let mut pool = Pool::default();
    if let Some(at) = column(&Use::Name) {
        pool.names = (0..rows).map(|row| text(row, at).to_owned()).collect();
    }
    for (at, found) in uses {
        match found {
            Use::Score(role) => {
                let values = (0..rows).map(|row| number(row, *at).unwrap_or(f64::NAN)).collect();
                pool.scores.insert((*role).to_owned(), values);
            }
            Use::Part(role) => pool.groupings.push(grouping(role, (0..rows).map(|row| text(row, *at)))),
            _ => {}
        }
    }
    let texts: Vec<usize> = uses.iter().filter(|(_, u)| *u == Use::Text).map(|(at, _)| *at).collect();
    if !texts.is_empty() {
        let joined = |row: usize| texts.iter().map(|at| text(row, *at)).collect::<Vec<_>>().join("\n");
        pool.texts = Some((0..rows).map(joined).collect());
    }
    for kind in [Numbers::Vector, Numbers::Losses, Numbers::Utility] {
        let Some(matrix) = numbers(table, uses, kind, style, &mut notes) else { continue };
        match kind {
            Numbers::Vector => pool.vectors = Some(matrix),
            Numbers::Losses => pool.losses = Some(matrix),
            Numbers::Utility => pool.utility = Some(matrix),
        }
    }
    let long = [Use::Query, Use::Without, Use::With].map(|u| column(&u));
    if let ([Some(query), Some(without), Some(with)], false) = (long, pool.names.is_empty()) {
        let style = self::style(table, [without, with].into_iter());
        let distance = |row: usize, at: usize| number::parse(text(row, at), style, false).value();
        let each = (0..rows).map(|row| Some(distance(row, without)? - distance(row, with)?));
        let queries = (0..rows).map(|row| text(row, query));
        return Ok(Checked { value: long_form(file, &pool.names, queries, each), diagnostics: notes });
    }
    Ok(Checked { value: Part { file, pool, rows }, diagnostics: notes })
}

/// How the numbers of these columns are written.
fn style(table: &Table, columns: impl Iterator<Item = usize>) -> Style {
    const LOOKED: usize = 1_000;
    if table.typed {
        return Style::Point;
    }
    let mut marks = Marks::default();
    for at in columns {
        (0..table.cells.rows().min(LOOKED)).for_each(|row| marks.see(table.cells.get(row, at)));
    }
    marks.style(false, None)
}

/// The parts that these cells name.
pub(super) fn grouping<'a>(role: &str, cells: impl Iterator<Item = &'a str>) -> Grouping {
    let mut names: Vec<String> = Vec::new();
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    let mut of = Vec::new();
    for cell in cells {
        if number::is_unknown(cell) {
            of.push(None);
            continue;
        }
        let place = *places.entry(cell).or_insert_with(|| {
            names.push(cell.to_owned());
            names.len() as u32 - 1
        });
        of.push(Some(place));
    }
    Grouping { role: role.to_owned(), names, of }
}

/// The numbers of several columns in the order of their places, or of one column whose cells list them.
fn numbers(
    table: &Table,
    uses: &[(usize, Use)],
    kind: Numbers,
    style: Style,
    notes: &mut Vec<Diagnostic>,
) -> Option<Matrix> {
    let rows = table.cells.rows();
    let mut places: Vec<(u32, usize)> = Vec::new();
    let mut listed = None;
    for (at, found) in uses {
        match found {
            Use::Numbers(k, Some(place)) if *k == kind => places.push((*place, *at)),
            Use::Numbers(k, None) if *k == kind => listed = Some(*at),
            _ => {}
        }
    }
    places.sort_unstable();
    let mut values: Vec<f32> = Vec::new();
    let mut unreadable = 0;
    let width = if places.is_empty() {
        let at = listed?;
        let list = |row: usize| table.cells.get(row, at).trim().trim_start_matches('[').trim_end_matches(']');
        let width = list(0).split(',').count();
        if width < 2 || width.checked_mul(rows)? > MOST {
            return None;
        }
        for row in 0..rows {
            let before = values.len();
            values.extend(list(row).split(',').take(width).map(|n| n.trim().parse::<f32>().unwrap_or(f32::NAN)));
            values.resize(before + width, f32::NAN);
        }
        width
    } else {
        if places.len().checked_mul(rows)? > MOST {
            return None;
        }
        values.reserve(rows * places.len());
        for row in 0..rows {
            for (_, at) in &places {
                let cell = table.cells.get(row, *at);
                let value = number::parse(cell, style, false).value();
                values.push(value.map_or(f32::NAN, |v| v as f32));
            }
        }
        places.len()
    };
    unreadable += values.iter().filter(|v| v.is_nan()).count();
    if unreadable > 0 && kind != Numbers::Losses {
        let message = format!("Of {} numbers {unreadable} are missing or cannot be read.", values.len());
        notes.push(Diagnostic::warning("pool-numbers", message));
    }
    Some(Matrix { width, values })
}

/// A row a record with a query: the utilities of each record for each query.
fn long_form<'a>(
    file: String,
    names: &[String],
    queries: impl Iterator<Item = &'a str>,
    utility: impl Iterator<Item = Option<f64>>,
) -> Part {
    let (mut records, mut asked): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = (BTreeMap::new(), BTreeMap::new());
    let (mut order, mut cells) = (Vec::new(), Vec::new());
    for ((name, query), utility) in names.iter().zip(queries).zip(utility) {
        let next = records.len();
        let record = *records.entry(name).or_insert_with(|| {
            order.push(name.clone());
            next
        });
        let next = asked.len();
        let query = *asked.entry(query).or_insert(next);
        cells.push((record, query, utility));
    }
    let width = asked.len();
    let fits = width.checked_mul(order.len()).is_some_and(|n| n <= MOST);
    let mut values = vec![f32::NAN; if fits { width * order.len() } else { 0 }];
    for (record, query, utility) in cells {
        if let (Some(to), Some(utility)) = (values.get_mut(record * width + query), utility) {
            *to = utility as f32;
        }
    }
    let rows = order.len();
    let utility = fits.then_some(Matrix { width, values });
    Part { file, pool: Pool { names: order, utility, ..Pool::default() }, rows }
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Part {
        let opened = open(name, bytes.to_vec(), &Limits::default()).unwrap();
        part(name, &opened).unwrap().unwrap().value
    }

    #[test]
    fn tables_and_lines_say_the_same() {
        let table = read("a.csv", b"id;e1;e2;family;tokens\nr1;0,5;1;a;12\nr2;-1;2,25;;7\n");
        let lines = "{\"id\":\"r1\",\"embedding\":[0.5,1],\"family\":\"a\",\"tokens\":12}\n{\"id\":\"r2\",\"embedding\":[-1,2.25],\"family\":null,\"tokens\":7}\n";
        let lines = read("a.jsonl", lines.as_bytes());
        assert_eq!(table.pool, lines.pool);
        assert_eq!(table.pool.vectors.unwrap().values, [0.5, 1.0, -1.0, 2.25]);
        assert_eq!(table.pool.groupings[0].of, [Some(0), None]);
        assert_eq!(table.pool.scores["length"], [12.0, 7.0]);
    }

    #[test]
    fn distances_by_query_make_utilities() {
        let found = read("u.csv", b"query,id,d0,d_with\nq1,a,0.5,0.1\nq1,b,0.5,0.4\nq2,a,0.7,0.7\nq2,b,0.7,\n");
        assert_eq!(found.pool.names, ["a", "b"]);
        let utility = found.pool.utility.unwrap();
        assert!((utility.values[0] - 0.4).abs() < 1e-6 && utility.values[3].is_nan() && utility.width == 2);
    }

    #[test]
    fn files_are_joined_by_name_and_by_order() {
        let file = |name: &str, text: &str| read(name, text.as_bytes());
        let losses = file("l.csv", "id,loss_1,loss_2,source\nb,1,2,s1\na,3,4,s2\nc,5,6,s1\n");
        let vectors = file("v.csv", "id,e1,e2\na,1,0\nb,0,1\nc,1,1\n");
        let sources = file("inventory.csv", "dataset,family,records\ns1,empathy,10\ns2,bias,20\n");
        let pool = join(vec![losses.clone(), vectors, sources]).unwrap().value;
        assert_eq!(pool.names, ["b", "a", "c"]);
        assert_eq!(pool.vectors.as_ref().unwrap().values, [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let family = pool.grouping("family").unwrap();
        assert_eq!(
            (&family.names[..], &family.of[..]),
            (&["empathy".into(), "bias".into()][..], &[Some(0), Some(1), Some(0)][..])
        );
        // Without names rows are taken in order, where there are as many.
        let nameless = file("v.csv", "e1,e2\n1,0\n0,1\n1,1\n");
        assert_eq!(join(vec![losses.clone(), nameless.clone()]).unwrap().value.vectors.unwrap().values[2], 0.0);
        let short = file("v.csv", "e1,e2\n1,0\n0,1\n");
        assert!(join(vec![losses.clone(), short]).unwrap_err().to_string().contains("2 rows"));
        // Records that one file lacks are left out, and counted.
        let some = file("v.csv", "id,e1,e2\na,1,0\nb,0,1\n");
        let joined = join(vec![losses.clone(), some]).unwrap();
        assert_eq!(joined.value.names, ["b", "a"]);
        assert!(joined.diagnostics[0].to_string().contains('1'));
        let other = file("v.csv", "id,e1,e2\nx,1,0\ny,0,1\n");
        assert!(join(vec![losses, other]).is_err());
        assert_eq!(join(vec![nameless]).unwrap().value.names, ["1", "2", "3"]);
        // A name that comes twice tells nothing apart.
        let twice = file("v.csv", "id,e1,e2\na,1,0\na,0,1\n");
        assert!(join(vec![twice]).unwrap_err().to_string().contains("\"a\""));
    }
}
