//! The shipped examples, from the files' bytes to the verdict.

use headroom::analysis::{Prepare, Prepared, decide};
use headroom::data::{Evidence, Level};
use headroom::decide::{Action, Decision, Outcome};
use headroom::policy::{PolicyPack, defaults, examples, parse};
use headroom::read::{Limits, read_evidence};
use headroom::scenario::{Scenario, ThresholdChange};

fn open(id: &str) -> (PolicyPack, Prepared) {
    let example = examples::example(id).expect("the example ships");
    let (_, pack) = defaults::PACKS.iter().find(|(p, _)| *p == example.policy).expect("its policy ships");
    let pack = parse(pack).expect("the policy is sound").value;
    let mut evidence = Evidence::default();
    for (name, text) in example.files {
        let reading = read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("the file is read");
        let troubles: Vec<_> = reading.diagnostics.iter().filter(|d| d.level != Level::Info).collect();
        assert!(troubles.is_empty(), "{name}: {troubles:?}");
        assert!(reading.value.evidence.files.iter().all(|f| f.rows_skipped == 0), "{name}");
        evidence.merge(reading.value.evidence);
    }
    let prepared = Prepare::new(evidence, &pack, None).run();
    (pack, prepared)
}

fn outcome(decision: &Decision, gate: &str) -> Outcome {
    decision.outcome(gate).unwrap_or_else(|| panic!("no gate {gate}")).outcome
}

fn value(decision: &Decision, gate: &str) -> f64 {
    decision.outcome(gate).and_then(|o| o.measurement.value).unwrap_or_else(|| panic!("{gate} is unknown"))
}

/// The reference case (verdict and outcomes), then the way from verdict to verdict that a person can walk.
#[test]
fn reference_case_walks_through_all_five_verdicts() {
    let (pack, prepared) = open("therapeutic-ai");
    assert_eq!(prepared.evidence.datasets.len(), 20);
    assert_eq!(prepared.evidence.checks.len(), 9);
    assert_eq!(prepared.evidence.evaluations.len(), 13);
    assert_eq!(prepared.curves.len(), 4);

    let mut scenario = Scenario::default();
    let today = decide(&prepared, &pack, &scenario);
    assert_eq!(today.verdict.action, Action::CompleteFoundation);
    assert!((value(&today, "missing-weight-tier-1") - 0.40).abs() < 1e-9);
    assert_eq!(value(&today, "duplication"), 0.08);
    assert_eq!(value(&today, "families-incomplete"), 4.0);
    for (gate, expected) in [
        ("missing-weight-tier-1", Outcome::Fail),
        ("duplication", Outcome::Fail),
        ("families-missing", Outcome::Pass),
        ("families-incomplete", Outcome::Warn),
        ("volume-pretraining", Outcome::Pass),
        ("volume-sft", Outcome::Pass),
        ("volume-preference", Outcome::Warn),
        ("quality-tier-1", Outcome::Unknown),
        ("target-empathy", Outcome::Fail),
        ("target-cultural-competency", Outcome::Warn),
        ("target-bias", Outcome::Pass),
        ("baseline-empathy", Outcome::Pass),
    ] {
        assert_eq!(outcome(&today, gate), expected, "{gate}");
    }

    // Tier 1 is completed: its quality has not been measured.
    scenario.what_if.insert("missing_weight tier=1".into(), 0.0);
    let verdict = |s: &Scenario| decide(&prepared, &pack, s).verdict.action;
    assert_eq!(verdict(&scenario), Action::MeasureFirst);
    // It is audited: empathy has a gap, and cheaper routes than records are open.
    scenario.what_if.insert("tier_quality tier=1".into(), 0.992);
    assert_eq!(verdict(&scenario), Action::ImproveQuality);
    // Duplicates are removed, half a point per doubling is worth it, and a larger budget makes success likely.
    scenario.what_if.insert("duplication".into(), 0.004);
    scenario.thresholds.insert("gap-worth-it".into(), ThresholdChange { threshold: 0.003 });
    scenario.assumptions.insert("budget_records".into(), 1e6);
    let expand = decide(&prepared, &pack, &scenario);
    assert_eq!(expand.verdict.action, Action::ExpandTargeted, "{}", expand.verdict.sentence);
    assert!(
        expand.verdict.expand.iter().any(|t| t.metric == "empathy" && t.add_records > 0.0 && !t.families.is_empty())
    );
    // Empathy reaches its target; one interval still includes its target, and then it does not.
    scenario.what_if.insert("metric metric=empathy".into(), 0.82);
    assert_eq!(verdict(&scenario), Action::MeasureFirst);
    scenario.what_if.insert("metric metric=cultural_competency".into(), 0.87);
    assert_eq!(verdict(&scenario), Action::DoNotExpand);
}

