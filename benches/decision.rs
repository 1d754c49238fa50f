//! From file to verdict, and from a moved threshold to the verdict, at the size of a large project (`made_up`).

mod made_up;

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::analysis::{Explore, context, decide, explain};
use headroom::data::Steps;
use headroom::decide::flips;
use headroom::scenario::{Edit, Project, Scenario};
use made_up::{CURVES, DATA_SETS, GATES, files, four_gaps, prepare, read};
use std::hint::black_box;

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
            let ctx = context(black_box(&prepared), &files.pack, project.scenario());
            let mut job = Explore::new(&ctx);
            while job.so_far().chances.draws == 0 {
                assert!(!job.step(ctx).finished());
            }
            job.finish()
        });
    });
    // The same where four metrics miss their target, and curves speak of the way there.
    let missing = four_gaps(project.scenario());
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
