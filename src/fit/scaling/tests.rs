//! Against the reference figures; the samples are read where they are.

use super::*;
use crate::data::{ScalingRun, Steps};

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
    assert!((fit.params["B"] / 1_271.808_01 - 1.0).abs() < 1e-3);
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

fn f(value: &serde_json::Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn vectors() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/scaling_vectors.json")).unwrap()
}

/// Runs on a surface, five sizes at each of eight amounts of data.
fn made_up(law: &str, theta: &[f64], ripple: f64) -> Vec<ScalingRun> {
    let law = crate::scaling::law(law).unwrap();
    let mut out = Vec::new();
    for i in 0..40u32 {
        let (n, d) = (1e8 * 3f64.powi((i % 5) as i32), 1e9 * 2f64.powi((i / 5) as i32));
        let quality = 1.0 - 0.1 * f64::from((i * 7) % 5);
        let at = crate::scaling::Point::new(n, d).quality(quality);
        let noise = 1.0 + ripple * (f64::from((i * 31) % 17) / 8.0 - 1.0);
        let run = ScalingRun { params: n, tokens: d, loss: law.value(theta, &at) * noise, ..ScalingRun::default() };
        out.push(ScalingRun { quality: Some(quality), ..run });
    }
    out
}

#[test]
fn noise_free_surfaces_are_recovered_under_every_loss() {
    let theta = [1.8172, 482.01, 2085.43, 0.3478, 0.3658];
    let runs = made_up("chinchilla", &theta, 0.0);
    for penalty in [Penalty::default(), Penalty::Lad, Penalty::Squares, Penalty::Asymmetric { weight: 10.0 }] {
        let fit = fit_scaling(&runs, &ScalingOptions { penalty, ..Default::default() });
        for (found, expected) in fit.theta.iter().zip(theta) {
            assert!((found / expected - 1.0).abs() < 1e-4, "{penalty:?} {:?}", fit.theta);
        }
        assert!(!fit.tied, "{:?}", fit.diagnostics);
    }
    let theta = [1.8172, 482.01, 2085.43, 0.3478, 0.3658, 0.4];
    let fit =
        fit_scaling(&made_up("quality", &theta, 0.0), &ScalingOptions { law: "quality".into(), ..Default::default() });
    for (found, expected) in fit.theta.iter().zip(theta) {
        assert!((found / expected - 1.0).abs() < 1e-3, "{:?}", fit.theta);
    }
    let theta = [0.75, 1.2e5, 0.52, 0.15];
    let runs = made_up("fine-tuning", &theta, 0.0);
    let fit = fit_scaling(&runs, &ScalingOptions { law: "fine-tuning".into(), ..Default::default() });
    for (found, expected) in fit.theta.iter().zip(theta) {
        assert!((found / expected - 1.0).abs() < 1e-3, "{:?}", fit.theta);
    }
}

#[test]
fn quality_without_sizes_leaves_the_size_term_out() {
    let theta = [3.439, 0.0, 1441.51, 0.35, 0.396, 0.401];
    let mut runs = made_up("quality", &theta, 0.001);
    for run in &mut runs {
        run.params = 0.0;
    }
    let fit = fit_scaling(&runs, &ScalingOptions { law: "quality".into(), bootstrap: 50, ..Default::default() });
    assert!(!fit.params.contains_key("A") && fit.params.contains_key("gamma"));
    assert!((fit.params["gamma"] - 0.401).abs() < 0.05, "{:?}", fit.params);
    assert!(fit.frontier.is_empty() && fit.intervals.contains_key("gamma"));
}

#[test]
fn the_full_grid_finds_the_same_minimum() {
    let runs = made_up("chinchilla", &[1.8172, 482.01, 2085.43, 0.3478, 0.3658], 0.004);
    let fit = |starts| fit_scaling(&runs, &ScalingOptions { starts, ..Default::default() });
    let (standard, full) = (fit(Starts::Standard), fit(Starts::Full));
    assert_eq!(full.starts, 4500);
    assert!((standard.objective.unwrap() / full.objective.unwrap() - 1.0).abs() < 1e-9);
}

