//! `headroom metrics`: what items say of metrics, by slice, and against a baseline on the same items.

use super::load::name_of;
use super::metrics_table::{self, Changed, Line};
use super::{Outcome, Refusal, predictions, print, say};
use crate::data::{Evaluation, Evidence, Level, Predictions, units};
use crate::decide::{MetricChange, change, corrected};
use crate::metric::paired::FEWEST;
use crate::metric::scores::{self, Items, METRICS, class, difference, fitting};
use crate::read::{self, ColumnUse, FileMap, Limits};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `headroom metrics`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Metrics that can be asked for are listed by --list. Intervals are of 95 %. Exit code: 0 done, 2 on bad input."
)]
pub struct Arguments {
    /// Files with items: exports of evaluation tools, labels and predictions, texts and references, scores by item.
    #[arg(required_unless_present = "list")]
    pub files: Vec<PathBuf>,
    /// Metric to compute, by its identifier; several times for several. Without it the usual ones are.
    #[arg(long, value_name = "ID")]
    pub metric: Vec<String>,
    /// Column to part the items by; "slice" for the one that was recognised as such.
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// The class that precision and recall are of.
    #[arg(long, value_name = "CLASS")]
    pub positive: Option<String>,
    /// File with the same items of an earlier model: every metric is compared with it, item by item.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Names the items that changed as well.
    #[arg(long)]
    pub items: bool,
    /// Lists the metrics with their formulas.
    #[arg(long)]
    pub list: bool,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    headroom: &'static str,
    version: u32,
    metrics: &'a [Line],
    predictions: &'a [Predictions],
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<&'a [Changed]>,
    notes: &'a [String],
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read, a metric or a column that is not there.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.list {
        print(&metrics_table::list(arguments.json));
        return Ok(ExitCode::SUCCESS);
    }
    let mut notes = Vec::new();
    let after = Side::of(&arguments.files, arguments, &mut notes)?;
    if after.evaluations.is_empty() {
        return Err(Refusal(format!("no metric can be computed. {}", notes.join(" ")).trim().to_owned()));
    }
    let changes = match &arguments.baseline {
        Some(file) => {
            let mut before = Side::of(std::slice::from_ref(file), arguments, &mut notes)?;
            Some(compare(&mut before, &after, arguments.items, &mut notes)?)
        }
        None => None,
    };
    let lines: Vec<Line> = after.evaluations.iter().map(Line::of).collect();
    if arguments.json {
        let predictions = &after.evidence.predictions;
        let changes = changes.as_deref();
        let report = Report { headroom: "metrics", version: 1, metrics: &lines, predictions, changes, notes: &notes };
        print(&serde_json::to_string_pretty(&report).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = metrics_table::table(&lines);
    out.extend(after.evidence.predictions.iter().flat_map(predictions::lines));
    out.extend(changes.iter().flat_map(|c| metrics_table::changes(c)));
    notes.iter().for_each(|note| say(note));
    print(&out.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// What one side of a comparison says.
struct Side {
    evidence: Evidence,
    evaluations: Vec<Evaluation>,
}

impl Side {
    fn of(files: &[PathBuf], arguments: &Arguments, notes: &mut Vec<String>) -> Result<Self, Refusal> {
        let parts = files.iter().map(|f| evidence(f, arguments)).collect::<Result<Vec<_>, _>>()?;
        let evidence = read::combine(parts);
        // What was taken for granted of predictions decides what is computed.
        let computed = |file: &str| evidence.predictions.iter().any(|p| p.file == file);
        let said = evidence.files.iter().flat_map(|f| {
            let all = computed(&f.name);
            f.diagnostics.iter().filter(move |d| all || d.level > Level::Info)
        });
        for line in said.map(ToString::to_string) {
            if !notes.contains(&line) {
                notes.push(line);
            }
        }
        let named = arguments.positive.as_deref().map(class);
        let other = |p: &&Predictions| p.positive.is_some() && p.positive != named;
        if let Some(p) = evidence.predictions.iter().find(other).filter(|_| named.is_some()) {
            let message =
                format!("--positive: {} has no such class. There are: {}.", p.file, units::several(&p.classes));
            return Err(Refusal(message));
        }
        let evaluations = chosen(&evidence, arguments)?;
        Ok(Self { evidence, evaluations })
    }
}

/// Reads a file, with the columns that the options name in their roles.
fn evidence(path: &Path, arguments: &Arguments) -> Result<Evidence, Refusal> {
    let name = name_of(path);
    let bytes = std::fs::read(path).map_err(|e| Refusal(format!("{}: {e}. Check the path.", path.display())))?;
    let refused = |e: read::ReadError| Refusal(e.diagnostic(&name).to_string());
    let opened = read::open(&name, bytes, &Limits::default()).map_err(refused)?;
    let reading = opened.read(&name, None).map_err(refused)?.value;
    let mut map = match &reading.used.map {
        Some(map) => map.clone(),
        None => return Ok(reading.evidence),
    };
    let mut changed = false;
    if let Some(class) = arguments.positive.as_ref().filter(|_| read::role(map.kind, "positive").is_some()) {
        map.constants.insert("positive".into(), class.clone());
        changed = true;
    }
    if let Some(column) = arguments.by.as_ref() {
        let columns: Vec<&String> = reading.candidates.iter().filter(|c| c.chosen).flat_map(|c| &c.columns).collect();
        if columns.contains(&column) {
            map.roles.insert("slice".into(), ColumnUse::plain(column));
            changed = true;
        } else if column != "slice" || !map.roles.contains_key("slice") {
            let names: Vec<&str> = columns.iter().map(|c| c.as_str()).collect();
            return Err(Refusal(format!(
                "--by: {name} has no column \"{column}\". There are: {}.",
                units::several(&names)
            )));
        }
    }
    if !changed {
        return Ok(reading.evidence);
    }
    let map = FileMap { map: Some(map), ..reading.used };
    Ok(opened.read(&name, Some(&map)).map_err(refused)?.value.evidence)
}

/// The evaluations asked for: of predictions those metrics, of other items those of that name.
fn chosen(evidence: &Evidence, arguments: &Arguments) -> Result<Vec<Evaluation>, Refusal> {
    let wanted = &arguments.metric;
    let shown = |e: &&Evaluation| e.slice.is_none() || arguments.by.is_some() || !overall(evidence, e);
    if wanted.is_empty() && arguments.by.is_none() {
        return Ok(evidence.evaluations.iter().filter(shown).cloned().collect());
    }
    let computed: BTreeSet<&str> = METRICS.iter().map(|m| m.id()).collect();
    let mut out = Vec::new();
    for p in &evidence.predictions {
        let items = Items::of(p);
        let mut of = |part: &Items, slice: Option<&str>| {
            out.extend(scores::evaluations(p, &fitting(&part.data, wanted), part, slice));
        };
        of(&items, None);
        if arguments.by.is_some() {
            items.by_slice().iter().for_each(|(slice, part)| of(part, slice.or(Some("none"))));
        }
    }
    let of_predictions =
        |e: &Evaluation| computed.contains(e.metric.as_str()) && evidence.predictions.iter().any(|p| p.file == e.file);
    let named = |e: &&Evaluation| wanted.is_empty() || wanted.iter().any(|w| read_as(w) == e.metric);
    let others = evidence.evaluations.iter().filter(|e| !of_predictions(e));
    out.extend(others.filter(named).filter(shown).cloned());
    if let Some(missing) = wanted.iter().find(|w| !out.iter().any(|e| e.metric == read_as(w))) {
        let known: BTreeSet<&str> = evidence.evaluations.iter().map(|e| e.metric.as_str()).collect();
        let known: Vec<&str> = known.into_iter().collect();
        let known = if known.is_empty() { "nothing".to_owned() } else { units::several(&known) };
        return Err(Refusal(format!(
            "--metric: \"{missing}\" cannot be computed from these files. They say: {known}. headroom metrics --list \
             names every metric and what it needs."
        )));
    }
    Ok(out)
}

/// True where the metric was measured over all items as well.
fn overall(evidence: &Evidence, e: &Evaluation) -> bool {
    evidence
        .evaluations
        .iter()
        .any(|o| o.slice.is_none() && (&o.metric, &o.model, &o.time) == (&e.metric, &e.model, &e.time))
}

fn read_as(metric: &str) -> String {
    crate::data::evaluation::metric_id(metric)
}

/// Every metric of the second side against that of the first.
fn compare(before: &mut Side, after: &Side, named: bool, notes: &mut Vec<String>) -> Result<Vec<Changed>, Refusal> {
    by_row(before, after, notes);
    let mut found: Vec<(MetricChange, [Option<String>; 2], [Vec<String>; 2], [usize; 2])> = Vec::new();
    for new in &after.evaluations {
        let Some(old) = counterpart(&before.evaluations, new)? else { continue };
        let mut one = change(old, new, None);
        if one.paired_items.is_none() {
            if let Some(drawn) = by_drawing(before, after, old, new) {
                one = drawn;
            }
        }
        let scores: BTreeMap<&str, f64> = old.items.iter().map(|(item, v)| (item.as_str(), *v)).collect();
        let sign = new.direction.unwrap_or_default().sign();
        let (mut better, mut worse) = (Vec::new(), Vec::new());
        for (item, value) in &new.items {
            match scores.get(item.as_str()).map(|v| sign * (value - v)) {
                Some(d) if d > 0.0 => better.push(item.clone()),
                Some(d) if d < 0.0 => worse.push(item.clone()),
                _ => {}
            }
        }
        let moved = [better.len(), worse.len()];
        let items = if named { [better, worse] } else { Default::default() };
        found.push((one, [called(new), called(old)], items, moved));
    }
    if found.is_empty() {
        return Err(Refusal("--baseline: no metric of these files stands in it.".into()));
    }
    let all = corrected(found.iter().map(|f| f.0.clone()).collect());
    let joined = all.into_iter().zip(found);
    Ok(joined
        .map(|(change, (_, [of, against], [improved_items, regressed_items], [better, worse]))| Changed {
            change,
            of,
            against,
            better,
            worse,
            improved_items,
            regressed_items,
        })
        .collect())
}

/// Model and time of an evaluation, as they are named.
fn called(e: &Evaluation) -> Option<String> {
    let names: Vec<&str> = [&e.model, &e.time].into_iter().flatten().map(String::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What an evaluation is compared with: the one of its metric and slice; of several that of the same model and time, of the same
/// model, or of the same time. Which of several was meant is never guessed.
fn counterpart<'e>(before: &'e [Evaluation], new: &Evaluation) -> Result<Option<&'e Evaluation>, Refusal> {
    let same: Vec<&Evaluation> = before.iter().filter(|e| (&e.metric, &e.slice) == (&new.metric, &new.slice)).collect();
    let (model, time) = (|e: &Evaluation| e.model == new.model, |e: &Evaluation| e.time == new.time);
    let alike: [&dyn Fn(&Evaluation) -> bool; 4] = [&|_| true, &|e| model(e) && time(e), &model, &time];
    for fits in alike {
        if let [one] = same.iter().filter(|e| fits(e)).collect::<Vec<_>>()[..] {
            return Ok(Some(*one));
        }
    }
    let Some(first) = same.first() else { return Ok(None) };
    let names: BTreeSet<String> = same.iter().filter_map(|e| called(e)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let which =
        called(new).map_or("what is compared has no name".to_owned(), |n| format!("not one of them alone is \"{n}\""));
    Err(Refusal(format!(
        "--baseline: {} has {} several times: {}; {which}. Leave one of them in the file.",
        first.file,
        first.label,
        if names.is_empty() { "without a name".to_owned() } else { units::several(&names) }
    )))
}

/// Rows without names are paired by their place, where there are as many on both sides: who names a baseline says that they
/// are the same items. That it was done is said.
fn by_row(before: &mut Side, after: &Side, notes: &mut Vec<String>) {
    let row = |item: &str, file: &str| item.strip_prefix(file).and_then(|r| r.strip_prefix(" row ")).map(str::to_owned);
    let mut done = false;
    for old in &mut before.evaluations {
        let new = after.evaluations.iter().find(|e| e.metric == old.metric && e.slice == old.slice);
        let Some(new) = new.filter(|n| n.items.len() == old.items.len() && n.file != old.file) else { continue };
        let nameless =
            |e: &Evaluation| !e.items.is_empty() && e.items.iter().all(|(item, _)| row(item, &e.file).is_some());
        if nameless(old) && nameless(new) {
            for (item, _) in &mut old.items {
                *item = row(item, &old.file).map_or_else(String::new, |r| format!("{} row {r}", new.file));
            }
            done = true;
        }
    }
    let name = after.evidence.predictions.first().map(|p| p.file.clone()).unwrap_or_default();
    for p in &mut before.evidence.predictions {
        let file = p.file.clone();
        p.rows.iter_mut().for_each(|r| {
            if let Some(at) = row(&r.item, &file) {
                r.item = format!("{name} row {at}");
                done = true;
            }
        });
    }
    if done {
        notes
            .push("The rows have no names: they were compared with the rows of the baseline at the same place.".into());
    }
}

/// A metric that is no mean, on the items that both sides have: both are drawn alike.
fn by_drawing(before: &Side, after: &Side, old: &Evaluation, new: &Evaluation) -> Option<MetricChange> {
    let metric = scores::metric(&new.metric)?;
    let of = |side: &Side, e: &Evaluation| -> Option<Predictions> {
        let same = |p: &&Predictions| (&p.model, &p.time, &p.file) == (&e.model, &e.time, &e.file);
        Some(side.evidence.predictions.iter().find(same)?.clone())
    };
    let (a, mut b) = (of(before, old)?, of(after, new)?);
    b.positive.clone_from(&a.positive);
    let within = |p: &Predictions, e: &Evaluation| {
        let items = Items::of(p);
        let fits =
            |at: &usize| e.slice.is_none() || items.slices[*at].as_deref().or(Some("none")) == e.slice.as_deref();
        items.at(&(0..items.names.len()).filter(fits).collect::<Vec<_>>())
    };
    let (a, b) = (within(&a, old), within(&b, new));
    let names = |items: &Items| items.names.iter().cloned().collect::<BTreeSet<String>>();
    let shared: BTreeSet<String> = names(&a).intersection(&names(&b)).cloned().collect();
    let of_shared = |items: &Items| {
        items.at(&(0..items.names.len()).filter(|at| shared.contains(&items.names[*at])).collect::<Vec<_>>())
    };
    let (a, b) = (of_shared(&a), of_shared(&b));
    if a.names != b.names || shared.len() < 2 {
        return None;
    }
    let (x, y) = (a.data, b.data);
    let d = difference(metric, &x, &y)?;
    let sign = metric.direction().sign();
    let enough = shared.len() >= FEWEST;
    // The half of the interval is as wide as 1.96 standard errors; 2.8 of them are found with probability 0.8.
    let detectable =
        d.interval.filter(|_| enough).map(|(low, high)| (high - low) / 3.92 * crate::metric::enough::reach());
    let base = change(old, new, None);
    Some(MetricChange {
        before: metric.value(&x)?,
        after: metric.value(&y)?,
        improvement: sign * d.mean,
        interval: d.interval.map(|(low, high)| if sign < 0.0 { (-high, -low) } else { (low, high) }),
        p: Some(d.p),
        detectable,
        paired_items: Some(shared.len() as f64),
        test: "bootstrap of the items".into(),
        more_items: None,
        ..base
    })
}
