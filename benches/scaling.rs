//! Speed of the scaling-law fits, on the shared samples where they are at hand and on made-up runs of the same shape
//! elsewhere.

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::data::ScalingRun;
use headroom::fit::scaling::{DropRule, Penalty, ScalingOptions, Starts, fit_scaling};
use headroom::num::math::pow;
use std::hint::black_box;
use std::path::Path;

fn table(name: &str) -> Option<Vec<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = ["../shared/samples/scaling", "../../shared/samples/scaling"]
        .iter()
        .find_map(|folder| std::fs::read_to_string(root.join(folder).join(name)).ok())?;
    Some(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

fn chinchilla() -> Vec<ScalingRun> {
    let Some(rows) = table("chinchilla_234.csv") else { return made_up() };
    let run = |r: &Vec<String>| ScalingRun {
        flop: Some(number(&r[0])),
        params: number(&r[1]),
        tokens: number(&r[2]),
        loss: number(&r[3]),
        ..ScalingRun::default()
    };
    rows[1..].iter().map(run).collect()
}

/// 234 runs on a grid of sizes and budgets, with a small deterministic ripple.
fn made_up() -> Vec<ScalingRun> {
    let run = |i: u32| {
        let (n, d) = (5e7 * 1.22f64.powi((i % 18) as i32), 1e9 * 1.6f64.powi((i / 18) as i32));
        let ripple = 1.0 + 0.004 * f64::from((i * 7919) % 97) / 97.0;
        let loss = (1.8 + 480.0 * pow(n, -0.348) + 2085.0 * pow(d, -0.366)) * ripple;
        ScalingRun { params: n, tokens: d, loss, ..ScalingRun::default() }
    };
    (0..234).map(run).collect()
}

fn repeats() -> Option<Vec<ScalingRun>> {
    let rows = table("data_constrained_296.csv")?;
    let run = |r: &Vec<String>| ScalingRun {
        name: r[0].clone(),
        params: number(&r[1]),
        tokens: number(&r[2]),
        unique_tokens: Some(number(&r[3])),
        loss: number(&r[4]),
        ..ScalingRun::default()
    };
    Some(rows[1..].iter().map(run).collect())
}

fn rectified() -> Vec<ScalingRun> {
    let sizes: Vec<f64> = (0..14).map(|i| 200.0 * f64::from(1 << i)).collect();
    let mut out = Vec::new();
    if let Some(rows) = table("finetuning_flan.csv") {
        for row in &rows[1..] {
            for (cell, size) in row[2..16].iter().zip(&sizes) {
                out.push(ScalingRun {
                    name: row[0].clone(),
                    tokens: *size,
                    loss: number(cell),
                    ..ScalingRun::default()
                });
            }
        }
        return out;
    }
    for curve in 0..30 {
        let (bend, beta) = (100.0 + 10.0 * f64::from(curve), 0.4 + 0.005 * f64::from(curve));
        for &size in &sizes {
            let loss = 3.4 * bend / (bend + pow(size, beta)) + 1.0;
            out.push(ScalingRun { name: format!("curve {curve}"), tokens: size, loss, ..ScalingRun::default() });
        }
    }
    out
}

fn scaling(c: &mut Criterion) {
    let runs = chinchilla();
    let mut group = c.benchmark_group("scaling");
    group.sample_size(10);
    group.bench_function("chinchilla huber", |b| b.iter(|| fit_scaling(black_box(&runs), &ScalingOptions::default())));
    for penalty in [Penalty::Lad, Penalty::Squares, Penalty::Asymmetric { weight: 10.0 }] {
        let options = ScalingOptions { penalty, ..ScalingOptions::default() };
        group.bench_function(format!("chinchilla {}", penalty.id()), |b| {
            b.iter(|| fit_scaling(black_box(&runs), &options))
        });
    }
    let full = ScalingOptions { starts: Starts::Full, ..ScalingOptions::default() };
    group.bench_function("chinchilla huber, 4500 starts", |b| b.iter(|| fit_scaling(black_box(&runs), &full)));
    let bootstrap = ScalingOptions { bootstrap: 4000, ..ScalingOptions::default() };
    group.bench_function("chinchilla huber, 4000 bootstrap refits", |b| {
        b.iter(|| fit_scaling(black_box(&runs), &bootstrap));
    });
    let curves = rectified();
    let options = ScalingOptions { law: "rectified".into(), penalty: Penalty::Squares, ..ScalingOptions::default() };
    group.bench_function("rectified, 30 curves", |b| b.iter(|| fit_scaling(black_box(&curves), &options)));
    if let Some(runs) = repeats() {
        let law = "data-constrained".to_owned();
        let options = ScalingOptions { law, drop: vec![DropRule::PublishedOutliers], ..ScalingOptions::default() };
        group.bench_function("data-constrained, 168 starts", |b| b.iter(|| fit_scaling(black_box(&runs), &options)));
    }
    group.finish();
}

criterion_group!(benches, scaling);
criterion_main!(benches);
