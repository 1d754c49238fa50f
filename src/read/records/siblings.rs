//! Tables of one kind that lie beside each other are one: the names they stand under become a column. So a map of series
//! is series, and an inventory kept in groups is one inventory.

use super::{inside, plain_table};
use crate::data::{Cells, Table};
use crate::read::tree::Node;
use crate::read::{Limits, Notes};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Name of the column that tells the tables apart.
const GROUP: &str = "group";

/// A table with the cells that what lies around it gives to each of its rows.
struct Part<'n> {
    around: Vec<(Cow<'n, str>, Cow<'n, str>)>,
    table: Table,
}

/// The tables of the members of a map or of the records of a list as one; `None` where there are fewer than two, or they
/// are not of one kind.
pub(super) fn joined(node: &Node, path: &str, limits: &Limits) -> Option<Table> {
    // What there is to say of each table is said where it stands by itself.
    let notes = &mut Notes::new("", 0);
    if node.map().len().max(node.list().len()) > limits.candidates {
        return None;
    }
    let members: Vec<(Option<&str>, String, &Node)> = match node {
        Node::Map(entries) => {
            let steps = inside(node, path).into_iter();
            steps.zip(entries).map(|((step, value), (key, _))| (Some(key.as_ref()), step, value)).collect()
        }
        Node::List(_) => inside(node, path).into_iter().map(|(step, value)| (None, step, value)).collect(),
        _ => return None,
    };
    let containers = members.iter().filter(|(_, _, v)| v.is_container()).count();
    if containers < 2 {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    for (key, step, value) in members.iter().filter(|(_, _, v)| v.is_container()) {
        let Some((table, around)) = table_of(value, step, key.is_some(), limits, notes) else { continue };
        let name = key.map(|k| (Cow::Borrowed(GROUP), Cow::Borrowed(k)));
        parts.push(Part { around: name.into_iter().chain(around).collect(), table });
    }
    let rows: usize = parts.iter().map(|p| p.table.cells.rows()).sum();
    if parts.len() < 2 || parts.len() * 2 <= containers || rows > limits.rows || !alike(&parts) {
        return None;
    }
    join(parts, path, limits)
}

/// The table that a member is or holds, with the plain values beside it.
fn table_of<'n>(
    node: &'n Node,
    path: &str,
    itself: bool,
    limits: &Limits,
    notes: &mut Notes,
) -> Option<(Table, Vec<(Cow<'n, str>, Cow<'n, str>)>)> {
    if itself {
        if let Some(table) = plain_table(node, path, limits, notes) {
            return Some((table, Vec::new()));
        }
    }
    let steps = inside(node, path);
    let mut tables = steps.iter().filter(|(_, v)| v.is_container());
    let ((step, value), None) = (tables.next()?, tables.next()) else { return None };
    let table = plain_table(value, step, limits, notes).filter(|_| matches!(node, Node::Map(_)))?;
    // In a list the plain values tell the tables apart; in a map its keys do.
    let plain = node.map().iter().filter(|(_, v)| !itself && !v.is_container());
    Some((table, plain.map(|(k, v)| (Cow::Borrowed(k.as_ref()), v.cell())).collect()))
}

/// True where the tables share most of their columns.
fn alike(parts: &[Part]) -> bool {
    let all: BTreeSet<&str> = parts.iter().flat_map(|p| p.table.columns.iter().map(String::as_str)).collect();
    let cells: usize = parts.iter().map(|p| p.table.columns.len()).sum();
    cells * 5 >= parts.len() * all.len() * 3
}

/// The tables one below the other; `None` where they have more columns together than are read.
fn join(parts: Vec<Part>, path: &str, limits: &Limits) -> Option<Table> {
    let mut columns: Vec<String> = Vec::new();
    let named = parts.iter().flat_map(|p| &p.around).map(|(name, _)| name.as_ref());
    for name in named.chain(parts.iter().flat_map(|p| p.table.columns.iter().map(String::as_str))) {
        if !columns.iter().any(|c| c == name) {
            columns.push(name.to_owned());
        }
        if columns.len() > limits.columns {
            return None;
        }
    }
    let mut cells = Cells::new(columns.len());
    for part in &parts {
        let at: Vec<Option<usize>> = columns.iter().map(|c| part.table.column(c)).collect();
        for row in 0..part.table.cells.rows() {
            let around = |c: &String| part.around.iter().find(|(name, _)| name == c).map_or("", |(_, v)| v.as_ref());
            let cell = |(c, at): (&String, &Option<usize>)| {
                at.map_or_else(|| around(c).to_owned(), |at| part.table.cells.get(row, at).to_owned())
            };
            let row: Vec<String> = columns.iter().zip(&at).map(cell).collect();
            cells.push_row(row.iter().map(String::as_str));
        }
    }
    Some(Table { part: format!("{path}.*"), columns, cells, first_row: 1, jumps: Vec::new(), typed: true })
}
