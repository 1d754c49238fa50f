//! Every sentence is true of the numbers beside it: verdicts over a thousand random evidence sets, each sentence checked
//! against the data it speaks of.

use crate::reference::example;
use headroom::analysis::decide;
use headroom::data::units;
use headroom::decide::{Action, Outcome, fact_key};
use headroom::num::stream::Stream;
use headroom::policy::Phase;
use headroom::scenario::{Scenario, ThresholdChange};

#[test]
fn every_stated_number_direction_and_comparison_is_true() {
    let (prepared, pack) = example("therapeutic-ai");
    let mut seen = std::collections::BTreeMap::new();
    for i in 0..1000 {
        let mut s = Stream::new(4, i);
        let mut scenario = Scenario::default();
        // Facts and thresholds are moved anywhere over their sliders; in most sets the earlier phases are mostly good,
        // since otherwise every verdict would be the first.
        let good = [s.uniform(), s.uniform()].map(|u| if u < 0.7 { 1.0 } else { u });
        let moved = s.uniform() * 0.3;
        for gate in &pack.gates {
            let (a, b) = gate.range;
            let anywhere = a + s.uniform() * (b - a);
            let good = match gate.phase {
                Phase::Complete => good[0],
                Phase::Validate => good[1] * 0.9,
                Phase::Expand => 0.0,
            };
            if gate.phase == Phase::Expand {
                if s.uniform() < 0.7 {
                    let easy = if gate.comparator.sign() > 0.0 { a } else { b };
                    scenario.thresholds.insert(gate.id.clone(), ThresholdChange { threshold: easy });
                }
            } else if s.uniform() < good {
                scenario.what_if.insert(fact_key(gate), if gate.comparator.sign() > 0.0 { b } else { a });
            } else if s.uniform() < 0.7 {
                scenario.what_if.insert(fact_key(gate), anywhere);
            }
            if s.uniform() < moved * (1.0 - good) {
                scenario.thresholds.insert(gate.id.clone(), ThresholdChange { threshold: anywhere });
            }
        }
        let d = decide(&prepared, &pack, &scenario);
        *seen.entry(d.verdict.action).or_insert(0) += 1;
        for o in &d.outcomes {
            let gate = pack.gate(&o.gate).expect("of the pack");
            let Some(value) = o.measurement.value else {
                assert!(matches!(o.outcome, Outcome::Unknown | Outcome::NotTriggered), "{o:?}");
                assert!(
                    o.sentence.starts_with("Unknown:") || o.sentence.starts_with("Not triggered:"),
                    "{}",
                    o.sentence
                );
                continue;
            };
            assert!(o.sentence.contains(&units::show(value, gate.unit)), "{} lacks {value}", o.sentence);
            assert!(o.sentence.contains(&units::show(o.threshold, gate.unit)), "{} lacks {}", o.sentence, o.threshold);
            let meets = gate.comparator.meets(value, o.threshold);
            let margin = o.margin.expect("a value has a margin");
            assert!(if meets { margin >= 0.0 } else { margin <= 0.0 }, "{o:?}");
            match o.outcome {
                Outcome::Pass => assert!(meets, "{o:?}"),
                Outcome::Fail => assert!(!meets, "{o:?}"),
                _ => {}
            }
        }
        let any = |phase: Phase, outcome: Outcome| {
            let blocks = |o: &&headroom::decide::GateOutcome| {
                o.phase == phase && o.severity == headroom::policy::Severity::Block && o.outcome == outcome
            };
            d.outcomes.iter().any(|o| blocks(&o))
        };
        let text = &d.verdict.sentence;
        match d.verdict.action {
            Action::CompleteFoundation => {
                assert!(any(Phase::Complete, Outcome::Fail), "{text}");
                if let Some(rest) = text.strip_prefix("Tier ") {
                    let tier: u8 = rest.split(' ').next().and_then(|t| t.parse().ok()).expect("a tier");
                    let inventory = prepared.inventory.with_what_ifs(&scenario.what_if);
                    let weight = |t: &headroom::decide::inventory::TierState| t.missing_weight.unwrap_or(0.0);
                    let worst = inventory.tiers.iter().map(weight).fold(0.0, f64::max);
                    let named = inventory.tiers.iter().find(|t| t.tier == tier).expect("there is that tier");
                    assert_eq!(weight(named), worst, "{text}");
                    assert!(text.contains(&units::show(worst, units::Unit::Fraction)), "{text}");
                }
            }
            Action::DoNotExpand => {
                for phase in [Phase::Complete, Phase::Validate] {
                    assert!(!any(phase, Outcome::Fail) && !any(phase, Outcome::Unknown), "{text}");
                }
            }
            Action::ImproveQuality => {
                let g = d.gaps.first().expect("there is a gap");
                assert!(text.contains(&units::score(g.value)) && text.contains(&units::score(g.target)), "{text}");
                assert!(any(Phase::Expand, Outcome::Fail), "{text}");
            }
            Action::ExpandTargeted => {
                assert!(!any(Phase::Expand, Outcome::Fail) && !any(Phase::Expand, Outcome::Unknown), "{text}");
                for t in &d.verdict.expand {
                    assert!(t.add_records >= 0.0 && (0.0..=1.0).contains(&t.probability), "{t:?}");
                }
            }
            Action::MeasureFirst => {
                assert!(!any(Phase::Complete, Outcome::Fail), "{text}");
            }
        }
        for r in &d.verdict.reasons {
            assert_eq!(Some(&r.text), d.outcome(&r.gate).map(|o| &o.sentence));
        }
    }
    println!("{seen:?}");
    assert!(seen.len() == 5, "the random sets reach too few verdicts: {seen:?}");
}
