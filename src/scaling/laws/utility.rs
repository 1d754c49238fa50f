//! Filtering against repetition: the utility of a pool of image-text samples halves with every so many repeats.

use crate::num::math::{exp2, ln, pow};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// Samples per unit of n in the law (the code counts in hundred thousands).
pub const UNIT: f64 = 1e5;

/// y = (a n_1)^(b_1) prod_j (n_j / n_(j-1))^(b_j) + d with b_j = b 2^(-(j-1)/tau), n_j = samples seen after epoch j.
///
/// `Point::d` is samples seen, `Point::unique` samples per epoch. The published code multiplies d by the repetition
/// product as well ([`published_code`]); the formula of the paper, used here, does not.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveUtility;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "a", meaning: "scale of the sample count", unit: "per 100 000 samples" },
    Parameter { id: "b", meaning: "utility of fresh samples (negative: error falls)", unit: "none" },
    Parameter { id: "tau", meaning: "repeats after which the utility has halved", unit: "epochs" },
    Parameter { id: "d", meaning: "error that data do not remove", unit: "error rate" },
];

/// Calls `each(epoch, log ratio n_j / n_(j-1))` for epochs 2, 3, ... (the last may be partial).
fn later_epochs(seen: f64, per_epoch: f64, mut each: impl FnMut(f64, f64)) {
    let mut before = per_epoch;
    let mut epoch = 2.0;
    while before < seen && epoch < 100_000.0 {
        let now = (per_epoch * epoch).min(seen);
        each(epoch, ln(now / before));
        before = now;
        epoch += 1.0;
    }
}

/// The published code's form, in which d decays with the repeats too. Buckets are `(b, tau)` in equal shares, with tau
/// as it applies inside the mixture (already multiplied by the number of buckets).
#[must_use]
pub fn published_code(a: f64, d: f64, buckets: &[(f64, f64)], samples: f64, per_epoch: f64) -> f64 {
    let p = buckets.len() as f64;
    let utility = |epoch: f64| buckets.iter().map(|(b, tau)| b * exp2(-(epoch - 1.0) / tau)).sum::<f64>() / p;
    let first = per_epoch.min(samples);
    let mut exponent = 0.0;
    later_epochs(samples, first, |epoch, ratio| exponent += utility(epoch) * ratio);
    (pow(a * first / UNIT, utility(1.0)) + d) * crate::num::math::exp(exponent)
}

/// A mixture of p buckets `(b, tau)` in equal shares: the mean of their decayed utilities, each tau p times as long.
#[must_use]
pub fn mixture(a: f64, d: f64, buckets: &[(f64, f64)], samples: f64, per_epoch: f64) -> f64 {
    let p = buckets.len() as f64;
    if buckets.is_empty() {
        return f64::NAN;
    }
    let utility = |epoch: f64| buckets.iter().map(|(b, tau)| b * exp2(-(epoch - 1.0) / (tau * p))).sum::<f64>() / p;
    let first = per_epoch.min(samples);
    let mut exponent = utility(1.0) * ln(a * first / UNIT);
    later_epochs(samples, first, |epoch, ratio| exponent += utility(epoch) * ratio);
    crate::num::math::exp(exponent) + d
}

impl ScalingLaw for EffectiveUtility {
    fn id(&self) -> &'static str {
        "effective-utility"
    }
    fn name(&self) -> &'static str {
        "Effective utility (filtering against repeats)"
    }
    fn formula(&self) -> &'static str {
        "y = (a n_1)^(b_1) prod_j (n_j / n_(j-1))^(b_j) + d, b_j = b 2^(-(j-1)/tau)"
    }
    fn source(&self) -> &'static str {
        "Goyal et al. 2024, equation 4, arXiv 2404.07177; locuslab/scaling_laws_data_filtering"
    }
    fn caveat(&self) -> &'static str {
        "Image-text models and error rates, not language-model loss. The bucket constants b and tau are not released; \
         the code's treatment of d differs from the paper's."
    }
    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }
    fn inputs(&self) -> &'static [Input] {
        &[Input::Data, Input::Unique]
    }
    fn output(&self) -> Output {
        Output::Error
    }
    fn data_unit(&self) -> &'static str {
        "samples"
    }
    fn example(&self) -> &'static [f64] {
        &[0.022, -0.1, 2.0, 0.1]
    }
    fn value(&self, theta: &[f64], at: &Point) -> f64 {
        let &[a, b, tau, d] = theta else { return f64::NAN };
        mixture(a, d, &[(b, tau)], at.d, at.unique.unwrap_or(at.d))
    }
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]) {
        let (&[a, b, tau, d], [da, db, dtau, dd]) = (theta, out) else { return };
        let per_epoch = at.unique.unwrap_or(at.d).min(at.d);
        let first = ln(a * per_epoch / UNIT);
        let (mut by_b, mut by_tau) = (first, 0.0);
        later_epochs(at.d, per_epoch, |epoch, ratio| {
            let decay = exp2(-(epoch - 1.0) / tau);
            by_b += decay * ratio;
            by_tau += b * decay * std::f64::consts::LN_2 * (epoch - 1.0) / (tau * tau) * ratio;
        });
        let y = self.value(&[a, b, tau, d], at) - d;
        *da = y * b / a;
        *db = y * by_b;
        *dtau = y * by_tau;
        *dd = 1.0;
    }
}
