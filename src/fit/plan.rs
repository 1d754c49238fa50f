//! Collecting in rounds: how much to have after each round, when one measures after each and stops once the target is met.
//!
//! Learn-optimize-collect (Mahmood et al. 2022, NeurIPS): with F the distribution of the size needed, c the cost of a
//! record and P the cost of missing the target, minimise Σ c (q_t − q_{t−1}) (1 − F(q_{t−1})) + P (1 − F(q_T)).
//! [`CurveFit::collection_plans`] fixes F(q_T) instead of P: then the price of a record changes what the plan costs and
//! not its sizes, and plans of different numbers of rounds are alike in all but their expected cost.

use super::curve_fit::CurveFit;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// A plan of one or several rounds of collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectionPlan {
    /// Value of the metric to reach.
    pub target: f64,
    /// Size to have after each round, never falling; later rounds only happen when the target is not met before.
    pub sizes: Vec<f64>,
    /// Probability that each round is needed: that the target is not met before it. The first always is.
    pub needed: Vec<f64>,
    /// Probability that the target is met after each round.
    pub met: Vec<f64>,
    /// Expected size collected over all rounds, beyond the last seen one.
    pub expected: f64,
}

/// The cheapest plans of one to several rounds that all end with the same probability of the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectionPlans {
    /// Size today.
    pub from: f64,
    /// Probability that the target is reachable at all within the range searched.
    pub reachable: f64,
    /// Probability that the plans end with: the one asked for, or that share of what is reachable where it is not.
    pub chance: f64,
    /// True where the probability asked for is out of reach.
    pub lowered: bool,
    /// The plans, by number of rounds from one.
    pub plans: Vec<CollectionPlan>,
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
    let mut cost = expected_cost(from, &sizes, unit_cost, penalty, reached);
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
        let now = expected_cost(from, &sizes, unit_cost, penalty, reached);
        if !(cost - now > 1e-9 * cost.abs()) {
            break;
        }
        cost = now;
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
    /// The cheapest plans of one to `rounds` (at most five) rounds that reach `target` with probability `chance` (0 to 1),
    /// searched up to `max_factor` times the last seen size. Where that probability is out of reach, they aim for that
    /// share of what is reachable. `None` without points, and where the target is next to impossible.
    #[must_use]
    pub fn collection_plans(
        &self,
        target: f64,
        chance: f64,
        rounds: usize,
        max_factor: f64,
    ) -> Option<CollectionPlans> {
        let curve = self.reached(target, max_factor);
        let from = curve.first()?.0;
        let reachable = curve.last()?.1;
        if reachable < super::requirement::NEXT_TO_IMPOSSIBLE || self.out_of_range(target) {
            return None;
        }
        let lowered = reachable < chance;
        let chance = if lowered { chance * reachable } else { chance };
        let most = self.size_for_probability(target, chance, max_factor)?.max(from);
        // The decision to collect is taken: whatever the curve hopes, the target was not met so far.
        let reached = |size: f64| if size <= from { 0.0 } else { between(&curve, size) };
        // More than all records together, so that the last round always goes to the end.
        let penalty = 1e9 * (most - from).max(1.0);
        let plan = |rounds: usize| {
            let mut sizes = cheapest(from, most, rounds, 1.0, penalty, &reached);
            if let Some(last) = sizes.last_mut() {
                *last = most;
            }
            let before = |t: usize| if t == 0 { from } else { sizes[t - 1] };
            CollectionPlan {
                target,
                needed: (0..sizes.len()).map(|t| 1.0 - reached(before(t))).collect(),
                met: sizes.iter().map(|q| reached(*q)).collect(),
                expected: expected_cost(from, &sizes, 1.0, 0.0, &reached),
                sizes,
            }
        };
        Some(CollectionPlans { from, reachable, chance, lowered, plans: (1..=rounds.clamp(1, 5)).map(plan).collect() })
    }
}

/// Probability at `size`, straight between the points of the curve.
fn between(curve: &[(f64, f64)], size: f64) -> f64 {
    let at = curve.partition_point(|c| c.0 < size).min(curve.len().saturating_sub(1));
    let Some(&(right, p)) = curve.get(at) else { return 0.0 };
    let Some(&(left, q)) = at.checked_sub(1).and_then(|i| curve.get(i)) else { return p };
    let share = if right > left { (ln(size / left) / ln(right / left)).clamp(0.0, 1.0) } else { 1.0 };
    q + share * (p - q)
}
