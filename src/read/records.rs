//! A tree without a recogniser of its own: every list of records, map of records, map of columns or plain record in it is
//! a candidate.

use super::tree::Node;
use super::{Document, Format, Guess, Input, Limits, Notes, ReadError, words};
use crate::data::{Cells, Checked, Diagnostic, Table};
use std::borrow::Cow;
use std::collections::HashMap;

/// Name of the column that holds the keys of a map of records.
pub const KEY_COLUMN: &str = "name";

/// Trees without a recogniser of their own.
pub struct Records;

impl Format for Records {
    fn id(&self) -> &'static str {
        "records"
    }
    fn label(&self) -> &'static str {
        "records"
    }
    fn claims(&self, input: &Input) -> bool {
        input.tree.is_some()
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let mut found = Found::default();
        if let Some(root) = input.tree {
            let stated = ["name", "dataset", "dataset_name", "title"].iter().find_map(|key| root.get(key)?.text());
            let stem = input.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            found.title = stated.map(str::trim).filter(|t| !t.is_empty()).unwrap_or(stem).to_owned();
            walk(root, "$", limits, &mut notes, &mut found);
        }
        if found.tables.is_empty() {
            return Err(ReadError::NoTable("no list or map of records was found in it".into()));
        }
        let mixture =
            || Guess { reason: "its numbers are shares of a whole: they make one".into(), ..Guess::default() };
        let known = found.mixtures.into_iter().map(|part| (part, mixture())).collect();
        let document = Document { known, loose: found.loose, ..Document::of(input.syntax, found.tables) };
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}

/// Adds every candidate table at or below a node: tables that lie beside each other and are of one kind as one, before each
/// of them by itself.
pub fn walk(node: &Node, path: &str, limits: &Limits, notes: &mut Notes, out: &mut Found) {
    if out.tables.len() >= limits.candidates {
        return;
    }
    if let Some(table) = by_size::table(node, path, limits) {
        out.tables.push(table);
        return;
    }
    let joined = siblings::joined(node, path, limits);
    // Columns under names ("size": [..]) are tables; as records their cells would be lists.
    let columnar = joined.is_some()
        && inside(node, path)
            .iter()
            .any(|(step, v)| columns_of(v.map(), step, limits, &mut Notes::new("", 0)).is_some());
    out.tables.extend(joined);
    if !columnar {
        if let Some((table, loose)) = candidate(node, path, &out.title, limits, notes) {
            if loose && is_mixture(node) {
                out.mixtures.push(table.part.clone());
            }
            if loose {
                out.loose.push(table.part.clone());
            }
            out.tables.push(table);
        }
    }
    let records = !columnar
        && (matches!(node, Node::List(items) if items.iter().any(|i| !i.map().is_empty()))
            || matches!(node, Node::Map(entries) if members(entries)));
    // A long array of records is one table; what lies inside each record is not one each.
    let few = !matches!(node, Node::List(items) if items.len() > 20);
    for (step, value) in inside(node, path).into_iter().filter(|(_, v)| few && v.is_container()) {
        if records {
            for (deeper, inner) in inside(value, &step).into_iter().filter(|(_, v)| v.is_container()) {
                walk(inner, &deeper, limits, notes, out);
            }
        } else {
            walk(value, &step, limits, notes, out);
        }
    }
}

/// The tables of a tree.
#[derive(Default)]
pub struct Found {
    /// What the tree is about, for tables whose rows do not say.
    pub title: String,
    /// In the order they stand.
    pub tables: Vec<Table>,
    /// Parts that are the shares of a whole.
    pub mixtures: Vec<String>,
    /// Parts that are a single record or values by name: they may be anything, and give way to a table.
    pub loose: Vec<String>,
}

/// What lies directly inside a node, with paths.
fn inside<'n, 'a>(node: &'n Node<'a>, path: &str) -> Vec<(String, &'n Node<'a>)> {
    match node {
        Node::Map(entries) => entries.iter().map(|(key, value)| (step(path, key), value)).collect(),
        Node::List(items) => items.iter().enumerate().map(|(i, value)| (format!("{path}[{i}]"), value)).collect(),
        _ => Vec::new(),
    }
}

