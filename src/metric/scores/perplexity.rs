//! Perplexity of texts from the likelihoods of their tokens.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};
use crate::data::Direction;
use crate::num::math;

/// Perplexity per token. Documents are the items: they are drawn again for the interval, not single tokens.
pub struct Perplexity;

impl Metric for Perplexity {
    fn id(&self) -> &'static str {
        "perplexity"
    }
    fn label(&self) -> &'static str {
        "perplexity"
    }
    fn formula(&self) -> &'static str {
        "exp(sum of negative log-likelihoods in nats / sum of tokens); long documents count for more"
    }
    fn source(&self) -> &'static str {
        "Jelinek et al. 1977, doi:10.1121/1.2016299; as lm-evaluation-harness's weighted perplexity, by tokens"
    }
    fn range(&self) -> (f64, f64) {
        (1.0, f64::INFINITY)
    }
    fn direction(&self) -> Direction {
        Direction::Lower
    }
    fn needs(&self) -> Needs {
        Needs::Likelihoods
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let documents = data.likelihoods.as_ref()?;
        Some(Box::new(move |weights| {
            let sum = |of: fn(&(f64, f64)) -> f64| documents.iter().zip(weights).map(|(d, w)| of(d) * w).sum::<f64>();
            let tokens = sum(|d| d.1);
            (tokens > 0.0).then(|| math::exp(sum(|d| d.0) / tokens))
        }))
    }
}
