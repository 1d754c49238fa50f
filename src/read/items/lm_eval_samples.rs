//! Samples of the EleutherAI language-model evaluation harness (`samples_{task}_{date}.jsonl`, `--log_samples`): a record for
//! each document and filter, with each name in `metrics` a key beside it.

use super::{Rows, Tool, name_of, score};
use crate::read::tree::Node;
use crate::read::words;

/// The tool.
pub struct LmEvalSamples;

impl Tool for LmEvalSamples {
    fn id(&self) -> &'static str {
        "lm_eval_samples"
    }
    fn label(&self) -> &'static str {
        "lm-evaluation-harness samples (JSON Lines)"
    }
    fn claims(&self, first: &Node) -> bool {
        let has = |key: &str| first.get(key).is_some();
        has("doc_id") && (has("resps") || has("filtered_resps")) && !metrics(first).is_empty()
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        let (task, time) = task_and_date(&rows.file);
        (rows.place.task, rows.place.time) = (task, time);
        let (hash, id) = (name_of(record.get("doc_hash")), name_of(record.get("doc_id")));
        // The same document in two runs has one hash, whatever its number is. One that stands twice in a task is two items.
        let item = match (hash.is_empty(), rows.twice(&hash, &id)) {
            (true, _) => id,
            (false, 0) => hash,
            (false, again) => format!("{hash} ({})", again + 1),
        };
        let filter = name_of(record.get("filter"));
        for metric in metrics(record) {
            let label =
                if matches!(filter.as_str(), "" | "none") { metric.clone() } else { format!("{metric} ({filter})") };
            match record.get(&metric) {
                // Pairs of log-likelihood and length, lists of texts: for the corpus as a whole.
                Some(node) if node.is_container() => rows.leave_out(&metric),
                node => rows.score(&item, &label, node.and_then(score)),
            }
        }
    }
}

/// Names of the metrics of a record: those it lists, else every number whose name is a metric's.
fn metrics(record: &Node) -> Vec<String> {
    let listed = record.get("metrics").map(Node::list).unwrap_or_default();
    if !listed.is_empty() {
        return listed.iter().filter_map(Node::text).map(str::to_owned).collect();
    }
    let plain = record.map().iter().filter(|(key, value)| score(value).is_some() && words::is_metric(key));
    plain.map(|(key, _)| key.to_string()).collect()
}

/// Task and date in the name of a file, `samples_{task}_{date}`; empty for another name.
fn task_and_date(file: &str) -> (String, String) {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".jsonl").or_else(|| stem.strip_suffix(".json")).unwrap_or(stem);
    let Some(rest) = stem.strip_prefix("samples_") else { return Default::default() };
    let dated = |text: &str| text.len() >= 10 && text.bytes().take(4).all(|b| b.is_ascii_digit());
    match rest.rsplit_once('_').filter(|(task, date)| !task.is_empty() && dated(date)) {
        Some((task, date)) => (task.to_owned(), date.to_owned()),
        None => (rest.to_owned(), String::new()),
    }
}
