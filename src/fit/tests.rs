//! Vectors and laws of the learning-curve engine. Vectors: tests/fixtures/curve_vectors.json, each section with its source.

use super::model_fit::aicc;
use super::{Families, FitOptions, fit_curve, plan};
use crate::curve::model;
use crate::data::{Direction, LearningCurve, Observation};
use crate::num::normal;
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/fixtures/curve_vectors.json")).unwrap()
}

fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn curve(direction: Direction, range: Option<(f64, f64)>, points: &[(f64, f64)]) -> LearningCurve {
    LearningCurve {
        id: "c".into(),
        direction,
        range,
        observations: points
            .iter()
            .map(|p| Observation { size: p.0, value: p.1, se: None, items: None, row: None })
            .collect(),
        ..LearningCurve::default()
    }
}

fn power(points: usize) -> Vec<(f64, f64)> {
    (0..points).map(|i| 16.0 * f64::from(1_u32 << i)).map(|n| (n, 0.1 + 1.2 * crate::num::math::pow(n, -0.4))).collect()
}

#[test]
fn formulas_agree_with_their_sources() {
    let all = vectors();
    for (name, section) in all.as_object().unwrap().iter().filter(|(n, _)| n.starts_with("model.")) {
        let id = match name.as_str() {
            "model.domhan.janoschek4" => "janoschek",
            "model.domhan.hill3" => "hill3",
            other => other.rsplit('.').next().unwrap(),
        };
        let family = model(id).unwrap();
        for case in section["cases"].as_array().unwrap() {
            let params = if id == "bnsl" {
                let breaks = case["breaks"].as_array().unwrap();
                let [only] = breaks.as_slice() else { continue };
                let b = numbers(only);
                vec![
                    case["a"].as_f64().unwrap(),
                    case["b"].as_f64().unwrap(),
                    case["c0"].as_f64().unwrap(),
                    b[0],
                    b[1],
                    b[2],
                ]
            } else {
                numbers(&case["params"])
            };
            for (n, y) in numbers(&case["n"]).iter().zip(numbers(&case["y"])) {
                let ours = family.value(*n, &params);
                assert!((ours - y).abs() <= 1e-10 * y.abs().max(1e-3), "{id} at {n}: {ours} {y}");
            }
        }
    }
}

#[test]
fn noiseless_power_laws_are_recovered() {
    for case in vectors()["fit.pow3_exact_recovery"]["cases"].as_array().unwrap() {
        let points: Vec<(f64, f64)> = numbers(&case["n"]).into_iter().zip(numbers(&case["error"])).collect();
        let fit = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), &points), &FitOptions::default());
        let pow3 = fit.model("pow3").unwrap();
        let truth = numbers(&case["c_a_b"]);
        for (ours, expected) in [1.0 - pow3.params[0], pow3.params[1], pow3.params[2]].iter().zip(truth) {
            assert!((ours - expected).abs() < 1e-6 * expected.abs(), "{ours} {expected}");
        }
        let far = case["pred_at_65536"].as_f64().unwrap();
        assert!((pow3.value(65536.0).unwrap() - far).abs() < 1e-7);
    }
}

#[test]
fn information_criterion_agrees() {
    for case in vectors()["fit.information_criteria"]["cases"].as_array().unwrap() {
        let number = |k: &str| case[k].as_f64().unwrap();
        assert!((aicc(number("n"), number("k"), number("sse")) - number("aicc")).abs() < 1e-9);
    }
}

#[test]
fn collection_plans_agree_with_learn_optimize_collect() {
    let all = vectors();
    for case in all["plan.loc_multi_round_optimum"]["cases"].as_array().unwrap() {
        let number = |k: &str| case[k].as_f64().unwrap();
        let reached = |q: f64| normal::cdf((q - number("mu")) / number("sd"));
        let (c, p, from) = (number("c"), number("P"), number("q0"));
        let rounds = case["T"].as_u64().unwrap() as usize;
        let sizes = plan::cheapest(from, number("mu") + 8.0 * number("sd"), rounds, c, p, &reached);
        let cost = plan::expected_cost(from, &sizes, c, p, &reached);
        assert!((cost / number("cost_opt") - 1.0).abs() < 1e-5, "{rounds} rounds: {cost} {sizes:?}");
    }
}

