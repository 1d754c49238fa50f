//! Collecting in rounds: how much to have after each round, when one measures after each and stops once the target is met.
//!
//! Learn-optimize-collect (Mahmood et al. 2022, NeurIPS): with F the distribution of the size needed, c the cost of a
//! record and P the cost of missing the target, minimise Σ c (q_t − q_{t−1}) (1 − F(q_{t−1})) + P (1 − F(q_T)).

use super::curve_fit::CurveFit;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// A plan of several rounds of collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectionPlan {
    /// Value of the metric to reach.
    pub target: f64,
    /// Size to have after each round, increasing; later rounds only happen when the target is not met before.
    pub sizes: Vec<f64>,
    /// Probability that the target is met after each round.
    pub met: Vec<f64>,
    /// Expected cost, the penalty included.
    pub expected_cost: f64,
    /// Expected cost of the records alone.
    pub expected_collection: f64,
}

/// Σ c (q_t − q_{t−1}) (1 − F(q_{t−1})) + P (1 − F(q_T)).
pub fn expected_cost(from: f64, sizes: &[f64], unit_cost: f64, penalty: f64, reached: &dyn Fn(f64) -> f64) -> f64 {
    let (mut before, mut sum) = (from, 0.0);
    for q in sizes {
        sum += unit_cost * (q - before) * (1.0 - reached(before));
        before = *q;
    }
    sum + penalty * (1.0 - reached(before))
}

/// The cheapest sizes for that many rounds within `from..=most`: exact on a grid by dynamic programming, then each size
/// refined in turn.
pub fn cheapest(
    from: f64,
    most: f64,
    rounds: usize,
    unit_cost: f64,
    penalty: f64,
    reached: &dyn Fn(f64) -> f64,
) -> Vec<f64> {
    const GRID: usize = 160;
    let top = ln((most / from).max(1.0));
    let grid: Vec<f64> = (0..=GRID).map(|i| from * exp(top * i as f64 / GRID as f64)).collect();
    let missing: Vec<f64> = grid.iter().map(|q| 1.0 - reached(*q)).collect();
    // value[i]: least cost to go from grid[i] with the rounds left; choice[t][i]: where the next round leads.
    let mut value: Vec<f64> = missing.iter().map(|m| penalty * m).collect();
    let mut choices: Vec<Vec<usize>> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let mut next = vec![f64::INFINITY; grid.len()];
        let mut choice = vec![0; grid.len()];
        for i in 0..grid.len() {
            for j in i..grid.len() {
                let cost = unit_cost * (grid[j] - grid[i]) * missing[i] + value[j];
                if cost < next[i] {
                    next[i] = cost;
                    choice[i] = j;
                }
            }
        }
        value = next;
        choices.push(choice);
    }
    let mut at = 0;
    let mut sizes: Vec<f64> = Vec::with_capacity(rounds);
    for choice in choices.iter().rev() {
        at = choice[at];
        sizes.push(grid[at]);
    }
    let step = exp(top / GRID as f64);
    for _ in 0..60 {
        for t in 0..sizes.len() {
            let low = (sizes[t] / step).max(if t == 0 { from } else { sizes[t - 1] });
            let high = (sizes[t] * step).min(sizes.get(t + 1).copied().unwrap_or(most));
            sizes[t] = least(low, high, |q| {
                let mut trial = sizes.clone();
                trial[t] = q;
                expected_cost(from, &trial, unit_cost, penalty, reached)
            });
        }
    }
    sizes
}

/// Golden section search.
fn least(mut low: f64, mut high: f64, cost: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    for _ in 0..40 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if cost(a) <= cost(b) {
            high = b;
        } else {
            low = a;
        }
    }
    0.5 * (low + high)
}

impl CurveFit {
    /// The cheapest plan of `rounds` rounds for `target`, up to `max_factor` times the last seen size; `unit_cost` of one
    /// more record and `penalty` for missing the target are in the same money. `None` without points.
    #[must_use]
    pub fn collection_plan(
        &self,
        target: f64,
        rounds: usize,
        unit_cost: f64,
        penalty: f64,
        max_factor: f64,
    ) -> Option<CollectionPlan> {
        let curve = self.reached(target, max_factor);
        let (first, last) = (curve.first()?, curve.last()?);
        let reached = |size: f64| {
            let at = curve.iter().position(|c| c.0 >= size).unwrap_or(curve.len() - 1);
            let (right, p) = curve[at];
            let Some(&(left, q)) = at.checked_sub(1).and_then(|i| curve.get(i)) else { return p };
            let share = if right > left { ((size - left) / (right - left)).clamp(0.0, 1.0) } else { 1.0 };
            q + share * (p - q)
        };
        let sizes = cheapest(first.0, last.0, rounds.clamp(1, 5), unit_cost, penalty, &reached);
        let cost = expected_cost(first.0, &sizes, unit_cost, penalty, &reached);
        let met: Vec<f64> = sizes.iter().map(|q| reached(*q)).collect();
        let missed = penalty * (1.0 - met.last().copied().unwrap_or(0.0));
        Some(CollectionPlan { target, sizes, met, expected_cost: cost, expected_collection: cost - missed })
    }
}
