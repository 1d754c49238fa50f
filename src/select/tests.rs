//! Laws of every method, and reference values made apart from this program.

use super::coverage::Space;
use super::greedy::{Greedy, Kernel, Pairs};
use super::kmeans::KMeans;
use super::outcome::{Keep, Standing};
use super::unit::{Units, similarity};
use super::*;
use crate::data::{Grouping, Matrix, Steps};
use crate::num::stream::Stream;
use serde_json::Value;
use std::collections::BTreeSet;

/// A pool of which everything is known.
fn pool(n: usize, seed: u64) -> Pool {
    let mut s = Stream::new(seed, 0);
    let mut rows = |n: usize, width: usize| -> Vec<Vec<f64>> {
        (0..n).map(|_| (0..width).map(|_| s.normal()).collect()).collect()
    };
    let (vectors, losses, utility) = (Matrix::of(&rows(n, 5)), Matrix::of(&rows(n, 4)), Matrix::of(&rows(n, 6)));
    let (targets, held) = (Matrix::of(&rows(4, 5)), Matrix::of(&rows(3, 5)));
    let scores = ["difficulty", "complexity", "quality", "loss_given", "loss_alone", "length"];
    let scores = scores.map(|role| (role.to_owned(), rows(n, 1).into_iter().map(|r| r[0].abs()).collect())).into();
    let text = |at: usize| format!("record {} of the {}th kind", at % 7, at % 3);
    Pool {
        names: (0..n).map(|at| format!("r{at}")).collect(),
        vectors: (n > 0).then_some(vectors),
        losses: (n > 0).then_some(losses),
        utility: (n > 0).then_some(utility),
        scores,
        texts: Some((0..n).map(text).collect()),
        groupings: vec![Grouping {
            role: "source".into(),
            names: vec!["a".into(), "b".into()],
            of: (0..n).map(|at| [Some(0), Some(1), None][at % 3]).collect(),
        }],
        targets: Some(targets),
        target_texts: vec!["record 3 of the 1th kind".into()],
        held: Some(held),
    }
}

fn vectors(rows: &[Vec<f64>]) -> Pool {
    Pool {
        names: (0..rows.len()).map(|at| at.to_string()).collect(),
        vectors: Some(Matrix::of(rows)),
        ..Pool::default()
    }
}

fn choose(id: &str, pool: &Pool, keep: usize, settings: &Settings) -> Chosen {
    let mut work = begin(method(id).unwrap(), pool, Asked { keep, settings, stream: Stream::new(1, 2) }).unwrap();
    while !work.step_on(pool).finished() {}
    work.chosen()
}

fn set(pairs: &[(&str, f64)]) -> Settings {
    Settings(pairs.iter().map(|(id, v)| ((*id).to_owned(), *v)).collect())
}

fn covered(pool: &Pool, order: &[usize], baselines: usize) -> Covered {
    Coverage::new(Space::of(pool).unwrap().unwrap(), pool, order, baselines, 5).run(pool)
}

