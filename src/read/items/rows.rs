//! The table that a tool's items become, and what there is to say of items without a score.

use crate::data::{Cells, Checked, Diagnostic, Direction, Table, units};
use crate::read::kinds::{evaluations, targets};
use crate::read::{ColumnUse, Document, Limits, Notes, ReadError, TableMap};
use std::collections::{BTreeMap, HashMap};

/// Where an item was measured: on which task, of which model, when. Empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The task or slice.
    pub task: String,
    /// The model, with what else tells runs apart.
    pub model: String,
    /// When, as written.
    pub time: String,
}

/// A value over all items that the tool itself computed, with what it says of its precision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole {
    /// Name of the metric.
    pub metric: String,
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Items behind it.
    pub n: Option<f64>,
    /// Which way it improves.
    pub direction: Option<Direction>,
}

#[derive(Clone, Debug)]
struct Row {
    item: u32,
    metric: u32,
    place: u32,
    value: Option<f64>,
    record: u64,
}

/// Collects the scores of a file.
pub struct Rows {
    /// Name of the file.
    pub file: String,
    /// What there is to say.
    pub notes: Notes,
    /// Where the items that follow were measured; a tool may set it as it goes.
    pub place: Place,
    limit: usize,
    depth: u64,
    names: Vec<String>,
    known: HashMap<String, u32>,
    places: Vec<Place>,
    rows: Vec<Row>,
    wholes: Vec<(Whole, Place)>,
    thresholds: BTreeMap<String, f64>,
    twins: Vec<(String, String)>,
    /// Numbers of the documents of one hash, in the order in which they were seen.
    documents: HashMap<String, Vec<String>>,
    errors: u64,
    left_out: BTreeMap<String, u64>,
}

impl Rows {
    /// Nothing yet.
    #[must_use]
    pub fn new(file: &str, limits: &Limits) -> Self {
        Self {
            file: file.to_owned(),
            notes: Notes::new(file, limits.diagnostics),
            place: Place::default(),
            limit: limits.rows,
            depth: 1,
            names: Vec::new(),
            known: HashMap::new(),
            places: Vec::new(),
            rows: Vec::new(),
            wholes: Vec::new(),
            thresholds: BTreeMap::new(),
            twins: Vec::new(),
            documents: HashMap::new(),
            errors: 0,
            left_out: BTreeMap::new(),
        }
    }
    /// True once there are more rows than are read.
    #[must_use]
    pub fn full(&self) -> bool {
        self.rows.len() > self.limit
    }
    /// Counts on to the next line or record.
    pub fn next_record(&mut self) {
        self.depth += 1;
    }
    fn name(&mut self, text: &str) -> u32 {
        if let Some(at) = self.known.get(text) {
            return *at;
        }
        let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(text.to_owned());
        self.known.insert(text.to_owned(), at);
        at
    }
    /// One score of an item at the present place; `None` where it was not measured, which is counted and said.
    pub fn score(&mut self, item: &str, metric: &str, value: Option<f64>) {
        if self.full() {
            return;
        }
        let place = match self.places.iter().rposition(|p| *p == self.place) {
            Some(at) => at,
            None => {
                self.places.push(self.place.clone());
                self.places.len() - 1
            }
        };
        let (item, metric) = (self.name(item), self.name(metric.trim()));
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.rows.push(Row { item, metric, place, value, record: self.depth });
    }
    /// A value over all items that the tool computed.
    pub fn whole(&mut self, whole: Whole) {
        self.wholes.push((whole, self.place.clone()));
    }
    /// A threshold that the file names for a metric.
    pub fn threshold(&mut self, metric: &str, value: f64) {
        self.thresholds.insert(metric.trim().to_owned(), value);
    }
    /// Says that the first metric repeats the second where all of their scores are the same: then it is left out.
    pub fn twin(&mut self, repeats: &str, of: &str) {
        let pair = (repeats.to_owned(), of.to_owned());
        if !self.twins.contains(&pair) {
            self.twins.push(pair);
        }
    }
    /// How many other documents of this hash were seen before the one of this number.
    pub fn twice(&mut self, hash: &str, number: &str) -> usize {
        let seen = self.documents.entry(hash.to_owned()).or_default();
        seen.iter().position(|n| n == number).unwrap_or_else(|| {
            seen.push(number.to_owned());
            seen.len() - 1
        })
    }
    /// Counts an item that ended in an error of the tool or the model, and was not measured.
    pub fn error(&mut self) {
        self.errors += 1;
    }
    /// Counts values by name that are no scores of items.
    pub fn leave_out(&mut self, name: &str) {
        *self.left_out.entry(name.to_owned()).or_default() += 1;
    }