#[test]
fn isoflop_parabolas_reproduce_the_reference_bias() {
    for v in vectors()["approach2_bias"]["vectors"].as_array().unwrap() {
        let law = crate::scaling::Chinchilla {
            e: f(v, "E"),
            a: f(v, "A"),
            b: f(v, "B"),
            alpha: f(v, "alpha"),
            beta: f(v, "beta"),
        };
        let mut runs = Vec::new();
        for budget in v["budgets"].as_array().unwrap() {
            let c = budget.as_f64().unwrap();
            let best = law.optimum(c).n;
            for i in 0..15 {
                let n = best * crate::num::math::pow(10.0, f(v, "log_range") * (f64::from(i) / 7.0 - 1.0));
                let d = c / 6.0 / n;
                runs.push(ScalingRun {
                    params: n,
                    tokens: d,
                    loss: law.loss(n, d),
                    flop: Some(c),
                    ..Default::default()
                });
            }
        }
        let found = approaches(&runs).into_iter().find(|a| a.approach == 2).unwrap();
        assert!((found.a - f(v, "a_fit")).abs() < 1e-9 && (found.b - f(v, "b_fit")).abs() < 1e-9, "{v} {found:?}");
        let d = found.at(1e24).1;
        assert!((d / f(v, "Dopt_1e24_approach2") - 1.0).abs() < 1e-6, "{v}");
        let squares = fit_scaling(&runs, &ScalingOptions { penalty: Penalty::Squares, ..Default::default() });
        let expected = v["vpnls"].as_array().unwrap();
        for (found, expected) in squares.theta.iter().zip(expected) {
            assert!((found / expected.as_f64().unwrap() - 1.0).abs() < 1e-5, "{v} {:?}", squares.theta);
        }
    }
}

#[test]
fn few_models_are_tied_with_a_warning_unless_the_runs_say_otherwise() {
    let theta = [1.8, 480.0, 1480.0, 0.35, 0.35];
    let law = crate::scaling::law("chinchilla").unwrap();
    let sizes = [4e7, 9e7, 2e8, 4.4e8, 9e8, 2e9];
    let runs: Vec<ScalingRun> = (0..6)
        .map(|i| {
            let (n, d) = (sizes[i], 22.0 * sizes[i] * (1.0 + 0.05 * (i % 3) as f64));
            let noise = 1.0 + 0.004 * ((i * 5 % 7) as f64 / 3.0 - 1.0);
            let loss = law.value(&theta, &crate::scaling::Point::new(n, d)) * noise;
            ScalingRun { params: n, tokens: d, loss, ..ScalingRun::default() }
        })
        .collect();
    let has = |fit: &ScalingFit, code: &str| fit.diagnostics.iter().any(|d| d.code == code);
    let fit = fit_scaling(&runs, &ScalingOptions { penalty: Penalty::Squares, ..Default::default() });
    assert!(fit.tied && has(&fit, "tied") && has(&fit, "few-runs"), "{:?}", fit.diagnostics);
    assert_eq!(fit.params["alpha"], fit.params["beta"]);
    let free = fit_scaling(&runs, &ScalingOptions { tie: Tie::No, penalty: Penalty::Squares, ..Default::default() });
    assert!(!free.tied && free.params["alpha"] != free.params["beta"]);
}

