//! Logs of OpenAI evals: JSON Lines with a `spec`, then events of samples; a sample has several.

use super::{Rows, Tool, name_of, score};
use crate::read::tree::Node;

/// The tool.
pub struct OpenAi;

impl Tool for OpenAi {
    fn id(&self) -> &'static str {
        "openai_evals"
    }
    fn label(&self) -> &'static str {
        "OpenAI evals log (JSON Lines)"
    }
    fn claims(&self, first: &Node) -> bool {
        let spec = first.get("spec");
        let event = first.get("event_id").is_some() && first.get("sample_id").is_some();
        event || spec.is_some_and(|s| s.get("eval_name").is_some() || s.get("completion_fns").is_some())
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        if let Some(spec) = record.get("spec") {
            let first = spec.get("completion_fns").map(Node::list).unwrap_or_default().first();
            rows.place.model = name_of(first.or_else(|| spec.get("model_name")));
            rows.place.task = name_of(spec.get("base_eval").or_else(|| spec.get("eval_name")));
            rows.place.time = name_of(spec.get("created_at"));
            return;
        }
        let item = name_of(record.get("sample_id"));
        let Some(data) = record.get("data").filter(|_| !item.is_empty()) else { return };
        match record.get("type").and_then(Node::text) {
            Some("match") => rows.score(&item, "accuracy", data.get("correct").and_then(score)),
            Some("metrics") => {
                for (name, value) in data.map() {
                    match score(value) {
                        Some(value) => rows.score(&item, name, Some(value)),
                        None if matches!(value, Node::Null) => rows.score(&item, name, None),
                        None => rows.leave_out(name),
                    }
                }
            }
            Some("error") => rows.error(),
            _ => {}
        }
    }
}
