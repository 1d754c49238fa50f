//! Reference values of every metric, and laws that all of them keep.

use super::*;
use crate::num::stream::Stream;
use serde_json::Value;
use std::collections::BTreeSet;

fn list<T: serde::de::DeserializeOwned>(value: &Value) -> Vec<T> {
    serde_json::from_value(value.clone()).unwrap()
}

fn labels(truth: Vec<usize>, predicted: Vec<usize>, k: usize) -> Labels {
    let positive = (k == 2).then_some(1);
    Labels { classes: (0..k).map(|c| c.to_string()).collect(), truth, predicted, positive }
}

/// The data of a reference case.
fn data(case: &Value) -> Data {
    let d = &case["data"];
    match case["kind"].as_str().unwrap() {
        "two" => Data {
            labels: Some(labels(list(&d["truth"]), list(&d["predicted"]), 2)),
            scores: Some(list(&d["score"])),
            ..Data::default()
        },
        "many" => {
            let p: Vec<Vec<f64>> = list(&d["p"]);
            let k = p[0].len();
            Data {
                labels: Some(labels(list(&d["truth"]), list(&d["predicted"]), k)),
                probabilities: Some(p),
                ..Data::default()
            }
        }
        "numbers" => {
            let (truth, predicted): (Vec<f64>, Vec<f64>) = (list(&d["truth"]), list(&d["predicted"]));
            Data { numbers: Some(truth.into_iter().zip(predicted).collect()), ..Data::default() }
        }
        "likelihoods" => Data { likelihoods: Some(list(&d["documents"])), ..Data::default() },
        "preferences" => Data { preferences: Some(list(&d["preferred"])), ..Data::default() },
        "texts" => Data { texts: Some(list(&d["pairs"])), ..Data::default() },
        _ => {
            let rows: Vec<Vec<Option<f64>>> = list(&d["ratings"]);
            let row = |r: Vec<Option<f64>>| r.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect();
            Data { ratings: Some(rows.into_iter().map(row).collect()), ..Data::default() }
        }
    }
}

fn cases() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../../tests/fixtures/metric/scores.json")).unwrap();
    all["cases"].as_array().unwrap().clone()
}

#[test]
fn values_are_those_of_scikit_learn_sacrebleu_rouge_score_and_krippendorff() {
    let mut seen = BTreeSet::new();
    for (at, case) in cases().iter().enumerate() {
        let data = data(case);
        for (id, value) in case["values"].as_object().unwrap() {
            let expected = value.as_f64().unwrap();
            let found = metric(id).unwrap_or_else(|| panic!("{id}")).value(&data);
            let found = found.unwrap_or_else(|| panic!("case {at}, {id}: none"));
            assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "case {at}, {id}: {found} {expected}");
            seen.insert(id.clone());
        }
    }
    let all: BTreeSet<String> = METRICS.iter().map(|m| m.id().to_owned()).collect();
    assert_eq!(seen, all, "every metric has a reference");
}

#[test]
fn the_registry_is_in_order() {
    assert_eq!(METRICS.iter().map(|m| m.id()).collect::<BTreeSet<_>>().len(), METRICS.len());
    for m in METRICS {
        assert!(!m.label().is_empty() && !m.formula().is_empty() && !m.source().is_empty(), "{}", m.id());
        assert!(m.range().0 < m.range().1, "{}", m.id());
        assert_eq!(crate::data::evaluation::metric_id(m.id()), m.id());
    }
}

#[test]
fn values_lie_in_their_range_and_do_not_hang_on_the_order() {
    for case in cases() {
        let data = data(&case);
        let mut order: Vec<usize> = (0..data.n()).collect();
        let mut stream = Stream::new(8, 0);
        for i in (1..order.len()).rev() {
            order.swap(i, stream.below(i + 1));
        }
        let turned = data.at(&order);
        let twice = vec![2.0; data.n()];
        for m in METRICS {
            let Some(value) = m.value(&data) else { continue };
            let (low, high) = m.range();
            assert!((low - 1e-12..=high + 1e-12).contains(&value), "{}: {value}", m.id());
            let close = |other: f64| (other - value).abs() <= 1e-12 * value.abs().max(1.0);
            assert!(close(m.value(&turned).unwrap()), "{}", m.id());
            // Every item twice says the same; of ratings, chance agreement is counted without replacement.
            assert!(m.needs() == Needs::Ratings || close(m.of(&data).unwrap()(&twice).unwrap()), "{}", m.id());
            if let Some(items) = m.items(&data) {
                assert!(items.len() == data.n() && close(items.iter().sum::<f64>() / data.n() as f64), "{}", m.id());
            }
        }
    }
}