#[test]
fn more_rounds_cost_less_for_the_same_chance() {
    let fit = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), &power(8)), &FitOptions::default());
    for (below, chance) in [(0.02, 0.8), (0.02, 0.5), (0.06, 0.95)] {
        let target = fit.last_seen.y - below;
        let all = fit.collection_plans(target, chance, 5, 1e4).unwrap();
        assert_eq!(all.plans.len(), 5);
        assert!(all.lowered == (all.reachable < chance) && all.chance <= chance);
        for (i, plan) in all.plans.iter().enumerate() {
            assert_eq!((plan.sizes.len(), plan.needed[0]), (i + 1, 1.0));
            assert!(plan.sizes.windows(2).all(|w| w[0] <= w[1]) && plan.sizes[0] >= all.from);
            assert!(plan.met.windows(2).all(|w| w[0] <= w[1]) && plan.needed.windows(2).all(|w| w[0] >= w[1]));
            // All plans end alike.
            assert!((plan.met[i] - all.chance).abs() < 1e-3, "{} {}", plan.met[i], all.chance);
            let by_hand: f64 = (0..=i)
                .map(|t| (plan.sizes[t] - if t == 0 { all.from } else { plan.sizes[t - 1] }) * plan.needed[t])
                .sum();
            assert!((plan.expected / by_hand - 1.0).abs() < 1e-9);
        }
        // One round collects all of it for certain; more rounds never expect more.
        let one = &all.plans[0];
        assert!((one.expected - (one.sizes[0] - all.from)).abs() < 1e-6 * one.expected);
        assert!(all.plans.windows(2).all(|w| w[1].expected <= w[0].expected * (1.0 + 1e-6)), "{all:?}");
        assert!(all.plans[2].expected < one.expected);
    }
    assert!(fit.collection_plans(2.0, 0.8, 3, 1e4).is_none() && fit.collection_plans(f64::NAN, 0.8, 3, 1e4).is_none());
}

#[test]
fn a_metric_and_its_mirror_image_get_the_same_forecast() {
    let error = power(8);
    let accuracy: Vec<(f64, f64)> = error.iter().map(|p| (p.0, 1.0 - p.1)).collect();
    let options = FitOptions::default();
    let a = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), &error), &options);
    let b = fit_curve(&curve(Direction::Higher, Some((0.0, 1.0)), &accuracy), &options);
    let (a, b) = (a.at(8192.0, None, 0.9).unwrap(), b.at(8192.0, None, 0.9).unwrap());
    assert!((a.median - (1.0 - b.median)).abs() < 1e-6);
    assert!((a.lower - (1.0 - b.upper)).abs() < 1e-3 && (a.upper - (1.0 - b.lower)).abs() < 1e-3);
}

#[test]
fn units_and_sizes_do_not_matter() {
    // A loss over billions of tokens, and the same shape in other units and at other sizes.
    let shape: Vec<(f64, f64)> = (0..7)
        .map(|i| crate::num::math::pow(10.0, 9.0 + f64::from(i) / 3.0))
        .map(|n| (n, 2.3 + 1.2 * crate::num::math::pow(n / 1e9, -0.3)))
        .collect();
    let other: Vec<(f64, f64)> = shape.iter().map(|p| (p.0 / 1e6, p.1 * 40.0)).collect();
    let options = FitOptions::default();
    let a = fit_curve(&curve(Direction::Lower, None, &shape), &options);
    let b = fit_curve(&curve(Direction::Lower, None, &other), &options);
    let last = a.last_seen;
    assert!(last.y > 2.5 && last.y < 2.7);
    let (pa, pb) = (a.at(last.x * 10.0, None, 0.9).unwrap(), b.at(last.x * 1e-5, None, 0.9).unwrap());
    for (x, y) in [(pa.median, pb.median), (pa.lower, pb.lower), (pa.upper, pb.upper)] {
        assert!((x * 40.0 - y).abs() < 1e-3 * y.abs(), "{pa:?} {pb:?}");
    }
    // Ten times the data: the truth is 2.451; the forecast is near it and neither certain nor clueless.
    assert!((pa.median - 2.451).abs() < 0.03 && pa.lower < 2.451 && pa.upper > 2.451, "{pa:?}");
    assert!(pa.upper - pa.lower > 0.005 && pa.upper - pa.lower < 0.5, "{pa:?}");
}

