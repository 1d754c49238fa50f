//! ROUGE-1, ROUGE-2 and ROUGE-L.

use super::data::{Data, Needs};
use super::metric::Metric;
use std::collections::BTreeMap;

/// Words that a text and its reference share.
pub struct Rouge {
    id: &'static str,
    label: &'static str,
    /// Words in a row that are compared; 0 for the longest common sequence.
    order: usize,
}

/// Single words.
pub const ROUGE_1: Rouge = Rouge { id: "rouge1", label: "ROUGE-1", order: 1 };
/// Pairs of words.
pub const ROUGE_2: Rouge = Rouge { id: "rouge2", label: "ROUGE-2", order: 2 };
/// The longest common sequence of words.
pub const ROUGE_L: Rouge = Rouge { id: "rougel", label: "ROUGE-L", order: 0 };
/// Most pairs of words, over all texts, among which longest common sequences are looked for; beyond, they are not computed.
const PAIRS: usize = 300_000_000;

/// Words as rouge-score has them: runs of letters a to z and digits, in lower case.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let split = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    split.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn grams(words: &[String], order: usize) -> BTreeMap<&[String], f64> {
    let mut counts = BTreeMap::new();
    for gram in words.windows(order) {
        *counts.entry(gram).or_insert(0.0) += 1.0;
    }
    counts
}

fn longest_common(a: &[String], b: &[String]) -> f64 {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or(0) as f64
}

impl Rouge {
    fn f(&self, reference: &str, predicted: &str) -> f64 {
        let (target, found) = (words(reference), words(predicted));
        let (shared, of_target, of_found) = if self.order == 0 {
            (longest_common(&target, &found), target.len() as f64, found.len() as f64)
        } else {
            let (target, found) = (grams(&target, self.order), grams(&found, self.order));
            let shared: f64 = target.iter().map(|(g, n)| n.min(*found.get(g).unwrap_or(&0.0))).sum();
            (shared, target.values().sum(), found.values().sum())
        };
        let share = |of: f64| if of > 0.0 { shared / of } else { 0.0 };
        let (precision, recall) = (share(of_found), share(of_target));
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

impl Metric for Rouge {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        "mean over the texts of 2 × precision × recall / (precision + recall) of shared words, pairs or the longest common \
         sequence; words are runs of a-z and 0-9, no stemming"
    }
    fn source(&self) -> &'static str {
        "Lin 2004, aclanthology.org/W04-1013; rouge-score 0.1.2 without stemmer"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Texts
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        let texts = data.texts.as_ref()?;
        let count = |text: &str| text.split_whitespace().count();
        if self.order == 0 && texts.iter().map(|(r, p)| count(r) * count(p)).sum::<usize>() > PAIRS {
            return None;
        }
        Some(texts.iter().map(|(r, p)| self.f(r, p)).collect())
    }
}