#[test]
fn a_perfect_prediction_is_the_best_there_is() {
    let truth = vec![0, 1, 1, 0, 1];
    let perfect = Data {
        scores: Some(truth.iter().map(|t| *t as f64).collect()),
        labels: Some(labels(truth.clone(), truth, 2)),
        numbers: Some(vec![(1.0, 1.0), (2.0, 2.0), (3.5, 3.5), (0.0, 0.0), (7.0, 7.0)]),
        texts: Some(vec![("one two three four five".into(), "one two three four five".into()); 5]),
        likelihoods: Some(vec![(0.0, 3.0); 5]),
        preferences: Some(vec![1.0; 5]),
        ratings: Some(vec![vec![1.0, 1.0], vec![2.0, 2.0], vec![1.0, 1.0], vec![3.0, 3.0], vec![2.0, 2.0]]),
        ..Data::default()
    };
    for m in METRICS {
        let best = if m.direction().sign() > 0.0 { m.range().1 } else { m.range().0 };
        assert!((m.value(&perfect).unwrap() - best).abs() < 1e-9, "{}: {:?}", m.id(), m.value(&perfect));
    }
}

#[test]
fn what_is_undefined_is_none_and_never_zero() {
    let one = Data {
        labels: Some(labels(vec![1, 1, 1], vec![1, 1, 1], 2)),
        scores: Some(vec![0.2, 0.4, 0.9]),
        ..Data::default()
    };
    for id in ["auroc", "kappa"] {
        assert_eq!(metric(id).unwrap().value(&one), None, "{id}");
    }
    let flat = Data { numbers: Some(vec![(1.0, 2.0), (1.0, 3.0)]), ..Data::default() };
    assert_eq!(metric("r2").unwrap().value(&flat), None);
    for m in METRICS {
        assert!(m.value(&Data::default()).is_none(), "{}", m.id());
    }
    let logits = Data { scores: Some(vec![-2.0, 4.0, 0.1]), ..one };
    assert_eq!((metric("ece").unwrap().value(&logits), metric("brier").unwrap().value(&logits)), (None, None));
}

#[test]
fn intervals_hold_the_value_and_are_the_same_every_time() {
    for case in cases() {
        let data = data(&case);
        for m in METRICS.iter().filter(|m| data.n() <= 40 && m.standard()) {
            let Some(found) = measure(*m, &data) else { continue };
            assert_eq!(measure(*m, &data).as_ref(), Some(&found), "{}", m.id());
            if let Some((low, high)) = found.interval {
                // Draws of BLEU, kappa and the like lie below what they are drawn from now and then, never far.
                let slack = high - low;
                assert!(low - slack <= found.value && found.value <= high + slack, "{}: {found:?}", m.id());
            }
        }
    }
}

#[test]
fn clusters_widen_and_the_same_side_twice_shows_no_difference() {
    let two = data(&cases()[1]);
    let n = two.n();
    let f1 = metric("f1").unwrap();
    let width = |d: &Data| measure(f1, d).unwrap().interval.map(|(low, high)| high - low).unwrap();
    // Every item five times over, told and not told.
    let fives: Vec<usize> = (0..n).flat_map(|i| [i; 5]).collect();
    let plain = two.at(&fives);
    let clustered = Data { clusters: Some(fives), ..plain.clone() };
    assert!(width(&clustered) > 1.8 * width(&plain));
    assert!((width(&clustered) / width(&two) - 1.0).abs() < 0.15);
    let same = difference(f1, &two, &two).unwrap();
    assert_eq!((same.mean, same.interval, same.p), (0.0, None, 1.0));
}

#[test]
fn a_better_side_is_told_from_a_worse_one() {
    let truth: Vec<usize> = (0..200).map(|i| i % 2).collect();
    let with = |wrong: usize| {
        let predicted = truth.iter().enumerate().map(|(i, t)| if i % 10 < wrong { 1 - t } else { *t }).collect();
        Data { labels: Some(labels(truth.clone(), predicted, 2)), ..Data::default() }
    };
    let d = difference(metric("f1").unwrap(), &with(4), &with(2)).unwrap();
    let (low, high) = d.interval.unwrap();
    assert!(d.p < 0.01 && low > 0.0 && low < d.mean && d.mean < high, "{d:?}");
}

#[test]
fn very_many_items_and_very_many_classes_are_still_measured() {
    let n = 300_000;
    let truth: Vec<usize> = (0..n).map(|i| i % 2).collect();
    let predicted: Vec<usize> = (0..n).map(|i| if i % 5 == 0 { 1 - i % 2 } else { i % 2 }).collect();
    let two = Data { labels: Some(labels(truth, predicted, 2)), ..Data::default() };
    let f1 = measure(metric("f1").unwrap(), &two).unwrap();
    let (low, high) = f1.interval.unwrap();
    // The delta method gives √(p(1 − p)/n) and a little more: under a thousandth.
    assert!((f1.value - 0.8).abs() < 1e-9 && low < 0.8 && high > 0.8 && high - low < 0.005, "{f1:?}");
    let names: Vec<usize> = (0..1_500).collect();
    let all = Data { labels: Some(labels(names.clone(), names, 1_500)), ..Data::default() };
    let ids: Vec<&str> = fitting(&all, &[]).iter().map(|m| m.id()).collect();
    assert_eq!(ids, ["accuracy"]);
}