#[test]
fn few_points_give_wide_intervals_and_say_so() {
    let options = FitOptions::default();
    for count in 0..4 {
        let fit = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), &power(6)[..count]), &options);
        assert_eq!(fit.n, count);
        assert!(fit.diagnostics.iter().any(|d| ["no-points", "one-point", "few-points"].contains(&d.code.as_str())));
        let p = fit.at(1000.0, None, 0.9);
        assert_eq!(p.is_none(), count == 0);
        if let Some(p) = p {
            assert!(p.upper - p.lower > 0.1, "{count}: {p:?}");
        }
    }
}

/// Sizes crowded into the same range show the noise better but not what lies beyond: a forecast must not become surer than
/// the shape allows. Without this the 90 % interval held 70 % on the dense grid of LCDB 1.1.
#[test]
fn crowded_sizes_do_not_make_a_forecast_too_sure() {
    let at = |step: f64, i: u32| 64.0 * crate::num::math::pow(2.0, step * f64::from(i));
    let wobble = |n: f64| 0.004 * crate::num::math::sin(37.0 * crate::num::math::ln(n));
    let value = |n: f64| 0.1 + 1.2 * crate::num::math::pow(n, -0.4) + wobble(n);
    let points =
        |step: f64, count: u32| -> Vec<(f64, f64)> { (0..count).map(|i| at(step, i)).map(|n| (n, value(n))).collect() };
    let fit = |p: &[(f64, f64)]| fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), p), &FitOptions::default());
    let (grid, dense) = (fit(&points(0.5, 9)), fit(&points(0.125, 33)));
    assert_eq!((grid.signs.unwrap().apart, dense.signs.unwrap().apart), (9, 9));
    let width = |f: &super::CurveFit| {
        let (low, high) = f.at(10.0 * 1024.0, None, 0.9).map(|v| (v.lower, v.upper)).unwrap();
        high - low
    };
    assert!(width(&dense) > 0.5 * width(&grid), "{} against {}", width(&dense), width(&grid));
}

#[test]
fn nothing_panics_and_everything_stays_in_range() {
    let nasty: Vec<Vec<(f64, f64)>> = vec![
        vec![],
        vec![(f64::NAN, f64::NAN); 3],
        vec![(0.0, 0.5); 4],
        vec![(100.0, 0.5); 6],
        vec![(1.0, 0.0), (2.0, 1.0), (3.0, 0.0), (4.0, 1.0), (5.0, 0.0)],
        (0..10).map(|i| (f64::from(i + 1), 0.25)).collect(),
        (0..10).map(|i| (1e12 * f64::from(i + 1), 0.9 - 0.01 * f64::from(i))).collect(),
        (0..6).map(|i| (f64::from(i + 1), 0.1 * f64::from(i))).collect(),
        vec![(1e-9, 0.4), (1e300, 0.3), (1.0, f64::INFINITY), (-4.0, 0.2), (5.0, 0.35), (7.0, 0.34)],
    ];
    let all = FitOptions { models: Families::All, ..FitOptions::default() };
    for points in &nasty {
        for (direction, range) in
            [(Direction::Lower, Some((0.0, 1.0))), (Direction::Higher, None), (Direction::Higher, Some((0.0, 1.0)))]
        {
            let fit = fit_curve(&curve(direction, range, points), &all);
            for size in [1e-3, 1.0, 10.0, 1e6, 1e13] {
                for choice in [None, Some("pow3"), Some("bnsl"), Some("isotonic")] {
                    let Some(p) = fit.at(size, choice, 0.9) else { continue };
                    for v in [p.lower, p.median, p.upper, p.mean_lower, p.mean_upper] {
                        assert!(
                            v.is_finite() && (range.is_none() || (0.0..=1.0).contains(&v)),
                            "{points:?} {size} {p:?}"
                        );
                    }
                    assert!(p.lower <= p.median && p.median <= p.upper);
                }
            }
            let r = fit.requirement(0.2, 0.8, 100.0);
            assert!((0.0..=1.0).contains(&r.probability_reachable));
            let _ =
                (fit.saturation(), fit.worth_it_size(0.01, 100.0), fit.sample_draws(5, 1, 100.0), fit.agreement(50.0));
            let _ = fit.collection_plans(0.2, 0.8, 3, 100.0);
            let text = serde_json::to_string(&fit).unwrap();
            let again: super::CurveFit = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e} {text}"));
            assert_eq!(again.n, fit.n);
        }
    }
}

