//! Break-even values of analytic functions, found by the search on the real decision function.

use headroom::analysis::{Prepare, Prepared, context, decide};
use headroom::data::{Direction, Evaluation, Evidence, LearningCurve, Observation, Unit};
use headroom::decide::{Action, Flip, FlipSubject, flips};
use headroom::num::math::{exp, ln};
use headroom::num::normal;
use headroom::policy::{self, PolicyPack, defaults, parse};
use headroom::scenario::Scenario;

/// One target and, where its curve is given, the price of closing the gap.
fn pack(threshold: f64, cost: bool) -> PolicyPack {
    let gate = if cost {
        r#",{"id":"cost","label":"Cost","phase":"expand","rule":"gap_cost","comparator":"at_most","threshold":100000,
            "unit":"money","range":[1000,100000000],"log":true,"severity":"block"}"#
    } else {
        ""
    };
    let text = format!(
        r#"{{"headroom":"policy","version":1,"id":"p","name":"P","currency":"EUR",
        "metrics":[{{"id":"score","label":"Score","direction":"higher","range":[0,1]}}],
        "gates":[{{"id":"target","label":"Target","phase":"validate","rule":"metric","with":{{"metric":"score"}},
            "comparator":"at_least","threshold":{threshold},"range":[0.5,1],"confidence":0.9,"severity":"block"}}{gate}],
        "assumptions":[{{"id":"tokens_per_record","label":"Tokens per record","unit":"tokens","value":2000,"low":500,"high":4000,
            "range":[10,100000],"log":true,"source":""}}],
        "costs":{{"acquire":{{"low":1,"likely":2,"high":4}},"annotate":{{"low":1,"likely":3,"high":4}}}}}}"#
    );
    policy::parse(&text).expect("the pack parses").value
}

/// 0.9 − fall·√(1e6/x) at seven doublings from a million tokens.
pub fn power_curve(fall: f64) -> LearningCurve {
    let point = |i: u32| {
        let size = 1e6 * f64::from(1_u32 << i);
        Observation { size, value: 0.9 - fall * (1e6 / size).sqrt(), se: None, items: None, row: None }
    };
    LearningCurve {
        id: "score".into(),
        label: "Score".into(),
        metric: "score".into(),
        direction: Direction::Higher,
        range: Some((0.0, 1.0)),
        size_unit: Unit::Tokens,
        observations: (0..7).map(point).collect(),
        ..LearningCurve::default()
    }
}

fn prepared(value: f64, se: Option<f64>, curve: bool, pack: &PolicyPack) -> Prepared {
    let mut evidence = Evidence::default();
    evidence.evaluations.push(Evaluation {
        metric: "score".into(),
        label: "Score".into(),
        value,
        se,
        ..Evaluation::default()
    });
    if curve {
        evidence.curves.push(power_curve(0.3));
    }
    Prepare::new(evidence, pack, None).run()
}

fn of<'a>(found: &'a [Flip], subject: &FlipSubject) -> Vec<&'a Flip> {
    found.iter().filter(|f| f.subject == *subject).collect()
}

/// The target is met while the lower end of the 90 % interval, v − z s, is at or above it, and missed once the upper end
/// is below: the flips of the threshold are those two numbers, whatever v and s.
#[test]
fn a_threshold_flips_where_the_interval_ends() {
    let z = normal::quantile(0.95);
    for (value, se, threshold) in [(0.83, 0.01, 0.8), (0.7, 0.004, 0.66), (0.9, 0.02, 0.85)] {
        let pack = pack(threshold, false);
        let prepared = prepared(value, Some(se), false, &pack);
        let scenario = Scenario::default();
        assert_eq!(decide(&prepared, &pack, &scenario).verdict.action, Action::DoNotExpand);
        let found = flips(&context(&prepared, &pack, &scenario));
        let threshold = of(&found, &FlipSubject::Threshold("target".into()));
        let [only] = threshold.as_slice() else { panic!("{threshold:?}") };
        assert_eq!(only.becomes, Action::MeasureFirst);
        assert!((only.at - (value - z * se)).abs() < 1e-9, "{} {}", only.at, value - z * se);
    }
}

/// Without an interval the break-even is the measured value itself.
#[test]
fn a_threshold_flips_at_an_exact_value() {
    let pack = pack(0.8, false);
    let prepared = prepared(0.8371, None, false, &pack);
    let found = flips(&context(&prepared, &pack, &Scenario::default()));
    let threshold = of(&found, &FlipSubject::Threshold("target".into()));
    assert!((threshold[0].at - 0.8371).abs() < 1e-9, "{threshold:?}");
    // And the value flips at the threshold.
    let fact = found.iter().find(|f| matches!(f.subject, FlipSubject::Fact(_))).expect("the value flips");
    assert!((fact.at - 0.8).abs() < 1e-9, "{fact:?}");
}

