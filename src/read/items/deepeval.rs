//! Test runs of deepeval: `testCases[]` with `metricsData[]`, and reports of the same with the metrics of a test by name.

use super::{Rows, Tool, name_of, score};
use crate::read::tree::Node;
use std::collections::BTreeSet;

/// The tool.
pub struct DeepEval;

impl Tool for DeepEval {
    fn id(&self) -> &'static str {
        "deepeval"
    }
    fn label(&self) -> &'static str {
        "deepeval test run (JSON)"
    }
    fn claims(&self, first: &Node) -> bool {
        cases(first).iter().any(|case| metrics(case).iter().any(|(_, m)| m.get("score").is_some()))
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        let cases = cases(record);
        rows.place.model = name_of(record.path(&["hyperparameters", "model"]));
        let names: BTreeSet<&str> = cases.iter().filter_map(|c| c.get("name")?.text()).collect();
        let apart = names.len() == cases.len();
        for (at, case) in cases.iter().enumerate() {
            let name = name_of(case.get("name"));
            let order = name_of(case.get("order"));
            let order = if order.is_empty() { at.to_string() } else { order };
            // Cases of one name are as many items.
            let item = if apart { name } else { format!("{name} {order}").trim().to_owned() };
            take_case(case, &item, rows);
        }
    }
}

fn take_case(case: &Node, item: &str, rows: &mut Rows) {
    let mut passed: Vec<Option<bool>> = Vec::new();
    for (name, metric) in metrics(case) {
        let broken = metric.get("error").is_some_and(|e| !matches!(e, Node::Null));
        let value = metric.get("score").and_then(score).filter(|_| !broken);
        rows.score(item, name, value);
        passed.push(value.and_then(|_| truth(metric.get("success"))));
        if let Some(threshold) = metric.get("threshold").and_then(Node::number) {
            rows.threshold(name, threshold);
        }
    }
    // A case whose metrics could not be computed has neither passed nor failed; one with a metric that failed has failed.
    let measured = !passed.is_empty() && (passed.iter().all(Option::is_some) || passed.contains(&Some(false)));
    let success = truth(case.get("success")).or_else(|| measured.then(|| passed.iter().all(|p| *p == Some(true))));
    if measured {
        rows.score(item, "pass_rate", success.map(|s| f64::from(u8::from(s))));
    } else {
        rows.error();
    }
}

fn truth(node: Option<&Node>) -> Option<bool> {
    if let Some(Node::Bool(b)) = node { Some(*b) } else { None }
}

/// The test cases: of a run, of a saved run with its link, or of a report.
fn cases<'n>(root: &'n Node<'n>) -> &'n [Node<'n>] {
    let places: [&[&str]; 5] =
        [&["testCases"], &["testRunData", "testCases"], &["test_results"], &["testResults"], &["results"]];
    let lists = places.iter().filter_map(|path| root.path(path)).map(Node::list);
    lists.into_iter().find(|list| list.iter().any(|case| !metrics(case).is_empty())).unwrap_or_default()
}

/// The metrics of a case by name: a list of records with a name, or a map of records.
fn metrics<'n>(case: &'n Node<'n>) -> Vec<(&'n str, &'n Node<'n>)> {
    let listed = ["metricsData", "metrics_data"].iter().find_map(|key| case.get(key)).map(Node::list);
    let named = listed.unwrap_or_default().iter().filter_map(|m| Some((m.get("name")?.text()?, m)));
    let mapped = case.get("metrics").map(Node::map).unwrap_or_default().iter();
    let mapped = mapped.filter(|(_, m)| m.get("score").is_some() || m.get("error").is_some());
    named.chain(mapped.map(|(name, m)| (name.as_ref(), m))).collect()
}
