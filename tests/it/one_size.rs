//! One curve, one target, one size: decision, page, report and `fit curve` agree to the last bit.

use crate::cli::{Scratch, run};
use headroom::analysis::readout::{CurveSubject, View};
use headroom::analysis::{Explore, Prepare, decide};
use headroom::policy::{PolicyPack, parse};
use headroom::read::{Limits, read_evidence};
use headroom::scenario::Scenario;
use serde_json::{Value, json};

/// A pack with one target.
fn pack(metric: &str, comparator: &str, target: f64) -> PolicyPack {
    let text = json!({
        "headroom": "policy", "version": 1, "id": "one", "name": "One target",
        "tiers": [{"tier": 1, "label": "All", "minimum_quality": 0.8, "weight": 1}],
        "gates": [
            {"id": "target", "label": "Target", "phase": "validate", "rule": "metric", "with": {"metric": metric},
             "comparator": comparator, "threshold": target, "range": [0, 100], "severity": "block"},
        ],
    });
    parse(&text.to_string()).expect("the pack is valid").value
}

/// Median, lower and upper size and the probability that `fit curve` prints for the curve whose name holds `series`.
fn printed(path: &str, series: &str, target: f64) -> [Option<f64>; 4] {
    let output = run(&["fit", "curve", path, "--target", &target.to_string(), "--json"]);
    let all: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let list = all["series"].as_array().expect("there are series");
    let found =
        list.iter().find(|s| s["id"].as_str().is_some_and(|id| id.contains(series))).expect("the curve is there");
    ["median", "lower", "upper", "probability_reachable"].map(|k| found["requirement"][k].as_f64())
}

/// Checks every way to the size for one curve.
fn agree(name: &str, csv: &str, metric: &str, comparator: &str, target: f64, today: f64) {
    let file = Scratch::new(name, csv);
    let pack = pack(metric, comparator, target);
    let limits = Limits::default();
    let mut evidence = read_evidence(name, csv.as_bytes(), None, &limits).expect("it is readable").value.evidence;
    let text = format!("metric,value\n{metric},{today}\n");
    evidence.merge(read_evidence("today.csv", text.as_bytes(), None, &limits).expect("it is readable").value.evidence);
    let prepared = Prepare::new(evidence, &pack, None).run();
    let scenario = Scenario::default();
    let decision = decide(&prepared, &pack, &scenario);
    let exploration = Explore::run(&prepared, &pack, &scenario);
    let view = View {
        prepared: &prepared,
        pack: &pack,
        scenario: &scenario,
        decision: &decision,
        exploration: Some(&exploration),
    };
    let subjects = CurveSubject::all(&view);
    let subject = subjects.iter().find(|s| s.curve.metric == metric).expect("the curve was read");
    let need = subject.requirement.expect("it has a target");
    let here = [need.median, need.lower, need.upper, Some(need.probability_reachable)];
    assert_eq!(printed(file.path(), metric, target), here, "{name}: fit curve and the page");
    assert!(need.median.is_some(), "{name}: the target is within reach, or the test tells nothing");
    let gap = decision.gaps.iter().find(|g| g.metric == metric).expect("it misses its target");
    assert_eq!(gap.size_needed, need.median.map(|m| (m, need.lower, need.upper)), "{name}: the decision and the page");
    let planned = exploration.collection.iter().find(|c| c.curve == subject.curve.id).expect("it can be collected");
    assert_eq!(planned.reachable.to_bits(), need.probability_reachable.to_bits(), "{name}: the plan and the page");
}

#[test]
fn the_worked_example_gives_one_size() {
    let path = format!("{}/public/examples/therapeutic-ai/learning_curves.csv", env!("CARGO_MANIFEST_DIR"));
    let csv = std::fs::read_to_string(path).expect("the example is there");
    agree("worked.csv", &csv, "empathy", "at_least", 0.8, 0.785);
}

/// A made-up accuracy of a language model along its tokens, with the noise of an evaluation of 2,000 items.
#[test]
fn an_accuracy_of_a_language_model_gives_one_size() {
    let wobble = [3, -8, 5, 1, -4, 7, -2, -6, 4, 0];
    let mut csv = "metric,tokens,value,stderr\n".to_owned();
    for (i, w) in wobble.iter().enumerate() {
        let tokens = 1e9 * 2f64.powi(i as i32);
        let value = 0.74 - 0.26 * headroom::num::math::pow(tokens / 1e9, -0.31) + 0.001 * f64::from(*w);
        csv.push_str(&format!("acc_norm,{tokens},{value:.4},0.0098\n"));
    }
    agree("language.csv", &csv, "acc_norm", "at_least", 0.715, 0.69);
}

/// A made-up validation error of a classifier on a table.
#[test]
fn a_tabular_error_gives_one_size() {
    let wobble = [6, -9, 12, 2, -5, -7, 4, 1, -2];
    let mut csv = "metric,size,value,stderr\n".to_owned();
    for (i, w) in wobble.iter().enumerate() {
        let size = 16.0 * 2f64.powi(i as i32);
        let value = 0.08 + 1.1 * headroom::num::math::pow(size, -0.52) + 0.0005 * f64::from(*w);
        csv.push_str(&format!("val_error,{size},{value:.5},0.006\n"));
    }
    agree("tabular.csv", &csv, "val_error", "at_most", 0.09, 0.1);
}
