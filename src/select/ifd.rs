//! Instruction-following difficulty: how little the question helps to say the answer.

use super::length::descending;
use super::method::{AtOnce, BY_DIFFICULTY, Begun};
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::Pool;
use crate::num::math;

const VARIANT: Parameter = Parameter {
    id: "variant",
    label: "Definition: 0 ratio of the losses (the paper), 1 ratio of the perplexities (the code of Superfiltering)",
    default: 0.0,
    range: (0.0, 1.0),
    from: "the paper, arXiv:2308.12032",
};

/// IFD below 1, the highest first.
pub struct Ifd;

impl Method for Ifd {
    fn id(&self) -> &'static str {
        "ifd"
    }
    fn label(&self) -> &'static str {
        "IFD (instruction-following difficulty)"
    }
    fn source(&self) -> &'static str {
        "Li et al. 2024, arXiv:2308.12032 (loss ratio) and arXiv:2402.00530 (Superfiltering, perplexity ratio)"
    }
    fn objective(&self) -> &'static str {
        "The highest ratio of the answer's loss with and without the question, of those below 1."
    }
    fn cost(&self) -> &'static str {
        "n log n, after two forward passes a record"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some(BY_DIFFICULTY)
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Score("loss_given"), Need::Score("loss_alone")]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[VARIANT]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let of = |role: &str| pool.scores.get(role).cloned().unwrap_or_default();
        let perplexity = asked.settings.whole(&VARIANT) == 1;
        let ratio = |(given, alone): (f64, f64)| ratio(given, alone, perplexity);
        let ratios: Vec<f64> = of("loss_given").into_iter().zip(of("loss_alone")).map(ratio).collect();
        let below: Vec<f64> = ratios.iter().map(|r| if *r < 1.0 { *r } else { f64::NAN }).collect();
        let over = ratios.iter().filter(|r| **r >= 1.0).count();
        let notes = vec![format!("{over} records with a ratio of 1 or more are never taken.")];
        Ok(Box::new(AtOnce(Chosen { order: descending(&below, asked.keep), clusters: None, notes })))
    }
}

/// The ratio of the losses, or of the perplexities. The two differ: 2.5 and 2.4 give 1.04 and 1.11.
#[must_use]
pub fn ratio(given: f64, alone: f64, perplexity: bool) -> f64 {
    if perplexity { math::exp(given - alone) } else { given / alone }
}
