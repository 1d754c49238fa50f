//! The report of the worked example, format by format: from the decision to the bytes of the file.

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::analysis::{Explore, Prepare, decide};
use headroom::data::Evidence;
use headroom::policy::{defaults, examples, parse};
use headroom::read::{Limits, hash, read_evidence};
use headroom::report::{Format, ReportInput, build, write};
use headroom::scenario::{FileUse, Project};
use std::hint::black_box;

fn benches(c: &mut Criterion) {
    let example = examples::example("therapeutic-ai").expect("the example ships");
    let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
    let mut project = Project { name: example.label.into(), ..Project::default() };
    let (mut evidence, mut files) = (Evidence::default(), Vec::new());
    for (name, text) in example.files {
        let reading = read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("the example is read");
        evidence.merge(reading.value.evidence);
        let hash = hash(text.as_bytes());
        project.files.push(FileUse {
            name: (*name).into(),
            hash: hash.clone(),
            size: text.len() as u64,
            ..FileUse::default()
        });
        files.push((hash, text.as_bytes().to_vec()));
    }
    let prepared = Prepare::new(evidence, &pack, None).run();
    let decision = decide(&prepared, &pack, project.scenario());
    let exploration = Explore::run(&prepared, &pack, project.scenario());
    let input = ReportInput {
        project: &project,
        pack: &pack,
        prepared: &prepared,
        decision: &decision,
        exploration: &exploration,
        files: &files,
    };
    let mut group = c.benchmark_group("report");
    group.sample_size(20);
    group.bench_function("sections", |b| b.iter(|| build(black_box(&input))));
    for format in Format::ALL {
        println!("{}: {} bytes", format.id(), write(&input, format).len());
        group.bench_function(format.id(), |b| b.iter(|| write(black_box(&input), format)));
    }
    group.finish();
}

criterion_group!(report, benches);
criterion_main!(report);
