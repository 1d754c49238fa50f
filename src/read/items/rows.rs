//! The table that a tool's items become, and what there is to say of items without a score.

use super::aggregate::Formula;
use super::presence::Presence;
use crate::data::{Cells, Checked, Diagnostic, Direction, Table, units};
use crate::read::kinds::{evaluations, targets};
use crate::read::{ColumnUse, Document, Limits, Notes, ReadError, TableMap};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where an item was measured: on which task, of which model, when. Empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The task or slice.
    pub task: String,
    /// The model, with what else tells runs apart.
    pub model: String,
    /// When, as written.
    pub time: String,
    /// The run that it was a part of: what is of one run is of one time, the first that is named.
    pub run: String,
}

/// A value over all items, as the tool computed it or as its parts give it, with what is known of its precision.
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
    known_places: HashMap<Place, u32>,
    rows: Vec<Row>,
    wholes: Vec<(Whole, Place)>,
    /// Parts of values over all, by place and metric.
    parts: BTreeMap<(u32, u32, Formula), Vec<(f64, f64)>>,
    parts_kept: usize,
    /// What a file names as the threshold of a metric: lowest and highest.
    thresholds: BTreeMap<String, (f64, f64)>,
    twins: Vec<(String, String)>,
    /// Numbers of the documents of one hash, each with how many were seen before it.
    documents: HashMap<String, HashMap<String, usize>>,
    presence: Presence,
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
            known_places: HashMap::new(),
            rows: Vec::new(),
            wholes: Vec::new(),
            parts: BTreeMap::new(),
            parts_kept: 0,
            thresholds: BTreeMap::new(),
            twins: Vec::new(),
            documents: HashMap::new(),
            presence: Presence::default(),
            errors: 0,
            left_out: BTreeMap::new(),
        }
    }
    /// True once there are more rows than are read.
    #[must_use]
    pub fn full(&self) -> bool {
        self.rows.len() + self.parts_kept > self.limit
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
        let place = self.placed();
        let (item, metric) = (self.name(item), self.name(metric.trim()));
        self.presence.scored(place, metric);
        self.rows.push(Row { item, metric, place, value, record: self.depth });
    }
    /// Notes that the sample has a metric whose values are counted under other names, or not at all.
    pub fn seen(&mut self, metric: &str) {
        let (place, metric) = (self.placed(), self.name(metric.trim()));
        self.presence.scored(place, metric);
    }
    /// The number of the present place.
    fn placed(&mut self) -> u32 {
        if let Some(at) = self.known_places.get(&self.place) {
            return *at;
        }
        let at = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(self.place.clone());
        self.known_places.insert(self.place.clone(), at);
        at
    }
    /// Ends a sample of the present place that was to be scored by every scorer of it: one that it has no score of is
    /// counted, and said. A sample without any is one, too.
    pub fn sample_ends(&mut self) {
        let place = self.placed();
        self.presence.sample(place);
    }
    /// Names a metric that every sample of the present place was to have, whether or not one has it.
    pub fn await_metric(&mut self, metric: &str) {
        let (place, metric) = (self.placed(), self.name(metric.trim()));
        self.presence.await_metric(place, metric);
    }
    /// What an item is a part of a value over all with: a log-likelihood and its weight.
    pub fn part(&mut self, metric: &str, formula: Formula, part: (f64, f64)) {
        if self.full() {
            return;
        }
        let (place, metric) = (self.placed(), self.name(metric.trim()));
        self.parts.entry((place, metric, formula)).or_default().push(part);
        self.parts_kept += 1;
    }
    /// A value over all items that the tool computed.
    pub fn whole(&mut self, whole: Whole) {
        self.wholes.push((whole, self.place.clone()));
    }
    /// A threshold that the file names for a metric, or for a case of it.
    pub fn threshold(&mut self, metric: &str, value: f64) {
        let (low, high) = self.thresholds.entry(metric.trim().to_owned()).or_insert((value, value));
        (*low, *high) = (low.min(value), high.max(value));
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
        let before = seen.len();
        seen.get(number).copied().unwrap_or_else(|| {
            seen.insert(number.to_owned(), before);
            before
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

    /// Gives what is of one run one time. Where the file names no run, times that stand beside single items are moments of
    /// their answers, and none of them is the time of an evaluation: as many as half the lines, or more than a few of which
    /// no item has two.
    fn settle_times(&mut self) {
        let of_run = |p: &Place| (p.task.clone(), p.model.clone(), p.run.clone());
        let mut groups: BTreeMap<(String, String, String), Times> = BTreeMap::new();
        for row in &self.rows {
            let Some(place) = self.places.get(row.place as usize).filter(|p| !p.time.is_empty()) else { continue };
            let group = groups.entry(of_run(place)).or_default();
            group.times.insert(&place.time);
            group.records.insert(row.record);
            let first = group.items.entry(row.item).or_insert(row.place);
            group.again |= *first != row.place;
        }
        let moments = |(run, t): &(&(String, String, String), &Times)| {
            let many = t.times.len() * 2 > t.records.len() || (t.times.len() > FEW_TIMES && !t.again);
            t.times.len() > 1 && (!run.2.is_empty() || many)
        };
        let first = |t: &Times| t.times.first().map_or(String::new(), |t| (*t).to_owned());
        let found: Vec<(usize, (String, String, String), String)> =
            groups.iter().filter(moments).map(|(run, t)| (t.times.len(), run.clone(), first(t))).collect();
        let count: usize = found.iter().map(|f| f.0).sum();
        let settled: BTreeMap<_, _> = found.into_iter().map(|(_, run, first)| (run, first)).collect();
        if count == 0 {
            return;
        }
        for place in &mut self.places {
            if let Some(first) = settled.get(&of_run(place)) {
                place.time.clone_from(first);
            }
        }
        let message =
            format!("{count} times stand beside single items: the first of a run is taken as the time of all of it.");
        self.notes.add(Diagnostic::info("items-times", message));
    }

    /// Computes the values over all from their parts; what the parts are not made for is left out.
    fn compute_parts(&mut self) {
        for ((place, metric, formula), parts) in std::mem::take(&mut self.parts) {
            let metric = self.names.get(metric as usize).cloned().unwrap_or_default();
            let place = self.places.get(place as usize).cloned().unwrap_or_default();
            let (n, direction) = (Some(parts.len() as f64), Some(Direction::Lower));
            match formula.of(&parts) {
                Some((value, se)) => self.wholes.push((Whole { metric, value, se, n, direction }, place)),
                None => self.leave_out(&metric),
            }
        }
    }

    /// Keeps the thresholds of which a file names one, and says of which it names several.
    fn settle_thresholds(&mut self) {
        let (one, several) = std::mem::take(&mut self.thresholds).into_iter().partition(|(_, (low, high))| low == high);
        self.thresholds = one;
        for (metric, (low, high)) in several {
            let message =
                format!("The cases have different thresholds of \"{metric}\", from {low} to {high}: none is proposed.");
            self.notes.add(Diagnostic::info("items-thresholds", message));
        }
    }

    /// Says how many samples have no score of a scorer that was to score them.
    fn say_absent(&mut self) {
        for (metric, absent, all) in self.presence.absent() {
            let metric = self.names.get(metric as usize).map_or("", String::as_str);
            let message = format!(
                "{absent} of {} {} no score of \"{metric}\": not measured, and neither passed nor failed.",
                units::counted(all as usize, "sample", "samples"),
                if absent == 1 { "has" } else { "have" }
            );
            let note = Diagnostic::warning("items-unscored", message).mend("Score them before deciding on it.");
            self.notes.add(note);
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
        self.settle_times();
        self.compute_parts();
        self.settle_thresholds();
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
        self.say_absent();
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
        for (metric, (value, _)) in &self.thresholds {
            cells.push_row([metric.as_str(), &format!("{value}")]);
        }
        Table { cells, ..table("thresholds", &["metric", "target"]) }
    }
}

/// Most times that are those of runs rather than of single answers.
const FEW_TIMES: usize = 12;

/// The times of what may be one run.
#[derive(Default)]
struct Times<'r> {
    times: BTreeSet<&'r str>,
    records: BTreeSet<u64>,
    /// The place of each item, and whether one has two.
    items: BTreeMap<u32, u32>,
    again: bool,
}

const ITEM_COLUMNS: [&str; 6] = ["item", "metric", "value", "benchmark", "model", "time"];
const WHOLE_COLUMNS: [&str; 8] = ["metric", "value", "benchmark", "model", "time", "se", "n", "direction"];

/// Columns by the names of their roles; the task, which asks something of its own and is never pooled, is the slice.
fn evaluation_map(columns: &[&str]) -> TableMap {
    let own: Vec<&str> = columns.iter().copied().filter(|c| *c != "benchmark").collect();
    let mut map = TableMap::same_names(evaluations::KIND, &own);
    map.roles.insert("slice".into(), ColumnUse::plain("benchmark"));
    map
}

fn table(part: &str, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    Table { part: part.into(), columns, first_row: 1, typed: true, ..Table::default() }
}
