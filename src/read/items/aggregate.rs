//! Metrics of a whole set of documents that are no mean of their samples: what is computed of the parts that samples hold.
//!
//! The formulas are those of lm-evaluation-harness (`lm_eval/api/metrics.py`); the standard error is that of a ratio of sums,
//! carried through the formula (delta method).

use std::f64::consts::LN_2;

/// How the value of all comes out of the parts of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formula {
    /// exp(−Σ log-likelihood ÷ Σ weight).
    Perplexity,
    /// −Σ log-likelihood ÷ Σ weight ÷ ln 2.
    Bits,
}

impl Formula {
    /// The value and its standard error; `None` where the parts are not what the formula takes: a log-likelihood above 0, a
    /// weight of 0 or less, or nothing at all.
    #[must_use]
    pub fn of(self, parts: &[(f64, f64)]) -> Option<(f64, Option<f64>)> {
        let fits = |(log, weight): &(f64, f64)| *log <= 0.0 && *weight > 0.0;
        if parts.is_empty() || !parts.iter().all(fits) {
            return None;
        }
        let n = parts.len() as f64;
        let (logs, weights) = parts.iter().fold((0.0, 0.0), |(a, b), (log, weight)| (a + log, b + weight));
        let rate = logs / weights;
        let squares: f64 = parts.iter().map(|(log, weight)| (log - rate * weight) * (log - rate * weight)).sum();
        let error = (n > 1.0).then(|| (squares * n / (n - 1.0)).sqrt() / weights).filter(|e| *e > 0.0);
        let (value, slope) = match self {
            Self::Perplexity => {
                let value = crate::num::math::exp(-rate);
                (value, value)
            }
            Self::Bits => (-rate / LN_2, 1.0 / LN_2),
        };
        value.is_finite().then(|| (value, error.map(|e| e * slope)))
    }
}

#[cfg(test)]
mod tests {
    use super::Formula;
    use crate::num::math::{exp, log2};

    #[test]
    fn equal_weights_are_the_mean_and_a_document_split_in_two_changes_no_value() {
        let logs = [-1.5, -2.0, -2.5, -4.0];
        let one: Vec<(f64, f64)> = logs.iter().map(|l| (*l, 1.0)).collect();
        let (value, error) = Formula::Perplexity.of(&one).expect("log-likelihoods");
        let (mean, spread) = crate::metric::mean_and_error(&logs);
        assert!((value - exp(-mean)).abs() < 1e-12);
        assert!((error.expect("several") - value * spread.expect("several")).abs() < 1e-12);
        let pairs = [(-30.0, 10.0), (-12.0, 5.0), (-50.0, 20.0)];
        let halves: Vec<(f64, f64)> = pairs.iter().flat_map(|(l, w)| [(l / 2.0, w / 2.0); 2]).collect();
        for formula in [Formula::Perplexity, Formula::Bits] {
            let (whole, halved) = (formula.of(&pairs).expect("pairs").0, formula.of(&halves).expect("pairs").0);
            assert!((whole - halved).abs() < 1e-12);
        }
        let (perplexity, bits) = (Formula::Perplexity.of(&pairs), Formula::Bits.of(&pairs));
        assert!((log2(perplexity.expect("pairs").0) - bits.expect("pairs").0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_log_likelihood_or_has_no_weight_has_no_value() {
        for parts in [&[][..], &[(-1.0, 1.0), (12.5, 1.0)], &[(-1.0, 0.0)], &[(f64::NAN, 1.0)]] {
            assert_eq!(Formula::Perplexity.of(parts), None, "{parts:?}");
        }
        assert_eq!(Formula::Perplexity.of(&[(-1.0, 1.0)]).map(|v| v.1), Some(None));
    }
}
