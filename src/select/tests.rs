//! Laws of every method, and reference values made apart from this program.

use super::*;
use crate::num::stream::Stream;
use serde_json::Value;

fn pool(n: usize, seed: u64) -> Similarity {
    let mut s = Stream::new(seed, 0);
    let vectors: Vec<Vec<f64>> = (0..n).map(|_| (0..5).map(|_| s.normal()).collect()).collect();
    Similarity::of(&vectors).unwrap()
}

#[test]
fn every_method_keeps_the_laws() {
    let ids: std::collections::BTreeSet<&str> = METHODS.iter().map(|m| m.id()).collect();
    assert_eq!(ids.len(), METHODS.len(), "identifiers are unique");
    for chosen_by in METHODS {
        assert!(method(chosen_by.id()).is_some() && !chosen_by.label().is_empty() && !chosen_by.source().is_empty());
        for (n, keep) in [(0, 3), (1, 0), (1, 5), (20, 7), (20, 20)] {
            let pool = pool(n, 7);
            let found = chosen_by.choose(&pool, keep, &mut Stream::new(1, 2));
            assert_eq!(
                found,
                chosen_by.choose(&pool, keep, &mut Stream::new(1, 2)),
                "the same input gives the same choice"
            );
            let distinct: std::collections::BTreeSet<usize> = found.order.iter().copied().collect();
            assert_eq!((found.order.len(), distinct.len()), (keep.min(n), keep.min(n)), "{}", chosen_by.id());
            assert_eq!(found.coverage.len(), found.order.len());
            assert!(found.coverage.is_sorted() && found.coverage.iter().all(|c| (0.0..=1.0).contains(c)));
            // Everything covers itself.
            if keep >= n && n > 0 {
                assert!((found.coverage[n - 1] - 1.0).abs() < 1e-12);
                assert!(found.enough_for(0.999).is_some());
            }
            // A smaller choice is the beginning of a larger one.
            let fewer = chosen_by.choose(&pool, keep / 2, &mut Stream::new(1, 2));
            assert!(found.order.starts_with(&fewer.order));
        }
    }
}

#[test]
fn lazy_greedy_chooses_what_plain_greedy_chooses() {
    for seed in 0..20 {
        let pool = pool(30, seed);
        let lazy = method("facility-location").unwrap().choose(&pool, 12, &mut Stream::new(0, 0));
        let mut plain: Vec<usize> = Vec::new();
        while plain.len() < 12 {
            let worth = |j: usize| {
                let all: Vec<usize> = plain.iter().copied().chain([j]).collect();
                Selection::of(all, &pool).coverage.last().copied().unwrap()
            };
            let rest: Vec<usize> = (0..pool.len()).filter(|j| !plain.contains(j)).collect();
            let best = rest.iter().map(|j| worth(*j)).fold(0.0, f64::max);
            // The first of equals: rounding does not tell two records apart that are each other's nearest.
            plain.extend(rest.into_iter().find(|j| worth(*j) > best - 1e-10));
        }
        assert_eq!(lazy.order, plain, "seed {seed}");
    }
}

/// `tests/fixtures/select/facility_location.py` says how the values were made (numpy, plain greedy).
#[test]
fn facility_location_matches_the_reference() {
    let all: Value = serde_json::from_str(include_str!("../../tests/fixtures/select/facility_location.json")).unwrap();
    reproduces(&all["cases"][0]["vectors"], &all["cases"][0]["order"], &all["cases"][0]["objective"]);
    reproduces(&all["cases"][1]["vectors"], &all["cases"][1]["order"], &all["cases"][1]["objective"]);
}

fn reproduces(vectors: &Value, order: &Value, objective: &Value) {
    let vectors: Vec<Vec<f64>> = serde_json::from_value(vectors.clone()).unwrap();
    let order: Vec<usize> = serde_json::from_value(order.clone()).unwrap();
    let objective: Vec<f64> = serde_json::from_value(objective.clone()).unwrap();
    let pool = Similarity::of(&vectors).unwrap();
    let found = method("facility-location").unwrap().choose(&pool, order.len(), &mut Stream::new(0, 0));
    assert_eq!(found.order, order);
    for (ours, theirs) in found.coverage.iter().zip(&objective) {
        let ours = ours * vectors.len() as f64;
        assert!((ours - theirs).abs() < 1e-9 * theirs, "{ours} {theirs}");
    }
}

/// The shared vectors, checked against apricot and submodlib; skipped where they are not there.
#[test]
fn facility_location_matches_the_shared_vectors() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let read = |name: &str| std::fs::read_to_string(shared.join(name));
    let (Ok(table), Ok(vectors)) = (read("samples/selection/fl_small_n12_d4.csv"), read("vectors/curves.json")) else {
        eprintln!("skipped: the shared vectors are not there");
        return;
    };
    let numbers = |line: &str| line.split(',').map(|v| v.trim().parse::<f64>()).collect::<Result<Vec<f64>, _>>().ok();
    let rows: Vec<Vec<f64>> = table.lines().filter_map(numbers).collect();
    let all: Value = serde_json::from_str(&vectors).unwrap();
    let case = &all["vectors"]["select.submodular_small"]["cases"][0];
    reproduces(&serde_json::json!(rows), &case["greedy5"], &case["values"]);
}

#[test]
fn what_has_no_direction_is_refused_with_its_place() {
    let fault = |vectors: &[Vec<f64>]| Similarity::of(vectors).unwrap_err().to_string();
    assert!(fault(&[vec![1.0, 0.0], vec![0.0, 0.0]]).contains("record 2"));
    assert!(fault(&[vec![1.0, f64::NAN]]).contains("record 1"));
    assert!(fault(&[vec![1.0, 2.0], vec![1.0]]).contains("Expected 2 numbers"));
    assert!(fault(&vec![vec![1.0]; Similarity::LARGEST + 1]).contains("at most 4000"));
    let far = Similarity::of(&[vec![1e300, 1e300], vec![1e-300, 1e-300]]).unwrap();
    assert!((far.row(0)[1] - 1.0).abs() < 1e-12, "size does not matter, only direction");
}
