//! From file to verdict, and from a moved threshold to the verdict, at the size of a large project: 500 data sets,
//! 60 gates, 12 learning curves. The evidence is made up (seeded), written as the CSV files a team would drop.

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::analysis::{Explore, Prepare, Prepared, context, decide, explain};
use headroom::data::{Direction, Evidence, Unit};
use headroom::decide::flips;
use headroom::num::math::pow;
use headroom::num::stream::Stream;
use headroom::policy::{Comparator, Gate, MetricSpec, Phase, PolicyPack, Severity, defaults, parse};
use headroom::read::{Limits, read_evidence};
use headroom::scenario::{Edit, Project, Scenario, ThresholdChange};
use std::fmt::Write;
use std::hint::black_box;

const DATA_SETS: usize = 500;
const GATES: usize = 60;
const CURVES: usize = 12;
const POINTS: usize = 10;

struct Files {
    pack: PolicyPack,
    csv: Vec<(&'static str, String)>,
}

/// The worked example's pack with one target more a made-up metric, and files that bring it to its third phase.
fn files() -> Files {
    let mut pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
    let mut random = Stream::new(7, 0);
    let metrics: Vec<String> = (0..GATES - pack.gates.len()).map(|i| format!("skill_{i:02}")).collect();
    assert!(metrics.len() >= CURVES, "a curve needs a metric of its own");
    for metric in &metrics {
        pack.metrics.push(MetricSpec {
            id: metric.clone(),
            label: metric.clone(),
            direction: Direction::Higher,
            range: Some((0.0, 1.0)),
            aliases: Vec::new(),
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

fn read(files: &Files) -> Evidence {
    let mut evidence = Evidence::default();
    for (name, text) in &files.csv {
        let reading = read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("made to be read");
        evidence.merge(reading.value.evidence);
    }
    evidence
}

fn prepare(files: &Files) -> Prepared {
    Prepare::new(read(files), &files.pack, None).run()
}

fn benches(c: &mut Criterion) {
    let files = files();
    let prepared = prepare(&files);
    assert_eq!(
        (prepared.evidence.datasets.len(), files.pack.gates.len(), prepared.curves.len()),
        (DATA_SETS, GATES, CURVES)
    );
    let project = Project::default();
    let first = decide(&prepared, &files.pack, project.scenario());
    println!("verdict of the made-up project: {}. {}", first.verdict.action.words(), first.verdict.sentence);

    let mut group = c.benchmark_group("decision");
    group.sample_size(10);
    group.bench_function("file to verdict", |b| {
        b.iter(|| decide(&prepare(black_box(&files)), &files.pack, project.scenario()));
    });
    group.bench_function("files to evidence", |b| b.iter(|| read(black_box(&files))));
    group.bench_function("explore", |b| {
        b.iter(|| Explore::run(black_box(&prepared), &files.pack, project.scenario()));
    });
    // What the page shows first after a move, by the worker: flips, then probabilities.
    group
        .bench_function("flips", |b| b.iter(|| flips(&context(black_box(&prepared), &files.pack, project.scenario()))));
    group.bench_function("flips and probabilities", |b| {
        b.iter(|| {
            let mut job = Explore::new(black_box(&prepared), &files.pack, project.scenario());
            while job.so_far().chances.draws == 0 {
                assert!(job.step(&prepared, &files.pack, project.scenario()).is_some());
            }
            job.finish()
        });
    });
    // The same where four metrics miss their target, and curves speak of the way there.
    let mut missing = project.scenario().clone();
    for k in 0..4 {
        missing
            .thresholds
            .insert(format!("target-skill_{k:02}"), ThresholdChange { threshold: 0.87 + 0.004 * k as f64 });
    }
    let gaps = decide(&prepared, &files.pack, &missing);
    assert_eq!(gaps.gaps.len(), 4, "{}", gaps.verdict.sentence);
    println!("verdict with four gaps: {}. {}", gaps.verdict.action.words(), gaps.verdict.sentence);
    group
        .bench_function("explore, four gaps", |b| b.iter(|| Explore::run(black_box(&prepared), &files.pack, &missing)));
    group.sample_size(100);
    // What the page does at every move of a slider: apply the edit, decide, explain.
    let mut value = 0.80;
    let mut moved = || -> Scenario {
        value = if value > 0.89 { 0.80 } else { value + 0.001 };
        let edit = Edit::Threshold { gate: "target-skill_00".into(), value: Some(value) };
        edit.apply(&project).expect("a finite threshold applies").scenario().clone()
    };
    group.bench_function("threshold to verdict", |b| {
        b.iter(|| decide(&prepared, &files.pack, black_box(&moved())));
    });
    group.bench_function("threshold to verdict and findings", |b| {
        b.iter(|| {
            let scenario = moved();
            let decision = decide(&prepared, &files.pack, &scenario);
            explain(&prepared, &files.pack, &scenario, &decision)
        });
    });
    group.finish();
}

criterion_group!(decision, benches);
criterion_main!(decision);
