//! The learning-curve engine on the 200 shared curves of LCDB 1.1 and the 134 of language models, or on any file of one
//! of these shapes.
//!
//! `cargo bench --bench lcdb -- [FILE…]` prints, for every world, the table of extrapolation, interval, decision and
//! requirement figures; `-- --export OUT [FILE…]` writes every prefix fit, which `tools/calibrate/` turns into the
//! constants of `src/fit/calibration.rs`.

use headroom::curve::MODELS;
use headroom::data::{Direction, LearningCurve, Observation, Unit};
use headroom::fit::{Families, FitOptions, fit_curve};
use std::collections::BTreeMap;
use std::io::Write;

const SAMPLES: [&str; 2] =
    ["../shared/samples/curves/lcdb11_shared_200.csv", "../shared/samples/curves/language_models.csv"];

/// One curve of a world: classical learners on tables, fine-tuning, checkpoints, separately trained models.
struct Curve {
    id: String,
    world: String,
    /// What it shares with others, and so is never learned from and tested on at once.
    source: String,
    direction: Direction,
    range: Option<(f64, f64)>,
    metric: &'static str,
    unit: Unit,
    points: Vec<(f64, f64, Option<f64>)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let export = arguments.iter().position(|a| a == "--export").and_then(|i| arguments.get(i + 1)).cloned();
    let given: Vec<String> = arguments.iter().filter(|a| a.ends_with(".csv")).cloned().collect();
    let files = if given.is_empty() { SAMPLES.map(str::to_owned).to_vec() } else { given };
    let curves: Vec<Curve> = files.iter().filter_map(|f| read(f)).flatten().collect();
    if curves.is_empty() {
        println!("lcdb: {} are absent, nothing measured", files.join(" and "));
        return;
    }
    if let Some(out) = export {
        write_prefixes(&curves, &out);
        return;
    }
    let mut worlds: BTreeMap<&str, Vec<&Curve>> = BTreeMap::new();
    for curve in &curves {
        worlds.entry(&curve.world).or_default().push(curve);
    }
    for (world, curves) in &worlds {
        println!("{world}: {} curves", curves.len());
        for fraction in [0.10, 0.25, 0.50] {
            forecasts(curves, fraction);
        }
        requirements(curves);
        reliability(curves);
    }
    speed(&curves);
}

/// Prefix of sizes up to `fraction` of the last, at least four.
fn seen(curve: &Curve, fraction: f64) -> usize {
    let last = curve.points.last().map_or(0.0, |p| p.0);
    curve.points.iter().filter(|p| p.0 <= fraction * last).count().max(4).min(curve.points.len())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    if n == 0 { f64::NAN } else { 0.5 * (values[(n - 1) / 2] + values[n / 2]) }
}

