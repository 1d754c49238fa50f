//! Every Eval Ever (evaleval): results over all items (`evaluation_results[]`) and JSON Lines of single samples
//! (`instance_level_eval`).

use super::{Rows, Tool, Whole, name_of, score};
use crate::data::Direction;
use crate::read::tree::Node;

/// The tool.
pub struct EveryEval;

impl Tool for EveryEval {
    fn id(&self) -> &'static str {
        "every_eval_ever"
    }
    fn label(&self) -> &'static str {
        "Every Eval Ever (JSON)"
    }
    fn claims(&self, first: &Node) -> bool {
        let sample = first.get("sample_id").is_some() && first.path(&["evaluation", "score"]).is_some();
        let whole = first.get("evaluation_results").map(Node::list).unwrap_or_default().first();
        sample || whole.is_some_and(|w| w.path(&["score_details", "score"]).is_some())
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        if record.get("evaluation_results").is_some() {
            return wholes(record, rows);
        }
        rows.place.task = name_of(record.get("evaluation_name"));
        rows.place.model = name_of(record.get("model_id"));
        rows.place.time = name_of(record.get("evaluation_timestamp"));
        rows.place.run = name_of(record.get("evaluation_id"));
        let (id, hash) = (name_of(record.get("sample_id")), name_of(record.get("sample_hash")));
        let item = if id.is_empty() { hash } else { id };
        let of = |key: &str| record.path(&["evaluation", key]);
        if let Some(correct) = of("is_correct").filter(|c| !matches!(c, Node::Null)) {
            rows.score(&item, "accuracy", score(correct));
            rows.twin("score", "accuracy");
        }
        rows.score(&item, "score", of("score").and_then(score));
    }
}

fn wholes(record: &Node, rows: &mut Rows) {
    let info = record.get("model_info");
    rows.place.model = name_of(info.and_then(|m| m.get("id").or_else(|| m.get("name"))));
    for one in record.get("evaluation_results").map(Node::list).unwrap_or_default() {
        let time = one.get("evaluation_timestamp").or_else(|| record.get("evaluation_timestamp"));
        (rows.place.task, rows.place.time) = (name_of(one.get("evaluation_name")), name_of(time));
        let config = |key: &str| one.path(&["metric_config", key]);
        let details = |path: &[&str]| one.get("score_details").and_then(|d| d.path(path)).and_then(Node::number);
        let Some(value) = details(&["score"]) else { continue };
        // A level of -1 means "unknown" where the file says so.
        if value == -1.0 && matches!(config("has_unknown_level"), Some(Node::Bool(true))) {
            continue;
        }
        let named = config("metric_id").or_else(|| config("metric_name")).or_else(|| one.get("metric_name"));
        let metric = name_of(named);
        let direction = match config("lower_is_better") {
            Some(Node::Bool(true)) => Some(Direction::Lower),
            Some(Node::Bool(false)) => Some(Direction::Higher),
            _ => None,
        };
        rows.whole(Whole {
            metric: if metric.is_empty() { "score".into() } else { metric },
            value,
            se: details(&["uncertainty", "standard_error", "value"]),
            n: details(&["uncertainty", "num_samples"]),
            direction,
        });
    }
}
