//! Samples of the EleutherAI language-model evaluation harness (`samples_{task}_{date}.jsonl`, `--log_samples`): a record for
//! each document and filter, with each name in `metrics` a key beside it.

use super::aggregate::Formula;
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
            let node = record.get(&metric);
            match of_all(&metric) {
                // Without the part of one document the value over all is not known.
                Some(OfAll::Parts(formula)) => {
                    rows.part(&label, formula, node.and_then(part).unwrap_or((f64::NAN, 1.0)))
                }
                Some(OfAll::Corpus) => rows.leave_out(&metric),
                // Pairs and lists are for the corpus as a whole, whatever their name is.
                None if node.is_some_and(Node::is_container) => rows.leave_out(&metric),
                None => rows.score(&item, &label, node.and_then(score)),
            }
        }
    }
}

/// How a metric that is no mean of its samples comes about.
enum OfAll {
    /// Of the log-likelihoods that the samples hold under its name.
    Parts(Formula),
    /// Of all texts or classes together, which the samples do not hold.
    Corpus,
}

/// Metrics whose samples hold no scores, by the words of their names; `None` for what is a mean.
fn of_all(metric: &str) -> Option<OfAll> {
    const CORPUS: &[&str] = &["bleu", "sacrebleu", "chrf", "ter", "mcc", "matthews_corrcoef"];
    let id = crate::data::evaluation::metric_id(metric);
    if id == "bits_per_byte" || id == "bits_per_word" {
        return Some(OfAll::Parts(Formula::Bits));
    }
    if id == "perplexity" || id.ends_with("_perplexity") {
        return Some(OfAll::Parts(Formula::Perplexity));
    }
    CORPUS.contains(&id.as_str()).then_some(OfAll::Corpus)
}

/// A log-likelihood and its weight: a pair, or a number that counts once.
fn part(node: &Node) -> Option<(f64, f64)> {
    match node.list() {
        [log, weight] => log.number().zip(weight.number()),
        _ => node.number().map(|log| (log, 1.0)),
    }
}

/// Names of the metrics of a record: those it lists, else every number whose name is a metric's.
fn metrics(record: &Node) -> Vec<String> {
    let listed = record.get("metrics").map(Node::list).unwrap_or_default();
    if !listed.is_empty() {
        return listed.iter().filter_map(Node::text).map(str::to_owned).collect();
    }
    let own = |key: &str, value: &Node| (score(value).is_some() && words::is_metric(key)) || of_all(key).is_some();
    let plain = record.map().iter().filter(|(key, value)| own(key, value));
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
