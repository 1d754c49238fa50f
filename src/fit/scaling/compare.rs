//! The choice of loss side by side: the same runs under each loss function, and the published constants beside them.

use super::job::fit_scaling;
use super::options::ScalingOptions;
use super::penalty::Penalty;
use super::result::ScalingFit;
use crate::data::ScalingRun;
use crate::scaling::compare::{Advice, of_sets};
use crate::scaling::{Chinchilla, constants::published_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one loss function makes of the runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossAdvice {
    /// The loss function.
    pub penalty: Penalty,
    /// In plain words.
    pub name: String,
    /// Its objective (not comparable between loss functions).
    pub objective: Option<f64>,
    /// Fitted parameters.
    pub params: BTreeMap<String, f64>,
    /// Advice at each budget.
    pub advice: Vec<Advice>,
}

/// The advice of every loss function and every published set at each budget.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SideBySide {
    /// Budgets, FLOP.
    pub budgets: Vec<f64>,
    /// The person's runs under each loss function.
    pub own: Vec<LossAdvice>,
    /// Published constants: advice at each budget, one entry per set and budget.
    pub published: Vec<Vec<Advice>>,
    /// Least and most tokens per parameter at each budget from the person's runs.
    pub own_range: Vec<Option<(f64, f64)>>,
    /// Same from the published constants.
    pub published_range: Vec<Option<(f64, f64)>>,
}

/// Fits the Chinchilla law under each loss function and sets the advice side by side (without bootstrap).
#[must_use]
pub fn side_by_side(runs: &[ScalingRun], options: &ScalingOptions, budgets: &[f64]) -> SideBySide {
    let delta = if let Penalty::Huber { delta } = options.penalty { delta } else { 1e-3 };
    let weight = if let Penalty::Asymmetric { weight } = options.penalty { weight } else { 10.0 };
    let penalties = [Penalty::Huber { delta }, Penalty::Lad, Penalty::Squares, Penalty::Asymmetric { weight }];
    let mut out = SideBySide { budgets: budgets.to_vec(), ..SideBySide::default() };
    for penalty in penalties {
        let law = "chinchilla".to_owned();
        let chosen = ScalingOptions { penalty, bootstrap: 0, budgets: budgets.to_vec(), law, ..options.clone() };
        out.own.push(advice(&fit_scaling(runs, &chosen), budgets));
    }
    for (i, &budget) in budgets.iter().enumerate() {
        let sets = published_for("chinchilla")
            .filter_map(|s| Some((s.id.to_owned(), s.name.to_owned(), Chinchilla::from_slice(s.values)?)));
        let published = of_sets(budget, sets);
        out.published_range.push(published.tokens_per_parameter);
        out.published.push(published.advice);
        let ratios: Vec<f64> =
            out.own.iter().filter_map(|o| o.advice.get(i)).map(|a| a.optimum.tokens_per_parameter).collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        out.own_range.push((!ratios.is_empty()).then(|| (least, ratios.iter().copied().fold(0.0, f64::max))));
    }
    out
}

fn advice(fit: &ScalingFit, budgets: &[f64]) -> LossAdvice {
    let at = |law: Chinchilla| {
        let one =
            |c: &f64| Advice { id: fit.loss.clone(), name: fit.penalty.label().to_owned(), optimum: law.optimum(*c) };
        budgets.iter().map(one).collect()
    };
    LossAdvice {
        penalty: fit.penalty,
        name: fit.penalty.label().to_owned(),
        objective: fit.objective,
        params: fit.params.clone(),
        advice: fit.chinchilla().map(at).unwrap_or_default(),
    }
}
