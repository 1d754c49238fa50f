//! Selecting records: facility location on all pairs and on near ones, S2L, an array of vectors. Vectors are made up and seeded.

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::data::{Matrix, Pool, Steps};
use headroom::num::stream::Stream;
use headroom::read::{Limits, npy};
use headroom::select::greedy::{Greedy, Pairs};
use headroom::select::kmeans::KMeans;
use headroom::select::neighbours::Sparse;
use headroom::select::unit::Units;
use std::hint::black_box;

/// Normal vectors about so many centres.
fn made(n: usize, width: usize, centres: usize) -> Matrix {
    let mut s = Stream::new(7, 0);
    let middle: Vec<f64> = (0..centres * width).map(|_| s.normal()).collect();
    let value = |at: usize| middle.get(at / width % centres.max(1) * width + at % width).copied().unwrap_or(0.0);
    Matrix { width, values: (0..n * width).map(|at| (value(at) + s.normal()) as f32).collect() }
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("select");
    group.sample_size(10);
    for n in [2_000, 5_000] {
        let units = Units::of(&made(n, 64, 0)).expect("the vectors have directions");
        let all = || {
            let mut pairs = Pairs::new(&units);
            while pairs.step(&units) < n {}
            pairs.kernel(n)
        };
        group.bench_function(format!("pairs/{n}"), |b| b.iter(|| black_box(all())));
        let kernel = all();
        group.bench_function(format!("facility_location/{n}"), |b| {
            b.iter_batched(
                || kernel.clone(),
                |kernel| {
                    let mut greedy = Greedy::new(kernel, n / 10);
                    while !greedy.finished() {
                        greedy.step(1 << 21);
                    }
                    black_box(greedy.into_order())
                },
                criterion::BatchSize::LargeInput,
            );
        });
    }
    let losses = made(100_000, 12, 100);
    group.bench_function("s2l_kmeans/100000", |b| {
        b.iter(|| black_box(KMeans::new(&losses, 100, 20, &mut Stream::new(1, 0)).run(&losses).labels().len()));
    });
    let units = Units::of(&made(100_000, 384, 500)).expect("the vectors have directions");
    group.bench_function("sparse/100000", |b| {
        b.iter(|| black_box(Sparse::new(units.clone(), 10_000, Stream::new(1, 0)).run(&Pool::default())));
    });
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 384), }\n";
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.resize(bytes.len() + 100_000 * 384 * 4, 1);
    group.bench_function("npy/100000x384", |b| b.iter(|| black_box(npy::matrix(&bytes, &Limits::default()))));
    group.finish();
}

criterion_group!(select, benches);
criterion_main!(select);