#[test]
fn every_method_keeps_the_laws() {
    let ids: BTreeSet<&str> = METHODS.iter().map(|m| m.id()).collect();
    assert_eq!(ids.len(), METHODS.len(), "identifiers are unique");
    for by in METHODS {
        assert!(method(by.id()).is_some() && !by.label().is_empty() && !by.source().is_empty());
        assert!(!by.objective().is_empty() && !by.cost().is_empty());
        for p in by.parameters() {
            assert!(p.range.0 <= p.default && p.default <= p.range.1 && !p.from.is_empty(), "{} {}", by.id(), p.id);
        }
        for (n, keep) in [(1, 0), (1, 5), (20, 7), (20, 20), (60, 13)] {
            let pool = pool(n, 7);
            let found = choose(by.id(), &pool, keep, &Settings::default());
            assert_eq!(found, choose(by.id(), &pool, keep, &Settings::default()), "the same input, the same choice");
            let distinct: BTreeSet<usize> = found.order.iter().copied().collect();
            assert_eq!(found.order.len(), distinct.len(), "{}", by.id());
            assert!(distinct.iter().all(|r| *r < n) && distinct.len() <= keep.min(n));
            // Those that leave records out of a kind may find fewer.
            if !["ccs", "deita", "ifd", "sem-dedup"].contains(&by.id()) {
                assert_eq!(found.order.len(), keep.min(n), "{} {n} {keep}", by.id());
            }
            if by.nested() {
                let fewer = choose(by.id(), &pool, keep / 2, &Settings::default());
                assert!(found.order.starts_with(&fewer.order), "{}: a smaller choice begins a larger one", by.id());
            }
            let covered = covered(&pool, &found.order, 3);
            assert!(covered.chosen.is_sorted() && covered.chosen.iter().all(|c| (0.0..=1.0).contains(c)));
            assert!(covered.random.iter().all(|curve| curve.is_sorted() && curve.len() == found.order.len()));
            // Everything covers itself.
            if found.order.len() == n {
                assert!(covered.chosen[n - 1] > 1.0 - 1e-6 && covered.enough_for(0.999).is_some());
            }
        }
        // What is lacking is said, with what can be done instead.
        let bare = Pool { names: vec!["a".into()], ..Pool::default() };
        let settings = Settings::default();
        let asked = Asked { keep: 1, settings: &settings, stream: Stream::new(0, 0) };
        match begin(*by, &bare, asked) {
            Ok(_) => assert!(by.needs().is_empty()),
            Err(fault) => assert!(fault.to_string().contains("random"), "{fault}"),
        }
    }
}

#[test]
fn lazy_greedy_chooses_what_plain_greedy_chooses() {
    for seed in 0..10 {
        let pool = pool(30, seed);
        let lazy = choose("facility-location", &pool, 12, &Settings::default()).order;
        let mut plain: Vec<usize> = Vec::new();
        while plain.len() < 12 {
            let worth = |j: usize| {
                let all: Vec<usize> = plain.iter().copied().chain([j]).collect();
                covered(&pool, &all, 0).chosen.last().copied().unwrap()
            };
            let rest: Vec<usize> = (0..pool.len()).filter(|j| !plain.contains(j)).collect();
            let best = rest.iter().map(|j| worth(*j)).fold(0.0, f64::max);
            // The first of equals: rounding does not tell two records apart that are each other's nearest.
            plain.extend(rest.into_iter().find(|j| worth(*j) > best - 1e-8));
        }
        assert_eq!(lazy, plain, "seed {seed}");
    }
}

#[test]
fn a_random_choice_lies_within_its_band_as_often_as_it_should() {
    let pool = pool(60, 3);
    let mut within = 0;
    for seed in 0..40 {
        let request = Request { method: "random".into(), keep: Keep::Records(10), seed, ..Request::default() };
        let out = Selecting::new(&pool, request).run(&pool).unwrap();
        within += usize::from(out.standing == Some(Standing::Within));
        assert_eq!((out.kept, out.pool, out.baselines), (10, 60, 20));
        assert!(out.sentence.starts_with("A random choice"));
    }
    // 19 of 21 on average.
    assert!(within >= 32, "{within} of 40");
}

#[test]
fn what_is_said_follows_from_the_band() {
    // Ten directions, ten records in each: one of each covers all.
    let clumps: Vec<Vec<f64>> = (0..100)
        .map(|at| (0..10).map(|d| if d == at % 10 { 1.0 } else { 0.001 * (at / 10) as f64 }).collect())
        .collect();
    let pool = vectors(&clumps);
    let run = |method: &str, keep| {
        let request = Request { method: method.into(), keep, ..Request::default() };
        Selecting::new(&pool, request).run(&pool).unwrap()
    };
    let out = run("facility-location", Keep::Share(0.1));
    assert_eq!((out.standing, out.kept, out.isolated), (Some(Standing::Above), 10, Some(0)));
    assert_eq!(out.redundant, Some(90));
    assert!(out.enough[1].chosen.is_some_and(|k| k <= 10) && out.sentence.contains("Coverage is no score"));
    assert_eq!(out.details.rank.iter().flatten().count(), 10);
    // All records are all records, however they were chosen.
    let out = run("facility-location", Keep::Share(1.0));
    assert_eq!(out.standing, Some(Standing::Within));
    assert!(out.sentence.starts_with("No better than random here"), "{}", out.sentence);
    let mut named = pool.clone();
    named.names[3] = "=1+1".into();
    let csv = out.csv(&named, |cell| format!("<{cell}>"));
    assert!(csv.lines().nth(4).unwrap().starts_with("<=1+1>,yes,") && csv.lines().count() == 101);
    assert_eq!(Keep::Share(0.3).of(10), 3);
    assert_eq!(Keep::Share(0.001).of(10), 1);
}

