//! Where the verdict is to measure first, the recommendation names the measurement that it waits for.

use crate::reference::example;
use headroom::analysis::{Explore, Prepare, Prepared, decide};
use headroom::decide::Action;
use headroom::policy::{Fact, PolicyPack};
use headroom::scenario::Scenario;

fn recommended(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> String {
    let decision = decide(prepared, pack, scenario);
    assert_eq!(decision.verdict.action, Action::MeasureFirst);
    // The first reason is what the verdict waits for.
    let first = decision.outcome(&decision.verdict.reasons[0].gate).expect("it is a gate");
    assert!(decision.verdict.sentence.contains(&first.label), "{} {}", decision.verdict.sentence, first.label);
    Explore::run(prepared, pack, scenario).information.recommendation
}

/// The worked example with its foundation complete.
fn complete(pack: &PolicyPack) -> Scenario {
    let mut scenario = Scenario::default();
    for tier in &pack.tiers {
        scenario.what_if.insert(Fact::MissingWeight { tier: Some(tier.tier) }, 0.0);
        scenario.what_if.insert(Fact::TierQuality { tier: tier.tier }, tier.minimum_quality);
    }
    for gate in pack.gates.iter().filter(|g| g.phase == headroom::policy::Phase::Complete) {
        let key = gate.fact();
        scenario.what_if.entry(key).or_insert(gate.threshold + gate.comparator.sign());
    }
    scenario
}

#[test]
fn a_metric_that_was_never_measured_is_named() {
    let (prepared, pack) = example("therapeutic-ai");
    let mut evidence = prepared.evidence.clone();
    evidence.evaluations.retain(|e| e.metric != "crisis_response");
    evidence.curves.retain(|c| c.metric != "crisis_response");
    // Without a gap the missing target decides.
    for e in evidence.evaluations.iter_mut().filter(|e| e.metric == "empathy") {
        e.value = 0.9;
    }
    let prepared = Prepare::new(evidence, &pack, None).run();
    let said = recommended(&prepared, &pack, &complete(&pack));
    assert!(said.starts_with("Measure this first: \u{201c}Crisis response\u{201d}."), "{said}");
    assert!(said.contains("no evaluation of crisis response was loaded"), "{said}");
}

#[test]
fn an_interval_on_the_threshold_asks_for_the_items_that_take_it_off() {
    let (prepared, pack) = example("therapeutic-ai");
    let mut evidence = prepared.evidence.clone();
    let empathy = evidence.evaluations.iter_mut().find(|e| e.metric == "empathy").expect("it was measured");
    (empathy.value, empathy.se, empathy.n) = (0.81, Some(0.02), Some(400.0));
    let mut pack = pack;
    // Without prices nothing can be weighed, and the items are worked out from the interval: (1.645·0.02/0.01)² · 400 − 400,
    // two digits upwards.
    pack.costs = headroom::policy::CostModel::default();
    let prepared = Prepare::new(evidence, &pack, None).run();
    let said = recommended(&prepared, &pack, &complete(&pack));
    let exact = (1.644_853_626_951_f64 * 2.0).powi(2) * 400.0 - 400.0;
    assert!((3900.0..4000.0).contains(&exact), "{exact}");
    assert!(said.contains("\u{201c}Empathy\u{201d}") && said.contains("about 4,000 items more"), "{said}");
}

#[test]
fn a_measurement_of_the_gate_that_pays_is_the_one() {
    let (prepared, mut pack) = example("therapeutic-ai");
    let mut evidence = prepared.evidence.clone();
    let empathy = evidence.evaluations.iter_mut().find(|e| e.metric == "empathy").expect("it was measured");
    (empathy.value, empathy.se, empathy.n) = (0.8, Some(0.02), Some(400.0));
    let cheap = headroom::policy::Range3 { low: 0.01, likely: 0.02, high: 0.03 };
    pack.costs.evaluation_item = Some(cheap);
    let prepared = Prepare::new(evidence, &pack, None).run();
    let mut scenario = complete(&pack);
    scenario.assumptions.insert("value_of_success".into(), 50_000_000.0);
    let said = recommended(&prepared, &pack, &scenario);
    assert!(said.starts_with("Measure this first: ") && said.contains("evaluation items for empathy"), "{said}");
    assert!(said.contains("It is worth $") && said.contains("The verdict waits for it."), "{said}");
}
