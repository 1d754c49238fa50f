//! Times of the fits in a real dedicated worker, printed, never judged: `./dev bench` runs it in release.
#![cfg(target_arch = "wasm32")]

#[path = "../benches/made_up/mod.rs"]
mod made_up;

use headroom::analysis::{Explore, context, decide};
use headroom::data::Steps;
use headroom::data::{Direction, LearningCurve, Observation, ScalingRun};
use headroom::fit::scaling::{ScalingOptions, fit_scaling};
use headroom::fit::{Families, FitOptions, fit_curve};
use headroom::num::math::pow;
use headroom::scenario::Project;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// The sixteen families of LCDB 1.0.
const LCDB: [&str; 16] = [
    "last1",
    "pow2",
    "log2",
    "exp2",
    "lin2",
    "ilog2",
    "pow3",
    "exp3",
    "vap3",
    "expp3",
    "expd3",
    "logpower3",
    "mmf4",
    "wbl4",
    "exp4",
    "pow4",
];

fn now() -> f64 {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    global.performance().map_or(0.0, |p| p.now())
}

/// 234 runs on a grid of sizes and budgets with a small deterministic ripple: the shape of chinchilla_234.csv.
fn runs() -> Vec<ScalingRun> {
    let run = |i: u32| {
        let (n, d) = (5e7 * 1.22_f64.powi((i % 18) as i32), 1e9 * 1.6_f64.powi((i / 18) as i32));
        let ripple = 1.0 + 0.004 * f64::from((i * 7919) % 97) / 97.0;
        let loss = (1.8 + 480.0 * pow(n, -0.348) + 2085.0 * pow(d, -0.366)) * ripple;
        ScalingRun { params: n, tokens: d, loss, ..ScalingRun::default() }
    };
    (0..234).map(run).collect()
}

#[wasm_bindgen_test]
fn sixteen_families_on_twelve_points() {
    let point = |i: u32| {
        let size = 16.0 * f64::from(1_u32 << i);
        let ripple = 0.004 * (f64::from((i * 37) % 11) / 11.0 - 0.5);
        Observation { size, value: 0.12 + 0.9 * pow(size, -0.45) + ripple, se: Some(0.004), items: None, row: None }
    };
    let curve = LearningCurve {
        id: "c".into(),
        direction: Direction::Lower,
        range: Some((0.0, 1.0)),
        observations: (0..12).map(point).collect(),
        ..LearningCurve::default()
    };
    let options = FitOptions { models: Families::Only(LCDB.map(String::from).to_vec()), ..FitOptions::default() };
    let start = now();
    let times = 20;
    for _ in 0..times {
        assert_eq!(fit_curve(&curve, &options).models.len(), LCDB.len());
    }
    console_log!("worker: sixteen LCDB families, 12 points: {:.2} ms a curve", (now() - start) / f64::from(times));
}

#[wasm_bindgen_test]
fn chinchilla_fit_and_bootstrap() {
    let runs = runs();
    let start = now();
    let fit = fit_scaling(&runs, &ScalingOptions::default());
    let once = now() - start;
    assert!(fit.objective.is_some_and(f64::is_finite));
    let start = now();
    let with = fit_scaling(&runs, &ScalingOptions { bootstrap: 4000, ..ScalingOptions::default() });
    assert!(!with.standard_errors.is_empty());
    console_log!("worker: Chinchilla Huber fit, 234 runs: {once:.0} ms; with 4000 refits: {:.0} ms", now() - start);
}

/// What the worker does after a threshold moved, at the size of a large project: flips, then probabilities, then the rest.
#[wasm_bindgen_test]
fn exploration_of_a_large_project() {
    let files = made_up::files();
    let start = now();
    let prepared = made_up::prepare(&files);
    console_log!("worker: files to evidence and fits: {:.0} ms", now() - start);
    let project = Project::default();
    for (name, scenario) in
        [("no gap", project.scenario().clone()), ("four gaps", made_up::four_gaps(project.scenario()))]
    {
        let start = now();
        let decision = decide(&prepared, &files.pack, &scenario);
        let decided = now() - start;
        let start = now();
        let ctx = context(&prepared, &files.pack, &scenario);
        let mut job = Explore::new(&ctx);
        let (mut first, mut last, mut longest) = (None, start, 0.0_f64);
        let mut done = false;
        while !done {
            done = job.step(ctx).finished();
            longest = longest.max(now() - last);
            last = now();
            if job.so_far().chances.draws > 0 {
                first.get_or_insert(last - start);
            }
        }
        let found = job.finish();
        assert!(found.chances.draws > 0 && found.information.known == (name == "four gaps"));
        console_log!(
            "worker: {name} ({}): decided in {decided:.2} ms, flips and probabilities {:.0} ms, everything {:.0} ms, longest slice {longest:.0} ms",
            decision.verdict.action.words(),
            first.unwrap_or_default(),
            now() - start
        );
    }
}
