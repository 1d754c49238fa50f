//! The worked example reaches the verdict and the statuses of the reference case, and walks to each of the five verdicts.

use headroom::analysis::{Prepare, Prepared, decide, explain};
use headroom::data::Evidence;
use headroom::decide::{Action, Outcome, findings::Alignment};
use headroom::policy::{self, PolicyPack, Role, defaults, examples};
use headroom::read::{Limits, read_evidence};
use headroom::scenario::Scenario;

/// The worked example, prepared, and its pack.
pub fn example(id: &str) -> (Prepared, PolicyPack) {
    let example = examples::example(id).expect("the example ships");
    let (_, json) = defaults::PACKS.iter().find(|p| p.0 == example.policy).expect("its pack ships");
    let pack = policy::parse(json).expect("the pack parses").value;
    let mut evidence = Evidence::default();
    for (name, text) in example.files {
        let reading = read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("the file reads");
        evidence.merge(reading.value.evidence);
    }
    (Prepare::new(evidence, &pack, None).run(), pack)
}

#[test]
fn the_reference_case_reaches_its_verdict_and_statuses() {
    let (prepared, pack) = example("therapeutic-ai");
    let scenario = Scenario::default();
    let decision = decide(&prepared, &pack, &scenario);
    for o in &decision.outcomes {
        println!("{:?} {:<34} {:<13} {}", o.phase, o.gate, o.outcome.word(), o.sentence);
    }
    println!("{:?} {}", decision.verdict.action, decision.verdict.sentence);
    assert_eq!(decision.verdict.action, Action::CompleteFoundation);
    let tier1 = &prepared.inventory.tiers[0];
    assert!((tier1.missing_weight.unwrap_or(0.0) - 0.40).abs() < 1e-12, "{tier1:?}");
    let volume = |stage: &str| {
        let gate =
            pack.gates.iter().find(|g| g.role() == Role::Volume && g.with["stage"] == stage).expect("a volume gate");
        decision.outcome(&gate.id).map(|o| o.outcome)
    };
    assert_eq!(volume("pretraining"), Some(Outcome::Pass));
    assert_eq!(volume("sft"), Some(Outcome::Pass));
    assert_eq!(volume("preference"), Some(Outcome::Warn));
    let duplication = pack.gates.iter().find(|g| g.role() == Role::Duplication).expect("a duplication gate");
    let duplication = decision.outcome(&duplication.id).expect("judged");
    assert_eq!(duplication.outcome, Outcome::Fail);
    assert_eq!((duplication.measurement.value, duplication.threshold), (Some(0.08), 0.01));

    let explained = explain(&prepared, &pack, &scenario, &decision);
    let status = |rule: &str| {
        let f = pack.findings.iter().find(|f| f.rule == rule).expect("the finding is in the pack");
        let f = explained.findings.iter().find(|r| r.id == f.id).expect("evaluated");
        println!("{rule}: {:?} {:?} {}", f.status, f.also, f.comparison);
        (f.status, f.also.as_ref().map(|a| a.0))
    };
    assert_eq!(status("chinchilla"), (Alignment::Aligned, Some(Alignment::Gap)));
    assert_eq!(status("quality_aware").0, Alignment::Aligned);
    assert_eq!(status("diminishing_returns").0, Alignment::Aligned);
    assert_eq!(status("data_efficient_methods").0, Alignment::Opportunity);
    assert_eq!(status("volume_recommendations"), (Alignment::Exceeds, Some(Alignment::Gap)));
    assert_eq!(status("evaluation_metrics").0, Alignment::Aligned);
    assert_eq!(status("curriculum").0, Alignment::Aligned);
}

