//! Every combination of the options, exactly, on the draws of the single options.

use super::candidate::{Candidate, more};
use crate::decide::chance::world::{Draw, World};
use crate::decide::cost::Cost;
use serde::{Deserialize, Serialize};

/// Options that are combined at most: there are at most 2^8 combinations.
pub const MOST: usize = 8;

/// The best combination under a budget.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mix {
    /// Budget.
    pub budget: f64,
    /// Labels of the options in it.
    pub options: Vec<String>,
    /// Mean cost.
    pub cost: f64,
    /// The same by what is paid for.
    pub cost_parts: Cost,
    /// Probability of meeting all measured targets.
    pub success: f64,
    /// Records by family (or tier).
    pub allocation: Vec<(String, f64)>,
}

/// The best combinations at rising costs, and the best under a budget.
#[must_use]
pub fn mixes(parts: &[&Candidate], world: &World, sample: &[Draw], budget: f64) -> (Vec<Mix>, Option<Mix>) {
    let masks = 1_usize << parts.len();
    let own: Vec<Cost> = parts.iter().map(|c| c.cost(&world.expected).unwrap_or_default()).collect();
    let chosen = |mask: usize| (0..parts.len()).filter(move |bit| mask >> bit & 1 == 1);
    let costs: Vec<Cost> = (0..masks).map(|mask| chosen(mask).fold(Cost::default(), |sum, k| sum + own[k])).collect();
    let mut met = vec![0_usize; masks];
    // Of each combination in a draw: records and quality, from those without its last part.
    let mut sums = vec![(0.0, 1.0); masks];
    for d in sample {
        let records: Vec<f64> = parts.iter().map(|c| c.learned(world, d)).collect();
        let gains: Vec<f64> = parts.iter().map(|c| c.quality_gain(world, d)).collect();
        for mask in 0..masks {
            if mask > 0 {
                let (rest, last) = (sums[mask & (mask - 1)], mask.trailing_zeros() as usize);
                sums[mask] = (rest.0 + records[last], rest.1 + gains[last]);
            }
            met[mask] += usize::from(world.success_at(d, more(sums[mask].0, sums[mask].1, d)));
        }
    }
    let n = sample.len().max(1) as f64;
    let mix = |mask: usize| {
        let mut allocation: Vec<(String, f64)> = Vec::new();
        for c in chosen(mask).map(|k| parts[k]) {
            for f in &c.families {
                let share = c.add_records() / c.families.len() as f64;
                match allocation.iter_mut().find(|a| a.0 == *f) {
                    Some(a) => a.1 += share,
                    None => allocation.push((f.clone(), share)),
                }
            }
        }
        allocation.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let cost = costs[mask].total();
        Mix {
            budget: cost,
            options: chosen(mask).map(|k| parts[k].label.clone()).collect(),
            cost,
            cost_parts: costs[mask],
            success: met[mask] as f64 / n,
            allocation,
        }
    };
    let mut order: Vec<usize> = (0..masks).collect();
    order.sort_by(|&a, &b| costs[a].total().total_cmp(&costs[b].total()).then(met[b].cmp(&met[a])));
    let mut frontier: Vec<Mix> = Vec::new();
    for mask in order {
        if frontier.last().is_none_or(|last| met[mask] as f64 / n > last.success) {
            frontier.push(mix(mask));
        }
    }
    let best = frontier.iter().rfind(|m| m.cost <= budget).cloned().map(|m| Mix { budget, ..m });
    (frontier, best)
}
