use super::words::{grams, jaccard, normal, words};
use super::{Duplication, Search, THRESHOLD};
use crate::data::{Steps, TextRecord, Texts};
use crate::num::stream::Stream;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn of(file: &str, rows: &[(&str, &str)]) -> Texts {
    let mut splits: Vec<String> = Vec::new();
    let records = rows.iter().enumerate().map(|(i, (split, text))| {
        let at = splits.iter().position(|s| s == split).unwrap_or_else(|| {
            splits.push((*split).to_owned());
            splits.len() - 1
        });
        TextRecord { id: format!("{file}{i}"), text: (*text).to_owned(), split: Some(at as u32), family: None }
    });
    let records: Vec<TextRecord> = records.collect();
    Texts { n: records.len() as f64, splits, records: Arc::new(records), file: file.into(), ..Texts::default() }
}

fn set(text: &str, n: usize) -> Vec<u64> {
    let (mut own, mut out) = (Vec::new(), Vec::new());
    words(text, &mut own);
    grams(&own, n, &mut out);
    out
}

#[test]
fn the_similarity_of_word_sets_is_that_of_the_vectors() {
    // shared/vectors/curves.json, select.jaccard_word_ngrams.
    for (a, b, expected) in [
        ("the cat sat on the mat today", "the cat sat on the rug today", 0.428_571_428_571_428_55),
        ("a b c d e f", "a b c d e f", 1.0),
        ("one two three four five", "six seven eight nine ten", 0.0),
    ] {
        assert_eq!(jaccard(&set(a, 3), &set(b, 3)), expected, "{a}");
    }
    assert_eq!(jaccard(&[], &[]), 0.0);
}

#[test]
fn texts_are_compared_without_case_punctuation_and_marks() {
    let plain = |t: &str| normal(t).collect::<String>();
    assert_eq!(plain("  The cat\u{2019}s \u{2014} \u{ab}MAT\u{bb}!\n"), "the cats mat");
    assert_eq!(plain("\u{4f60}\u{597d}, world"), "\u{4f60} \u{597d} world");
    assert_eq!(plain("a\u{4f60}b"), "a \u{4f60} b");
    assert_eq!(plain("... --- !!"), "");
    assert_eq!(plain("e\u{301}te\u{301}"), "ete");
}

const LONG: &str = "when the patient says that the nights are long the answer names the feeling first and asks what \
                    would make the next one a little easier before any advice is given at all";

#[test]
fn exact_and_near_ones_are_told_apart_and_leaks_are_counted() {
    let near = LONG.replace("at all", "at last");
    let shouted = LONG.to_uppercase() + "!!";
    let texts = [
        of("a", &[("test", &shouted), ("train", LONG), ("train", "something else altogether"), ("train", "")]),
        of("b", &[("validation", &near), ("train", "Something else, altogether."), ("test", "short")]),
    ];
    let found = Search::all(&texts, THRESHOLD);
    assert_eq!((found.records, found.blank, found.distinct), (6, 1, 3), "{found:?}");
    assert_eq!((found.exact, found.near, found.leaked), (2, 1, Some(2)));
    let rows: Vec<(&str, &str, &str, bool)> =
        found.rows.iter().map(|r| (r.id.as_str(), r.duplicate_of.as_str(), r.kind.word(), r.leak)).collect();
    assert_eq!(rows, [("a0", "a1", "exact", true), ("b0", "a1", "near", true), ("b1", "a2", "exact", false)]);
    assert!(found.rows[1].similarity > 0.85 && found.rows[1].similarity < 1.0);
    let group = |name: &str| found.groups.iter().find(|g| g.name == name).map(|g| (g.records, g.distinct, g.elsewhere));
    assert_eq!(group("train"), Some((3, 2, 1)));
    assert_eq!(group("test"), Some((2, 2, 1)));
    assert_eq!(group("b"), Some((3, 3, 2)));
}

#[test]
fn splits_that_do_not_tell_give_no_count_of_leaks() {
    let texts = [of("a", &[("fold 1", LONG), ("fold 2", LONG)])];
    let found = Search::all(&texts, THRESHOLD);
    assert_eq!((found.leaked, found.distinct), (None, 1));
    assert_eq!(Search::all(&[], THRESHOLD), Duplication { threshold: THRESHOLD, ..Duplication::default() });
}