fn quantile(values: &mut [f64], p: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = p * values.len().saturating_sub(1) as f64;
    let at = |i: usize| values.get(i.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN);
    at(place as usize) + (place - place.floor()) * (at(place as usize + 1) - at(place as usize))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn forecasts(curves: &[&Curve], fraction: f64) {
    let (mut errors, mut widths, mut covered, mut briers, mut events) = (vec![], vec![], vec![], vec![], vec![]);
    let mut needed = vec![];
    for curve in curves {
        let fit = fit_curve(&prefix(curve, seen(curve, fraction)), &FitOptions::default());
        let Some(&(size, value, _)) = curve.points.last() else { continue };
        let (Some(p), Some(gain)) = (fit.at(size, None, 0.9), fit.probability_gain(size, 0.01)) else { continue };
        let half = if value < p.median { p.median - p.lower } else { p.upper - p.median };
        needed.push((value - p.median).abs() / half.max(1e-12));
        errors.push((p.median - value).abs());
        widths.push(p.upper - p.lower);
        covered.push(f64::from(u8::from(p.lower - 1e-12 <= value && value <= p.upper + 1e-12)));
        let event = f64::from(u8::from(curve.direction.sign() * (value - fit.last_seen.y) >= 0.01 - 1e-9));
        briers.push((gain - event) * (gain - event));
        events.push(event);
    }
    let rate = mean(&events);
    println!(
        "f={fraction:.2}  error median {:.4} mean {:.4}   90 % interval covers {:.1} % median width {:.4} needed {:.2}   Brier {:.4} skill {:+.3}",
        median(&mut errors.clone()),
        mean(&errors),
        100.0 * mean(&covered),
        median(&mut widths),
        quantile(&mut needed, 0.9),
        mean(&briers),
        1.0 - mean(&briers) / (rate * (1.0 - rate)),
    );
}

/// Fit on sizes up to 12.5 % of the last; the target is the smoothed error at about half of the last size.
fn requirements(curves: &[&Curve]) {
    let (mut logs, mut covered, mut under, mut unreachable, mut reached) = (vec![], 0.0, 0.0, 0.0, vec![]);
    let mut above = 0.0;
    for curve in curves {
        let last = curve.points.last().map_or(0.0, |p| p.0);
        let count = curve.points.iter().filter(|p| p.0 <= 0.125 * last).count();
        if count < 4 {
            continue;
        }
        let sign = curve.direction.sign();
        let errors: Vec<f64> = curve.points.iter().map(|p| -sign * p.1).collect();
        let smooth = headroom::num::isotonic::pava(&errors, None, false);
        let half = (0..curve.points.len())
            .min_by(|a, b| {
                let off = |i: usize| (curve.points[i].0 / (0.5 * last)).max(0.5 * last / curve.points[i].0);
                off(*a).total_cmp(&off(*b))
            })
            .unwrap_or(0);
        let target = smooth[half];
        if target > smooth[count - 1] - 0.01 {
            continue;
        }
        let Some(truth) = smooth.iter().position(|v| *v <= target).map(|i| curve.points[i].0) else { continue };
        let fit = fit_curve(&prefix(curve, count), &FitOptions::default());
        let r = fit.requirement(-sign * target, 0.8, headroom::fit::SEARCH_FACTOR);
        reached.push(r.probability_reachable);
        match r.median {
            Some(m) => logs.push(headroom::num::math::log2(m / truth)),
            None => {
                unreachable += 1.0;
                logs.push(f64::INFINITY);
            }
        }
        above += f64::from(u8::from(r.upper.is_some_and(|u| u < truth)));
        under += f64::from(u8::from(r.median.is_some_and(|m| m < truth)));
        covered += f64::from(u8::from(r.lower.is_some_and(|l| l <= truth) && r.upper.is_some_and(|u| u >= truth)));
    }
    let n = logs.len() as f64;
    let mut sizes: Vec<f64> = logs.iter().map(|l| l.abs()).collect();
    println!(
        "requirement of {n} targets: median |log2| {:.2}, within x2 {:.1} %, under {:.1} %, median log2 {:+.2}, 80 % range covers {:.1} % ({:.1} % above it), called impossible {:.1} %, mean probability reachable {:.2}",
        median(&mut sizes.clone()),
        100.0 * sizes.iter().filter(|l| **l <= 1.0).count() as f64 / n,
        100.0 * under / n,
        median(&mut logs.clone()),
        100.0 * covered / n,
        100.0 * above / n,
        100.0 * unreachable / n,
        mean(&reached),
    );
    sizes.clear();
}

/// Stated probabilities against what happened, in fifths of the probability: that the last size improves on the last seen one
/// by a hundredth of it or more, and that a target is reached by then, for targets at shares of the forecast gain.
fn reliability(curves: &[&Curve]) {
    let (mut improves, mut reaches) = (vec![], vec![]);
    for curve in curves {
        let sign = curve.direction.sign();
        let errors: Vec<f64> = curve.points.iter().map(|p| -sign * p.1).collect();
        let smooth = headroom::num::isotonic::pava(&errors, None, false);
        let Some(&(end, value, _)) = curve.points.last() else { continue };
        let best = -smooth.last().copied().unwrap_or(f64::NAN);
        for fraction in [0.10, 0.25, 0.50] {
            let fit = fit_curve(&prefix(curve, seen(curve, fraction)), &FitOptions::default());
            let last = fit.last_seen;
            let Some(p) = fit.at(end, None, 0.9) else { continue };
            for share in [0.003, 0.01, 0.03] {
                let delta = share * last.y.abs().max(1e-9);
                let happened = sign * (value - last.y) >= delta;
                improves.extend(fit.probability_gain(end, delta).map(|chance| (chance, happened)));
            }
            for share in [0.3, 0.6, 1.0, 1.5, 2.5] {
                let target = last.y + share * (p.median - last.y);
                if sign * (target - last.y) <= 1e-4 * last.y.abs()
                    || sign * target > sign * fit.inside(f64::INFINITY * sign)
                {
                    continue;
                }
                let chance = fit.reached(target, end / last.x).last().map(|r| r.1);
                reaches.extend(chance.map(|c| (c, best >= sign * target)));
            }
        }
    }
    for (what, all) in [("improves", improves), ("reaches", reaches)] {
        print!("{what}, stated and found:");
        for fifth in 0..5 {
            let low = 0.2 * f64::from(fifth);
            let here: Vec<&(f64, bool)> =
                all.iter().filter(|a| a.0 >= low && (a.0 < low + 0.2 || fifth == 4)).collect();
            let stated = mean(&here.iter().map(|h| h.0).collect::<Vec<_>>());
            let found = here.iter().filter(|h| h.1).count() as f64 / here.len().max(1) as f64;
            print!("  {stated:.2} {found:.2} ({})", here.len());
        }
        println!();
    }
}

/// All 16 families of LCDB on 12 points.
fn speed(curves: &[Curve]) {
    let lcdb = "last1,pow2,log2,exp2,lin2,ilog2,pow3,exp3,vap3,expp3,expd3,logpower3,mmf4,wbl4,exp4,pow4";
    let all =
        FitOptions { models: Families::Only(lcdb.split(',').map(str::to_owned).collect()), ..FitOptions::default() };
    for (label, options) in [("16 LCDB families", all), ("auto", FitOptions::default())] {
        let mut times: Vec<f64> = curves
            .iter()
            .filter(|c| c.points.len() >= 12)
            .map(|c| {
                let curve = prefix(c, 12);
                let start = std::time::Instant::now();
                std::hint::black_box(fit_curve(std::hint::black_box(&curve), &options));
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        println!(
            "{label} on 12 points: median {:.3} ms per curve, mean {:.3} ms",
            median(&mut times.clone()),
            mean(&times)
        );
        times.clear();
    }
    let Some(curve) = curves.first() else { return };
    let fit = fit_curve(&prefix(curve, curve.points.len()), &FitOptions::default());
    let start = std::time::Instant::now();
    for i in 0..1000 {
        std::hint::black_box(fit.at(1000.0 + f64::from(i), None, 0.9));
    }
    println!("forecast readout: {:.1} us", start.elapsed().as_secs_f64() * 1e3);
    let start = std::time::Instant::now();
    for i in 0..100 {
        std::hint::black_box(fit.requirement(0.03 - 1e-5 * f64::from(i), 0.8, headroom::fit::SEARCH_FACTOR));
    }
    println!("requirement readout: {:.1} us", start.elapsed().as_secs_f64() * 1e4);
    println!("JSON of one fit: {} bytes", serde_json::to_string(&fit).map_or(0, |t| t.len()));
}

fn read(file: &str) -> Option<Vec<Curve>> {
    let mut reader = csv::Reader::from_path(file).ok()?;
    let header = reader.headers().ok()?.clone();
    let at = |name: &str| header.iter().position(|h| h == name);
    let size = at("size")?;
    let (id, value, error) = match at("curve_id") {
        Some(id) => (id, at("val_error")?, at("val_error_se")?),
        None => (at("curve")?, at("value")?, at("stderr")?),
    };
    let mut curves: BTreeMap<String, Curve> = BTreeMap::new();
    for record in reader.records().flatten() {
        if at("on_lcdb10_grid").is_some_and(|g| &record[g] != "1") {
            continue;
        }
        let number = |i: usize| record[i].parse::<f64>().ok();
        let curve = curves.entry(record[id].to_owned()).or_insert_with(|| {
            let world = at("domain").map_or("tabular", |i| &record[i]);
            let higher = at("direction").is_some_and(|i| &record[i] == "higher");
            let bounded = at("metric_kind").is_none_or(|i| &record[i] == "acc");
            let (first, second) = record[id].split_once(':').unwrap_or(("", &record[id]));
            let source = at("dataset").map_or(if first == "flan" { first } else { second }, |i| &record[i]);
            Curve {
                id: record[id].to_owned(),
                world: world.to_owned(),
                source: source.to_owned(),
                direction: if higher { Direction::Higher } else { Direction::Lower },
                range: bounded.then_some((0.0, 1.0)),
                metric: if bounded {
                    "score"
                } else if record[id].ends_with("ppl") {
                    "perplexity"
                } else {
                    "loss"
                },
                unit: if at("size_unit").is_some_and(|i| &record[i] == "tokens") {
                    Unit::Tokens
                } else {
                    Unit::Records
                },
                points: Vec::new(),
            }
        });
        if let (Some(n), Some(y)) = (number(size), number(value)) {
            curve.points.push((n, y, number(error)));
        }
    }
    Some(curves.into_values().collect())
}

fn prefix(curve: &Curve, count: usize) -> LearningCurve {
    LearningCurve {
        id: curve.id.clone(),
        direction: curve.direction,
        range: curve.range,
        metric: curve.metric.to_owned(),
        size_unit: curve.unit,
        observations: curve.points[..count]
            .iter()
            .map(|p| Observation { size: p.0, value: p.1, se: p.2, items: None, row: None })
            .collect(),
        ..LearningCurve::default()
    }
}

fn write_prefixes(curves: &[Curve], out: &str) {
    let Ok(file) = std::fs::File::create(out) else {
        println!("lcdb: {out} cannot be written");
        return;
    };
    let mut file = std::io::BufWriter::new(file);
    let options = FitOptions { models: Families::All, ..FitOptions::default() };
    for curve in curves {
        for count in 4..curve.points.len() {
            let fit = fit_curve(&prefix(curve, count), &options);
            let mut models = serde_json::Map::new();
            for m in &fit.models {
                let values: Vec<Option<f64>> =
                    curve.points.iter().map(|p| m.value(p.0).map(|y| fit.scale.fitted(y))).collect();
                models.insert(
                    m.id.clone(),
                    serde_json::json!({ "aicc": m.aicc, "sse": m.sse, "t": m.termination, "v": values }),
                );
            }
            let line = serde_json::json!({
                "id": curve.id, "world": curve.world, "set": curve.source, "better": curve.direction.sign(), "range": curve.range, "floor": fit.floor, "kind": fit.kind, "scale": fit.scale, "k": count, "points": curve.points, "signs": fit.signs, "models": models,
            });
            if writeln!(file, "{line}").is_err() {
                println!("lcdb: {out} cannot be written to the end");
                return;
            }
        }
    }
    println!("lcdb: prefixes of {} curves, {} families, to {out}", curves.len(), MODELS.len());
}
