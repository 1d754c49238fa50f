//! Deciding over and over from remembered facts gives what the decision function gives.

use crate::reference::example;
use headroom::analysis::{context, decide};
use headroom::data::Unit;
use headroom::decide::{Action, Context, Flip, Ground, flips, subjects};
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
            scenario.what_if.insert(gate.fact(), best);
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
                    scenario.assumptions.insert("price acquire".into(), 9.0 * stream.uniform());
                }
                let expected = decide(&prepared, &pack, &scenario).verdict.action;
                assert_eq!(ground.action(&Context { scenario: &scenario, ..ctx }), expected, "{id} {i}: {scenario:?}");
                seen.insert(expected);
            }
        }
        assert!(seen.len() >= kinds, "{id}: {seen:?}");
    }
}

/// The search remembers verdicts by outcomes; every flip it finds holds under the whole decision function, and nothing
/// flips on the way there.
#[test]
fn every_flip_holds_under_the_whole_decision_function() {
    let mut found = 0;
    for id in ["therapeutic-ai", "public-results"] {
        let (prepared, pack) = example(id);
        for i in 0..40 {
            let mut stream = Stream::new(9, i);
            let mut base = random(&mut stream, &pack);
            if i % 3 == 0 {
                let ctx = context(&prepared, &pack, &base);
                let all = subjects(&ctx);
                let subject = &all[stream.below(all.len())];
                base = subject.at(&base, subject.value(stream.uniform()));
            }
            let ctx = context(&prepared, &pack, &base);
            let now = decide(&prepared, &pack, &base).verdict.action;
            let all = subjects(&ctx);
            let list = flips(&ctx);
            // Where it found nothing, a point of its scan gives the verdict of today.
            for s in all.iter().filter(|s| s.today.is_some()) {
                let today = s.today.unwrap_or_default();
                if decide(&prepared, &pack, &s.at(&base, today)).verdict.action != now {
                    // The doubt about a measurement decides: its value for certain would be another case.
                    continue;
                }
                let from = s.position(today).clamp(0.0, 1.0);
                for to in [0.0, 1.0] {
                    let side = |f: &&Flip| f.subject == s.subject && (s.position(f.at) > from) == (to > from);
                    let p = from + (to - from) * (1 + stream.below(48)) as f64 / 48.0;
                    if from != to && !list.iter().any(|f| side(&f)) {
                        let there = decide(&prepared, &pack, &s.at(&base, s.value(p))).verdict.action;
                        assert_eq!(there, now, "{id} {i}: {s:?} at {}", s.value(p));
                    }
                }
            }
            for flip in list {
                let s = all.iter().find(|s| s.subject == flip.subject).expect("it is a subject");
                let verdict = |value: f64| decide(&prepared, &pack, &s.at(&base, value)).verdict.action;
                assert_eq!(verdict(flip.at), flip.becomes, "{id} {i}: {flip:?}");
                let Some(today) = s.today.filter(|t| verdict(*t) == now) else { continue };
                let (from, to) = (s.position(today).clamp(0.0, 1.0), s.position(flip.at));
                for step in 0..4 {
                    // On the scan's own points, and short of the flip.
                    let p = from + (to - from) * 0.98 * stream.uniform();
                    let far = ((p - from).abs() * 48.0).floor() / 48.0;
                    let p = if step == 0 { from } else { from + far * (to - from).signum() };
                    // What is counted is counted in whole numbers.
                    let counted = matches!(s.unit, Unit::Count | Unit::Records | Unit::YesNo);
                    let value = match (counted, to > from) {
                        (false, _) => s.value(p),
                        (true, true) => s.value(p).floor().max(today),
                        (true, false) => s.value(p).ceil().min(today),
                    };
                    if s.position(value) != from {
                        assert_eq!(verdict(value), now, "{id} {i}: {value} before {flip:?}");
                    }
                }
                found += 1;
            }
        }
    }
    assert!(found > 400, "{found}");
}