    fn drop_twins(&mut self) {
        for (repeats, of) in std::mem::take(&mut self.twins) {
            let (Some(&a), Some(&b)) = (self.known.get(&repeats), self.known.get(&of)) else { continue };
            let all = |metric: u32| {
                let rows = self.rows.iter().filter(move |r| r.metric == metric);
                rows.map(|r| (r.record, r.item, r.place, r.value.map(f64::to_bits))).collect::<Vec<_>>()
            };
            if all(a) == all(b) {
                self.rows.retain(|r| r.metric != a);
            }
        }
    }

    /// The document of what was collected.
    ///
    /// # Errors
    /// [`ReadError::TooManyRows`]; [`ReadError::NoTable`] where no score was found.
    pub fn document(mut self, format: &str, label: &str) -> Result<Checked<Document>, ReadError> {
        if self.full() {
            return Err(ReadError::TooManyRows { limit: self.limit });
        }
        self.drop_twins();
        if self.rows.is_empty() && self.wholes.is_empty() {
            return Err(ReadError::NoTable(format!("no score of an item was found in it ({})", label)));
        }
        if self.errors > 0 {
            let message = format!(
                "{} ended in an error: not measured, and neither passed nor failed.",
                units::counted(self.errors as usize, "item", "items")
            );
            self.notes.add(Diagnostic::warning("items-error", message));
        }
        if !self.left_out.is_empty() {
            let names: Vec<&str> = self.left_out.keys().map(String::as_str).collect();
            let message = format!("Not read, since they are no scores of single items: {}.", units::several(&names));
            self.notes.add(Diagnostic::info("items-left-out", message));
        }
        let reason = format!("items of {}: one row for each item and metric", label);
        let mut document = Document { format: format.into(), together: true, ..Document::default() };
        if !self.rows.is_empty() {
            document = document.with(self.items(), evaluation_map(&ITEM_COLUMNS), &reason);
        }
        if !self.wholes.is_empty() {
            document = document.with(self.summary(), evaluation_map(&WHOLE_COLUMNS), &reason);
        }
        if !self.thresholds.is_empty() {
            let map = TableMap::same_names(targets::KIND, &["metric", "target"]);
            document = document.with(self.targets(), map, "thresholds that the file names");
        }
        Ok(Checked { value: document, diagnostics: self.notes.finish() })
    }

    fn items(&self) -> Table {
        let mut cells = Cells::new(ITEM_COLUMNS.len());
        let mut table = table("items", &ITEM_COLUMNS);
        let name = |at: u32| self.names.get(at as usize).map_or("", String::as_str);
        let nowhere = Place::default();
        for (at, row) in self.rows.iter().enumerate() {
            let place = self.places.get(row.place as usize).unwrap_or(&nowhere);
            let value = row.value.map_or(String::new(), |v| format!("{v}"));
            cells.push_row([name(row.item), name(row.metric), &value, &place.task, &place.model, &place.time]);
            table.number_row(at, row.record);
        }
        table.cells = cells;
        table
    }
    fn summary(&self) -> Table {
        let mut cells = Cells::new(WHOLE_COLUMNS.len());
        let number = |v: Option<f64>| v.map_or(String::new(), |v| format!("{v}"));
        for (whole, place) in &self.wholes {
            let direction = match whole.direction {
                Some(Direction::Higher) => "higher",
                Some(Direction::Lower) => "lower",
                None => "",
            };
            let [value, se, n] = [number(Some(whole.value)), number(whole.se), number(whole.n)];
            cells.push_row([whole.metric.as_str(), &value, &place.task, &place.model, &place.time, &se, &n, direction]);
        }
        Table { cells, ..table("summary", &WHOLE_COLUMNS) }
    }
    fn targets(&self) -> Table {
        let mut cells = Cells::new(2);
        for (metric, value) in &self.thresholds {
            cells.push_row([metric.as_str(), &format!("{value}")]);
        }
        Table { cells, ..table("thresholds", &["metric", "target"]) }
    }
}

const ITEM_COLUMNS: [&str; 6] = ["item", "metric", "value", "task", "model", "time"];
const WHOLE_COLUMNS: [&str; 8] = ["metric", "value", "task", "model", "time", "se", "n", "direction"];

/// Columns by the names of their roles; the task is the slice.
fn evaluation_map(columns: &[&str]) -> TableMap {
    let own: Vec<&str> = columns.iter().copied().filter(|c| *c != "task").collect();
    let mut map = TableMap::same_names(evaluations::KIND, &own);
    map.roles.insert("slice".into(), ColumnUse::plain("task"));
    map
}

fn table(part: &str, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    Table { part: part.into(), columns, first_row: 1, typed: true, ..Table::default() }
}
