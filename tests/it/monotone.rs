//! The decision function moves the way it must: better evidence never makes the verdict worse, stricter rules never better.

use crate::reference::example;
use headroom::analysis::{Prepared, decide};
use headroom::decide::{Action, Decision, Outcome};
use headroom::num::stream::Stream;
use headroom::policy::{Gate, Phase, PolicyPack, Role, Severity};
use headroom::scenario::{Scenario, ThresholdChange};

/// A scenario with every fact of the first two phases known, mostly good; that of `gate` anywhere on its slider.
fn random(s: &mut Stream, pack: &PolicyPack, gate: &Gate) -> Scenario {
    let mut scenario = Scenario::default();
    let good = [0.9, 0.8].map(|low| if s.uniform() < 0.5 { 1.0 } else { low + (1.0 - low) * s.uniform() });
    for gate in pack.gates.iter().filter(|g| g.phase != Phase::Expand) {
        let (a, b) = gate.range;
        let share = if gate.phase == Phase::Complete { good[0] } else { good[1] };
        let value = if s.uniform() < share {
            if gate.comparator.sign() > 0.0 { b } else { a }
        } else {
            a + s.uniform() * (b - a)
        };
        scenario.what_if.insert(gate.fact(), value);
    }
    for gate in pack.gates.iter().filter(|g| g.phase == Phase::Expand) {
        let (a, b) = gate.range;
        scenario.thresholds.insert(gate.id.clone(), ThresholdChange { threshold: a + s.uniform() * (b - a) });
    }
    let (a, b) = gate.range;
    scenario.what_if.insert(gate.fact(), a + s.uniform() * (b - a));
    scenario
}

/// Calls `check` with the decisions before and after gate `pick` was moved.
fn walk(
    seed: u64,
    pick: impl Fn(&Gate) -> bool,
    mut moved: impl FnMut(&mut Stream, &Gate, &mut Scenario),
    mut check: impl FnMut(&Gate, &Decision, &Decision),
) {
    let (prepared, pack): (Prepared, PolicyPack) = example("therapeutic-ai");
    let gates: Vec<&Gate> = pack.gates.iter().filter(|g| pick(g)).collect();
    assert!(!gates.is_empty());
    for i in 0..400 {
        let mut s = Stream::new(seed, i);
        let gate = gates[s.below(gates.len())];
        let before = random(&mut s, &pack, gate);
        let mut after = before.clone();
        moved(&mut s, gate, &mut after);
        check(gate, &decide(&prepared, &pack, &before), &decide(&prepared, &pack, &after));
    }
}

/// Moves what the gate looks at some way towards its good side.
fn better(s: &mut Stream, gate: &Gate, scenario: &mut Scenario) {
    let (a, b) = gate.range;
    let best = if gate.comparator.sign() > 0.0 { b } else { a };
    if let Some(value) = scenario.what_if.get_mut(&gate.fact()) {
        *value += s.uniform() * (best - *value);
    }
}

/// Where a better foundation may lead. Once it is complete the verdict looks at it again in one way only: what is complete
/// and clean is no longer a cheaper route, so that expanding (or, where something else about it is unknown, measuring) may
/// take the place of improving, never the reverse.
fn onwards(before: Action, after: Action) -> bool {
    match before {
        Action::CompleteFoundation => true,
        Action::ImproveQuality => !matches!(after, Action::CompleteFoundation | Action::DoNotExpand),
        _ => before == after,
    }
}

#[test]
fn a_more_complete_foundation_never_moves_the_verdict_backwards() {
    let mut moved_on = 0;
    let of = |g: &Gate| g.phase == Phase::Complete && matches!(g.rule.as_str(), "missing_weight" | "duplication");
    walk(21, of, better, |gate, before, after| {
        let (before, after) = (before.verdict.action, after.verdict.action);
        assert!(onwards(before, after), "{}: {before:?} {after:?}", gate.id);
        moved_on += usize::from(before != after);
    });
    println!("{moved_on} of 400 moved on");
    assert!(moved_on > 0);
}

