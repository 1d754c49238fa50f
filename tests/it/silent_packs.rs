//! What no evidence speaks of is not said: the decision and the findings under policies that lack phases, gates, tiers and
//! metrics, on evidence that lacks files, curves and evaluations.

use crate::reference::example;
use headroom::analysis::{Prepared, decide, explain};
use headroom::decide::{Action, Decision, GateOutcome, Outcome, Severe, inventory};
use headroom::num::stream::Stream;
use headroom::policy::{Phase, PolicyPack, Role, Severity};
use headroom::scenario::{Scenario, Waiver};

/// The example with parts of its policy and of its evidence taken away.
fn lacking(s: &mut Stream, prepared: &Prepared, pack: &PolicyPack) -> (Prepared, PolicyPack, Scenario) {
    let (mut prepared, mut pack) = (prepared.clone(), pack.clone());
    let mut often = |share: f64| s.uniform() < share;
    for phase in Phase::ALL {
        if often(0.25) {
            pack.gates.retain(|g| g.phase != phase);
        }
    }
    let rest = [0.0, 0.3, 0.7][usize::from(often(0.5)) + usize::from(often(0.3))];
    pack.gates.retain(|_| !often(rest));
    for gate in &mut pack.gates {
        if often(0.3) {
            gate.severity = if often(0.6) { Severity::Warn } else { Severity::Block };
        }
    }
    if often(0.2) {
        pack.tiers.clear();
    }
    if often(0.2) {
        pack.metrics.clear();
    }
    if often(0.2) {
        pack.assumptions.clear();
    }
    let (no_evaluations, no_curves) = (if often(0.3) { 1.0 } else { 0.2 }, if often(0.4) { 1.0 } else { 0.2 });
    prepared.evidence.evaluations.retain(|_| !often(no_evaluations));
    prepared.evidence.curves.retain(|_| !often(no_curves));
    if often(0.3) {
        prepared.evidence.datasets.clear();
    }
    let no_checks = if often(0.3) { 1.0 } else { 0.2 };
    prepared.evidence.checks.retain(|_| !often(no_checks));
    for check in &mut prepared.evidence.checks {
        if often(0.2) {
            check.value += 1000.0;
        }
    }
    prepared.inventory = inventory::summarise(&prepared.evidence.datasets, &pack);
    let mut scenario = Scenario::default();
    let good = often(0.6);
    for gate in &pack.gates {
        let (a, b) = gate.range;
        let (best, worst) = if gate.comparator.sign() > 0.0 { (b, a) } else { (a, b) };
        if gate.phase == Phase::Complete && often(if good { 0.97 } else { 0.2 }) {
            scenario.what_if.insert(gate.fact(), best);
        } else if gate.phase == Phase::Validate && often(0.2) {
            scenario.what_if.insert(gate.fact(), if often(0.7) { best } else { worst });
        } else if gate.phase == Phase::Validate && often(0.1) {
            // A target that is missed by next to nothing: there a little more data is a way.
            let near = gate.threshold - gate.comparator.sign() * 1e-6 * (b - a);
            scenario.what_if.insert(gate.fact(), near);
        }
        if often(0.05) {
            scenario.waivers.insert(gate.id.clone(), Waiver::default());
        }
    }
    (prepared, pack, scenario)
}

/// Labels quoted in a sentence.
fn quoted(sentence: &str) -> Vec<&str> {
    sentence.split('“').skip(1).filter_map(|part| part.split('”').next()).collect()
}

/// The number before the first of these words.
fn number_before(sentence: &str, words: &[&str]) -> Option<usize> {
    let at = words.iter().filter_map(|w| sentence.find(w)).min()?;
    sentence[..at].trim_end().rsplit(' ').next()?.parse().ok()
}

