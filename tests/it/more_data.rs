//! What more data would do: which curves speak of it, of which slice, counted from where; and that order and company of
//! gates and curves change nothing.

use headroom::analysis::{Exploration, Explore, Prepare, Prepared, decide};
use headroom::data::{Direction, Evaluation, Evidence, LearningCurve, Observation, Unit};
use headroom::decide::{Action, Decision, Outcome, changes};
use headroom::policy::{self, PolicyPack};
use headroom::scenario::Scenario;

/// A pack on accuracy with these gates: parameters and threshold of each.
fn pack(gates: &[(&str, f64)]) -> PolicyPack {
    let gate = |(i, (with, threshold)): (usize, &(&str, f64))| {
        format!(
            r#"{{"id":"g{i}","label":"Gate {threshold}","phase":"validate","rule":"metric","with":{{"metric":"accuracy"{with}}},
            "comparator":"at_least","threshold":{threshold},"range":[0.1,1],"severity":"block"}}"#
        )
    };
    let gates: Vec<String> = gates.iter().enumerate().map(gate).collect();
    let text = format!(
        r#"{{"headroom":"policy","version":1,"id":"p","name":"P",
        "metrics":[{{"id":"accuracy","label":"Accuracy","direction":"higher","range":[0,1]}}],
        "costs":{{"acquire":{{"low":1,"likely":2,"high":4}}}},
        "gates":[{}]}}"#,
        gates.join(",")
    );
    policy::parse(&text).expect("the pack parses").value
}

/// From 0.60 at the first size to 0.84 after six doublings, with some noise.
fn curve(id: &str, label: &str, unit: Unit, first: f64, points: u32) -> LearningCurve {
    let point = |i: u32| {
        let wobble = [0.002, -0.002, 0.001, -0.001][i as usize % 4];
        let value = 0.9 - 0.3 / f64::from(i + 1) + wobble;
        Observation { size: first * f64::from(1_u32 << i), value, se: None, items: None, row: None }
    };
    LearningCurve {
        id: id.into(),
        metric: "accuracy".into(),
        label: label.into(),
        direction: Direction::Higher,
        range: Some((0.0, 1.0)),
        size_unit: unit,
        observations: (0..points).map(point).collect(),
        file: "curve.csv".into(),
        ..LearningCurve::default()
    }
}

fn records() -> LearningCurve {
    curve("accuracy", "accuracy", Unit::Records, 1000.0, 7)
}

fn measured(value: f64, slice: Option<&str>) -> Evaluation {
    Evaluation {
        metric: "accuracy".into(),
        label: "accuracy".into(),
        value,
        n: Some(4000.0),
        slice: slice.map(str::to_owned),
        file: "eval.csv".into(),
        ..Evaluation::default()
    }
}

fn prepared(evaluations: Vec<Evaluation>, curves: Vec<LearningCurve>, pack: &PolicyPack) -> Prepared {
    Prepare::new(Evidence { evaluations, curves, ..Evidence::default() }, pack, None).run()
}

fn seen(evaluations: Vec<Evaluation>, curves: Vec<LearningCurve>, pack: &PolicyPack) -> (Decision, Exploration) {
    let data = prepared(evaluations, curves, pack);
    let scenario = Scenario::default();
    let decision = decide(&data, pack, &scenario);
    (decision, Explore::run(&data, pack, &scenario))
}

#[test]
fn steps_of_a_run_say_nothing_of_more_data_and_move_nothing() {
    let pack = pack(&[("", 0.88)]);
    for (unit, label) in [(Unit::Count, "accuracy (run)"), (Unit::Count, "accuracy"), (Unit::Parameters, "accuracy")] {
        let steps = || curve("steps", label, unit, 1.0, 12);
        let alone = seen(vec![measured(0.84, None)], vec![steps()], &pack).0;
        assert_eq!(alone.verdict.action, Action::MeasureFirst, "{}", alone.verdict.sentence);
        assert!(alone.gaps.iter().all(|g| g.curve.is_none() && g.add_records.is_none()));
        let without = seen(vec![measured(0.84, None)], vec![records()], &pack);
        let with = seen(vec![measured(0.84, None)], vec![records(), steps()], &pack);
        assert_eq!(without.0.verdict, with.0.verdict);
        assert_eq!(without.1.chances, with.1.chances);
        assert_eq!(without.1.options, with.1.options);
    }
}

#[test]
fn without_an_inventory_options_grow_what_the_curve_was_measured_with() {
    let pack = pack(&[("", 0.88)]);
    for (unit, value) in [(Unit::Records, 0.84), (Unit::Number, 0.84), (Unit::Records, 0.8)] {
        let curves = vec![curve("accuracy", "accuracy", unit, 1000.0, 7)];
        let (decision, all) = seen(vec![measured(value, None)], curves, &pack);
        assert_eq!(decision.gaps.len(), 1);
        let view = all.options;
        let expand = view.options.iter().find(|o| o.kind.kind == "expand").expect("there is a gap with a curve");
        let nothing = view.options.iter().find(|o| o.kind.kind == "do_nothing").expect("always there");
        let effect = expand.effects.first().expect("measured, with a curve");
        assert!(effect.1 > 0.0, "{effect:?}");
        assert!(expand.success > nothing.success, "{:?} {:?}", expand.success, nothing.success);
    }
}