#[test]
fn any_better_fact_of_the_foundation_never_moves_the_verdict_backwards() {
    walk(
        22,
        |g| g.phase == Phase::Complete,
        better,
        |gate, before, after| {
            let (before, after) = (before.verdict.action, after.verdict.action);
            assert!(onwards(before, after), "{}: {before:?} {after:?}", gate.id);
        },
    );
}

#[test]
fn a_better_metric_never_opens_a_gap() {
    walk(
        23,
        |g| g.phase == Phase::Validate,
        better,
        |gate, before, after| {
            let targets = |d: &Decision| d.gaps.iter().map(|g| g.metric.clone()).collect::<Vec<_>>();
            assert!(targets(after).iter().all(|m| targets(before).contains(m)), "{}", gate.id);
            if before.verdict.action == Action::DoNotExpand {
                assert_eq!(after.verdict.action, Action::DoNotExpand, "{}", gate.id);
            }
        },
    );
}

#[test]
fn no_outcome_gets_worse_with_a_better_fact_and_none_better_with_a_stricter_threshold() {
    let worse = |gate: &Gate, before: &Decision, after: &Decision| {
        let outcome = |d: &Decision| d.outcome(&gate.id).map(|o| o.outcome);
        (outcome(before), outcome(after))
    };
    walk(
        24,
        |g| g.phase != Phase::Expand,
        better,
        |gate, before, after| {
            let (before, after) = worse(gate, before, after);
            assert!(after >= before && after != Some(Outcome::Unknown), "{}: {before:?} {after:?}", gate.id);
        },
    );
    let stricter = |s: &mut Stream, gate: &Gate, scenario: &mut Scenario| {
        let (a, b) = gate.range;
        let hard = if gate.comparator.sign() > 0.0 { b } else { a };
        let threshold = gate.threshold + s.uniform() * (hard - gate.threshold);
        scenario.thresholds.insert(gate.id.clone(), ThresholdChange { threshold });
    };
    walk(
        25,
        |g| g.phase != Phase::Expand,
        stricter,
        |gate, before, after| {
            let outcomes = worse(gate, before, after);
            assert!(outcomes.1 <= outcomes.0, "{}: {outcomes:?}", gate.id);
            if gate.phase == Phase::Complete && before.verdict.action == Action::CompleteFoundation {
                assert_eq!(after.verdict.action, Action::CompleteFoundation, "{}", gate.id);
            }
        },
    );
}

#[test]
fn a_harder_target_is_never_likelier_and_a_larger_budget_never_hinders() {
    let (prepared, pack) = example("therapeutic-ai");
    let target = pack
        .gates
        .iter()
        .find(|g| g.role() == Role::Metric && g.severity == Severity::Block && g.with["metric"] == "empathy")
        .expect("the target of empathy");
    let probability = |threshold: f64, budget: f64| {
        let mut s = Scenario::default();
        s.thresholds.insert(target.id.clone(), ThresholdChange { threshold });
        s.assumptions.insert("budget_records".into(), budget);
        let d = decide(&prepared, &pack, &s);
        d.gaps.iter().find(|g| g.metric == "empathy").and_then(|g| g.probability)
    };
    let hard = |v: f64| target.comparator.sign() * v;
    for i in 0..60 {
        let mut s = Stream::new(26, i);
        let (a, b) = (0.78 + 0.2 * s.uniform(), 0.78 + 0.2 * s.uniform());
        let (easy, difficult) = if hard(a) < hard(b) { (a, b) } else { (b, a) };
        let budget = 1000.0 + 900_000.0 * s.uniform();
        if let (Some(p), Some(q)) = (probability(easy, budget), probability(difficult, budget)) {
            assert!(q <= p + 1e-12, "{easy} {difficult}: {p} {q}");
        }
    }
    // With a budget the same target gets likelier; the verdict may go from improving to expanding, never back.
    let mut last = 0.0;
    for budget in [0.0, 1e4, 1e5, 3e5, 1e6, 3e6] {
        let now = probability(0.8, budget).expect("empathy has a gap and a curve");
        assert!(now >= last - 0.02, "{budget}: {last} {now}");
        last = now;
    }
}