/// True where a map is a map of records: most values are objects that share most of their keys.
fn members(entries: &[(Cow<str>, Node)]) -> bool {
    let maps = entries.iter().filter(|(_, v)| matches!(v, Node::Map(m) if !m.is_empty())).count();
    maps >= 2 && maps * 2 > entries.len() && alike(entries)
}

fn step(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if plain { format!("{path}.{key}") } else { format!("{path}['{key}']") }
}

/// True for values by name that are shares of a whole, as those of a mixture are: none below zero, one in sum. Metrics may
/// come to one by chance; their names tell them apart.
fn is_mixture(node: &Node) -> bool {
    let shares: Vec<(&str, f64)> = node.map().iter().filter_map(|(k, v)| Some((k.as_ref(), v.number()?))).collect();
    let sum: f64 = shares.iter().map(|(_, v)| v).sum();
    shares.len() >= 2
        && shares.iter().all(|(_, v)| *v >= 0.0)
        && (sum - 1.0).abs() < 1e-6
        && !shares.iter().all(|(name, _)| words::is_metric(name))
}

/// The table that a node makes by itself, and whether it is loose (see [`Found::loose`]).
fn candidate(node: &Node, path: &str, title: &str, limits: &Limits, notes: &mut Notes) -> Option<(Table, bool)> {
    if let Some(table) = splits(node, path, title) {
        return Some((table, false));
    }
    if let Some(table) = plain_table(node, path, limits, notes) {
        return Some((table, false));
    }
    let entries = node.map();
    if members(entries) {
        let rows = entries.iter().filter(|(_, v)| matches!(v, Node::Map(_)));
        let rows = rows.map(|(k, v)| (Some(k.as_ref()), v)).collect::<Vec<_>>();
        return Some((records_table(&rows, path, limits, notes), false));
    }
    let plain: Vec<_> = entries.iter().filter(|(_, v)| !v.is_container()).collect();
    let numbers = plain.iter().filter(|(_, v)| matches!(v, Node::Number(_))).count();
    if numbers >= 2 && numbers * 2 > plain.len() {
        // `{"empathy": 0.81, "bias": 0.05}`: a value for each name.
        let mut cells = Cells::new(2);
        for (key, value) in &plain {
            cells.push_row([key.as_ref(), value.cell().as_ref()]);
        }
        let columns = vec![KEY_COLUMN.to_owned(), "value".to_owned()];
        return Some((Table { part: path.into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true }, true));
    }
    (plain.len() >= 2 && numbers >= 1).then(|| (records_table(&[(None, node)], path, limits, notes), true))
}

/// The table that a node is: a list of records, rows of cells, or columns of one length.
fn plain_table(node: &Node, path: &str, limits: &Limits, notes: &mut Notes) -> Option<Table> {
    match node {
        Node::List(items) => {
            let records = items.iter().filter(|i| matches!(i, Node::Map(_))).count();
            let rows = items.iter().filter(|i| matches!(i, Node::List(_))).count();
            if records > 0 && records * 2 > items.len() {
                let rows = items.iter().map(|i| (None, i)).collect::<Vec<_>>();
                return Some(records_table(&rows, path, limits, notes));
            }
            (rows >= 2 && rows == items.len()).then(|| matrix(items, path, limits, notes)).flatten()
        }
        Node::Map(entries) if !members(entries) => columns_of(entries, path, limits, notes),
        _ => None,
    }
}

/// Words for the parts of a data set.
const SPLITS: [&str; 10] =
    ["train", "training", "val", "valid", "validation", "dev", "test", "eval", "evaluation", "holdout"];

