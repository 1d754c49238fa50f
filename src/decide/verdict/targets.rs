//! Where records go when the verdict is to expand.

use super::state::ExpandTarget;
use crate::decide::context::Context;
use crate::decide::gap::Gap;

pub(super) fn targets(gaps: &[Gap], ctx: &Context<'_>) -> Vec<ExpandTarget> {
    let costs = ctx.costs();
    let price = match (costs.acquire, costs.annotate) {
        (None, None) => None,
        (a, b) => Some(a.map_or(0.0, |p| p.likely) + b.map_or(0.0, |p| p.likely)),
    };
    gaps.iter()
        .filter_map(|g| {
            let add_records = g.add_records?;
            Some(ExpandTarget {
                metric: g.metric.clone(),
                target: g.target,
                add_records,
                families: g.families.clone(),
                probability: g.probability?,
                cost: price.map(|p| p * add_records),
            })
        })
        .collect()
}