/// Price · (tokens needed / tokens per record) ≤ limit, a hyperbola in the assumption: break-even at price · tokens / limit.
#[test]
fn an_assumption_flips_where_a_hyperbola_crosses_the_limit() {
    let pack = pack(0.88, true);
    let prepared = prepared(0.8625, None, true, &pack);
    let scenario = Scenario::default();
    let now = decide(&prepared, &pack, &scenario);
    let gap = now.gaps.first().expect("the target is missed");
    let tokens = gap.add_records.expect("the curve gives a size") * 2000.0;
    // The mean of a price whose low, likely and high values are its 10th, 50th and 90th percentile, logarithmic on both sides.
    let mean = |low: f64, likely: f64, high: f64| {
        let spread = |ratio: f64| ln(ratio) / normal::quantile(0.9);
        let half = |s: f64, side: f64| exp(0.5 * s * s) * normal::cdf(side * s);
        likely * (half(spread(high / likely), 1.0) + half(spread(likely / low), -1.0))
    };
    let price = mean(1.0, 2.0, 4.0) + mean(1.0, 3.0, 4.0);
    let expected = price * tokens / 100_000.0;
    let becomes = if expected > 2000.0 {
        assert_eq!(now.verdict.action, Action::ImproveQuality);
        Action::ExpandTargeted
    } else {
        assert_eq!(now.verdict.action, Action::ExpandTargeted);
        Action::ImproveQuality
    };
    let found = flips(&context(&prepared, &pack, &scenario));
    let flip = of(&found, &FlipSubject::Assumption("tokens_per_record".into()));
    let [only] = flip.as_slice() else { panic!("{flip:?}, expected {expected}") };
    assert_eq!(only.becomes, becomes);
    assert!((only.at / expected - 1.0).abs() < 1e-9, "{} {expected}", only.at);
    // Its range of 500 to 4000 is read as 10th and 90th percentile, on a logarithmic scale.
    let end: f64 = if only.at < 2000.0 { 500.0 } else { 4000.0 };
    let sds = (ln(only.at / 2000.0) / ln(end / 2000.0)).abs() * normal::quantile(0.9);
    assert!((only.sds.expect("it has a range") - sds).abs() < 1e-9, "{only:?} {sds}");
    assert!((only.plausibility.expect("it has a range") - normal::cdf(-sds)).abs() < 1e-12, "{only:?}");
    // The limit of the same gate flips at the price itself.
    let limit = of(&found, &FlipSubject::Threshold("cost".into()));
    let cost = price * tokens / 2000.0;
    assert!(limit.iter().any(|f| (f.at / cost - 1.0).abs() < 1e-9), "{limit:?} {cost}");
}

/// With nothing loaded every fact is unknown: what measuring it would turn is the first value that does, in whole numbers
/// where it is counted, and every value on that side does too.
#[test]
fn an_unknown_fact_flips_at_the_first_value_that_turns_the_verdict() {
    let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
    let prepared = Prepared::default();
    let scenario = Scenario::default();
    let now = decide(&prepared, &pack, &scenario).verdict.action;
    let found = flips(&context(&prepared, &pack, &scenario));
    let unknown: Vec<_> = found.iter().filter(|f| f.today.is_none()).collect();
    assert!(unknown.len() > 10, "{}", unknown.len());
    let at = |f: &Flip, value: f64| {
        let FlipSubject::Fact(fact) = &f.subject else { panic!("{:?} is no fact", f.subject) };
        let mut there = scenario.clone();
        there.what_if.insert(fact.clone(), value);
        decide(&prepared, &pack, &there).verdict.action
    };
    for f in unknown {
        assert_eq!(at(f, f.at), f.becomes, "{}", f.sentence);
        assert_ne!(f.becomes, now);
        if f.unit == Unit::YesNo {
            continue;
        }
        let up = f.sentence.ends_with("or more.") || f.sentence.contains(" measured above ");
        let down = f.sentence.ends_with("or less.") || f.sentence.contains(" measured below ");
        assert!(up != down, "{}", f.sentence);
        let (beyond, short) = if up { (f.range.1, f.range.0) } else { (f.range.0, f.range.1) };
        for share in [0.01, 0.5, 1.0] {
            assert_eq!(at(f, f.at + share * (beyond - f.at)), f.becomes, "{} further on", f.sentence);
        }
        if f.at != short {
            let step = if matches!(f.unit, Unit::Count | Unit::Records) { 1.0 } else { 1e-6 * (f.range.1 - f.range.0) };
            assert_ne!(at(f, f.at + if up { -step } else { step }), f.becomes, "{} earlier", f.sentence);
        }
    }
    let leaked = found.iter().find(|f| f.label.starts_with("Records leaked")).expect("leakage is a fact");
    assert_eq!(leaked.at, 1.0, "{}", leaked.sentence);
}

