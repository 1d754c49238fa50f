//! Reference values of the paired tests, and what all of them keep.

use super::*;
use crate::num::stream::Stream;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/metric/reference.json")).unwrap()
}

fn named(scores: &[f64]) -> Vec<(String, f64)> {
    scores.iter().enumerate().map(|(i, v)| (format!("item {i}"), *v)).collect()
}

/// Passes before and after: `worse` items lost, `better` won, the rest stayed.
fn passes(worse: usize, better: usize, n: usize) -> (Vec<(String, f64)>, Vec<(String, f64)>) {
    let before: Vec<f64> = (0..n)
        .map(|i| {
            if i < worse {
                1.0
            } else if i < worse + better {
                0.0
            } else {
                1.0
            }
        })
        .collect();
    let after: Vec<f64> = (0..n).map(|i| if i < worse { 0.0 } else { 1.0 }).collect();
    (named(&before), named(&after))
}

#[test]
fn mcnemar_matches_statsmodels_and_tango_an_independent_computation() {
    for case in reference()["mcnemar"].as_array().unwrap() {
        let count = |name: &str| case[name].as_u64().unwrap() as usize;
        let (b, c, n) = (count("worse"), count("better"), count("n"));
        let (before, after) = passes(b, c, n);
        let found = paired(&before, &after).unwrap();
        let p = case["p"].as_f64().unwrap();
        assert_eq!((found.test, found.items), ("exact McNemar", n as f64));
        assert!((found.p - p).abs() < 1e-9 * p, "{case}: {}", found.p);
        let (low, high) = tango(c as f64, b as f64, n as f64, 1.959_963_984_540_054);
        let ends = (case["low"].as_f64().unwrap(), case["high"].as_f64().unwrap());
        assert!((low - ends.0).abs() < 1e-6 && (high - ends.1).abs() < 1e-6, "{case}: {low} {high}");
    }
}

#[test]
fn students_t_and_sign_flips_match_scipy() {
    for case in reference()["paired"].as_array().unwrap() {
        let scores = |name: &str| named(&serde_json::from_value::<Vec<f64>>(case[name].clone()).unwrap());
        let found = paired(&scores("before"), &scores("after")).unwrap();
        assert_eq!(found.test, case["test"].as_str().unwrap());
        let p = case["p"].as_f64().unwrap();
        assert!((found.p - p).abs() < 1e-9, "{case}: {}", found.p);
        match (found.interval, case["low"].as_f64()) {
            (Some((low, high)), Some(expected)) => {
                assert!(
                    (low - expected).abs() < 1e-9 && (high - case["high"].as_f64().unwrap()).abs() < 1e-9,
                    "{low} {high}"
                );
            }
            (found, expected) => assert!(found.is_none() && expected.is_none(), "{case}: {found:?}"),
        }
    }
}

#[test]
fn interval_and_p_say_the_same_and_turning_the_sides_turns_the_sign() {
    let mut s = Stream::new(11, 0);
    let mut told = 0;
    for round in 0..400 {
        let n = 2 + s.below(30);
        let binary = round % 2 == 0;
        let mut scores = |shift: f64| -> Vec<(String, f64)> {
            let one = |s: &mut Stream| {
                if binary { f64::from(u8::from(s.uniform() < 0.4 + shift)) } else { s.normal() + 2.0 * shift }
            };
            named(&(0..n).map(|_| one(&mut s)).collect::<Vec<_>>())
        };
        let (before, after) = (scores(0.0), scores(0.4));
        let (Some(there), Some(back)) = (paired(&before, &after), paired(&after, &before)) else {
            panic!("{n} items pair")
        };
        assert_eq!(there.test, back.test);
        assert!((there.p - back.p).abs() < 1e-12 && (there.mean + back.mean).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&there.p));
        if n < FEWEST {
            assert!(there.p >= 0.05, "{n} pairs told a difference: {there:?}");
        }
        if let (Some((low, high)), Some((other_low, other_high))) = (there.interval, back.interval) {
            assert!((low + other_high).abs() < 1e-9 && (high + other_low).abs() < 1e-9);
            assert!(low <= there.mean && there.mean <= high, "{there:?}");
            assert_eq!(there.p < 0.05, low > 0.0 || high < 0.0, "{there:?}");
            told += u32::from(there.p < 0.05);
        }
        if there.p >= 0.05 && there.mean != 0.0 {
            assert!(there.needed.is_some_and(|needed| needed > n as f64 || n >= FEWEST), "{there:?}");
        }
    }
    assert!(told > 40, "only {told} differences were told");
}

#[test]
fn few_pairs_tell_nothing_and_say_how_many_would() {
    let before = named(&[1.5, 2.5, 0.5, 2.0]);
    let after = named(&[2.0, 3.5, 1.0, 2.5]);
    let found = paired(&before, &after).unwrap();
    assert_eq!((found.test, found.p, found.interval, found.detectable), ("exact sign flips", 0.125, None, None));
    assert_eq!(found.needed, Some(6.0));
    assert!(paired(&before[..1], &after).is_none());
}

#[test]
fn nothing_changed_is_no_proof_of_no_difference() {
    let (before, after) = passes(0, 0, 30);
    let found = paired(&before, &after).unwrap();
    let (low, high) = found.interval.unwrap();
    assert!(found.p == 1.0 && low < -0.05 && high > 0.05, "{found:?}");
    assert!(found.needed.is_none() && found.detectable.unwrap() > 0.1);
}

#[test]
fn the_number_that_is_needed_finds_the_difference_four_times_in_five() {
    // A fifth of the items change, three of four for the better: the share of samples that the exact test tells.
    let (lost, won) = (0.05, 0.15);
    let seen = paired_of(20, 5, 15, 100);
    let n = seen.needed.unwrap() as usize;
    let mut s = Stream::new(5, 0);
    let mut told = 0;
    for _ in 0..400 {
        let (mut b, mut c) = (0, 0);
        for _ in 0..n {
            let u = s.uniform();
            b += usize::from(u < lost);
            c += usize::from(u >= lost && u < lost + won);
        }
        told += usize::from(paired_of(b + c, b, c, n).p < 0.05);
    }
    assert!((280..=350).contains(&told), "{told} of 400 at {n} items");
}

fn paired_of(changed: usize, worse: usize, better: usize, n: usize) -> Compared {
    assert_eq!(changed, worse + better);
    let (before, after) = passes(worse, better, n);
    paired(&before, &after).unwrap()
}
