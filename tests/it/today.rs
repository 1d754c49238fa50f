//! Today's measurement: a curve alone answers, slices are named, of several runs one is judged and it is said which.

use headroom::analysis::{Explore, Prepare, Prepared, decide};
use headroom::data::{Check, Direction, Evaluation, Evidence, LearningCurve, Observation, Unit};
use headroom::decide::{Action, Decision, GateOutcome, Outcome, measured};
use headroom::policy::{self, PolicyPack};
use headroom::scenario::{Scenario, Waiver};

/// One target of accuracy, with more parameters of the gate and more gates.
fn pack(with: &str, more: &str) -> PolicyPack {
    let text = format!(
        r#"{{"headroom":"policy","version":1,"id":"p","name":"P",
        "metrics":[{{"id":"accuracy","label":"Accuracy","direction":"higher","range":[0,1],"aliases":["acc"]}}],
        "gates":[{{"id":"target","label":"Target","phase":"validate","rule":"metric","with":{{"metric":"accuracy"{with}}},
            "comparator":"at_least","threshold":0.8,"range":[0.5,1],"severity":"block"}}{more}]}}"#
    );
    policy::parse(&text).expect("the pack parses").value
}

fn measured_at(value: f64, change: impl FnOnce(&mut Evaluation)) -> Evaluation {
    let mut e = Evaluation {
        metric: "accuracy".into(),
        label: "accuracy".into(),
        value,
        n: Some(1000.0),
        file: "eval.csv".into(),
        ..Evaluation::default()
    };
    change(&mut e);
    e
}

fn slice(value: f64, name: &str) -> Evaluation {
    measured_at(value, |e| e.slice = Some(name.into()))
}

/// A curve whose last size was measured several times.
fn curve(metric: &str, score: impl Fn(f64) -> f64, last: &[f64]) -> LearningCurve {
    let at = |size: f64, value: f64| Observation { size, value, se: None, items: None, row: None };
    let mut observations: Vec<Observation> =
        [100.0, 200.0, 400.0, 800.0].into_iter().map(|s| at(s, score(s))).collect();
    observations.extend(last.iter().map(|v| at(1600.0, *v)));
    LearningCurve {
        id: metric.into(),
        metric: metric.into(),
        label: metric.into(),
        direction: Direction::Higher,
        direction_assumed: false,
        range: Some((0.0, 1.0)),
        size_unit: Unit::Records,
        observations,
        file: "curve.csv".into(),
        ..LearningCurve::default()
    }
}

fn prepared(evaluations: Vec<Evaluation>, curves: Vec<LearningCurve>, pack: &PolicyPack) -> Prepared {
    Prepare::new(Evidence { evaluations, curves, ..Evidence::default() }, pack, None).run()
}

fn outcome(d: &Decision) -> &GateOutcome {
    d.outcome("target").expect("it is a gate")
}

fn decided(evaluations: Vec<Evaluation>, curves: Vec<LearningCurve>, pack: &PolicyPack) -> Decision {
    decide(&prepared(evaluations, curves, pack), pack, &Scenario::default())
}