#[test]
fn readouts_are_coherent() {
    let fit = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), &power(8)), &FitOptions::default());
    let last = fit.last_seen.x;
    let p = fit.probability_gain(4.0 * last, 0.01).unwrap();
    assert!(p > 0.5 && p <= 1.0);
    assert!(fit.probability_gain(4.0 * last, 0.05).unwrap() <= p);
    assert_eq!(fit.probability_gain(4.0 * last, 2.0), Some(0.0));
    let r = fit.requirement(fit.last_seen.y - 0.02, 0.8, 100.0);
    assert!(r.lower <= r.median && r.median <= r.upper && r.probability_reachable > 0.5, "{r:?}");
    let doubling = fit.gain_per_doubling(last).unwrap();
    assert!(doubling.lower <= doubling.median && doubling.median <= doubling.upper && doubling.median > 0.0);
    assert!(fit.gain_for_factor(last, 1.1).unwrap().median < doubling.median);
    let worth = fit.worth_it_size(0.5 * doubling.median, 1e4);
    assert!(!worth.already && worth.median.is_some_and(|m| m > last));
    let draws = fit.sample_draws(200, 7, 2.0 * last);
    assert_eq!(draws, fit.sample_draws(200, 7, 2.0 * last));
    let inside = |v: &&f64| **v >= fit.underlying(2.0 * last, None).unwrap().median;
    assert!((60..140).contains(&draws.iter().filter(inside).count()));
    let weights: f64 = fit.models.iter().map(|m| m.weight).sum();
    assert!((weights - 1.0).abs() < 1e-9);
    assert!(serde_json::to_string(&fit).unwrap().len() < 20_000);
}

#[test]
fn best_fits_of_real_curves_are_found() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/curves/lcdb11_shared_200.csv");
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vectors/curves.json");
    let (Ok(mut reader), Ok(text)) = (csv::Reader::from_path(path), std::fs::read_to_string(vectors)) else {
        println!("the shared samples are absent: skipped");
        return;
    };
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let rows: Vec<(String, f64, f64)> = reader
        .records()
        .flatten()
        .filter(|r| &r[at("on_lcdb10_grid")] == "1")
        .map(|r| (r[at("curve_id")].to_owned(), r[at("size")].parse().unwrap(), r[at("val_error")].parse().unwrap()))
        .collect();
    let all: Value = serde_json::from_str(&text).unwrap();
    let cases = all["vectors"]["fit.real_curves_best_sse"]["cases"].as_array().unwrap();
    let mut found = 0;
    for case in cases {
        let id = case["curve_id"].as_str().unwrap();
        let family = case["model"].as_str().unwrap();
        let points: Vec<(f64, f64)> = rows.iter().filter(|r| r.0 == id).map(|r| (r.1, r.2)).collect();
        let points = &points[..case["fit_points"].as_u64().unwrap() as usize];
        let options =
            FitOptions { bounded: false, models: Families::Only(vec![family.to_owned()]), ..FitOptions::default() };
        let fit = fit_curve(&curve(Direction::Lower, Some((0.0, 1.0)), points), &options);
        let ours = fit.model(family).unwrap().sse.unwrap();
        let best = case["sse_best"].as_f64().unwrap();
        println!("{id} {family} {ours:.6e} {best:.6e} {:?}", fit.model(family).unwrap().termination);
        found += usize::from(ours <= best * 1.01 + 1e-9);
    }
    // The rest lie outside our search box: wbl4 with a negative exponent, pow4 with an exponent beyond 20.
    assert!(found * 10 >= cases.len() * 8, "{found} of {}", cases.len());
}

