//! Results of the EleutherAI language-model evaluation harness, both generations: `acc` and `acc_stderr` (2021–2023),
//! `acc,none` and `acc_stderr,none` with `n-samples` and `higher_is_better` (since 0.4).

use super::kinds::evaluations;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// A results file of the harness.
pub struct LmEval;

const COLUMNS: [&str; 8] = ["metric", "slice", "value", "se", "n", "direction", "model", "time"];

fn is_task(node: &Node) -> bool {
    let entries = node.map();
    let measured = |k: &str| k.ends_with("_stderr") || k.contains("_stderr,") || k.ends_with(",none");
    entries.iter().any(|(k, v)| matches!(v, Node::Number(_)) && measured(k))
        || (entries.iter().any(|(_, v)| matches!(v, Node::Number(_))) && entries.iter().all(|(_, v)| !v.is_container()))
}

impl Format for LmEval {
    fn id(&self) -> &'static str {
        "lm_eval"
    }
    fn label(&self) -> &'static str {
        "lm-evaluation-harness results (JSON)"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        let tasks = root.get("results").map(Node::map).unwrap_or_default();
        let told = ["versions", "config", "configs", "n-shot"].iter().any(|k| root.get(k).is_some());
        told && !tasks.is_empty() && tasks.iter().any(|(_, t)| is_task(t))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        notes.set_part("$.results");
        let mut cells = Cells::new(COLUMNS.len());
        if let Some(root) = input.tree {
            let model = model(root);
            for (task, scores) in root.get("results").map(Node::map).unwrap_or_default() {
                read_task(root, task, scores, &model, &mut cells, &mut notes);
            }
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table = Table { part: "$.results".into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true };
        let map = TableMap::same_names(evaluations::KIND, &COLUMNS);
        let document = Document { format: self.id().into(), ..Document::default() };
        let reason = "results of the lm-evaluation-harness: one row for each task and metric";
        Ok(Checked { value: document.with(table, map, reason), diagnostics: notes.finish() })
    }
}

/// Name of the model: `model_name`, else what `model_args` says was loaded, with its revision.
fn model(root: &Node) -> String {
    let arguments = root.path(&["config", "model_args"]).and_then(Node::text).unwrap_or_default();
    let argument = |key: &str| {
        arguments
            .split(',')
            .filter_map(|a| a.split_once('='))
            .find(|(k, _)| k.trim() == key)
            .map(|(_, v)| v.trim().to_owned())
    };
    let name = root.get("model_name").and_then(Node::text).map(str::to_owned).or_else(|| argument("pretrained"));
    match (name, argument("revision")) {
        (Some(name), Some(revision)) if revision != "main" => format!("{name} ({revision})"),
        (Some(name), _) => name,
        (None, _) => root.path(&["config", "model"]).and_then(Node::text).unwrap_or_default().to_owned(),
    }
}

/// Splits `acc_norm,none` into the metric and the filter (empty for none and for the old form).
fn metric_and_filter(key: &str) -> (&str, &str) {
    match key.split_once(',') {
        Some((metric, "none")) => (metric, ""),
        Some((metric, filter)) => (metric, filter),
        None => (key, ""),
    }
}

fn read_task(root: &Node, task: &str, scores: &Node, model: &str, cells: &mut Cells, notes: &mut Notes) {
    let samples = |which: &str| root.path(&["n-samples", task, which]).and_then(Node::number);
    let (original, effective) = (samples("original"), samples("effective"));
    if let (Some(all), Some(used)) = (original, effective) {
        if used < all {
            let note = Diagnostic::warning(
                "lm-eval-limited",
                format!("\"{task}\" was measured on {used} of its {all} items (a limited run)."),
            );
            notes.add(note.mend("Run it without a limit before deciding on it."));
        }
    }
    let group = root.path(&["group_subtasks", task]).is_some_and(|l| !l.list().is_empty())
        || root.path(&["groups", task]).is_some();
    if group {
        let message = format!("\"{task}\" is a group: its score repeats those of its members.");
        notes.add(Diagnostic::info("lm-eval-group", message));
    }
    let slice = if group { format!("{task} (group)") } else { task.to_owned() };
    let n = effective.or(original).map_or(String::new(), |n| format!("{n}"));
    let date = root.get("date").and_then(Node::number).map_or(String::new(), day);
    for (key, value) in scores.map() {
        let (metric, filter) = metric_and_filter(key);
        if metric.ends_with("_stderr")
            || matches!(metric, "alias" | "name" | "sample_len" | "samples" | "sample_count")
            || value.is_container()
        {
            continue;
        }
        let error_key = if key.contains(',') {
            format!("{metric}_stderr,{}", &key[metric.len() + 1..])
        } else {
            format!("{metric}_stderr")
        };
        let error = scores.get(&error_key).map(|e| e.cell().into_owned()).unwrap_or_default();
        let better = root.path(&["higher_is_better", task, metric]);
        let way = match better {
            Some(Node::Bool(true)) => "higher",
            Some(Node::Bool(false)) => "lower",
            _ => "",
        };
        let label = if filter.is_empty() { metric.to_owned() } else { format!("{metric} ({filter})") };
        cells.push_row([label.as_str(), &slice, value.cell().as_ref(), &error, &n, way, model, &date]);
    }
}

/// Calendar day of a Unix time, as `2024-09-30` (days-from-civil, H. Hinnant 2013, inverted).
fn day(seconds: f64) -> String {
    if !(0.0..4e9).contains(&seconds) {
        return String::new();
    }
    let days = (seconds / 86_400.0).floor() as i64 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Direction;
    use crate::read::read_evidence;

    #[test]
    fn both_generations_are_read() {
        assert_eq!(day(1_727_695_748.17), "2024-09-30");
        let old = br#"{"results": {"piqa": {"acc": 0.62, "acc_stderr": 0.0113}, "wikitext": {"word_perplexity": 30.5}},
            "versions": {"piqa": 0}, "config": {"model_args": "use_accelerate=True,pretrained=a/b,revision=step1"}}"#;
        let read = read_evidence("old.json", old, None, &Limits::default()).expect("read").value;
        let e = &read.evidence.evaluations;
        assert_eq!((e.len(), e[0].metric.as_str(), e[0].value, e[0].se, e[0].n), (2, "acc", 0.62, Some(0.0113), None));
        assert_eq!((e[0].slice.as_deref(), e[0].model.as_deref()), (Some("piqa"), Some("a/b (step1)")));
        assert_eq!(e[1].direction, Some(Direction::Lower));
        let new = br#"{"results": {"g": {"alias": "g", "acc,none": 0.5, "acc_stderr,none": "N/A"},
            "t": {"exact_match,strict": 0.0, "exact_match_stderr,strict": 0.0}}, "group_subtasks": {"g": ["t"], "t": []},
            "n-samples": {"t": {"original": 168, "effective": 10}}, "higher_is_better": {"t": {"exact_match": true}},
            "configs": {}, "model_name": "m"}"#;
        let read = read_evidence("new.json", new, None, &Limits::default()).expect("read");
        let e = &read.value.evidence.evaluations;
        assert_eq!((e[0].slice.as_deref(), e[0].se), (Some("g (group)"), None));
        assert_eq!(
            (e[1].metric.as_str(), e[1].n, e[1].direction),
            ("exact_match_strict", Some(10.0), Some(Direction::Higher))
        );
        let codes: Vec<&str> = read.diagnostics.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes, ["lm-eval-group", "lm-eval-limited", "value-no-error"]);
    }
}