#[test]
fn the_last_point_of_a_curve_is_todays_measurement_where_no_evaluation_was_loaded() {
    let pack = pack("", "");
    let last = [0.72, 0.74, 0.70, 0.73];
    for metric in ["accuracy", "acc", "val_accuracy"] {
        let data = prepared(
            vec![],
            vec![curve(metric, |s| 0.4 + 0.04 * headroom::num::math::ln(s) / std::f64::consts::LN_2, &last)],
            &pack,
        );
        let d = decide(&data, &pack, &Scenario::default());
        let m = &outcome(&d).measurement;
        let mean = last.iter().sum::<f64>() / 4.0;
        let sd = (last.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 3.0).sqrt();
        assert!((m.value.expect("known") - mean).abs() < 1e-12, "{metric}");
        assert!((m.se.expect("known") - sd / 2.0).abs() < 1e-12, "{metric}");
        let said = &outcome(&d).sentence;
        assert!(
            said.contains("the last point of the learning curve at 1.6k records") && said.contains("no evaluation"),
            "{said}"
        );
        let scenario = Scenario::default();
        let ctx = headroom::analysis::context(&data, &pack, &scenario);
        let rows = measured(&ctx);
        assert_eq!(rows.len(), 1, "{metric}");
        assert!(rows[0].on().contains("learning curve") && rows[0].gates.len() == 1);
    }
    // What was taken in training is not the metric.
    let d = decided(vec![], vec![curve("train_accuracy", |_| 0.9, &[0.9])], &pack);
    assert_eq!(outcome(&d).outcome, Outcome::Unknown);
    // An evaluation comes first, and a curve of one point a size has the scatter about it as its error.
    let d = decided(vec![measured_at(0.6, |_| {})], vec![curve("accuracy", |_| 0.7, &[0.7])], &pack);
    assert_eq!(outcome(&d).measurement.value, Some(0.6));
    let bumpy = |s: f64| {
        0.5 + 0.02 * headroom::num::math::ln(s) / std::f64::consts::LN_2
            + if s == 200.0 || s == 800.0 { 0.03 } else { 0.0 }
    };
    let d = decided(vec![], vec![curve("accuracy", bumpy, &[0.71])], &pack);
    assert!(outcome(&d).measurement.se.is_some_and(|s| s > 0.001), "{:?}", outcome(&d).measurement);
}

#[test]
fn a_gap_without_a_curve_is_measured_and_with_a_flat_one_not_expanded() {
    let pack = pack("", "");
    let d = decided(vec![measured_at(0.6, |_| {})], vec![], &pack);
    assert_eq!((d.verdict.action, outcome(&d).outcome), (Action::MeasureFirst, Outcome::Fail));
    assert!(d.verdict.sentence.contains("no learning curve says"), "{}", d.verdict.sentence);
    let flat = curve("accuracy", |_| 0.6, &[0.6]);
    let d = decided(vec![measured_at(0.6, |_| {})], vec![flat.clone()], &pack);
    assert_eq!(d.verdict.action, Action::ImproveQuality, "{}", d.verdict.sentence);
    assert!(d.verdict.sentence.contains("300k records"), "the budget is assumed and named: {}", d.verdict.sentence);
    // The draws say the same.
    let data = prepared(vec![measured_at(0.6, |_| {})], vec![flat], &pack);
    let chances = Explore::run(&data, &pack, &Scenario::default()).chances;
    let expand = chances.verdicts.iter().find(|v| v.0 == Action::ExpandTargeted).map_or(0.0, |v| v.1);
    assert!(expand < 0.1, "{chances:?}");
    // A curve that climbs is a way.
    let rising = curve("accuracy", |s| 0.2 + 0.045 * headroom::num::math::ln(s) / std::f64::consts::LN_2, &[0.68]);
    let d = decided(vec![measured_at(0.68, |_| {})], vec![rising], &pack);
    assert_eq!(d.verdict.action, Action::ExpandTargeted, "{}", d.verdict.sentence);
}

#[test]
fn a_target_that_is_met_while_the_test_leaked_is_not_believed() {
    let leak = r#",{"id":"leak","label":"Leaked records","phase":"complete","rule":"check","with":{"check":"leakage"},
        "comparator":"at_most","threshold":0,"range":[0,100],"severity":"warn"}"#;
    let pack = pack("", leak);
    let evidence = |leaked: f64| Evidence {
        evaluations: vec![measured_at(0.98, |_| {})],
        checks: vec![Check { id: "leakage".into(), value: leaked, ..Check::default() }],
        ..Evidence::default()
    };
    let of = |leaked: f64, scenario: &Scenario| {
        decide(&Prepare::new(evidence(leaked), &pack, None).run(), &pack, scenario).verdict
    };
    let clean = of(0.0, &Scenario::default());
    assert_eq!(
        (clean.action, clean.sentence.as_str()),
        (Action::DoNotExpand, "The foundation is complete and 1 target is met.")
    );
    let leaked = of(2172.0, &Scenario::default());
    assert_eq!(leaked.action, Action::MeasureFirst);
    assert!(
        leaked.sentence.contains("cannot be trusted") && leaked.sentence.contains("“Leaked records”"),
        "{}",
        leaked.sentence
    );
    let mut accepted = Scenario::default();
    accepted.waivers.insert("leak".into(), Waiver::default());
    let accepted = of(2172.0, &accepted);
    assert_eq!(accepted.action, Action::DoNotExpand);
    assert!(!accepted.sentence.contains("foundation is complete"), "{}", accepted.sentence);
}