#[test]
fn completing_the_foundation_moves_the_verdict_on_through_all_five() {
    let (prepared, pack) = example("therapeutic-ai");
    let mut scenario = Scenario::default();
    let mut seen = vec![decide(&prepared, &pack, &scenario).verdict.action];
    // Phase 1: every blocking gate of the foundation is met by a what-if value, as a person would with the sliders.
    let meet = |scenario: &mut Scenario, phase: policy::Phase, leave: &[&str]| {
        for g in pack.gates.iter().filter(|g| g.phase == phase && !leave.contains(&g.id.as_str())) {
            let better = g.warn.unwrap_or(g.threshold);
            scenario.what_if.insert(g.fact(), better + g.comparator.sign() * 0.001 * better.abs().max(0.001));
        }
    };
    meet(&mut scenario, policy::Phase::Complete, &[]);
    let d = decide(&prepared, &pack, &scenario);
    println!("foundation complete: {:?} {}", d.verdict.action, d.verdict.sentence);
    for g in &d.gaps {
        println!("gap {g:?}");
    }
    seen.push(d.verdict.action);
    // Every target met.
    let mut met = scenario.clone();
    meet(&mut met, policy::Phase::Validate, &[]);
    let d = decide(&prepared, &pack, &met);
    println!("targets met: {:?} {}", d.verdict.action, d.verdict.sentence);
    assert_eq!(d.verdict.action, Action::DoNotExpand);
    seen.push(d.verdict.action);
    // A gap that data closes, with easier and with harder conditions on the expansion.
    for (probability, worth) in [(0.01, 0.000_01), (0.99, 0.2)] {
        let mut s = scenario.clone();
        for g in pack.gates.iter().filter(|g| g.phase == policy::Phase::Expand) {
            let value = match g.rule.as_str() {
                "gap_reachable" => probability,
                "gap_worth_it" => worth,
                "gap_cost" => g.range.1,
                _ => 1.0,
            };
            s.thresholds.insert(g.id.clone(), headroom::scenario::ThresholdChange { threshold: value });
        }
        let d = decide(&prepared, &pack, &s);
        println!("expand at p>={probability}: {:?} {}", d.verdict.action, d.verdict.sentence);
        seen.push(d.verdict.action);
    }
    // A target that was never measured.
    let mut blind = met;
    let mut without = prepared.clone();
    let first = pack
        .gates
        .iter()
        .find(|g| g.role() == Role::Metric && g.severity == policy::Severity::Block)
        .expect("a target");
    without.evidence.evaluations.clear();
    without.evidence.curves.clear();
    blind.what_if.remove(&first.fact());
    let d = decide(&without, &pack, &blind);
    println!("unmeasured: {:?} {}", d.verdict.action, d.verdict.sentence);
    seen.push(d.verdict.action);
    for action in Action::ALL {
        assert!(seen.contains(&action), "{action:?} was not reached: {seen:?}");
    }
}

#[test]
fn every_flip_is_where_the_verdict_really_changes() {
    use headroom::analysis::{Explore, context};
    use headroom::decide::{FlipSubject, subjects};
    let (prepared, pack) = example("therapeutic-ai");
    let scenario = Scenario::default();
    let start = std::time::Instant::now();
    let found = Explore::run(&prepared, &pack, &scenario);
    println!("explored in {:?}", start.elapsed());
    let ctx = context(&prepared, &pack, &scenario);
    let all = subjects(&ctx);
    let now = decide(&prepared, &pack, &scenario).verdict.action;
    for f in &found.flips {
        println!("{:.3} {}", f.distance, f.sentence);
        let s = all.iter().find(|s| s.subject == f.subject).expect("the subject exists");
        assert_eq!(decide(&prepared, &pack, &s.at(&scenario, f.at)).verdict.action, f.becomes, "{f:?}");
        if let (Some(today), FlipSubject::Fact(_) | FlipSubject::Threshold(_)) = (f.today, &f.subject) {
            let before = today + (f.at - today) * (1.0 - 1e-6);
            if before != f.at {
                assert_eq!(decide(&prepared, &pack, &s.at(&scenario, before)).verdict.action, now, "{f:?}");
            }
        }
    }
    println!("{:?}", found.chances);
    println!("pairs {:?}", found.pairs);
    for o in &found.options.options {
        println!("{:?}", o);
    }
    println!("frontier {:?}\nbest {:?}", found.options.frontier, found.options.best);
    for p in &found.perspectives.perspectives {
        println!("{p:?}");
    }
    println!("{:?} {:?}", found.perspectives.best_expected, found.perspectives.minimax);
    println!("{:#?}", found.information);
    for b in &found.tornado.bars {
        println!("{b:?}");
    }
    assert!((found.chances.verdicts.iter().map(|v| v.1).sum::<f64>() - 1.0).abs() < 1e-9);
}