/// A held-out record that only a chain of near-duplicates joins to training is no leak.
#[test]
fn a_chain_is_no_leak() {
    let word = |i: usize| format!("w{i}");
    let text = |from: usize, to: usize| (from..to).map(word).collect::<Vec<_>>().join(" ");
    let (a, b, c) = (text(0, 60), text(5, 65), text(10, 70));
    assert!(jaccard(&set(&a, 5), &set(&b, 5)) >= 0.8 && jaccard(&set(&a, 5), &set(&c, 5)) < 0.8);
    let found = Search::all(&[of("a", &[("train", &a), ("other", &b), ("test", &c)])], THRESHOLD);
    assert!(found.leaked == Some(0), "{found:?}");
}

/// Texts of made-up words, some of them with planted near-duplicates; the pairs that are planted.
fn planted(seed: u64, n: usize, length: usize) -> (Texts, Vec<(usize, usize)>) {
    let mut stream = Stream::new(seed, 0);
    let mut texts: Vec<Vec<String>> = Vec::new();
    let mut pairs = Vec::new();
    while texts.len() < n {
        let base: Vec<String> = (0..length).map(|_| format!("w{}", stream.below(4_000))).collect();
        texts.push(base.clone());
        if stream.uniform() < 0.3 {
            let mut other = base;
            // A few words changed, so that the similarity lies between .7 and 1.
            for _ in 0..1 + stream.below(3) {
                let at = stream.below(other.len());
                other[at] = format!("x{}", stream.below(4_000));
            }
            pairs.push((texts.len() - 1, texts.len()));
            texts.push(other);
        }
    }
    let rows: Vec<String> = texts.iter().map(|t| t.join(" ")).collect();
    (of("p", &rows.iter().map(|t| ("all", t.as_str())).collect::<Vec<_>>()), pairs)
}

#[test]
fn planted_near_duplicates_are_found_and_nothing_else() {
    let (mut wanted, mut hit, mut said, mut right) = (0, 0, 0, 0);
    for seed in 0..10 {
        let (texts, pairs) = planted(seed, 400, 100);
        let found = Search::all(std::slice::from_ref(&texts), THRESHOLD);
        let known: BTreeSet<&str> = found.rows.iter().map(|r| r.id.as_str()).collect();
        let text = |at: usize| texts.records[at].text.as_str();
        for (a, b) in &pairs {
            if jaccard(&set(text(*a), 5), &set(text(*b), 5)) >= 0.85 {
                wanted += 1;
                hit += usize::from(known.contains(texts.records[*b].id.as_str()));
            }
        }
        for row in &found.rows {
            let at = |id: &str| id.trim_start_matches('p').parse::<usize>().expect("a number");
            said += 1;
            right +=
                usize::from(jaccard(&set(text(at(&row.id)), 5), &set(text(at(&row.duplicate_of)), 5)) >= THRESHOLD);
        }
    }
    assert!(wanted > 300, "{wanted}");
    assert!(hit as f64 >= 0.97 * f64::from(wanted), "recall {hit} of {wanted}");
    assert!(right as f64 >= 0.99 * f64::from(said), "precision {right} of {said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// However often it is interrupted and in whichever order the rows stand, the same number is left.
    #[test]
    fn the_order_of_the_records_changes_no_count(seed in 0..1_000_u64) {
        let (texts, _) = planted(seed, 60, 30);
        let mut turned = texts.records.to_vec();
        turned.reverse();
        let turned = Texts { records: Arc::new(turned), ..texts.clone() };
        let [a, b] = [texts.clone(), turned].map(|t| Search::all(&[t], THRESHOLD));
        prop_assert_eq!((a.records, a.distinct, a.exact, a.near), (b.records, b.distinct, b.exact, b.near));
        prop_assert_eq!(a.rows.len(), a.duplicates());
        // Every record that is named is as similar as is said to the one that is named beside it.
        let by = |id: &str| texts.records.iter().find(|r| r.id == id).expect("it is there").text.clone();
        for row in &a.rows {
            prop_assert!((jaccard(&set(&by(&row.id), 5), &set(&by(&row.duplicate_of), 5)) - row.similarity).abs() < 1e-12);
        }
    }
    #[test]
    fn any_text_is_compared(texts in proptest::collection::vec(".{0,60}", 0..12)) {
        let rows: Vec<(&str, &str)> = texts.iter().map(|t| ("train", t.as_str())).collect();
        let mut search = Search::new(&[of("a", &rows)], 0.5);
        let given = [of("a", &rows)];
        let mut last = 0;
        loop {
            let progress = search.step(&given);
            prop_assert!(progress.done >= last);
            last = progress.done;
            if progress.finished() { break; }
        }
        let found = search.found(&given);
        prop_assert_eq!(found.records + found.blank, rows.len());
    }
}