#[test]
fn the_work_of_all_metrics_together_is_bounded_whatever_the_classes_and_values() {
    let mut stream = Stream::new(4, 0);
    for (n, k) in [(50, 2), (5_000, 20), (5_000, 200), (20_000, 200), (100_000, 150), (3_000, 900)] {
        let truth: Vec<usize> = (0..n).map(|i| i % k).collect();
        let predicted: Vec<usize> = (0..n).map(|_| stream.below(k)).collect();
        let ratings = (0..n).map(|i| vec![i as f64, stream.below(n) as f64]).collect();
        let all = Data {
            labels: Some(labels(truth, predicted, k)),
            probabilities: (n * k <= 1_000_000).then(|| vec![vec![1.0 / k as f64; k]; n]),
            ratings: Some(ratings),
            ..Data::default()
        };
        let metrics: Vec<&dyn Metric> = METRICS.to_vec();
        let (draws, costs) = bootstrap::planned(&metrics, &vec![false; metrics.len()], &all, n);
        let work = draws * costs.iter().flatten().sum::<usize>();
        assert!(work <= 1_000_000_000, "{n} items of {k} classes: {work} steps");
        assert!(draws >= 40 && (k > 200 || costs[0].is_some()), "{n} items of {k} classes: {draws} draws");
        // A metric that counts classes against classes, values against values or classes by item says so.
        let cost = |id: &str| metric(id).unwrap().cost(&all);
        assert!(cost("kappa") >= k * k && cost("alpha_nominal") >= n * n);
        assert!(all.probabilities.is_none() || cost("auroc") >= n * k);
    }
}

#[test]
fn what_has_no_spread_but_rounding_has_no_interval() {
    let truth: Vec<usize> = (0..66).map(|i| usize::from(i % 3 == 0)).collect();
    for p in [0.9, 0.7, 0.6, 0.99, 2.0 / 3.0] {
        let flat = Data {
            scores: Some(truth.iter().map(|t| if *t == 1 { p } else { 1.0 - p }).collect()),
            labels: Some(labels(truth.clone(), truth.clone(), 2)),
            numbers: Some((0..66).map(|i| (f64::from(i) * 0.1, f64::from(i) * 0.1 + p)).collect()),
            ..Data::default()
        };
        for m in METRICS.iter().filter(|m| flat.has(m.needs()) && m.id() != "r2") {
            let found = measure(*m, &flat).unwrap_or_else(|| panic!("{}", m.id()));
            assert!(found.se.is_none() && found.interval.is_none(), "{} of {p}: {found:?}", m.id());
            let e = crate::data::Evaluation {
                metric: m.id().into(),
                value: found.value,
                n: Some(found.n as f64),
                items: (0..).map(|i: usize| i.to_string()).zip(found.items.iter().copied()).collect(),
                ..crate::data::Evaluation::default()
            };
            let known = crate::metric::interval(&e, 0.95, None);
            assert!(known.share || known.ends.is_none(), "{}: {known:?}", m.id());
            assert!(!known.share || m.share(), "{}: {known:?}", m.id());
            if let (Some((low, high)), true) = (known.ends, known.share) {
                assert!(low < high && low <= found.value && found.value <= high, "{}", m.id());
            }
        }
    }
}

/// Numbers and words mixed: an order that is none breaks off the sort of a file that has enough of both.
#[test]
fn classes_have_one_order_whatever_they_are_called() {
    let mut names: Vec<String> = (-3..20).flat_map(|n| [n.to_string(), format!("{n}.0"), format!("{n}x")]).collect();
    names.extend(["", "a", "B", "1e3", "inf", "NaN", "-0", "0", "+0", "x9", "é"].map(str::to_owned));
    for a in &names {
        for b in &names {
            let order = items::by_class(a, b);
            assert_eq!(order, items::by_class(b, a).reverse(), "{a} {b}");
            assert_eq!(order.is_eq(), a == b, "{a} {b}");
            for c in names.iter().filter(|c| order.is_lt() && items::by_class(b, c).is_lt()) {
                assert!(items::by_class(a, c).is_lt(), "{a} {b} {c}");
            }
        }
    }
    let row = |n: usize| crate::data::Prediction {
        item: n.to_string(),
        truth: names[n % names.len()].clone(),
        predicted: names[(7 * n) % names.len()].clone(),
        ..crate::data::Prediction::default()
    };
    let mut p = crate::data::Predictions { rows: (0..500).map(row).collect(), ..Default::default() };
    let (found, _) = evaluate(&mut p);
    assert!(!found.is_empty());
}