/// What stands under `splits`, by the name of the split: whole numbers are counts of records, records are parts of the one
/// data set. Shares of a split are neither.
fn splits(node: &Node, path: &str, title: &str) -> Option<Table> {
    let entries = node.map();
    let under = path.rsplit(['.', '[']).next().unwrap_or_default().trim_matches(['\'', ']']).to_lowercase();
    let split = |key: &str| key.to_lowercase().split(['_', '-', ' ']).any(|word| SPLITS.contains(&word));
    let whole = |v: &Node| match v {
        Node::Number(raw) => raw.bytes().all(|b| b.is_ascii_digit()),
        Node::Map(inner) => inner.iter().all(|(_, v)| !v.list().iter().any(Node::is_container)),
        other => matches!(other, Node::Null),
    };
    let named = entries.iter().filter(|(key, _)| split(key)).count();
    if !under.split('_').any(|word| matches!(word, "split" | "splits"))
        || named * 2 <= entries.len()
        || !entries.iter().all(|(_, v)| whole(v))
        || entries.iter().all(|(_, v)| matches!(v, Node::Null))
    {
        return None;
    }
    let mut columns = vec![KEY_COLUMN.to_owned(), "split".to_owned()];
    let mut rows: Vec<Vec<(usize, Cow<str>)>> = Vec::new();
    for (split, value) in entries {
        let mut row = vec![(0, Cow::Borrowed(title)), (1, Cow::Borrowed(split.as_ref()))];
        let mut give = |name: &str, cell| {
            let at = columns.iter().position(|c| c == name).unwrap_or_else(|| {
                columns.push(name.to_owned());
                columns.len() - 1
            });
            row.push((at, cell));
        };
        if value.is_container() {
            flatten(value, "", 2, &[], &mut give);
        } else {
            give("records", value.cell());
        }
        rows.push(row);
    }
    let mut cells = Cells::new(columns.len());
    for row in rows {
        let cell = |at: usize| row.iter().find(|(a, _)| *a == at).map_or("", |(_, c)| c.as_ref());
        cells.push_row((0..columns.len()).map(cell));
    }
    Some(Table { part: path.to_owned(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true })
}

/// True where the values of a map share most of their keys, as the records of one table do.
fn alike(entries: &[(Cow<str>, Node)]) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let (mut records, mut cells) = (0_usize, 0_usize);
    for (_, value) in entries.iter().take(200) {
        records += usize::from(!value.map().is_empty());
        for (key, _) in value.map() {
            *counts.entry(key).or_default() += 1;
            cells += 1;
        }
    }
    !counts.is_empty() && cells * 5 >= records * counts.len() * 3
}

/// A table of records, flattened with dotted names; `keys` become the column [`KEY_COLUMN`].
pub fn records_table(rows: &[(Option<&str>, &Node)], path: &str, limits: &Limits, notes: &mut Notes) -> Table {
    let keyed = rows.iter().any(|(key, _)| key.is_some());
    let mut columns: Vec<String> = if keyed { vec![KEY_COLUMN.to_owned()] } else { Vec::new() };
    let mut index: HashMap<String, usize> = HashMap::new();
    let own = open_maps(rows);
    let (mut dropped, mut not_records) = (0_usize, 0_usize);
    let mut flat: Vec<Vec<(usize, Cow<str>)>> = Vec::with_capacity(rows.len());
    for (_, node) in rows {
        let mut cells = Vec::new();
        if !matches!(node, Node::Map(_)) {
            not_records += 1;
        }
        flatten(node, "", 3, &own, &mut |name, value| {
            let at = match index.get(name) {
                Some(at) => *at,
                None if columns.len() >= limits.columns => {
                    dropped += 1;
                    return;
                }
                None => {
                    let unique = if keyed && name == KEY_COLUMN { format!("{name} (2)") } else { name.to_owned() };
                    columns.push(unique);
                    index.insert(name.to_owned(), columns.len() - 1);
                    columns.len() - 1
                }
            };
            cells.push((at, value));
        });
        flat.push(cells);
    }
    let mut cells = Cells::new(columns.len());
    let mut row: Vec<Cow<str>> = vec![Cow::Borrowed(""); columns.len()];
    for ((key, _), values) in rows.iter().zip(flat) {
        row.fill(Cow::Borrowed(""));
        if let (Some(key), Some(first)) = (key, row.first_mut()) {
            *first = Cow::Borrowed(key);
        }
        for (at, value) in values {
            row[at] = value;
        }
        cells.push_row(row.iter().map(AsRef::as_ref));
    }
    notes.set_part(path);
    let mut say = |code: &str, message: String| notes.add(Diagnostic::warning(code, message));
    if dropped > 0 {
        say(
            "json-columns",
            format!("{dropped} values lie in columns beyond the first {} and were left out.", limits.columns),
        );
    }
    if not_records > 0 {
        say("json-not-record", format!("{not_records} items are no records; their rows are empty."));
    }
    notes.set_part("");
    Table { part: path.to_owned(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true }
}

/// Members that hold a map of other names in every record ({"datasets": {"a": 0.5}}, then {"datasets": {"b": 1}}): the
/// names are values there, and no columns.
fn open_maps<'n>(rows: &[(Option<&str>, &'n Node)]) -> Vec<&'n str> {
    let mut found: Vec<(&str, Vec<(Cow<str>, Node)>)> = Vec::new();
    for (_, node) in rows.iter().take(200) {
        for (key, value) in node.map().iter().filter(|(_, v)| !v.map().is_empty()) {
            let entry = (Cow::Borrowed(""), value.clone());
            match found.iter_mut().find(|(k, _)| *k == key) {
                Some((_, maps)) => maps.push(entry),
                None => found.push((key.as_ref(), vec![entry])),
            }
        }
    }
    found.into_iter().filter(|(_, maps)| maps.len() > 1 && !alike(maps)).map(|(key, _)| key).collect()
}

