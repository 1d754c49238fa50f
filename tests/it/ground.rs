//! Deciding over and over from remembered facts gives what the decision function gives.

use crate::reference::example;
use headroom::analysis::{context, decide};
use headroom::decide::{Action, Context, Ground, fact_key, subjects};
use headroom::num::stream::Stream;
use headroom::policy::{Phase, PolicyPack};
use headroom::scenario::{Scenario, Waiver};
use std::collections::BTreeSet;

/// A scenario in which most facts are good, so that each verdict comes up.
fn random(random: &mut Stream, pack: &PolicyPack) -> Scenario {
    let mut scenario = Scenario::default();
    let good = [0.2, 0.97, 1.0][random.below(3)];
    for gate in pack.gates.iter().filter(|g| g.phase != Phase::Expand) {
        let (a, b) = gate.range;
        let best = if gate.comparator.sign() > 0.0 { b } else { a };
        if random.uniform() < good {
            scenario.what_if.insert(fact_key(gate), best);
        }
    }
    scenario
}

#[test]
fn the_ground_decides_as_the_decision_function_does() {
    for (id, kinds) in [("therapeutic-ai", 4), ("public-results", 1)] {
        let (prepared, pack) = example(id);
        let mut seen: BTreeSet<Action> = BTreeSet::new();
        for i in 0..150 {
            let mut stream = Stream::new(3, i);
            let base = random(&mut stream, &pack);
            let ctx = context(&prepared, &pack, &base);
            let ground = Ground::new(&ctx);
            let all = subjects(&ctx);
            for _ in 0..6 {
                let mut scenario = base.clone();
                for _ in 0..1 + stream.below(4) {
                    let subject = &all[stream.below(all.len())];
                    scenario = subject.at(&scenario, subject.value(stream.uniform()));
                }
                if stream.uniform() < 0.2 {
                    let gate = &pack.gates[stream.below(pack.gates.len())];
                    scenario.waivers.insert(gate.id.clone(), Waiver::default());
                }
                if stream.uniform() < 0.2 {
                    scenario.what_if.pop_first();
                }
                if stream.uniform() < 0.2 {
                    scenario.assumptions.insert(Scenario::price_key("acquire"), 9.0 * stream.uniform());
                }
                let expected = decide(&prepared, &pack, &scenario).verdict.action;
                assert_eq!(ground.action(&Context { scenario: &scenario, ..ctx }), expected, "{id} {i}: {scenario:?}");
                seen.insert(expected);
            }
        }
        assert!(seen.len() >= kinds, "{id}: {seen:?}");
    }
}