/// Three model sizes of which the larger two do equally well: any large exponent of the size says so, and no interval of it and
/// no frontier is given, however many resamples agree.
#[test]
fn an_exponent_without_an_upper_end_gets_no_interval_and_no_frontier() {
    let mut runs = Vec::new();
    for (i, n) in [5e5, 3e6, 1e7].into_iter().enumerate() {
        for (j, d) in [2.5e5, 5e5, 1e6, 2e6].into_iter().enumerate() {
            let wave = 0.004 * crate::num::math::sin((7 * i + 3 * j) as f64);
            let loss = 1.6 + if i == 0 { 0.25 } else { 0.0 } + 20.0 * crate::num::math::pow(d, -0.3) + wave;
            runs.push(ScalingRun { params: n, tokens: d, loss, ..ScalingRun::default() });
        }
    }
    let fit = fit_scaling(&runs, &ScalingOptions { bootstrap: 60, ..ScalingOptions::default() });
    assert!(!fit.tied && fit.is_open("alpha") && !fit.is_open("beta"), "{:?} {:?}", fit.params, fit.profiles);
    assert!(!fit.intervals.contains_key("alpha") && fit.intervals.contains_key("beta"));
    assert!(fit.frontier.is_empty() && fit.exponents.is_none() && fit.chinchilla().is_none());
    let note = fit.diagnostics.iter().find(|d| d.code == "exponent-unbounded").unwrap();
    assert!(note.message.contains("alpha is not bounded"), "{}", note.message);
    // Where the sizes tell it, all of it is there.
    let told = made_up("chinchilla", &[1.7, 400.0, 2000.0, 0.34, 0.37], 0.003);
    let fit = fit_scaling(&told, &ScalingOptions { bootstrap: 60, ..ScalingOptions::default() });
    assert!(!fit.is_open("alpha") && !fit.is_open("beta") && fit.frontier.len() == 3 && fit.intervals.len() == 5);
}

#[test]
fn hopeless_input_is_an_error_in_words_and_never_a_panic() {
    let code = |runs: &[ScalingRun], law: &str| {
        let fit = fit_scaling(runs, &ScalingOptions { law: law.into(), bootstrap: 5, ..Default::default() });
        assert!(fit.objective.is_none() && !fit.diagnostics.is_empty(), "{law}");
        fit.diagnostics.iter().find(|d| d.level == crate::data::Level::Error).map(|d| d.code.clone()).unwrap()
    };
    let run = |n: f64, d: f64, loss: f64| ScalingRun { params: n, tokens: d, loss, ..ScalingRun::default() };
    let one_size: Vec<_> = (1..20).map(|i| run(1e8, 1e9 * f64::from(i), 3.0 / f64::from(i))).collect();
    assert_eq!(code(&one_size, "chinchilla"), "one-model-size");
    assert_eq!(code(&one_size, "quality"), "one-quality");
    assert_eq!(code(&one_size, "data-constrained"), "no-repeats");
    assert_eq!(code(&one_size, "best-of-n"), "law-unknown");
    assert_eq!(code(&[], "chinchilla"), "too-few-runs");
    assert_eq!(code(&[], "rectified"), "too-few-runs");
    assert_eq!(code(&[run(1e8, 1e9, f64::NAN), run(-1.0, 1e9, 3.0)], "chinchilla"), "too-few-runs");
    let few = [run(1e8, 1e9, 3.0), run(2e8, 2e9, 2.9), run(4e8, 4e9, 2.8)];
    assert_eq!(code(&few, "chinchilla"), "too-few-runs");
    let wild: Vec<_> = (1..30).map(|i| run(1e300, 1e-300 * f64::from(i), 1e200 * f64::from(i % 3 + 1))).collect();
    let _ = fit_scaling(&wild, &ScalingOptions { law: "fine-tuning".into(), ..Default::default() });
    let _ = fit_scaling(&wild, &ScalingOptions { law: "rectified".into(), ..Default::default() });
}

#[test]
fn rules_leave_runs_out_by_name_and_can_be_undone() {
    let mut runs = made_up("chinchilla", &[1.8172, 482.01, 2085.43, 0.3478, 0.3658], 0.002);
    runs[7].loss = f64::NAN;
    let drop = vec![DropRule::HighestLosses(5), DropRule::ParamsBelow(2e8)];
    let fit = fit_scaling(&runs, &ScalingOptions { drop, ..Default::default() });
    assert_eq!(fit.n + fit.dropped.len(), runs.len());
    assert!(fit.dropped.iter().any(|d| d.index == 7) && fit.dropped.len() > 5);
    assert_eq!(fit_scaling(&runs, &ScalingOptions::default()).dropped.len(), 1);
    for text in ["highest:5", "tokens-per-parameter:1", "epochs:60", "params:1e8", "flop:1e21", "muennighoff"] {
        assert!(DropRule::parse(text).is_some(), "{text}");
    }
    assert!(["", "highest", "highest:-1", "epochs:x", "colour:3"].iter().all(|t| DropRule::parse(t).is_none()));
}

