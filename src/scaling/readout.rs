//! One call for the "what if" sliders: everything the page says about one choice of size, data, repeats and quality.

use super::compare::{Sensitivity, sensitivity};
use super::frontier::{Chinchilla, FLOP_PER_PARAMETER_TOKEN, Optimum};
use super::laws::{data_constrained, quality};
use super::repeated::RepeatedOptimum;
use serde::{Deserialize, Serialize};

/// A choice to be judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhatIf {
    /// N: parameters.
    pub params: f64,
    /// U: distinct tokens.
    pub unique_tokens: f64,
    /// Passes over them (at least 1; D = U x epochs).
    pub epochs: f64,
    /// Q in (0, 1]; 1 is clean.
    pub quality: f64,
    /// R_D*: repeats after which repeating has lost most of its worth.
    pub r_d_star: f64,
    /// R_N*: same for parameters beyond the optimum.
    pub r_n_star: f64,
    /// Whether parameters beyond the optimum for the distinct data are discounted too, as the data-constrained law does
    /// even in the first epoch. Off, one pass over distinct data is the plain law.
    pub discount_excess_params: bool,
    /// gamma / beta: exponent of quality in effective tokens (0.98 and 1.01 for the causal language model).
    pub quality_exponent: f64,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            params: 7e9,
            unique_tokens: 1.4e11,
            epochs: 1.0,
            quality: 1.0,
            r_d_star: 15.387_756,
            r_n_star: 5.309_743,
            discount_excess_params: false,
            quality_exponent: 0.401 / 0.396,
        }
    }
}

/// What the law says about a choice. Losses in nats per token, data in tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readout {
    /// D = U x epochs.
    pub tokens: f64,
    /// C = 6 N D, FLOP.
    pub flop: f64,
    /// Predicted loss, with repeats and quality taken into account.
    pub loss: f64,
    /// D_eff: distinct clean tokens that this is worth.
    pub effective_tokens: f64,
    /// Share of D that the effective tokens are.
    pub worth_of_a_token: f64,
    /// D / N.
    pub tokens_per_parameter: f64,
    /// Tokens for which N is optimal.
    pub optimal_tokens_for_params: Option<f64>,
    /// The best split of the same compute with distinct clean data.
    pub optimum: Option<Optimum>,
    /// The best split of the same compute with only U distinct tokens.
    pub optimum_with_repeats: Option<RepeatedOptimum>,
    /// Loss removed by twice the distinct data at the same number of epochs.
    pub gain_of_doubling_data: f64,
    /// Loss removed by one more epoch.
    pub gain_of_one_more_epoch: f64,
    /// Loss removed by twice the parameters.
    pub gain_of_doubling_params: f64,
    /// Loss that no amount of data removes at this size.
    pub floor_at_this_size: f64,
    /// Factor by which data would have to grow to gain as much as +0.01 quality. `None` at Q = 1.
    pub records_worth_of_a_quality_point: Option<f64>,
    /// Tokens per parameter at this compute under every published set.
    pub sensitivity: Sensitivity,
}

/// Loss and effective tokens of a choice; not a number where the choice or the constants are outside the law's domain.
#[must_use]
pub fn predict(law: &Chinchilla, at: &WhatIf) -> (f64, f64) {
    let tokens = at.unique_tokens * at.epochs.max(1.0);
    let worth = data_constrained::worth(law, at.r_d_star, at.r_n_star, at.params, tokens, at.unique_tokens);
    let quality = quality::effective_tokens(1.0, at.quality, 1.0, at.quality_exponent);
    let effective = worth.effective_tokens * quality;
    let params = if at.discount_excess_params { worth.effective_params } else { at.params };
    (law.loss(params, effective), effective)
}

/// Reads `law` out at a choice. `None` when the choice or the constants are outside the law's domain.
#[must_use]
pub fn readout(law: &Chinchilla, at: &WhatIf) -> Option<Readout> {
    let positive = [at.params, at.unique_tokens, at.epochs, at.quality, at.r_d_star, at.r_n_star];
    if !law.has_frontier() || positive.iter().any(|v| !(v.is_finite() && *v > 0.0)) || at.quality > 1.0 {
        return None;
    }
    let tokens = at.unique_tokens * at.epochs.max(1.0);
    let flop = FLOP_PER_PARAMETER_TOKEN * at.params * tokens;
    let (loss, effective_tokens) = predict(law, at);
    let with = |change: &dyn Fn(&mut WhatIf)| {
        let mut other = *at;
        change(&mut other);
        loss - predict(law, &other).0
    };
    Some(Readout {
        tokens,
        flop,
        loss,
        effective_tokens,
        worth_of_a_token: effective_tokens / tokens,
        tokens_per_parameter: tokens / at.params,
        optimal_tokens_for_params: Some(law.tokens_for_params(at.params)).filter(|d| d.is_finite()),
        optimum: Some(law.optimum(flop)).filter(|o| o.loss.is_finite()),
        optimum_with_repeats: law.repeated_optimum(flop, at.unique_tokens, at.r_d_star, at.r_n_star),
        gain_of_doubling_data: with(&|w| w.unique_tokens *= 2.0),
        gain_of_one_more_epoch: with(&|w| w.epochs = w.epochs.max(1.0) + 1.0),
        gain_of_doubling_params: with(&|w| w.params *= 2.0),
        floor_at_this_size: law.loss(at.params, f64::INFINITY),
        records_worth_of_a_quality_point: (at.quality <= 0.99)
            .then(|| quality::records_factor(at.quality, 0.01, 1.0, at.quality_exponent)),
        sensitivity: sensitivity(flop, &[]),
    })
}
