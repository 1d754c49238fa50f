//! One outcome for one data set: the same data as items, as value and number, with the error that a share has by itself.

use super::*;
use crate::data::Evaluation;
use crate::num::stream::Stream;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../../tests/fixtures/metric/reference.json")).unwrap()
}

fn items(passed: usize, n: usize) -> Vec<(String, f64)> {
    (0..n).map(|i| (format!("item {i}"), f64::from(u8::from(i < passed)))).collect()
}

/// The same passes written in every way there is.
fn written(passed: usize, n: usize) -> Vec<Evaluation> {
    let (value, error) = mean_and_error(&items(passed, n).iter().map(|i| i.1).collect::<Vec<_>>());
    let n = n as f64;
    let as_items =
        Evaluation { value, se: error, n: Some(n), items: items(passed, n as usize), ..Evaluation::default() };
    let share = Evaluation { value, n: Some(n), ..Evaluation::default() };
    let own = (value * (1.0 - value) / n).sqrt();
    let with_error = Evaluation { se: Some((own * 1e4).round() / 1e4), ..share.clone() };
    let mut all = vec![as_items, share.clone(), Evaluation { se: error, ..share }];
    // To the digits that a file has: where they say the same.
    if own > 0.005 {
        all.push(with_error);
    }
    all
}

#[test]
fn passes_have_one_interval_however_they_are_written() {
    for (passed, n) in [(117, 120), (20, 20), (3, 3), (0, 7), (10, 11), (1, 2), (412, 1000)] {
        for level in [0.8, 0.9, 0.95] {
            let found: Vec<Interval> =
                written(passed, n).iter().map(|e| interval(e, level, Some((0.0, 1.0)))).collect();
            for other in &found {
                assert_eq!(*other, found[0], "{passed} of {n} at {level}");
                assert!(other.share && other.ends.is_some());
            }
        }
    }
}

#[test]
fn the_order_and_the_names_of_items_change_nothing() {
    let mut s = Stream::new(3, 0);
    for _ in 0..50 {
        let n = 2 + s.below(40);
        let passed = s.below(n + 1);
        let mut e = written(passed, n).remove(0);
        let straight = interval(&e, 0.9, None);
        e.items.reverse();
        e.items.iter_mut().for_each(|i| i.0.insert(0, 'x'));
        assert_eq!(interval(&e, 0.9, None), straight);
    }
}

#[test]
fn more_items_of_the_same_share_are_surer_and_a_higher_level_is_wider() {
    for (passed, n) in [(1, 2), (9, 10), (19, 20), (0, 5)] {
        let width = |k: usize, level: f64| {
            let (low, high) = interval(&written(passed * k, n * k)[0], level, None).ends.unwrap();
            high - low
        };
        assert!(width(2, 0.9) < width(1, 0.9) && width(1, 0.9) < width(1, 0.95));
    }
}

#[test]
fn wilson_matches_statsmodels() {
    for case in reference()["wilson"].as_array().unwrap() {
        let f = |name: &str| case[name].as_f64().unwrap();
        let e = Evaluation { value: f("passed") / f("n"), n: Some(f("n")), ..Evaluation::default() };
        let (low, high) = interval(&e, f("level"), None).ends.unwrap();
        assert!((low - f("low")).abs() < 1e-9 && (high - f("high")).abs() < 1e-9, "{case}: {low} {high}");
    }
}

#[test]
fn scores_that_are_no_passes_have_students_interval_as_items_and_as_a_summary() {
    let case = &reference()["mean"];
    let scores: Vec<f64> = serde_json::from_value(case["scores"].clone()).unwrap();
    let (value, se) = mean_and_error(&scores);
    let n = Some(scores.len() as f64);
    let named = scores.iter().enumerate().map(|(i, v)| (i.to_string(), *v)).collect();
    let as_items = Evaluation { value, se, n, items: named, ..Evaluation::default() };
    let summary = Evaluation { items: Vec::new(), ..as_items.clone() };
    let found = interval(&as_items, 0.9, None);
    assert_eq!(found, interval(&summary, 0.9, None));
    let (low, high) = found.ends.unwrap();
    assert!((low - case["low"].as_f64().unwrap()).abs() < 1e-9 && (high - case["high"].as_f64().unwrap()).abs() < 1e-9);
    assert!(!found.share);
}

#[test]
fn ends_in_the_file_are_kept_side_by_side_and_an_error_of_zero_is_unknown() {
    // What a reader of low and high columns gives: the error is half their distance.
    let e = Evaluation {
        value: 0.9,
        se: Some((0.95 - 0.7) / 3.919_927_969),
        interval: Some((0.7, 0.95)),
        ..Evaluation::default()
    };
    let (low, high) = interval(&e, 0.95, None).ends.unwrap();
    assert!((low - 0.7).abs() < 1e-6 && (high - 0.95).abs() < 1e-6, "{low} {high}");
    let exact = Evaluation { value: 0.9, se: Some(0.0), ..Evaluation::default() };
    assert_eq!(interval(&exact, 0.9, None), Interval::default());
}

#[test]
fn what_would_settle_it_does() {
    // A share: with as many items as it says, of the same share, Wilson's interval excludes the threshold; with a tenth
    // fewer it does not.
    let z = crate::num::normal::quantile(0.95);
    for (passed, n, threshold) in [(117, 120, 0.95), (20, 20, 0.95), (10, 11, 0.8), (45, 100, 0.5)] {
        let (share, n) = (passed as f64 / n as f64, n as f64);
        let open = enough::against(share, threshold, 0.0, Some(n), Some(z));
        let excluded = |n: f64| {
            let (low, high) = proportion::wilson(share, n, z);
            low > threshold || high < threshold
        };
        let all = n + open.more.unwrap();
        assert!(!excluded(n) && excluded(all) && !excluded(0.9 * all), "{passed} of {n}: {all}");
        assert!(open.seen > (share - threshold).abs());
    }
    assert_eq!(enough::against(0.5, 0.5, 0.1, Some(10.0), None).more, None, "no number settles the threshold itself");
    assert_eq!(enough::against(0.6, 0.5, 0.2, Some(10.0), None).more, Some(30.0));
    assert!(enough::against(0.6, 0.5, 0.2, None, None).more_words().contains("4 times as many"));
}