fn every_claim_is_true(d: &Decision, pack: &PolicyPack) {
    let text = &d.verdict.sentence;
    let of = |phase: Phase| d.outcomes.iter().filter(move |o| o.phase == phase);
    let short = |o: &&GateOutcome| matches!(o.outcome, Outcome::Fail | Outcome::Unknown);
    let labelled =
        |label: &str, test: &dyn Fn(&GateOutcome) -> bool| d.outcomes.iter().any(|o| o.label == label && test(o));
    if text.contains("foundation is complete") {
        assert!(of(Phase::Complete).count() > 0 && of(Phase::Complete).filter(short).count() == 0, "{text}");
    }
    if text.contains("asks nothing of the foundation") {
        assert_eq!(of(Phase::Complete).count(), 0, "{text}");
    }
    if text.contains("no learning curve says whether") {
        assert!(d.gaps.iter().any(|g| g.probability.is_none()), "{text}");
    } else if text.contains("learning curve") && !text.contains("no learning curve") {
        assert!(!d.gaps.is_empty() && d.gaps.iter().all(|g| g.probability.is_some()), "{text}");
    }
    for phase in &d.phases {
        assert!(
            !phase.done || of(phase.phase).any(|o| matches!(o.outcome, Outcome::Pass | Outcome::Warn)),
            "{phase:?}"
        );
    }
    match d.verdict.action {
        Action::DoNotExpand => {
            let block = || of(Phase::Validate).filter(|o| o.severity == Severity::Block);
            assert!(block().any(|o| matches!(o.outcome, Outcome::Pass | Outcome::Warn)), "{text}");
            let met = block().filter(|o| o.margin.is_some_and(|m| m >= 0.0) && o.outcome != Outcome::Fail).count();
            let words = ["target is met", "targets are met", "blocking target is met", "blocking targets are met"];
            if let Some(said) = number_before(text, &words) {
                assert_eq!(said, met, "{text}");
            }
            let only_blocking = of(Phase::Validate).all(|o| o.severity == Severity::Block);
            assert_eq!(text.contains("blocking target"), !only_blocking && met > 0, "{text}");
            let fails = of(Phase::Complete).filter(|o| o.outcome == Outcome::Fail).count();
            if let Some((_, rest)) = text.split_once("of its gates ") {
                let rest = rest.split(" Of the targets").next().unwrap_or_default();
                assert!(number_before(rest, &["fails", "fail"]).unwrap_or(0) == fails, "{text}");
            }
            assert!(!d.outcomes.iter().any(|o| o.phase != Phase::Expand && o.taints()), "{text}");
        }
        Action::ExpandTargeted => {
            assert!(!d.gaps.is_empty(), "{text}");
            let waived = d.outcomes.iter().any(|o| pack.role(&o.gate) == Role::GapReachable && o.waived());
            assert!(waived || d.gaps.iter().all(|g| g.probability.is_some()), "{text}");
        }
        Action::ImproveQuality => {
            assert!(!d.gaps.is_empty(), "{text}");
            assert!(
                of(Phase::Expand).any(Severe::stops) || d.gaps.iter().any(|g| g.probability.is_some_and(|p| p < 0.5)),
                "{text}"
            );
        }
        Action::CompleteFoundation => assert!(of(Phase::Complete).any(Severe::stops), "{text}"),
        Action::MeasureFirst => {
            let test: Option<&dyn Fn(&GateOutcome) -> bool> = if text.starts_with("The evidence does not say") {
                Some(&|o| o.outcome == Outcome::Unknown)
            } else if text.starts_with("Too uncertain") {
                Some(&Severe::straddles)
            } else if text.contains("decides nothing yet") {
                Some(&|o| o.outcome == Outcome::Fail)
            } else if text.contains("cannot be trusted") {
                Some(&Severe::taints)
            } else {
                None
            };
            for label in quoted(text).into_iter().filter(|_| test.is_some()) {
                assert!(test.is_some_and(|t| labelled(label, t)), "{label}: {text}");
            }
            if text.contains("sets no target") {
                assert!(!of(Phase::Validate).any(|o| o.severity == Severity::Block), "{text}");
            }
        }
    }
}

#[test]
fn no_sentence_claims_what_nothing_was_judged_by() {
    let (mut seen, mut sentences) = (std::collections::BTreeMap::new(), std::collections::BTreeSet::new());
    for id in ["therapeutic-ai", "public-results"] {
        let (prepared, pack) = example(id);
        for i in 0..500 {
            let mut stream = Stream::new(31, i);
            let (prepared, pack, scenario) = lacking(&mut stream, &prepared, &pack);
            let d = decide(&prepared, &pack, &scenario);
            *seen.entry(d.verdict.action).or_insert(0) += 1;
            sentences.insert(d.verdict.sentence.split(['“', ':']).next().unwrap_or_default().to_owned());
            every_claim_is_true(&d, &pack);
            for r in &d.verdict.reasons {
                assert_eq!(Some(&r.text), d.outcome(&r.gate).map(|o| &o.sentence));
            }
            for f in explain(&prepared, &pack, &scenario, &d).findings {
                let metrics =
                    || d.outcomes.iter().filter(|o| o.phase == Phase::Validate && pack.role(&o.gate) == Role::Metric);
                if f.comparison.starts_with("Every target has a measurement") {
                    let asked = |o: &&GateOutcome| pack.gate(&o.gate).is_some_and(|g| g.parameter("time").is_none());
                    assert!(metrics().filter(asked).all(|o| o.measurement.value.is_some()), "{}", f.comparison);
                }
                if f.comparison.starts_with("Every tier is complete") {
                    let inventory = prepared.inventory.with_what_ifs(&scenario.what_if);
                    assert!(inventory.missing_weight.is_some_and(|w| w < 1e-6), "{}", f.comparison);
                }
            }
        }
    }
    println!("{seen:?}\n{sentences:#?}");
    assert!(seen.len() == 5 && sentences.len() > 20, "{seen:?} {}", sentences.len());
}

#[test]
fn without_a_file_nothing_is_done() {
    for id in ["therapeutic-ai", "public-results"] {
        let (_, pack) = example(id);
        let d = decide(&Prepared::default(), &pack, &Scenario::default());
        assert_eq!(d.verdict.action, Action::MeasureFirst, "{}", d.verdict.sentence);
        assert!(d.phases.iter().all(|p| !p.done), "{:?}", d.phases);
    }
}