#[test]
fn a_gain_has_its_own_range_and_it_holds_the_gain_of_known_laws() {
    use crate::num::math::{exp, ln, pow};
    use crate::num::stream::Stream;
    // Five shapes, measured at nine sizes with a known error: an asymptote, none, logarithmic, stretched, log-logistic.
    let laws: [fn(f64) -> f64; 5] = [
        |n| 0.832 - 0.868 * pow(n, -0.2435),
        |n| 1.0 - 0.566 * pow(n, -0.082),
        |n| 0.94 - 1.86 / ln(n),
        |n| 0.8093 - 1.9955 * exp(-1.3423 * pow(n, 0.0997)),
        |n| 0.8234 / (1.0 + pow(n / 7.72, -0.3051)),
    ];
    let (sd, last, runs) = (0.0035, 3e5, 8);
    let mut held = 0;
    for (k, law) in laws.iter().enumerate() {
        for r in 0..runs {
            let mut s = Stream::new(5, (k * runs + r) as u64);
            let mut c = curve(Direction::Higher, Some((0.0, 1.0)), &[]);
            for size in [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, last] {
                let value = law(size) + sd * s.normal();
                c.observations.push(Observation { size, value, se: Some(sd), items: None, row: None });
            }
            let fit = fit_curve(&c, &FitOptions::default());
            let (gain, found) = (law(2.0 * last) - law(last), fit.gain_per_doubling(last).unwrap());
            held += usize::from(found.lower <= gain && gain <= found.upper);
            // However little more data: neither side of the range is without width.
            for factor in [1.01, 1.1, 1.5] {
                let small = fit.gain_for_factor(last, factor).unwrap();
                let (low, high) = (small.median - small.lower, small.upper - small.median);
                assert!(low > 1e-7 && high > 1e-7, "{factor}: {small:?}");
            }
            // One measurement's noise is not in it: it is no wider than a forecast at the further size.
            let there = fit.at(2.0 * last, None, found.level).unwrap();
            assert!(found.upper - found.lower < there.upper - there.lower);
        }
    }
    let all = laws.len() * runs;
    assert!(held * 10 >= all * 9, "{held} of {all}");
}

#[test]
fn a_curve_by_step_says_so_before_anything_else() {
    use crate::data::Unit;
    let of = |size_unit: Unit| {
        let curve = LearningCurve { size_unit, ..curve(Direction::Lower, None, &power(8)) };
        (curve.step_note(), fit_curve(&curve, &FitOptions::default()).diagnostics)
    };
    let (note, found) = of(Unit::Count);
    assert_eq!(found.first(), note.as_ref());
    assert!(note.is_some_and(|n| n.message.contains("not by the amount of data")));
    let (none, found) = of(Unit::Records);
    assert!(none.is_none() && found.iter().all(|d| d.code != "curve-steps"));
}