#[test]
fn a_curve_that_contradicts_todays_measurement_is_moved_to_it_and_that_is_said() {
    let pack = pack(&[("", 0.82)]);
    // The curve itself ends above the target.
    let (decision, all) = seen(vec![measured(0.70, None)], vec![records()], &pack);
    let gap = decision.gaps.first().expect("0.70 misses 0.82");
    assert!(gap.curve_end.is_some_and(|end| end > 0.83), "{gap:?}");
    assert!(gap.add_records.is_none_or(|r| r > 10_000.0), "{gap:?}");
    assert!(gap.probability.expect("it has a curve") < 0.5, "{gap:?}");
    let sure = all.chances;
    assert!(sure.shown > 0.5, "verdict and draws agree: {sure:?}");
    // A measurement where the curve ends moves nothing.
    let (same, _) = seen(vec![measured(0.86, None)], vec![records()], &self::pack(&[("", 0.88)]));
    assert_eq!(same.gaps.first().expect("a gap").curve_end, None);
}

#[test]
fn the_order_of_gates_on_one_metric_changes_nothing() {
    let gates = [("", 0.7), ("", 0.88), ("", 0.8)];
    let data = || (vec![measured(0.84, None)], vec![records()]);
    let turned = |k: usize| {
        let mut gates = gates.to_vec();
        gates.rotate_left(k);
        let pack = pack(&gates);
        let (evaluations, curves) = data();
        let (decision, all) = seen(evaluations, curves, &pack);
        (decision.verdict.action, decision.verdict.sentence, all.chances.verdicts)
    };
    let first = turned(0);
    assert_eq!(first.0, first.2.first().expect("drawn").0, "the verdict is the most probable one");
    assert_eq!(turned(1), first);
    assert_eq!(turned(2), first);
}

#[test]
fn a_run_or_slice_that_is_not_there_is_unknown_whatever_the_curve_says() {
    let curves = || vec![curve("accuracy", "accuracy", Unit::Records, 1000.0, 7)];
    let own = |model: &str| Evaluation { model: Some(model.into()), ..measured(0.6, None) };
    for (with, evaluations) in [
        (r#","run":"v2""#, vec![own("v1")]),
        (r#","run":"v2""#, vec![]),
        (r#","slice":"crisis""#, vec![measured(0.9, None)]),
        ("", vec![measured(0.6, Some("en")), measured(0.7, Some("de"))]),
    ] {
        let d = seen(evaluations, curves(), &pack(&[(with, 0.8)])).0;
        let outcome = d.outcome("g0").expect("a gate");
        assert_eq!(outcome.outcome, Outcome::Unknown, "{}", outcome.sentence);
        assert_eq!(d.verdict.action, Action::MeasureFirst, "{}", d.verdict.sentence);
        assert!(!outcome.sentence.contains("no evaluation was loaded"), "{}", outcome.sentence);
    }
}

#[test]
fn a_slice_is_forecast_by_its_own_curve_only() {
    let pack = pack(&[(r#","slice":"crisis""#, 0.8)]);
    let values = || vec![measured(0.89, None), measured(0.6, Some("crisis"))];
    let other = seen(values(), vec![records()], &pack).0;
    assert_eq!(other.verdict.action, Action::MeasureFirst, "{}", other.verdict.sentence);
    let own = curve("crisis", "accuracy (crisis)", Unit::Records, 1000.0, 7);
    let (decision, _) = seen(values(), vec![records(), own], &pack);
    assert_eq!(decision.gaps.first().and_then(|g| g.curve.as_deref()), Some("crisis"));
}

#[test]
fn another_models_value_is_no_before() {
    let of = |model: &str, time: &str, value: f64| Evaluation {
        model: (!model.is_empty()).then(|| model.to_owned()),
        time: Some(time.into()),
        ..measured(value, None)
    };
    let all = [of("A", "before", 0.70), of("B", "before", 0.60), of("A", "after", 0.69), of("B", "after", 0.70)];
    let found = changes(&all, &PolicyPack::default());
    let pairs: Vec<(f64, f64)> = found.iter().map(|c| (c.before, c.after)).collect();
    assert_eq!(pairs, [(0.70, 0.69), (0.60, 0.70)]);
    let strangers = [of("A", "before", 0.70), of("B", "after", 0.90)];
    assert!(changes(&strangers, &PolicyPack::default()).is_empty());
    let unnamed = [of("", "before", 0.70), of("B", "after", 0.90)];
    assert_eq!(changes(&unnamed, &PolicyPack::default()).len(), 1);
}