#[test]
fn the_loss_functions_are_set_side_by_side() {
    let runs = made_up("chinchilla", &[1.8172, 482.01, 2085.43, 0.3478, 0.3658], 0.004);
    let table = side_by_side(&runs, &ScalingOptions::default(), &[5.76e23]);
    assert_eq!(table.own.len(), 4);
    let (low, high) = table.published_range[0].unwrap();
    assert!(low < 6.0 && high > 92.0);
    let (low, high) = table.own_range[0].unwrap();
    assert!(low > 0.0 && high >= low);
}

#[test]
fn steps_and_one_call_agree() {
    let runs = made_up("chinchilla", &[1.8172, 482.01, 2085.43, 0.3478, 0.3658], 0.004);
    let options = ScalingOptions { bootstrap: 12, ..Default::default() };
    let mut job = ScalingJob::new(&runs, &options);
    let mut steps = 0;
    while !job.step(()).finished() {
        steps += 1;
    }
    assert_eq!(steps + 1, job.progress().total);
    assert_eq!(job.finish(), fit_scaling(&runs, &options));
}

/// Whatever the runs hold, the fit travels: a number that is not finite would be lost on the way to the page.
#[test]
fn fits_of_mixed_and_hopeless_runs_travel_as_they_are() {
    let mut sets: Vec<Vec<ScalingRun>> = Vec::new();
    for i in 0..12_u64 {
        let mut random = crate::num::stream::Stream::new(11, i);
        let run = |random: &mut crate::num::stream::Stream| ScalingRun {
            params: crate::num::math::pow(10.0, 6.0 + 5.0 * random.uniform()),
            tokens: crate::num::math::pow(10.0, if i % 3 == 0 { 10.0 } else { 8.0 + 4.0 * random.uniform() }),
            loss: if i % 2 == 0 {
                2.0 + random.uniform()
            } else {
                crate::num::math::pow(10.0, 3.0 * random.uniform() - 1.0)
            },
            ..ScalingRun::default()
        };
        sets.push((0..8 + 4 * i).map(|_| run(&mut random)).collect());
    }
    sets.extend(chinchilla_runs().zip(repeat_runs()).map(|(mut a, b)| {
        a.extend(b);
        a
    }));
    for runs in sets {
        for penalty in [Penalty::Huber { delta: 1e-3 }, Penalty::Squares] {
            let fit = fit_scaling(&runs, &ScalingOptions { penalty, bootstrap: 20, ..ScalingOptions::default() });
            let text = serde_json::to_string(&fit).unwrap();
            let back: Result<ScalingFit, _> = serde_json::from_str(&text);
            assert!(back.is_ok(), "{} runs, {}: {:?} in {text}", runs.len(), fit.loss, back.err());
        }
    }
}

/// Where there are more runs than one law is fitted to, those that are fitted are spread over all sizes, the answer is that of
/// all, and it is said.
#[test]
fn many_runs_are_thinned_and_it_is_said() {
    let theta = [1.8172, 482.01, 2085.43, 0.3478, 0.3658];
    let few = made_up("chinchilla", &theta, 0.02);
    let many: Vec<ScalingRun> = few.iter().cycle().take(60 * few.len()).cloned().collect();
    let bad = ScalingRun { loss: -1.0, ..few[0].clone() };
    let with_bad = many.iter().cloned().chain(std::iter::repeat_n(bad, 500)).collect::<Vec<_>>();
    let fit = fit_scaling(&with_bad, &ScalingOptions::default());
    let of_few = fit_scaling(&few, &ScalingOptions::default());
    for (found, expected) in fit.theta.iter().zip(&of_few.theta) {
        assert!((found / expected - 1.0).abs() < 0.05, "{:?} {:?}", fit.theta, of_few.theta);
    }
    assert!(fit.n == 1_000 && fit.dropped.len() == 500);
    assert!(
        fit.diagnostics.iter().any(|d| d.code == "runs-thinned" && d.message.contains("2400")),
        "{:?}",
        fit.diagnostics
    );
    assert!(fit.diagnostics.len() < 40, "{}", fit.diagnostics.len());
}
