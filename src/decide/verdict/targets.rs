//! Where records go when the verdict is to expand.

use super::state::ExpandTarget;
use crate::decide::context::Context;
use crate::decide::cost::{Work, expected};
use crate::decide::gap::Gap;

pub(super) fn targets(gaps: &[Gap], ctx: &Context<'_>) -> Vec<ExpandTarget> {
    if gaps.is_empty() {
        return Vec::new();
    }
    let prices = expected(ctx);
    gaps.iter()
        .filter_map(|g| {
            let add_records = g.add_records?;
            let cost = prices.cost(&Work::records(add_records));
            Some(ExpandTarget {
                metric: g.metric.clone(),
                target: g.target,
                add_records,
                families: g.families.clone(),
                probability: g.probability?,
                cost: cost.map(|c| c.total()),
                cost_parts: cost,
            })
        })
        .collect()
}
