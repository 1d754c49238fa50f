//! A made-up project (seeded) at the size of a large one: 500 data sets, 60 gates, 12 learning curves, written as the CSV
//! files a team would drop.

use headroom::analysis::{Prepare, Prepared};
use headroom::data::{Direction, Evidence, Unit};
use headroom::num::math::pow;
use headroom::num::stream::Stream;
use headroom::policy::{Comparator, Gate, MetricSpec, Phase, PolicyPack, Severity, defaults, parse};
use headroom::read::{Limits, read_evidence};
use headroom::scenario::{Scenario, ThresholdChange};
use std::fmt::Write;

/// Data sets.
pub const DATA_SETS: usize = 500;
/// Gates.
pub const GATES: usize = 60;
/// Learning curves.
pub const CURVES: usize = 12;
const POINTS: usize = 10;

/// The files and the policy they are judged by.
pub struct Files {
    pub pack: PolicyPack,
    csv: Vec<(&'static str, String)>,
}

/// The worked example's pack with one target more a made-up metric, and files that bring it to its third phase.
pub fn files() -> Files {
    let mut pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
    let mut random = Stream::new(7, 0);
    let metrics: Vec<String> = (0..GATES - pack.gates.len()).map(|i| format!("skill_{i:02}")).collect();
    assert!(metrics.len() >= CURVES, "a curve needs a metric of its own");
    for (k, metric) in metrics.iter().enumerate() {
        pack.metrics.push(MetricSpec {
            id: metric.clone(),
            label: metric.clone(),
            direction: Direction::Higher,
            range: Some((0.0, 1.0)),
            aliases: Vec::new(),
            rated: k.is_multiple_of(2),
        });
        pack.gates.push(target(metric));
    }
    for (k, family) in pack.families.iter_mut().enumerate() {
        family.serves.extend(metrics.iter().skip(k).step_by(7).cloned());
    }

    let mut inventory =
        String::from("name,family,tier,stage,status,objects,records,bytes,tokens,quality,duplicates,licence\n");
    for i in 0..DATA_SETS {
        let family = &pack.families[i % pack.families.len()].id;
        let tier = &pack.tiers[i % pack.tiers.len()];
        let stage = ["pretraining", "sft", "sft", "preference"][i % 4];
        let records = 300 + random.below(3000);
        let quality = (tier.minimum_quality + 0.02 * random.uniform()).min(1.0);
        let line = format!(
            "set_{i:03},{family},{},{stage},present,{},{records},{},{},{quality:.3},{},CC BY 4.0",
            tier.tier,
            1 + random.below(20),
            records * 4000,
            records * 900,
            records / 400
        );
        inventory.push_str(&line);
        inventory.push('\n');
    }
    let checks = "check,value\nduplication,0.004\ncoverage,14\nleakage,0\ndistribution,0.006\npii,0\nprovenance,1\n\
                  hash,yes\nsplit,yes\nstatistics,yes\n"
        .to_owned();
    let mut evaluations = String::from("metric,value,stderr,n,time\n");
    for (metric, value) in [
        ("empathy", 0.83),
        ("therapeutic_appropriateness", 0.90),
        ("crisis_response", 0.95),
        ("cultural_competency", 0.90),
        ("bias", 0.06),
        ("safety", 0.95),
    ] {
        let _ = writeln!(evaluations, "{metric},{value},0.004,,baseline");
    }
    let mut curves = String::from("metric,records,value,stderr\n");
    for (k, metric) in metrics.iter().enumerate() {
        let (limit, rate) = (0.86 + 0.004 * k as f64, 0.30 + 0.02 * random.uniform());
        let score = |n: f64| limit - 2.2 * pow(n, -rate);
        let last = 1000.0 * pow(2.0, POINTS as f64 - 1.0);
        let _ = writeln!(evaluations, "{metric},{:.4},0.006,,baseline", score(last));
        for point in (0..POINTS).filter(|_| k < CURVES) {
            let n = 1000.0 * pow(2.0, point as f64);
            let _ = writeln!(curves, "{metric},{n},{:.4},0.004", score(n) + 0.004 * random.normal());
        }
    }
    let csv = vec![
        ("inventory.csv", inventory),
        ("checks.csv", checks),
        ("evaluations.csv", evaluations),
        ("curves.csv", curves),
    ];
    Files { pack, csv }
}

fn target(metric: &str) -> Gate {
    Gate {
        id: format!("target-{metric}"),
        label: metric.to_owned(),
        phase: Phase::Validate,
        rule: "metric".into(),
        with: [("metric".to_owned(), metric.to_owned())].into(),
        comparator: Comparator::AtLeast,
        threshold: 0.80,
        warn: None,
        tolerate: None,
        unit: Unit::Number,
        range: (0.5, 1.0),
        log: false,
        severity: Severity::Block,
        minimum_n: None,
        confidence: 0.9,
        rationale: String::new(),
        source: String::new(),
        remedy: String::new(),
        owner: String::new(),
        illustrative: true,
    }
}

/// Reads the files.
pub fn read(files: &Files) -> Evidence {
    let mut evidence = Evidence::default();
    for (name, text) in &files.csv {
        let reading = read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("made to be read");
        evidence.merge(reading.value.evidence);
    }
    evidence
}

/// Reads, rolls up and fits.
pub fn prepare(files: &Files) -> Prepared {
    Prepare::new(read(files), &files.pack, None).run()
}

/// The project where four metrics miss their target, and curves speak of the way there.
pub fn four_gaps(scenario: &Scenario) -> Scenario {
    let mut missing = scenario.clone();
    for k in 0..4 {
        let change = ThresholdChange { threshold: 0.87 + 0.004 * k as f64 };
        missing.thresholds.insert(format!("target-skill_{k:02}"), change);
    }
    missing
}
