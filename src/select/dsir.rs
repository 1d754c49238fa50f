//! DSIR: records drawn by how much more probable their words are among those of the targets.

use super::length::descending;
use super::method::Begun;
use super::{Asked, Chosen, Method, Need};
use crate::data::{Pool, Progress, Steps};
use crate::num::math;
use crate::num::stream::Stream;
use sha2::{Digest, Sha256};

/// Buckets that words and pairs of words are hashed into.
pub const BUCKETS: usize = 10_000;
/// Added to every frequency inside the logarithm, as the authors' code does.
const SMOOTHING: f64 = 1e-8;
/// Texts hashed in a step.
const TEXTS: usize = 200;

/// Data selection by importance resampling.
pub struct Dsir;

impl Method for Dsir {
    fn id(&self) -> &'static str {
        "dsir"
    }
    fn label(&self) -> &'static str {
        "DSIR (words like those of the targets)"
    }
    fn source(&self) -> &'static str {
        "Xie et al. 2023, arXiv:2302.03169, and its code (p-lambda/dsir)"
    }
    fn objective(&self) -> &'static str {
        "A random choice without replacement, weighted by the ratio of the texts' probability among the targets and in the pool."
    }
    fn cost(&self) -> &'static str {
        "words of all texts"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some("Made for choosing pretraining texts; it favours the style of the targets.")
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Texts, Need::TargetTexts]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let mut target = vec![0.0; BUCKETS];
        pool.target_texts.iter().flat_map(|t| features(t)).for_each(|bucket| target[bucket] += 1.0);
        let (raw, found) = (vec![0.0; BUCKETS], Vec::with_capacity(pool.len()));
        Ok(Box::new(Hashing { target, raw, found, keep: asked.keep, stream: asked.stream }))
    }
}

struct Hashing {
    target: Vec<f64>,
    raw: Vec<f64>,
    /// Buckets of each text.
    found: Vec<Vec<u16>>,
    keep: usize,
    stream: Stream,
}

impl Steps for Hashing {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, pool: &Pool) -> Progress {
        let texts = pool.texts.as_deref().unwrap_or_default();
        for text in texts.iter().skip(self.found.len()).take(TEXTS) {
            let buckets: Vec<u16> = features(text).map(|bucket| bucket as u16).collect();
            buckets.iter().for_each(|b| self.raw[usize::from(*b)] += 1.0);
            self.found.push(buckets);
        }
        Progress::of("hashing texts", self.found.len(), texts.len())
    }
    fn finish(mut self) -> Chosen {
        let each = differences(&self.target, &self.raw);
        let weigh = |buckets: &Vec<u16>| buckets.iter().map(|b| each[usize::from(*b)]).sum::<f64>();
        let weights: Vec<f64> = self.found.iter().map(weigh).collect();
        // The largest of a weight and a Gumbel number each is a weighted draw without replacement.
        let drawn: Vec<f64> = weights.iter().map(|w| w - math::ln(-math::ln(self.stream.uniform()))).collect();
        Chosen::of(descending(&drawn, self.keep))
    }
}

/// Logarithm of the ratio of each bucket's frequencies.
#[must_use]
pub fn differences(target: &[f64], raw: &[f64]) -> Vec<f64> {
    let (of_target, of_raw) = (target.iter().sum::<f64>().max(1.0), raw.iter().sum::<f64>().max(1.0));
    let one = |(t, r): (&f64, &f64)| math::ln(t / of_target + SMOOTHING) - math::ln(r / of_raw + SMOOTHING);
    target.iter().zip(raw).map(one).collect()
}

/// Buckets of the words of a text, and of the pairs that follow one another.
pub fn features(text: &str) -> impl Iterator<Item = usize> {
    let words = words(&text.to_lowercase());
    let pairs: Vec<String> = words.windows(2).map(|pair| pair.join(" ")).collect();
    words.into_iter().chain(pairs).map(|gram| bucket(&gram))
}

/// SHA-256 as one number, modulo the buckets.
#[must_use]
pub fn bucket(gram: &str) -> usize {
    Sha256::digest(gram).iter().fold(0, |rest, byte| (rest * 256 + usize::from(*byte)) % BUCKETS)
}

/// Words, and runs of punctuation between them (NLTK's `WordPunctTokenizer`: `\w+|[^\w\s]+`).
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let kind = if c.is_alphanumeric() || c == '_' {
            Some(true)
        } else if c.is_whitespace() {
            None
        } else {
            Some(false)
        };
        match (kind, out.last_mut()) {
            (Some(_), Some(word)) if kind == before => word.push(c),
            (Some(_), _) => out.push(c.to_string()),
            (None, _) => {}
        }
        before = kind;
    }
    out
}
