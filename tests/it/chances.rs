//! Probabilities of outcomes against closed forms.

use headroom::analysis::{Explore, Prepare, Prepared};
use headroom::data::{Dataset, Evaluation, Evidence, Status};
use headroom::decide::Action;
use headroom::decide::chance::Chances;
use headroom::num::{math::ln, normal};
use headroom::policy::{self, PolicyPack};
use headroom::scenario::Scenario;

/// A tier, a rated metric with a target of 0.8, and what may be said of their errors.
fn pack(assumptions: &str, gates: &str) -> PolicyPack {
    let text = format!(
        r#"{{"headroom":"policy","version":1,"id":"p","name":"P","currency":"EUR",
        "tiers":[{{"tier":1,"label":"T","minimum_quality":0.9,"weight":1}}],
        "metrics":[{{"id":"score","label":"Score","direction":"higher","range":[0,1],"rated":true}}],
        "gates":[{{"id":"target","label":"Target","phase":"validate","rule":"metric","with":{{"metric":"score"}},
            "comparator":"at_least","threshold":0.8,"range":[0,1],"severity":"block"}}{gates}],
        "assumptions":[{assumptions}],
        "costs":{{"acquire":{{"low":1,"likely":2,"high":4}},"annotate":{{"low":1,"likely":3,"high":4}}}}}}"#
    );
    policy::parse(&text).expect("the pack parses").value
}

fn assumption(id: &str, value: f64, low: f64, high: f64) -> String {
    format!(r#"{{"id":"{id}","label":"{id}","value":{value},"low":{low},"high":{high},"range":[0,1000000]}}"#)
}

fn evidence(value: f64, se: f64) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.evaluations.push(Evaluation {
        metric: "score".into(),
        label: "Score".into(),
        value,
        se: Some(se),
        ..Evaluation::default()
    });
    evidence
}

fn chances(evidence: Evidence, pack: &PolicyPack, scenario: &Scenario) -> Chances {
    let prepared: Prepared = Prepare::new(evidence, pack, None).run();
    Explore::run(&prepared, pack, scenario).chances
}

fn of(chances: &Chances, action: Action) -> f64 {
    chances.verdicts.iter().find(|v| v.0 == action).map_or(0.0, |v| v.1)
}

/// Score and raters err independently: the truth lies below the target with probability Φ((t − v)/√(se² + r²)).
#[test]
fn the_error_that_raters_share_widens_what_the_score_says() {
    for error in [0.0, 0.02, 0.05] {
        let pack = pack(&assumption("rater_error", error, error, error), "");
        let found = chances(evidence(0.82, 0.01), &pack, &Scenario::default());
        let expected = normal::cdf((0.82 - 0.8) / 0.01_f64.hypot(error));
        let met = found.targets[0].2.expect("it was measured");
        assert!((met - expected).abs() < 0.025, "{error}: {met} {expected}");
        assert!((of(&found, Action::DoNotExpand) - met).abs() < 1e-12);
    }
    // A what-if value stands for the truth: nobody rated it.
    let pack = pack(&assumption("rater_error", 0.05, 0.05, 0.05), "");
    let mut scenario = Scenario::default();
    scenario.what_if.insert("metric metric=score".into(), 0.82);
    let found = chances(evidence(0.7, 0.01), &pack, &scenario);
    assert_eq!(found.targets[0].2, Some(1.0));
}

/// A tier stated at q passes its minimum m with probability Φ((q − m)/error), and the verdict goes with it.
#[test]
fn the_error_of_a_stated_quality_is_drawn_through_its_gate() {
    let gate = r#",{"id":"quality","label":"Quality","phase":"complete","rule":"tier_quality","with":{"tier":"1"},
        "comparator":"at_least","threshold":0.9,"range":[0,1],"severity":"block"}"#;
    for (stated, error) in [(0.92, 0.02), (0.89, 0.01), (0.95, 0.01)] {
        let pack = pack(&assumption("quality_error", error, error, error), gate);
        let mut evidence = evidence(0.95, 0.001);
        evidence.datasets.push(Dataset {
            name: "a".into(),
            tier: Some(1),
            status: Status::Present,
            quality: Some(stated),
            records: Some(1000.0),
            bytes: Some(1e6),
            ..Dataset::default()
        });
        let found = chances(evidence, &pack, &Scenario::default());
        let expected = normal::cdf((stated - 0.9) / error);
        let gate = found.gates.iter().find(|g| g.gate == "quality").expect("its outcome is drawn");
        assert!((gate.pass - expected).abs() < 0.025, "{stated} {error}: {} {expected}", gate.pass);
        assert!((of(&found, Action::CompleteFoundation) - gate.fail).abs() < 1e-12, "{found:?}");
    }
}

/// Records needed are tokens needed over tokens per record, which is drawn log-normally from its range: along a possible curve
/// that reaches the target at s tokens, expanding stays under a cost limit of c with probability Φ(ln(t/t₀)/σ), where t₀ is the
/// length at which it costs c; on the mean over the possible curves.
#[test]
fn the_length_of_a_record_is_drawn_from_its_range() {
    let gate = r#",{"id":"cost","label":"Cost","phase":"expand","rule":"gap_cost","comparator":"at_most","threshold":100000,
        "unit":"money","range":[1000,100000000],"log":true,"severity":"block"}"#;
    let mut evidence = evidence(0.75, 1e-6);
    let curve = crate::break_even::power_curve(0.6);
    evidence.evaluations[0].value = curve.observations[6].value;
    let fit = headroom::fit::fit_curve(&curve, &headroom::fit::FitOptions::default());
    evidence.curves.push(curve);
    // Tokens at which each possible curve reaches 0.85, near the 144e6 of 0.9 − 0.6·√(1e6/x): a record of 4,000 tokens makes
    // the 80e6 more 20,000 records of 5 each.
    let ahead: Vec<(f64, headroom::fit::Predictive)> =
        fit.ahead().iter().map(|(size, _)| *size).zip(fit.onward_ahead()).collect();
    let reached = |u: f64| {
        let value = |i: usize| ahead[i].1.quantile(u);
        let i = (1..ahead.len()).find(|i| value(*i) >= 0.85)?;
        let share = (0.85 - value(i - 1)) / (value(i) - value(i - 1));
        Some(ahead[i - 1].0 * headroom::num::math::exp(share * ln(ahead[i].0 / ahead[i - 1].0)))
    };
    let sizes: Vec<Option<f64>> = (0..400).map(|i| reached((f64::from(i) + 0.5) / 400.0)).collect();
    let mut scenario = Scenario::default();
    scenario.thresholds.insert("target".into(), headroom::scenario::ThresholdChange { threshold: 0.85 });
    for (tokens, low, high) in [(4000.0, 2000.0, 8000.0), (5000.0, 2500.0, 10_000.0)] {
        let assumptions =
            [assumption("tokens_per_record", tokens, low, high), assumption("budget_records", 1e6, 1e6, 1e6)].join(",");
        let found = chances(evidence.clone(), &pack(&assumptions, gate), &scenario);
        let sigma = ln(2.0) / normal::quantile(0.9);
        let under = |s: f64| normal::cdf(ln(tokens / ((s - 64e6) / 20_000.0)) / sigma);
        let expected = sizes.iter().map(|s| s.map_or(0.0, under)).sum::<f64>() / sizes.len() as f64;
        let expand = of(&found, Action::ExpandTargeted);
        assert!((expand - expected).abs() < 0.06, "{tokens}: {expand} {expected}: {:?}", found.verdicts);
    }
}
