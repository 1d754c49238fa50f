//! Logs of inspect-ai written as JSON: `samples[]` with a score by each scorer; epochs are repeats of a sample.

use super::{Rows, Tool, Whole, name_of, score};
use crate::data::Diagnostic;
use crate::read::tree::Node;

/// The tool.
pub struct Inspect;

impl Tool for Inspect {
    fn id(&self) -> &'static str {
        "inspect_ai"
    }
    fn label(&self) -> &'static str {
        "inspect-ai log (JSON)"
    }
    fn claims(&self, first: &Node) -> bool {
        let log = first.path(&["eval", "task"]).is_some() || first.path(&["eval", "model"]).is_some();
        log && (first.get("samples").is_some() || first.path(&["results", "scores"]).is_some())
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        header(record, rows);
        let samples = record.get("samples").map(Node::list).unwrap_or_default();
        for (at, one) in samples.iter().enumerate() {
            sample(record, one, at, rows);
        }
        if samples.is_empty() {
            summary(record, rows);
        }
    }
}

/// Takes task, model and time from a log, and says where its run did not end well.
pub(in crate::read) fn header(log: &Node, rows: &mut Rows) {
    let of = |key: &str| name_of(log.path(&["eval", key]));
    (rows.place.task, rows.place.model, rows.place.time) = (of("task"), of("model"), of("created"));
    for one in log.path(&["results", "scores"]).map(Node::list).unwrap_or_default() {
        let (name, scorer) = (name_of(one.get("name")), name_of(one.get("scorer")));
        // What a scorer of several values lists under other names than its own is counted as it is seen.
        if !name.is_empty() && (scorer.is_empty() || scorer == name) {
            rows.await_metric(&metric(log, &name));
        }
    }
    let status = name_of(log.get("status"));
    if !matches!(status.as_str(), "" | "success") {
        let message = format!("The run ended as \"{status}\": what it measured is only a part.");
        rows.notes.add(Diagnostic::warning("items-run-ended", message).mend("Run it to its end before deciding."));
    }
}

/// Takes the scores of a sample.
pub(in crate::read) fn sample(log: &Node, sample: &Node, at: usize, rows: &mut Rows) {
    let id = name_of(sample.get("id"));
    let item = if id.is_empty() { at.to_string() } else { id };
    let scores = sample.get("scores").map(Node::map).unwrap_or_default();
    // Logs of before 2024 have one score without a name.
    let single = sample.get("score").filter(|s| scores.is_empty() && s.get("value").is_some());
    let failed = sample.get("error").is_some_and(|e| !matches!(e, Node::Null));
    if scores.is_empty() && single.is_none() && failed {
        return rows.error();
    }
    let named = scores.iter().map(|(name, score)| (name.as_ref(), score));
    for (scorer, found) in named.chain(single.map(|s| ("score", s))) {
        let metric = metric(log, scorer);
        match found.get("value") {
            Some(Node::Map(parts)) => {
                rows.seen(&metric);
                for (part, value) in parts {
                    rows.score(&item, &format!("{scorer} {part}"), graded(value));
                }
            }
            Some(Node::List(_)) => {
                rows.seen(&metric);
                rows.leave_out(scorer);
            }
            value => rows.score(&item, &metric, value.and_then(graded)),
        }
    }
    rows.sample_ends();
}

/// A score as a number: C and I are correct and incorrect, P is half, N no answer, which counts as none (inspect-ai,
/// `value_to_float`).
fn graded(value: &Node) -> Option<f64> {
    match value.text() {
        Some("C") => Some(1.0),
        Some("P") => Some(0.5),
        Some("I" | "N") => Some(0.0),
        Some(text) => match text.trim().to_lowercase().as_str() {
            "yes" | "true" => Some(1.0),
            "no" | "false" => Some(0.0),
            other => other.parse().ok().filter(|v: &f64| v.is_finite()),
        },
        None => score(value),
    }
}

/// Name of the mean of a scorer's scores: as the log calls it where there is one scorer, with the scorer's name where there
/// are several.
fn metric(log: &Node, scorer: &str) -> String {
    let listed = log.path(&["results", "scores"]).map(Node::list).unwrap_or_default();
    let own = listed.iter().filter(|s| s.get("name").and_then(Node::text) == Some(scorer));
    let mean = |name: &str| matches!(name, "accuracy" | "mean");
    let named = own.flat_map(|s| s.get("metrics").map(Node::map).unwrap_or_default()).find(|(name, _)| mean(name));
    match named {
        Some((name, _)) if name == "accuracy" && listed.len() == 1 => name.to_string(),
        Some((name, _)) if name == "accuracy" => format!("{scorer} {name}"),
        _ => scorer.to_owned(),
    }
}

/// How many items a log without its samples measured: it counts a sample once for each epoch, and the epochs of a sample are
/// tries of one item.
fn items(log: &Node) -> Option<f64> {
    let number = |path: &[&str]| log.path(path).and_then(Node::number).filter(|n| *n > 0.0);
    let tries = number(&["results", "completed_samples"]).or_else(|| number(&["results", "total_samples"]));
    let epochs = number(&["eval", "config", "epochs"]).unwrap_or(1.0).max(1.0);
    let (tried, known) = (tries.map(|n| (n / epochs).ceil()), number(&["eval", "dataset", "samples"]));
    // Of a data set that was tried in part the number of its samples is more than was measured.
    tried.map(|n| known.map_or(n, |k| n.min(k)))
}

/// What a log without its samples says: each metric over all of them, with its standard error where it stands beside.
pub(in crate::read) fn summary(log: &Node, rows: &mut Rows) {
    let results = log.get("results");
    let n = items(log);
    for one in results.and_then(|r| r.get("scores")).map(Node::list).unwrap_or_default() {
        let scorer = name_of(one.get("name"));
        let metrics = one.get("metrics").map(Node::map).unwrap_or_default();
        let value = |node: &Node| node.get("value").and_then(Node::number);
        let is_error = |name: &str| matches!(name, "stderr" | "bootstrap_stderr");
        let se = metrics.iter().find(|(name, _)| is_error(name)).and_then(|(_, node)| value(node));
        let means = metrics.iter().filter(|(name, _)| !is_error(name) && !matches!(name.as_ref(), "std" | "var"));
        for (name, node) in means {
            let Some(value) = value(node) else { continue };
            let is_mean = matches!(name.as_ref(), "accuracy" | "mean");
            let metric = if is_mean { metric(log, &scorer) } else { format!("{scorer} {name}") };
            rows.whole(Whole { metric, value, se: se.filter(|_| is_mean), n, direction: None });
        }
    }
}