/// Pythia-160m on PIQA: the honest answer is that more data did not help.
#[test]
fn public_results_do_not_ask_for_more_data() {
    let (pack, prepared) = open("public-results");
    let ids: Vec<&str> = prepared.evidence.curves.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["piqa_pythia_160m", "loss_open_lm_d_1024"]);
    let lengths: Vec<usize> = prepared.evidence.curves.iter().map(|c| c.observations.len()).collect();
    assert_eq!(lengths, [8, 7]);
    let decision = decide(&prepared, &pack, &Scenario::default());
    assert_eq!(decision.verdict.action, Action::ImproveQuality, "{}", decision.verdict.sentence);
    assert_eq!(outcome(&decision, "gap-reachable"), Outcome::Fail);
    assert_eq!(outcome(&decision, "gap-worth-it"), Outcome::Fail);
}

/// S2L, DELIFT and self-data distillation each have a result from files that ship: a selection of the records, and what the
/// runs on selected ones were worth.
#[test]
fn the_methods_of_the_reference_case_select_and_their_runs_have_a_worth() {
    use headroom::data::Steps;
    use headroom::engine::{Put, Shelf};
    use headroom::read::open as open_file;
    use headroom::select::{Request, Selecting};
    let example = examples::example("therapeutic-selection").expect("it ships");
    let mut shelf = Shelf::default();
    let mut files = Vec::new();
    for (name, text) in example.files {
        let opened = open_file(name, text.as_bytes().to_vec(), &Limits::default()).expect("it is read");
        let Ok(Put::Evidence(file)) = shelf.put(name, opened) else { panic!("{name} is no evidence") };
        files.push(file);
    }
    let pool = shelf.pool(&files).expect("it holds records").value;
    for method in ["s2l", "delift"] {
        let request = Request { method: method.into(), ..Request::default() };
        let outcome = Selecting::new(&pool, request).run(&pool).expect(method);
        assert!(
            outcome.pool == 150 && outcome.kept == 15 && !outcome.curve.is_empty() && !outcome.sentence.is_empty(),
            "{method}"
        );
    }
    let (_, prepared) = open("therapeutic-selection");
    let selected: Vec<String> =
        prepared.evidence.curves.iter().flat_map(|c| c.selected.iter().map(|s| s.method.clone())).collect();
    for name in ["S2L", "DELIFT", "self-data distillation"] {
        assert!(selected.iter().any(|s| s.eq_ignore_ascii_case(name)), "{name}: {selected:?}");
    }
}

/// The metrics that the reference case names, each computed from a file of single items that ships.
#[test]
fn every_metric_of_the_reference_case_is_computed_from_items() {
    let (pack, prepared) = open("therapeutic-items");
    let of = |id: &str| {
        let known = pack.metric(id).unwrap_or_else(|| panic!("the policy knows {id}"));
        let is = |name: &str| pack.metric(name).is_some_and(|m| m.id == known.id);
        prepared.evidence.evaluations.iter().find(|e| is(&e.metric) && e.slice.is_none()).cloned()
    };
    for (id, n) in [
        ("empathy", 40.0),
        ("f1", 200.0),
        ("balanced_accuracy", 200.0),
        ("rouge_l", 12.0),
        ("bleu", 12.0),
        ("perplexity", 60.0),
        ("ethicsmh", 125.0),
    ] {
        let e = of(id).unwrap_or_else(|| panic!("{id} is not computed"));
        assert!(e.illustrative && e.n == Some(n) && (e.se.is_some() || e.interval.is_some()), "{id}: {e:?}");
    }
    let empathy = of("empathy").expect("computed");
    assert!((0.0..=1.0).contains(&empathy.value), "ratings from 0 to 6 are a share of 6: {}", empathy.value);
    let subtasks = prepared.evidence.evaluations.iter().filter(|e| e.metric == "ethicsmh" && e.slice.is_some());
    assert_eq!(subtasks.count(), 5);
    assert!(prepared.evidence.evaluations.iter().any(|e| e.metric == "win_rate"));
}