#[test]
fn near_pairs_cover_nearly_what_all_pairs_cover() {
    let mut s = Stream::new(4, 0);
    let centres: Vec<Vec<f64>> = (0..20).map(|_| (0..16).map(|_| s.normal()).collect()).collect();
    let rows: Vec<Vec<f64>> =
        (0..600).map(|at| centres[at % 20].iter().map(|c| c + 0.7 * s.normal()).collect()).collect();
    let pool = vectors(&rows);
    let units = Units::of(pool.vectors.as_ref().unwrap()).unwrap();
    let sparse = neighbours::Sparse::new(units, 60, Stream::new(1, 2)).run(&pool).order;
    assert_eq!(sparse.iter().collect::<BTreeSet<_>>().len(), 60);
    let dense = choose("facility-location", &pool, 60, &Settings::default()).order;
    let at = |order: &[usize]| covered(&pool, order, 0).chosen[59];
    assert_eq!(sparse[0], dense[0]);
    assert!(at(&sparse) > 0.99 * at(&dense), "{} {}", at(&sparse), at(&dense));
}

/// `tests/fixtures/select/facility_location.py` says how the values were made (numpy, plain greedy).
#[test]
fn facility_location_matches_the_reference() {
    let all: Value = serde_json::from_str(include_str!("../../tests/fixtures/select/facility_location.json")).unwrap();
    for case in [&all["cases"][0], &all["cases"][1]] {
        let rows: Vec<Vec<f64>> = read(&case["vectors"]);
        let order: Vec<usize> = read(&case["order"]);
        assert_eq!(choose("facility-location", &vectors(&rows), order.len(), &Settings::default()).order, order);
        close(&objective(&rows, &order), &read::<Vec<f64>>(&case["objective"]));
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn close(ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len());
    for (a, b) in ours.iter().zip(theirs) {
        assert!((a - b).abs() <= 1e-6 * b.abs().max(1e-3), "{ours:?} {theirs:?}");
    }
}

/// Sum of the similarities to the nearest of the first k.
fn objective(rows: &[Vec<f64>], order: &[usize]) -> Vec<f64> {
    covered(&vectors(rows), order, 0).chosen.iter().map(|c| c * rows.len() as f64).collect()
}

fn pairs(units: &Units) -> Kernel {
    let mut pairs = Pairs::new(units);
    while pairs.step(units) < units.len() {}
    pairs.kernel(units.len())
}

/// The vectors of the field that are small enough to keep: `tests/fixtures/select/methods.json`.
fn fixture() -> Value {
    serde_json::from_str(include_str!("../../tests/fixtures/select/methods.json")).unwrap()
}

fn cases(name: &str) -> Vec<Value> {
    let cases = fixture()[name]["cases"].as_array().unwrap().clone();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn s2l_matches_the_reference() {
    for case in cases("select.s2l_allocation") {
        let sizes: Vec<usize> = read(&case["cluster_sizes"]);
        let take = allocate::allocate(&sizes, read(&case["budget"]));
        assert_eq!(take, read::<Vec<usize>>(&case["take"]));
        assert_eq!(take.iter().sum::<usize>(), read::<usize>(&case["sum"]));
    }
    for case in cases("select.s2l_kmeans") {
        let rows = Matrix::of(&read::<Vec<Vec<f64>>>(&case["trajectories"]));
        let found = KMeans::from_rows(&rows, &read::<Vec<usize>>(&case["init_rows"]), 20).run(&rows);
        assert_eq!(found.labels(), read::<Vec<u32>>(&case["labels"]));
        close(found.centroids(), &read::<Vec<Vec<f64>>>(&case["centroids"]).concat());
        close(&[found.inertia(&rows)], &[read(&case["inertia"])]);
    }
    // Unknown losses count as nothing, and clusters of two come last.
    let mut pool = pool(30, 1);
    pool.losses.as_mut().unwrap().values[3] = f32::NAN;
    let found = choose("s2l", &pool, 9, &set(&[("clusters", 4.0)]));
    assert!(found.notes[0].contains("1 losses") && found.clusters.unwrap().iter().all(|c| *c < 4));
}

#[test]
fn delift_matches_the_reference() {
    for case in cases("select.delift_distance") {
        close(&[delift::distance(&read::<Vec<f64>>(&case["p"]))], &[read(&case["d"])]);
    }
    for case in cases("select.delift_utility") {
        let mut utility: Vec<Vec<f64>> = read(&case["U"]);
        if let (Some(without), Some(with)) = (case["d_no_icl"].as_array(), case["d_with_icl"].as_array()) {
            for (row, (without, with)) in utility.iter_mut().zip(without.iter().zip(with)) {
                let found: Vec<f64> =
                    read::<Vec<f64>>(with).iter().map(|d| delift::utility(read(without), *d)).collect();
                close(&found, row);
                *row = found;
            }
        }
        let scaled = delift::scaled(&Matrix::of(&utility));
        let found: Vec<f64> = scaled.values.iter().map(|v| f64::from(*v)).collect();
        close(&found, &read::<Vec<Vec<f64>>>(&case["U_scaled"]).concat());
        // Queries are rows here, columns in a pool.
        let names = (0..scaled.width).map(|at| at.to_string()).collect();
        let pool = Pool { names, utility: Some(Matrix::of(&utility).transposed()), ..Pool::default() };
        let first = choose("delift", &pool, 1, &Settings::default()).order[0];
        let worth = |j: usize| (0..scaled.len()).map(|i| f64::from(scaled.row(i)[j])).sum::<f64>();
        assert!((0..scaled.width).all(|j| worth(j) <= worth(first) + 1e-6));
    }
}

#[test]
fn submodular_forms_match_the_reference() {
    let all = fixture();
    let part = &all["select.submodular_small"];
    let rows: Vec<Vec<f64>> = read(&part["vectors"]);
    let pool = Pool { targets: Some(Matrix::of(&read::<Vec<Vec<f64>>>(&part["queries"]))), ..vectors(&rows) };
    let pool = Pool { held: pool.targets.clone(), ..pool };
    let units = Units::of(pool.vectors.as_ref().unwrap()).unwrap();
    let queries = Units::of(pool.targets.as_ref().unwrap()).unwrap();
    let best = cover::best(&units, &queries);
    for case in part["cases"].as_array().unwrap() {
        let (eta, nu) = (case["eta"].as_f64(), case["nu"].as_f64());
        let mut kernel = pairs(&units);
        let (id, settings) = match case["function"].as_str().unwrap() {
            "FL" => ("facility-location", Settings::default()),
            "FLMI(FL1MI)" => {
                let caps = best.iter().map(|s| s * eta.unwrap() as f32).collect();
                cover::shape(&mut kernel, &cover::Form::Capped(caps));
                ("mutual-information", set(&[("eta", eta.unwrap())]))
            }
            "FLCG" => {
                let floors = best.iter().map(|s| s * nu.unwrap() as f32).collect();
                cover::shape(&mut kernel, &cover::Form::Above(floors));
                ("conditional-gain", set(&[("nu", nu.unwrap())]))
            }
            _ => {
                let values = (0..rows.len()).flat_map(|j| {
                    let mut column = vec![0.0; queries.len()];
                    queries.cosines(units.row(j), 0, &mut column);
                    column.into_iter().map(similarity).collect::<Vec<f32>>()
                });
                kernel = Kernel::dense(queries.len(), rows.len(), values.collect());
                kernel.bonus = best.iter().map(|s| f64::from(*s) * eta.unwrap()).collect();
                ("query-coverage", set(&[("eta", eta.unwrap())]))
            }
        };
        let order: Vec<usize> = read(&case["greedy5"]);
        assert_eq!(choose(id, &pool, 5, &settings).order, order, "{id} {case}");
        let mut greedy = Greedy::new(kernel.clone(), 5);
        while !greedy.finished() {
            greedy.step(7);
        }
        assert_eq!(greedy.order(), order);
        close(&greedy.values(), &read::<Vec<f64>>(&case["values"]));
        // Of three given ones, too.
        let value = |some: &[usize]| {
            let column = |j: usize| &kernel.values[j * kernel.rows..(j + 1) * kernel.rows];
            let most = |i: usize| some.iter().map(|j| f64::from(column(*j)[i])).fold(0.0, f64::max);
            (0..kernel.rows).map(most).sum::<f64>() + some.iter().filter_map(|j| kernel.bonus.get(*j)).sum::<f64>()
        };
        close(&[value(&[0, 1, 2])], &[read(&case["f(0,1,2)"])]);
    }
}

#[test]
fn dsir_matches_the_reference() {
    for case in cases("select.dsir") {
        let (target, raw): (Vec<f64>, Vec<f64>) = (read(&case["target_counts"]), read(&case["raw_counts"]));
        let counts: Vec<f64> = read(&case["x_counts"]);
        let weight: f64 = counts.iter().zip(dsir::differences(&target, &raw)).map(|(x, d)| x * d).sum();
        close(&[weight], &[read(&case["log_weight"])]);
    }
    assert_eq!((dsir::bucket("alice"), dsir::bucket("alice went")), (6720, 114));
    assert_eq!(dsir::features("Alice went to the store").count(), 9);
    assert_eq!(dsir::features("Is it? (yes)").count(), 11, "is it ? ( yes ) and five pairs");
}

#[test]
fn columns_match_the_reference() {
    for case in cases("select.ifd") {
        let (given, alone): (f64, f64) = (read(&case["loss_A_given_Q"]), read(&case["loss_A"]));
        close(&[ifd::ratio(given, alone, false)], &[read(&case["ifd_loss_ratio"])]);
        close(&[ifd::ratio(given, alone, true)], &[read(&case["ifd_ppl_ratio"])]);
        assert_eq!(ifd::ratio(given, alone, false) < 1.0, read::<bool>(&case["keep"]));
    }
    for case in cases("select.deita") {
        let mut pool = vectors(&read::<Vec<Vec<f64>>>(&case["embeddings"]));
        for role in ["complexity", "quality"] {
            pool.scores.insert(role.into(), read(&case[role]));
        }
        let found = choose("deita", &pool, read(&case["m"]), &set(&[("tau", read(&case["tau"]))]));
        assert_eq!(found.order, read::<Vec<usize>>(&case["kept"]));
    }
    for case in cases("select.less") {
        let (train, val): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (read(&case["train"]), read(&case["val"]));
        close(&[less::influence(&train, &val, &read::<Vec<f64>>(&case["eta"]))], &[read(&case["score"])]);
    }
}

#[test]
fn sem_dedup_matches_the_reference_and_names_its_variant() {
    for case in cases("select.semdedup") {
        let pool = vectors(&read::<Vec<Vec<f64>>>(&case["embeddings"]));
        let settings = set(&[("clusters", 1.0), ("epsilon", read(&case["eps"]))]);
        let found = choose("sem-dedup", &pool, 6, &settings);
        assert_eq!(found.order.iter().copied().collect::<BTreeSet<_>>(), read::<BTreeSet<usize>>(&case["kept"]));
        assert!(found.notes[0].contains("kept records"));
    }
    // A chain at 0, 14 and 28 degrees: the description keeps both ends, the code of the authors one.
    let chain: Vec<Vec<f64>> =
        [0.0, 14.0, 28.0].map(|d: f64| d.to_radians()).iter().map(|a| vec![libm::cos(*a), libm::sin(*a)]).collect();
    let units = Units::of(&Matrix::of(&chain)).unwrap().matrix();
    // Seen from beyond its end the first is least like the centre.
    let centre: Vec<f32> = units.row(2).to_vec();
    let kept = |earlier| sem_dedup::distinct(&units, &[0, 1, 2], &centre, 0.95, earlier);
    assert_eq!((kept(false), kept(true)), (vec![0, 2], vec![0]));
}

#[test]
fn targets_take_in_turn() {
    let rows = [[1.0, 0.0], [0.99, 0.1], [0.0, 1.0], [0.1, 0.99], [-1.0, 0.2]].map(Vec::from);
    let pool = Pool { targets: Some(Matrix::of(&[vec![1.0, 0.0], vec![0.9, 0.1], vec![0.0, -1.0]])), ..vectors(&rows) };
    let found = choose("rds", &pool, 4, &Settings::default());
    // The second target finds its first choice free, the third takes what lies nearest to it of the rest.
    assert_eq!(found.order, [0, 1, 4, 3]);
    assert!(found.notes[0].starts_with("1 of 3 targets"), "{}", found.notes[0]);
    let wrong = Pool { targets: Some(Matrix::of(&[vec![1.0; 3]])), ..vectors(&rows) };
    let settings = Settings::default();
    let asked = Asked { keep: 2, settings: &settings, stream: Stream::new(0, 0) };
    assert!(begin(method("rds").unwrap(), &wrong, asked).is_err_and(|f| f.to_string().contains("3 numbers and 2")));
}

/// The large shared vectors, checked against apricot and submodlib, and that the small ones are what is kept here; skipped where
/// they are not there.
#[test]
fn the_shared_vectors_are_reproduced() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let Ok(all) = std::fs::read_to_string(shared.join("vectors/curves.json")) else {
        eprintln!("skipped: the shared vectors are not there");
        return;
    };
    let all: Value = serde_json::from_str(&all).unwrap();
    let ours = fixture();
    for (name, part) in all["vectors"].as_object().unwrap().iter().filter(|(name, _)| name.starts_with("select.")) {
        // Those of texts are held by `text`.
        if !["select.facility_location_large", "select.jaccard_word_ngrams", "select.minhash_lsh"]
            .contains(&name.as_str())
        {
            assert_eq!(ours[name]["cases"], part["cases"], "{name}");
        }
    }
    for case in all["vectors"]["select.facility_location_large"]["cases"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap().replace("data/", "samples/selection/");
        let Ok(bytes) = std::fs::read(shared.join(&file)) else {
            eprintln!("skipped: {file} is not there");
            continue;
        };
        let values = bytes.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect();
        let units = Units::of(&Matrix { width: 64, values }).unwrap();
        // Unoptimised this takes long: the first fifty are as telling.
        let keep = if cfg!(debug_assertions) { 50 } else { read(&case["k"]) };
        let mut greedy = Greedy::new(pairs(&units), keep);
        while !greedy.finished() {
            greedy.step(1 << 22);
        }
        let values = greedy.values();
        for (k, theirs) in case["objective_at_prefix"].as_object().unwrap() {
            if let Some(ours) = values.get(k.parse::<usize>().unwrap() - 1) {
                close(&[*ours], &[read(theirs)]);
            }
        }
    }
}

#[test]
fn what_has_no_direction_is_refused_with_its_place() {
    let fault = |rows: &[Vec<f64>]| Units::of(&Matrix::of(rows)).unwrap_err().to_string();
    assert!(fault(&[vec![1.0, 0.0], vec![0.0, 0.0]]).contains("record 2"));
    assert!(fault(&[vec![1.0, f64::NAN]]).contains("record 1"));
    assert!(fault(&[vec![1.0, 2.0], vec![1.0]]).contains("record 2"));
    let far = Units::of(&Matrix::of(&[vec![1e30, 1e30], vec![1e-30, 1e-30]])).unwrap();
    assert!((far.cosine(0, 1) - 1.0).abs() < 1e-6, "size does not matter, only direction");
}
