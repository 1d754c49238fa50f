//! DEITA: complexity times quality, and none that is too like one already kept.

use super::length::descending;
use super::method::{BY_DIFFICULTY, Begun};
use super::unit::{Units, dot};
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::{Pool, Progress, Steps};

const TAU: Parameter = Parameter {
    id: "tau",
    label: "Cosine from which a record repeats a kept one",
    default: 0.9,
    range: (-1.0, 1.0),
    from: "the paper, arXiv:2312.15685",
};

/// DEITA.
pub struct Deita;

impl Method for Deita {
    fn id(&self) -> &'static str {
        "deita"
    }
    fn label(&self) -> &'static str {
        "DEITA (complexity × quality, without repeats)"
    }
    fn source(&self) -> &'static str {
        "Liu et al. 2024, arXiv:2312.15685"
    }
    fn objective(&self) -> &'static str {
        "The highest product of complexity and quality, passing over what is like a kept one."
    }
    fn cost(&self) -> &'static str {
        "n × k × d, after two scores of a model a record"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some(BY_DIFFICULTY)
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Score("complexity"), Need::Score("quality")]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[TAU]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let of = |role: &str| pool.scores.get(role).cloned().unwrap_or_default();
        let product: Vec<f64> = of("complexity").iter().zip(of("quality")).map(|(c, q)| c * q).collect();
        let units = pool.vectors.as_ref().map(Units::of).transpose()?.unwrap_or_default();
        let tau = asked.settings.get(&TAU) as f32;
        let ranked = descending(&product, usize::MAX);
        Ok(Box::new(Walk { units, ranked, at: 0, keep: asked.keep, tau, kept: Vec::new(), order: Vec::new() }))
    }
}

struct Walk {
    units: Units,
    ranked: Vec<usize>,
    at: usize,
    keep: usize,
    tau: f32,
    /// The vectors of the kept ones, one after the other.
    kept: Vec<f32>,
    order: Vec<usize>,
}

/// Products in a step.
const PRODUCTS: usize = 8 << 20;

impl Steps for Walk {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        let mut left = PRODUCTS;
        while self.order.len() < self.keep
            && let Some(record) = self.ranked.get(self.at)
        {
            self.at += 1;
            let row = self.units.row(*record);
            let stride = self.units.stride().max(1);
            if self.kept.chunks_exact(stride).all(|other| dot(row, other) < self.tau) {
                self.kept.extend_from_slice(row);
                self.order.push(*record);
            }
            match left.checked_sub(self.kept.len() + 1) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        let done = self.order.len() >= self.keep || self.at >= self.ranked.len();
        Progress::of("passing over repeats", if done { self.ranked.len() } else { self.at }, self.ranked.len())
    }
    fn finish(self) -> Chosen {
        let passed = self.at - self.order.len();
        Chosen { order: self.order, clusters: None, notes: vec![format!("Passed over as repeats: {passed}.")] }
    }
}