/// A perplexity that begins near chance: the logarithm is fitted, nothing is forecast below 1, and the first values do not
/// decide. With and without them the forecasts lie within each other's interval.
#[test]
fn first_values_near_chance_do_not_make_a_forecast_worse() {
    use crate::num::math::{exp, pow};
    use crate::num::stream::Stream;
    for (k, (limit, start, power)) in [(1.1, 13.0, 0.55), (0.4, 9.0, 0.35), (1.6, 20.0, 0.8)].iter().enumerate() {
        let mut s = Stream::new(11, k as u64);
        let value = |n: f64, noise: f64| exp(limit + start * pow(n, -power) + noise);
        let points: Vec<(f64, f64)> =
            (0..14).map(|i| pow(2.0, f64::from(i))).map(|n| (n, value(n, 0.01 * s.normal()))).collect();
        let of = |from: usize| LearningCurve {
            metric: "perplexity".into(),
            ..curve(Direction::Lower, None, &points[from..])
        };
        let [all, late] = [0, 4].map(|from| fit_curve(&of(from), &FitOptions::default()));
        assert_eq!((all.scale, all.floor), (super::ValueScale::Log, Some(1.0)));
        assert!(all.diagnostics.iter().any(|d| d.code == "log-scale"));
        for factor in [1.0, 2.0, 8.0, 1e3, 1e6] {
            let size = factor * all.last_seen.x;
            let [a, b] = [&all, &late].map(|f| f.at(size, None, 0.9).unwrap());
            for p in [a, b] {
                assert!(1.0 <= p.lower && p.lower <= p.median && p.median <= p.upper, "{p:?}");
            }
            assert!(a.lower <= b.median && b.median <= a.upper, "{factor}: {a:?} {b:?}");
        }
        let ahead = all.at(8.0 * all.last_seen.x, None, 0.9).unwrap();
        let truth = value(8.0 * all.last_seen.x, 0.0);
        assert!(ahead.lower <= truth && truth <= ahead.upper && (ahead.median / truth - 1.0).abs() < 0.2, "{ahead:?}");
        assert!(all.requirement(0.9, 0.8, 1e4).probability_reachable == 0.0);
        assert!(all.saturation().is_some_and(|s| s.limit >= 1.0 && s.share < 1.0));
        let text = serde_json::to_string(&all).unwrap();
        let again: super::CurveFit = serde_json::from_str(&text).unwrap();
        assert_eq!(again.at(1e5, None, 0.9), all.at(1e5, None, 0.9));
    }
}

/// Over every curve of the shared files: without its first points the forecast moves by less than its interval.
#[test]
fn real_forecasts_move_less_than_their_interval_without_the_first_points() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/curves");
    let mut curves = std::collections::BTreeMap::<String, LearningCurve>::new();
    for (file, id, value, se) in [
        ("lcdb11_shared_200.csv", "curve_id", "val_error", "val_error_se"),
        ("language_models.csv", "curve", "value", "stderr"),
    ] {
        let Ok(mut reader) = csv::Reader::from_path(format!("{folder}/{file}")) else {
            println!("the shared samples are absent: skipped");
            return;
        };
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|h| h == name);
        for r in reader.records().flatten().filter(|r| at("on_lcdb10_grid").is_none_or(|g| &r[g] == "1")) {
            let metric = if r[at(id).unwrap()].ends_with("ppl") { "perplexity" } else { "m" };
            let bounded = at("metric_kind").is_none_or(|k| &r[k] == "acc");
            let higher = at("direction").is_some_and(|k| &r[k] == "higher");
            let curve = curves.entry(r[at(id).unwrap()].to_owned()).or_insert_with(|| LearningCurve {
                metric: metric.into(),
                direction: if higher { Direction::Higher } else { Direction::Lower },
                range: bounded.then_some((0.0, 1.0)),
                ..LearningCurve::default()
            });
            let number = |name: &str| r[at(name).unwrap()].parse::<f64>();
            let (size, value) = (number("size").unwrap(), number(value).unwrap());
            curve.observations.push(Observation { size, value, se: number(se).ok(), items: None, row: None });
        }
    }
    let (mut all, mut far) = (0, Vec::new());
    for (id, whole) in &curves {
        let last = whole.observations.last().unwrap().size;
        let seen: Vec<Observation> = whole.observations.iter().filter(|o| o.size <= 0.5 * last).copied().collect();
        let of = |from: usize| {
            let curve = LearningCurve { observations: seen[from..].to_vec(), ..whole.clone() };
            fit_curve(&curve, &FitOptions::default()).at(last, None, 0.9).unwrap()
        };
        if seen.len() < 8 {
            continue;
        }
        let (a, b) = (of(0), of(3));
        all += 1;
        if a.lower > b.median || b.median > a.upper {
            far.push(format!("{id} {a:?} {b:?}"));
        }
    }
    println!("{} of {all} moved further: {far:#?}", far.len());
    assert!(far.len() * 50 <= all, "{} of {all}: {far:#?}", far.len());
}
