//! Every sentence is true of the numbers beside it: verdicts over a thousand random evidence sets, each sentence checked
//! against the data it speaks of.

use crate::reference::example;
use headroom::analysis::{self, decide};
use headroom::data::{Unit, units};
use headroom::decide::{Action, Outcome, Severe};
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
                scenario.what_if.insert(gate.fact(), if gate.comparator.sign() > 0.0 { b } else { a });
            } else if s.uniform() < 0.7 {
                scenario.what_if.insert(gate.fact(), anywhere);
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
            assert!(o.sentence.contains(&pack.measured(gate, value)), "{} lacks {value}", o.sentence);
            let needs = pack.amount(o.threshold, gate.unit).to_string();
            assert!(o.sentence.contains(&needs), "{} lacks {needs}", o.sentence);
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
                    // Of the tiers whose own gate stops, else of all, the one that lacks most.
                    let own = |t: &&headroom::decide::inventory::TierState| {
                        let fact = headroom::policy::Fact::MissingWeight { tier: Some(t.tier) };
                        d.outcomes.iter().any(|o| o.fact == fact && o.stops())
                    };
                    let any = inventory.tiers.iter().any(|t| own(&t));
                    let asked = inventory.tiers.iter().filter(|t| !any || own(t));
                    let worst = asked.map(weight).fold(0.0, f64::max);
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

/// What a flip's sentence says of its numbers: begin, whether the begin itself is left out, whether values above are meant,
/// and the end with whether it is left out.
fn read_flip(sentence: &str, unit: units::Unit, currency: &str) -> Option<(f64, bool, bool, Option<(f64, bool)>)> {
    let number = |text: &str| units::read(text, unit, currency);
    let rest = sentence.rsplit_once('”')?.1.trim_end_matches('.');
    let rest = ["is measured at ", "is measured ", "were known to be ", "were ", "is "]
        .iter()
        .find_map(|v| rest.trim().strip_prefix(v))?;
    let (begin, end) = [", up to ", ", down to ", ", but below ", ", but above "]
        .iter()
        .find_map(|w| rest.split_once(w).map(|(a, b)| (a, Some((b, w.contains("but"))))))
        .unwrap_or((rest, None));
    let (value, strict, up) = if let Some(v) = begin.strip_suffix(" or more") {
        (v, false, true)
    } else if let Some(v) = begin.strip_suffix(" or less") {
        (v, false, false)
    } else if let Some(v) = begin.strip_prefix("above ") {
        (v, true, true)
    } else {
        (begin.strip_prefix("below ")?, true, false)
    };
    let end = match end {
        Some((text, strict)) => Some((number(text)?, strict)),
        None => None,
    };
    Some((number(value)?, strict, up, end))
}

/// The number in a flip's sentence, put in its place, gives the verdict that the sentence says; one that it leaves out does
/// not; and so do the values up to the end that it names, or else to the end of the range.
#[test]
fn every_flip_sentence_is_true_of_its_number() {
    use headroom::decide::{flips, subjects};
    let (mut read, mut strict_ones, mut ended) = (0, 0, 0);
    for id in ["therapeutic-ai", "public-results"] {
        let (prepared, pack) = crate::reference::example(id);
        for i in 0..60 {
            let mut stream = Stream::new(21, i);
            let mut scenario = Scenario::default();
            for gate in pack.gates.iter().filter(|g| g.phase == headroom::policy::Phase::Complete) {
                if i > 0 && stream.uniform() < 0.97 {
                    let best = if gate.comparator.sign() > 0.0 { gate.range.1 } else { gate.range.0 };
                    scenario.what_if.insert(gate.fact(), best);
                }
            }
            let ctx = analysis::context(&prepared, &pack, &scenario);
            let all = subjects(&ctx);
            for _ in 0..stream.below(4) {
                let subject = &all[stream.below(all.len())];
                scenario = subject.at(&scenario, subject.value(stream.uniform()));
            }
            let ctx = analysis::context(&prepared, &pack, &scenario);
            let all = subjects(&ctx);
            for flip in flips(&ctx) {
                let s = all.iter().find(|s| s.subject == flip.subject).expect("it is a subject");
                let verdict = |v: f64| analysis::decide(&prepared, &pack, &s.at(&scenario, v)).verdict.action;
                assert_eq!(verdict(flip.at), flip.becomes, "{flip:?}");
                if s.unit == Unit::YesNo {
                    let expected = if flip.sentence.contains("no longer has to be") || flip.sentence.ends_with("no.") {
                        0.0
                    } else {
                        1.0
                    };
                    assert_eq!(verdict(expected), flip.becomes, "{flip:?}");
                    continue;
                }
                let (value, strict, up, end) =
                    read_flip(&flip.sentence, flip.unit, &pack.currency).unwrap_or_else(|| panic!("{}", flip.sentence));
                assert_eq!(verdict(value) == flip.becomes, !strict, "{id} {i}: {flip:?}");
                if let Some((end, strict)) = end {
                    assert_eq!(verdict(end) == flip.becomes, !strict, "{id} {i}, its end: {flip:?}");
                    ended += 1;
                }
                // The points of the scan between them.
                let limit = s.position(flip.until.unwrap_or(if up { s.range.1 } else { s.range.0 }));
                let from = s.today.map_or(if up { 1.0 } else { 0.0 }, |t| s.position(t).clamp(0.0, 1.0));
                let to = if s.today.is_none() {
                    1.0 - from
                } else if up {
                    1.0
                } else {
                    0.0
                };
                for _ in 0..4 {
                    let p = from + (to - from) * (1 + stream.below(48)) as f64 / 48.0;
                    let v = s.value(p);
                    let inside = if up { v >= flip.at && p <= limit } else { v <= flip.at && p >= limit };
                    if inside {
                        assert_eq!(verdict(v), flip.becomes, "{id} {i} at {v}: {flip:?}");
                    }
                }
                read += 1;
                strict_ones += usize::from(strict);
            }
        }
    }
    println!("{read} sentences, {strict_ones} leave their number out, {ended} end within the range");
    assert!(read > 800 && strict_ones > 50 && ended > 10, "{read} {strict_ones} {ended}");
}