/// A flip lies so many standard deviations away, with the normal probability of lying there or beyond.
#[test]
fn a_flip_says_how_far_and_how_plausible_it_is() {
    let (value, se) = (0.83, 0.01);
    let pack = pack(0.8, false);
    let prepared = prepared(value, Some(se), false, &pack);
    let found = flips(&context(&prepared, &pack, &Scenario::default()));
    let fact = found.iter().find(|f| matches!(f.subject, FlipSubject::Fact(_))).expect("the value flips");
    let sds = (fact.at - value).abs() / se;
    assert!((fact.sds.expect("an error is known") - sds).abs() < 1e-9, "{fact:?}");
    assert!((fact.plausibility.expect("known") - normal::cdf(-sds)).abs() < 1e-12, "{fact:?}");
    // A threshold is chosen.
    let threshold = of(&found, &FlipSubject::Threshold("target".into()));
    assert!(threshold.iter().all(|f| f.sds.is_none() && f.plausibility.is_none()), "{threshold:?}");
}

/// Where the doubt about a measurement decides, its flips lie where it would be known to pass or to miss: 0.81 ± 0.02
/// against 0.80 is at 0.80 or more with probability Φ(1/2), and below with the rest.
#[test]
fn a_doubtful_measurement_flips_at_its_threshold_and_not_where_a_scan_began() {
    let pack = pack(0.8, false);
    let prepared = prepared(0.81, Some(0.02), true, &pack);
    let scenario = Scenario::default();
    assert_eq!(decide(&prepared, &pack, &scenario).verdict.action, Action::MeasureFirst);
    let found = flips(&context(&prepared, &pack, &scenario));
    let facts: Vec<_> = found.iter().filter(|f| matches!(f.subject, FlipSubject::Fact(_))).collect();
    let above = facts.iter().find(|f| f.becomes == Action::DoNotExpand).expect("it may turn out to pass");
    assert!((above.at - 0.8).abs() < 1e-12 && above.sentence.contains("were known to be 0.8 or more"), "{above:?}");
    assert!((above.plausibility.expect("known") - normal::cdf(0.5)).abs() < 1e-9, "{above:?}");
    // Below it data closes the gap as far as the curve, moved to where the value then is, gives that an even chance.
    let below = facts.iter().find(|f| f.becomes == Action::ExpandTargeted).expect("it may turn out to miss");
    assert!(below.sentence.contains("below 0.8"), "{below:?}");
    let far = facts.iter().find(|f| f.becomes == Action::ImproveQuality).expect("it may turn out to miss by far");
    assert_eq!(
        below.until.map(|u| (u - far.at).abs() < 1e-9),
        Some(true),
        "the one ends where the other begins: {below:?}"
    );
    let sum = below.plausibility.expect("known") + far.plausibility.expect("known");
    assert!((sum - normal::cdf(-0.5)).abs() < 1e-6, "{below:?} {far:?}");
}

/// A value that lies on its boundary flips with the next one, and a boundary at nothing is said to be at nothing.
#[test]
fn a_value_on_its_boundary_flips_with_the_next() {
    let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
    let prepared = Prepared::default();
    let mut scenario = Scenario::default();
    for gate in pack.gates.iter().filter(|g| g.phase == policy::Phase::Complete) {
        let best = if gate.comparator.sign() > 0.0 { gate.range.1 } else { gate.range.0 };
        scenario.what_if.insert(gate.fact(), best);
    }
    scenario.what_if.insert("volume stage=sft".into(), 10_000.0);
    scenario.what_if.insert("missing_weight tier=1".into(), 0.0);
    scenario.thresholds.insert("missing-weight-tier-1".into(), headroom::scenario::ThresholdChange { threshold: 0.0 });
    let found = flips(&context(&prepared, &pack, &scenario));
    let now = decide(&prepared, &pack, &scenario).verdict.action;
    assert_eq!(now, Action::CompleteFoundation, "10,000 is not more than 10,000");
    let volume = found.iter().find(|f| f.subject == FlipSubject::Fact("volume stage=sft".into())).expect("it flips");
    assert_eq!(volume.at, 10_001.0, "{volume:?}");
    scenario.what_if.insert("volume stage=sft".into(), 20_000.0);
    let found = flips(&context(&prepared, &pack, &scenario));
    let weight = found.iter().find(|f| f.subject == FlipSubject::Fact("missing_weight tier=1".into()));
    let weight = weight.expect("it flips");
    assert!(weight.sentence.contains("were above 0 %"), "{weight:?}");
}
