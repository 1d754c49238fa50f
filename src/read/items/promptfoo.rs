//! Results of promptfoo (version 3): `results.results[]`, a record for each test and prompt. What stands under `prompts` are
//! sums over the tests and no scores.

use super::{Rows, Tool, name_of, score};
use crate::data::{Diagnostic, units};
use crate::read::hash;
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
        let names = names(all);
        let unsure = unsure(all);
        for (result, item) in all.iter().zip(&names) {
            let (provider, prompt) = (provider(result), name_of(result.get("promptIdx")));
            let several = prompts.get(&provider).is_some_and(|p| p.len() > 1);
            rows.place.model = if several { format!("{provider}, prompt {prompt}") } else { provider };
            take_result(result, item, &unsure, rows);
        }
        let read: Vec<&str> = unsure.iter().filter(|(_, several)| !**several).map(|(name, _)| *name).collect();
        if !read.is_empty() {
            let message = format!(
                "The file does not say of how many assertions these are the sum: {}. They are read as they stand, as that of one.",
                units::several(&read)
            );
            rows.notes.add(Diagnostic::info("items-sums", message));
        }
    }
}

/// What names the item of each result: the variables and the description of its test. The number of a test counts its repeats
/// and says nothing of what was asked; it stands where nothing else does.
fn names(all: &[Node]) -> Vec<String> {
    let of_test = |r: &Node, key: &str| {
        let said = [r.path(&["testCase", key]), r.get(key)].into_iter().flatten().map(text);
        said.into_iter().find(|t| !t.is_empty()).unwrap_or_default()
    };
    let named = |at: usize, r: &Node| {
        let parts = [of_test(r, "description"), of_test(r, "vars")].into_iter().filter(|p| !p.is_empty());
        let name = parts.collect::<Vec<_>>().join(": ");
        let test = name_of(r.get("testIdx"));
        match (name.is_empty(), test.is_empty()) {
            (false, _) => name,
            (true, false) => format!("test {test}"),
            (true, true) => at.to_string(),
        }
    };
    let plain: Vec<String> = all.iter().enumerate().map(|(at, r)| named(at, r)).collect();
    let asserts: Vec<String> = all.iter().map(|r| of_test(r, "assert")).collect();
    let mut apart: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, asserts) in plain.iter().zip(&asserts) {
        apart.entry(name).or_default().insert(asserts);
    }
    // Tests of the same variables that assert other things are as many items.
    let several = |name: &str| apart.get(name).is_some_and(|a| a.len() > 1);
    let told = |(name, asserts): (&String, &String)| match several(name) {
        true => format!("{name} ({})", hash(asserts.as_bytes()).get(..8).unwrap_or_default()),
        false => name.clone(),
    };
    plain.iter().zip(&asserts).map(told).collect()
}

/// A value as text, its members by name: the same for the same content, whatever the order in the file.
fn text(node: &Node) -> String {
    match node {
        Node::List(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Node::Map(members) => {
            let members: BTreeMap<&str, String> = members.iter().map(|(k, v)| (k.as_ref(), text(v))).collect();
            members.into_iter().map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join(", ")
        }
        plain => plain.cell().trim().to_owned(),
    }
}

fn named<'n>(result: &'n Node<'n>) -> &'n [(std::borrow::Cow<'n, str>, Node<'n>)] {
    result.get("namedScores").map(Node::map).unwrap_or_default()
}

/// Of how many assertions the named scores of a result are the sums.
struct Summed<'n> {
    weights: BTreeMap<&'n str, Option<f64>>,
    counted: BTreeMap<&'n str, u32>,
}

impl<'n> Summed<'n> {
    fn of(result: &'n Node<'n>) -> Self {
        let grading = |key: &str| result.path(&["gradingResult", key]);
        let weights = grading("namedScoreWeights").map(Node::map).unwrap_or_default();
        let weights = weights.iter().map(|(name, w)| (name.as_ref(), w.number())).collect();
        let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
        for part in grading("componentResults").map(Node::list).unwrap_or_default() {
            let own = part.path(&["metadata", "renderedMetric"]).or_else(|| part.path(&["assertion", "metric"]));
            let own = own.and_then(Node::text);
            let more = part.get("namedScores").map(Node::map).unwrap_or_default().iter().map(|(name, _)| name.as_ref());
            for name in own.into_iter().chain(more.filter(|n| Some(*n) != own)) {
                *counted.entry(name).or_default() += 1;
            }
        }
        if counted.is_empty() {
            let asserted = result.path(&["testCase", "assert"]).map(Node::list).unwrap_or_default();
            for name in asserted.iter().filter_map(|a| a.get("metric")?.text()) {
                *counted.entry(name).or_default() += 1;
            }
        }
        Self { weights, counted }
    }
    /// What a named score is to be divided by: 1 where the file gives weights, since then it is their mean already
    /// (promptfoo since March 2026), 0 where they weigh nothing; else the assertions that were summed; `None` where the file
    /// does not say.
    fn over(&self, name: &str) -> Option<f64> {
        match self.weights.get(name) {
            Some(weight) => Some(if weight.is_some_and(|w| w > 0.0) { 1.0 } else { 0.0 }),
            None => self.counted.get(name).map(|n| f64::from(*n)),
        }
    }
}

/// Named scores of which the file does not say of how many assertions they are the sums, and which of them are sums of
/// several: of one, no score is beyond 1.
fn unsure<'n>(all: &'n [Node<'n>]) -> BTreeMap<&'n str, bool> {
    let mut out: BTreeMap<&str, bool> = BTreeMap::new();
    for result in all {
        let summed = Summed::of(result);
        for (name, value) in named(result).iter().filter(|(name, _)| summed.over(name).is_none()) {
            *out.entry(name.as_ref()).or_default() |= score(value).is_some_and(|v| v.abs() > 1.0);
        }
    }
    out
}

fn take_result(result: &Node, item: &str, unsure: &BTreeMap<&str, bool>, rows: &mut Rows) {
    if result.get("failureReason").and_then(Node::number) == Some(ERROR) {
        rows.error();
        return;
    }
    rows.score(item, "pass_rate", result.get("success").and_then(score));
    rows.score(item, "score", result.get("score").and_then(score));
    let summed = Summed::of(result);
    for (name, value) in named(result) {
        match summed.over(name) {
            Some(of) if of > 0.0 => rows.score(item, name, score(value).map(|v| v / of)),
            None if unsure.get(name.as_ref()) == Some(&false) => rows.score(item, name, score(value)),
            _ => rows.leave_out(name),
        }
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
