//! Near-duplicate texts: how alike two texts are, and how probably hashing finds the pair.

use crate::num::math;
use std::collections::BTreeSet;

/// Shared part of the sets of `n` words that follow one another, in lower case: |A ∩ B| / |A ∪ B|. `None` where neither
/// text has that many words.
#[must_use]
pub fn jaccard(a: &str, b: &str, n: usize) -> Option<f64> {
    let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let (a, b) = (words(a), words(b));
    let set = |words: &'_ [String]| words.windows(n.max(1)).map(<[String]>::to_vec).collect::<BTreeSet<_>>();
    let (a, b) = (set(&a), set(&b));
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len() - shared;
    (all > 0).then(|| shared as f64 / all as f64)
}

/// Probability that a pair so alike meets in at least one of `bands` bands of `rows` MinHash values: 1 − (1 − sʳ)ᵇ.
#[must_use]
pub fn found(alike: f64, bands: usize, rows: usize) -> f64 {
    1.0 - math::pow(1.0 - math::pow(alike, rows as f64), bands as f64)
}

/// How alike a pair is about that is found half of the time: (1 / b)^(1 / r).
#[must_use]
pub fn threshold(bands: usize, rows: usize) -> f64 {
    math::pow(1.0 / bands as f64, 1.0 / rows as f64)
}
