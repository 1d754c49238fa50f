//! LESS: the records whose gradients point where those of the targets point.

use super::cover::both;
use super::length::descending;
use super::method::Begun;
use super::unit::Units;
use super::{Asked, Chosen, Method, Need};
use crate::data::{Pool, Progress, Steps};

/// Cosine of projected gradients; the pool's vectors are taken for those of one checkpoint.
pub struct Less;

impl Method for Less {
    fn id(&self) -> &'static str {
        "less"
    }
    fn label(&self) -> &'static str {
        "LESS (gradients like those of the targets)"
    }
    fn source(&self) -> &'static str {
        "Xia et al. 2024, arXiv:2402.04333"
    }
    fn objective(&self) -> &'static str {
        "The largest cosine of a record's projected gradient with that of any target."
    }
    fn cost(&self) -> &'static str {
        "n × targets × d, after a backward pass a record"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some("Only where the vectors are projected gradients; with embeddings it is a search for the nearest.")
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Targets]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let (units, targets) = both(pool, pool.targets.as_ref(), "the targets")?;
        let scores = vec![f64::NEG_INFINITY; units.len()];
        Ok(Box::new(Influence { units, targets, at: 0, scores, keep: asked.keep }))
    }
}

/// Influence of a record on a target: Σ over checkpoints of learning rate × cosine of their gradients.
#[must_use]
pub fn influence(train: &[Vec<f64>], target: &[Vec<f64>], rates: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let cosine = |a: &[f64], b: &[f64]| product(a, b) / (product(a, a) * product(b, b)).sqrt();
    train.iter().zip(target).zip(rates).map(|((a, b), rate)| rate * cosine(a, b)).sum()
}

struct Influence {
    units: Units,
    targets: Units,
    at: usize,
    scores: Vec<f64>,
    keep: usize,
}

impl Steps for Influence {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        if self.at < self.targets.len() {
            let mut cosines = vec![0.0; self.units.len()];
            self.units.cosines(self.targets.row(self.at), 0, &mut cosines);
            self.scores.iter_mut().zip(cosines).for_each(|(s, c)| *s = s.max(f64::from(c)));
            self.at += 1;
        }
        Progress::of("comparing with targets", self.at, self.targets.len())
    }
    fn finish(self) -> Chosen {
        Chosen::of(descending(&self.scores, self.keep))
    }
}
