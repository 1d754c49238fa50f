//! Results of promptfoo (version 3): `results.results[]`, a record for each test and prompt. What stands under `prompts` are
//! sums over the tests and no scores.

use super::{Rows, Tool, name_of, score};
use crate::read::tree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// The tool.
pub struct Promptfoo;

/// `failureReason` of a test that was not measured: the model or the tool failed (0 passed, 1 an assertion failed).
const ERROR: f64 = 2.0;

impl Tool for Promptfoo {
    fn id(&self) -> &'static str {
        "promptfoo"
    }
    fn label(&self) -> &'static str {
        "promptfoo results (JSON)"
    }
    fn claims(&self, first: &Node) -> bool {
        results(first).first().is_some_and(|r| r.get("success").is_some() && r.get("score").is_some())
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        let all = results(record);
        let mut prompts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for result in all {
            prompts.entry(provider(result)).or_default().insert(name_of(result.get("promptIdx")));
        }
        rows.place.time = name_of(record.path(&["results", "timestamp"]));
        rows.twin("score", "pass_rate");
        for (at, result) in all.iter().enumerate() {
            let (provider, prompt) = (provider(result), name_of(result.get("promptIdx")));
            let several = prompts.get(&provider).is_some_and(|p| p.len() > 1);
            rows.place.model = if several { format!("{provider}, prompt {prompt}") } else { provider };
            let test = name_of(result.get("testIdx"));
            let item = if test.is_empty() { at.to_string() } else { format!("test {test}") };
            take_result(result, &item, rows);
        }
    }
}

fn take_result(result: &Node, item: &str, rows: &mut Rows) {
    if result.get("failureReason").and_then(Node::number) == Some(ERROR) {
        rows.error();
        return;
    }
    rows.score(item, "pass_rate", result.get("success").and_then(score));
    rows.score(item, "score", result.get("score").and_then(score));
    for (name, value) in result.get("namedScores").map(Node::map).unwrap_or_default() {
        rows.score(item, name, score(value));
    }
}

/// The records: `results.results` of a saved evaluation, `results` of what `--output` writes.
fn results<'n>(root: &'n Node<'n>) -> &'n [Node<'n>] {
    let nested = root.path(&["results", "results"]).map(Node::list).unwrap_or_default();
    let plain = root.get("results").map(Node::list).unwrap_or_default();
    let found = if nested.is_empty() { plain } else { nested };
    let own = |r: &Node| r.get("testIdx").is_some() || r.get("promptIdx").is_some() || r.get("failureReason").is_some();
    if found.first().is_some_and(own) { found } else { &[] }
}

fn provider(result: &Node) -> String {
    let provider = result.get("provider");
    let named = provider.and_then(|p| p.get("label").or_else(|| p.get("id"))).filter(|n| n.text() != Some(""));
    name_of(named.or(provider))
}
