//! BLEU, as sacrebleu counts it.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};
use crate::num::math;
use std::collections::BTreeMap;

/// Words in a row that texts and references share, over all texts.
pub struct Bleu;

/// Longest runs of words.
const ORDER: usize = 4;

/// Length of the text and of the reference, then runs shared and runs of the text of each length.
#[derive(Clone, Copy, Default)]
struct Stats {
    lengths: (f64, f64),
    grams: [(f64, f64); ORDER],
}

/// The tokens of mteval-v13a: entities undone, punctuation apart, points and commas apart but between digits.
fn tokens(text: &str) -> Vec<String> {
    let mut text = text.trim_end().replace("<skipped>", "").replace("-\n", "").replace('\n', " ");
    if text.contains('&') {
        text = text.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    }
    let chars: Vec<char> = format!(" {text} ").chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    for (i, c) in chars.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|b| chars.get(b)), chars.get(i + 1));
        let apart = match c {
            '{'..='~' | '['..='`' | ' '..='&' | '('..='+' | ':'..='@' | '/' => true,
            '.' | ',' => !digit(before) || !digit(after),
            '-' => digit(before),
            _ => false,
        };
        if apart {
            out.push(' ');
            out.push(*c);
            out.push(' ');
        } else {
            out.push(*c);
        }
    }
    out.split_whitespace().map(str::to_owned).collect()
}

fn stats(reference: &str, predicted: &str) -> Stats {
    let (target, found) = (tokens(reference), tokens(predicted));
    let mut out = Stats { lengths: (found.len() as f64, target.len() as f64), ..Stats::default() };
    for (at, slot) in out.grams.iter_mut().enumerate() {
        let count = |words: &[String]| {
            let mut counts: BTreeMap<Vec<String>, f64> = BTreeMap::new();
            for gram in words.windows(at + 1) {
                *counts.entry(gram.to_vec()).or_insert(0.0) += 1.0;
            }
            counts
        };
        let (target, found) = (count(&target), count(&found));
        let shared: f64 = found.iter().map(|(g, n)| n.min(*target.get(g).unwrap_or(&0.0))).sum();
        *slot = (shared, found.values().sum());
    }
    out
}

/// The score of counts, with exponential smoothing of lengths of which nothing is shared.
fn score(sums: &Stats) -> f64 {
    let (found, target) = sums.lengths;
    if found <= 0.0 || sums.grams.iter().all(|(shared, _)| *shared == 0.0) {
        return 0.0;
    }
    let (mut logs, mut smooth) = (0.0, 1.0);
    for (shared, all) in sums.grams {
        if all == 0.0 {
            return 0.0;
        }
        let precision = if shared == 0.0 {
            smooth *= 2.0;
            100.0 / (smooth * all)
        } else {
            100.0 * shared / all
        };
        logs += math::ln(precision);
    }
    let brevity = if found < target { math::exp(1.0 - target / found) } else { 1.0 };
    brevity * math::exp(logs / ORDER as f64)
}

impl Metric for Bleu {
    fn id(&self) -> &'static str {
        "bleu"
    }
    fn label(&self) -> &'static str {
        "BLEU"
    }
    fn formula(&self) -> &'static str {
        "100 × brevity penalty × geometric mean of the precisions of runs of 1 to 4 words (13a tokens), over all texts"
    }
    fn source(&self) -> &'static str {
        "Papineni and others 2002, aclanthology.org/P02-1040; sacrebleu with its defaults (13a, exponential smoothing)"
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
                sums.lengths = (sums.lengths.0 + w * one.lengths.0, sums.lengths.1 + w * one.lengths.1);
                for (sum, (a, b)) in sums.grams.iter_mut().zip(one.grams) {
                    *sum = (sum.0 + w * a, sum.1 + w * b);
                }
            }
            (!all.is_empty()).then(|| score(&sums))
        }))
    }
}
