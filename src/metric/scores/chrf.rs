//! chrF.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};
use std::collections::BTreeMap;

/// Characters in a row that texts and references share, over all texts.
pub struct Chrf;

/// Longest runs of characters.
const ORDER: usize = 6;
/// How much more recall counts than precision.
const BETA: f64 = 2.0;

/// Runs of the text, of the reference, and shared, of each length.
type Stats = [(f64, f64, f64); ORDER];

fn stats(reference: &str, predicted: &str) -> Stats {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let (target, found) = (letters(reference), letters(predicted));
    let mut out = Stats::default();
    for (at, slot) in out.iter_mut().enumerate() {
        let count = |text: &[char]| {
            let mut counts: BTreeMap<Vec<char>, f64> = BTreeMap::new();
            for gram in text.windows(at + 1) {
                *counts.entry(gram.to_vec()).or_insert(0.0) += 1.0;
            }
            counts
        };
        let (target, found) = (count(&target), count(&found));
        let shared: f64 = found.iter().map(|(g, n)| n.min(*target.get(g).unwrap_or(&0.0))).sum();
        // Where the reference has no run of a length, those of the text are no misses.
        let of_target: f64 = target.values().sum();
        *slot = (if of_target > 0.0 { found.values().sum() } else { 0.0 }, of_target, shared);
    }
    out
}

fn score(sums: &Stats) -> f64 {
    let (mut precision, mut recall, mut orders) = (0.0, 0.0, 0.0);
    for (found, target, shared) in sums {
        if *found > 0.0 && *target > 0.0 {
            precision += shared / found;
            recall += shared / target;
            orders += 1.0;
        }
    }
    if orders == 0.0 {
        return 0.0;
    }
    let (p, r) = (precision / orders, recall / orders);
    let bb = BETA * BETA;
    if p + r > 0.0 { 100.0 * (1.0 + bb) * p * r / (bb * p + r) } else { 0.0 }
}

impl Metric for Chrf {
    fn id(&self) -> &'static str {
        "chrf"
    }
    fn label(&self) -> &'static str {
        "chrF"
    }
    fn formula(&self) -> &'static str {
        "100 × F2 of the mean precision and recall of runs of 1 to 6 characters without blanks, counted over all texts"
    }
    fn source(&self) -> &'static str {
        "Popović 2015, aclanthology.org/W15-3049; sacrebleu chrF2 with its defaults"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 100.0)
    }
    fn needs(&self) -> Needs {
        Needs::Texts
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let all: Vec<Stats> = data.texts.as_ref()?.iter().map(|(r, p)| stats(r, p)).collect();
        Some(Box::new(move |weights| {
            let mut sums = Stats::default();
            for (one, w) in all.iter().zip(weights) {
                for (sum, (a, b, c)) in sums.iter_mut().zip(one) {
                    *sum = (sum.0 + w * a, sum.1 + w * b, sum.2 + w * c);
                }
            }
            (!all.is_empty()).then(|| score(&sums))
        }))
    }
}