#[test]
fn slices_are_named_and_a_gate_takes_one() {
    let sliced = || vec![slice(0.9, "english"), slice(0.61, "german"), slice(0.8, "french")];
    let d = decided(sliced(), vec![], &pack("", ""));
    let said = &outcome(&d).sentence;
    assert_eq!(outcome(&d).outcome, Outcome::Unknown);
    assert!(
        said.contains("by slice only") && said.contains("“german” 0.610") && !said.contains("was loaded"),
        "{said}"
    );
    let d = decided(sliced(), vec![], &pack(r#","slice":"German""#, ""));
    assert_eq!((outcome(&d).measurement.value, outcome(&d).outcome), (Some(0.61), Outcome::Fail));
    let d = decided(sliced(), vec![], &pack(r#","slice":"dutch""#, ""));
    assert!(outcome(&d).sentence.contains("other slices only"), "{}", outcome(&d).sentence);
    // With an overall value, whatever its row is called, the worst slice stands beside it.
    for whole in [None, Some("overall"), Some("all")] {
        let mut all = sliced();
        all.push(measured_at(0.85, |e| e.slice = whole.map(str::to_owned)));
        let d = decided(all, vec![], &pack("", ""));
        let said = &outcome(&d).sentence;
        assert_eq!(outcome(&d).measurement.value, Some(0.85));
        assert!(said.contains("Worst of 3 slices: german, 0.610"), "{said}");
    }
}

#[test]
fn of_several_runs_one_is_judged_and_it_is_said_which() {
    let run = |value: f64, model: &str, time: &str| {
        measured_at(value, |e| (e.model, e.time) = (Some(model.into()), (!time.is_empty()).then(|| time.into())))
    };
    // Newest first in the file, as a tracker exports them.
    let dated = || vec![run(0.83, "c", "2026-03-02"), run(0.86, "b", "2026-02-01"), run(0.84, "a", "2026-01-05")];
    let d = decided(dated(), vec![], &pack("", ""));
    let said = &outcome(&d).sentence;
    assert_eq!(outcome(&d).measurement.value, Some(0.83));
    assert!(said.contains("the newest of 3 runs, of 2026-03-02 (c); the best is 0.860"), "{said}");
    let d = decided(dated(), vec![], &pack(r#","run":"best""#, ""));
    assert_eq!(outcome(&d).measurement.value, Some(0.86));
    assert!(outcome(&d).sentence.contains("the best of 3 runs"), "{}", outcome(&d).sentence);
    let d = decided(dated(), vec![], &pack(r#","run":"a""#, ""));
    assert_eq!(outcome(&d).measurement.value, Some(0.84));
    let d = decided(vec![run(0.7, "a", ""), run(0.9, "b", "")], vec![], &pack("", ""));
    assert!(outcome(&d).sentence.contains("the last of 2 runs in the files (b)"), "{}", outcome(&d).sentence);
    // Two names are no two runs: the policy's name comes first, then what was tested.
    let named = |metric: &str, value: f64| measured_at(value, |e| e.metric = metric.into());
    let d = decided(
        vec![named("acc", 0.81), named("val_accuracy", 0.9), named("test_accuracy", 0.7)],
        vec![],
        &pack("", ""),
    );
    assert_eq!((outcome(&d).measurement.value, outcome(&d).measurement.basis.clone()), (Some(0.81), None));
    let d = decided(vec![named("test_accuracy", 0.7), named("val_accuracy", 0.9)], vec![], &pack("", ""));
    assert_eq!((outcome(&d).measurement.value, outcome(&d).measurement.basis.clone()), (Some(0.7), None));
    // What is marked as before a change is no run of today.
    let d = decided(vec![run(0.9, "a", ""), run(0.7, "a", "baseline")], vec![], &pack("", ""));
    assert_eq!((outcome(&d).measurement.value, outcome(&d).measurement.basis.clone()), (Some(0.9), None));
}