/// Gives every plain value below a record with its dotted name.
fn flatten<'n>(node: &'n Node, prefix: &str, depth: usize, whole: &[&str], give: &mut impl FnMut(&str, Cow<'n, str>)) {
    for (key, value) in node.map() {
        let name = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
        match value {
            Node::Map(inner) if depth > 1 && !inner.is_empty() && !whole.contains(&name.as_str()) => {
                flatten(value, &name, depth - 1, whole, give);
            }
            _ => give(&name, value.cell()),
        }
    }
}

/// `{"size": [1, 2], "loss": [3, 4]}`: columns of equal length.
fn columns_of(entries: &[(Cow<str>, Node)], path: &str, limits: &Limits, notes: &mut Notes) -> Option<Table> {
    let lists: Vec<(&str, &[Node])> = entries
        .iter()
        .filter(|(_, v)| matches!(v, Node::List(items) if items.iter().all(|i| !i.is_container())))
        .map(|(k, v)| (k.as_ref(), v.list()))
        .collect();
    let rows = lists.iter().map(|(_, l)| l.len()).max().filter(|n| *n >= 2)?;
    let mut lists: Vec<_> = lists.into_iter().filter(|(_, l)| l.len() == rows).collect();
    if lists.len() < 2 {
        return None;
    }
    columns_left_out(lists.len(), path, limits, notes);
    lists.truncate(limits.columns);
    let mut cells = Cells::new(lists.len());
    for r in 0..rows {
        let row: Vec<Cow<str>> = lists.iter().map(|(_, l)| l[r].cell()).collect();
        cells.push_row(row.iter().map(AsRef::as_ref));
    }
    let columns = lists.iter().map(|(k, _)| (*k).to_owned()).collect();
    Some(Table { part: path.into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true })
}

/// Says that a table has more columns than are read.
fn columns_left_out(width: usize, path: &str, limits: &Limits, notes: &mut Notes) {
    if width <= limits.columns {
        return;
    }
    let message = format!("The table has {width} columns; those beyond the first {} were left out.", limits.columns);
    notes.set_part(path);
    notes.add(Diagnostic::warning("json-columns", message).mend("Split the table."));
    notes.set_part("");
}

/// `[["size", "loss"], [1, 3]]`: rows of cells; the first row names the columns if it is all text.
fn matrix(items: &[Node], path: &str, limits: &Limits, notes: &mut Notes) -> Option<Table> {
    let first = items.first()?.list();
    let width = first.len().min(limits.columns);
    if width == 0 || items.iter().any(|r| r.list().iter().any(Node::is_container)) {
        return None;
    }
    columns_left_out(first.len(), path, limits, notes);
    let named = first.iter().all(|c| c.text().is_some_and(|t| !t.trim().is_empty()));
    let columns = if named {
        super::delimiter::names(
            &first.iter().take(width).map(|c| c.cell().into_owned()).collect::<Vec<_>>(),
            &mut Notes::new("", 0),
            0,
        )
    } else {
        (1..=width).map(|i| format!("column {i}")).collect()
    };
    let mut cells = Cells::new(width);
    for row in items.iter().skip(usize::from(named)) {
        let row: Vec<Cow<str>> = row.list().iter().map(Node::cell).collect();
        cells.push_row(row.iter().map(AsRef::as_ref));
    }
    let first_row = if named { 2 } else { 1 };
    Some(Table { part: path.into(), columns, cells, first_row, jumps: Vec::new(), typed: true })
}

mod by_size;
mod siblings;

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
