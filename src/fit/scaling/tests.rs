//! Against the reference figures; the samples are read where they are.

use super::*;

pub(super) fn sample(name: &str) -> Option<Vec<Vec<String>>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/scaling").join(name);
    let other = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/scaling").join(name);
    let text = std::fs::read_to_string(path).or_else(|_| std::fs::read_to_string(other)).ok();
    if text.is_none() {
        println!("skipped: no sample {name}");
    }
    Some(text?.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect())
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

pub(super) fn chinchilla_runs() -> Option<Vec<ScalingRun>> {
    let table = sample("chinchilla_234.csv")?;
    let run = |r: &Vec<String>| ScalingRun {
        flop: Some(number(&r[0])),
        params: number(&r[1]),
        tokens: number(&r[2]),
        loss: number(&r[3]),
        ..ScalingRun::default()
    };
    Some(table[1..].iter().map(run).collect())
}

fn repeat_runs() -> Option<Vec<ScalingRun>> {
    let table = sample("data_constrained_296.csv")?;
    let run = |r: &Vec<String>| ScalingRun {
        name: r[0].clone(),
        params: number(&r[1]),
        tokens: number(&r[2]),
        unique_tokens: Some(number(&r[3])),
        loss: number(&r[4]),
        ..ScalingRun::default()
    };
    Some(table[1..].iter().map(run).collect())
}

fn flan_runs() -> Option<Vec<ScalingRun>> {
    let table = sample("finetuning_flan.csv")?;
    let sizes: Vec<f64> = table[0][1..16].iter().map(|c| number(c)).collect();
    let mut out = Vec::new();
    for row in &table[1..] {
        for (cell, size) in row[1..16].iter().zip(&sizes) {
            out.push(ScalingRun { name: row[0].clone(), tokens: *size, loss: number(cell), ..ScalingRun::default() });
        }
    }
    Some(out)
}

#[test]
fn the_huber_minimum_of_the_shared_points_is_reached() {
    let Some(runs) = chinchilla_runs() else { return };
    let began = std::time::Instant::now();
    let fit = fit_scaling(&runs, &ScalingOptions::default());
    println!("{:?} {:?} {}/{} {:?}", began.elapsed(), fit.objective, fit.starts_at_best, fit.starts, fit.params);
    println!("{:?}", fit.local_minima.iter().map(|m| (m.objective, m.starts)).collect::<Vec<_>>());
    let objective = fit.objective.unwrap();
    assert!((objective / 8.400_931_199_574e-4 - 1.0).abs() < 1e-9, "{objective:e}");
    assert!((fit.params["E"] / 1.783_894_13 - 1.0).abs() < 1e-5);
    assert!((fit.params["alpha"] / 0.342_626_04 - 1.0).abs() < 1e-5);
    assert!((fit.params["beta"] / 0.342_001_9 - 1.0).abs() < 1e-5);
    assert!((fit.params["A"] / 442.164_05 - 1.0).abs() < 1e-3);
    assert!((fit.params["B"] / 1271.808_01 - 1.0).abs() < 1e-3);
    assert!(!fit.tied && fit.starts_at_best * 2 > fit.starts);
}

#[test]
fn the_lowest_and_the_published_minimum_of_the_repeats_are_both_reported() {
    let Some(runs) = repeat_runs() else { return };
    let options = ScalingOptions {
        law: "data-constrained".into(),
        drop: vec![DropRule::PublishedOutliers],
        ..Default::default()
    };
    let began = std::time::Instant::now();
    let fit = fit_scaling(&runs, &options);
    println!("{:?}", began.elapsed());
    for m in &fit.local_minima {
        println!("{:e} {} {} {} {:?}", m.objective, m.params["R_D_star"], m.params["R_N_star"], m.starts, m.published);
    }
    for d in &fit.diagnostics {
        println!("{d}");
    }
    assert_eq!(fit.n, 182);
    assert!(fit.objective.unwrap() <= 1.580_466_247_5e-2);
    assert!((fit.params["R_D_star"] - 95.365).abs() < 0.5 && (fit.params["R_N_star"] - 1.7059).abs() < 0.01);
    let published = fit.local_minima.iter().find(|m| m.published.is_some()).unwrap();
    assert!((published.objective / 1.582_593_206_9e-2 - 1.0).abs() < 1e-6);
    assert!((published.params["R_D_star"] - 15.37).abs() < 0.05);
}

#[test]
fn every_rectified_curve_is_at_its_best() {
    let Some(runs) = flan_runs() else { return };
    let options = ScalingOptions { law: "rectified".into(), penalty: Penalty::Squares, ..Default::default() };
    let began = std::time::Instant::now();
    let fit = fit_scaling(&runs, &options);
    println!("{:?} {:?} {}/{}", began.elapsed(), fit.mean_rmsd_log, fit.starts_at_best, fit.starts);
    assert_eq!(fit.series.len(), 30);
    assert!(fit.mean_rmsd_log.unwrap() <= 0.006_402);
    let small = fit.series.iter().find(|s| s.id == "MBZUAI/LaMini-GPT-124M").unwrap();
    assert!((small.params["beta"] - 0.455_279_84).abs() < 1e-5 && (small.params["E"] - 1.069_236_48).abs() < 1e-5);
    println!("{:?}", fit.series.iter().filter(|s| !s.degenerate.is_empty()).map(|s| &s.degenerate).collect::<Vec<_>>());
}

#[test]
fn bootstrap_gives_intervals_on_the_frontier_and_is_index_stable() {
    let Some(runs) = chinchilla_runs() else { return };
    let options = ScalingOptions { bootstrap: 200, budgets: vec![5.76e23], ..Default::default() };
    let began = std::time::Instant::now();
    let fit = fit_scaling(&runs, &options);
    println!("{:?} {:?} {:?}", began.elapsed(), fit.standard_errors, fit.frontier);
    assert_eq!(fit.bootstrap, 200);
    let entry = &fit.frontier[0];
    for key in ["N", "D", "tokens_per_parameter", "loss"] {
        assert!(entry.intervals[key][0] < entry.intervals[key][1]);
    }
    assert_eq!(fit_scaling(&runs, &options).intervals, fit.intervals);
}
