//! Shares of a budget, the smallest part first, and random choices within parts.

use crate::num::stream::Stream;

/// How many to take of parts of these sizes: ascending by size each gets an equal share of what is left of the budget, rounded
/// down, or all it has (S2L, `schedules/s2l.py`; CCS, `coreset.py`).
#[must_use]
pub fn allocate(sizes: &[usize], budget: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|part| (sizes[*part], *part));
    let (mut left, mut take) = (budget, vec![0; sizes.len()]);
    for (done, part) in order.iter().enumerate() {
        take[*part] = sizes[*part].min(left / (sizes.len() - done));
        left -= take[*part];
    }
    take
}

/// Mixes: every order is as likely as any other (Fisher and Yates).
pub fn shuffle(order: &mut [usize], stream: &mut Stream) {
    for at in 0..order.len() {
        let other = at + stream.below(order.len() - at);
        order.swap(at, other);
    }
}

/// The members of each part of a labelling.
#[must_use]
pub fn members(labels: &[u32], parts: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); parts];
    for (record, part) in labels.iter().enumerate() {
        if let Some(part) = out.get_mut(*part as usize) {
            part.push(record);
        }
    }
    out
}

/// Random records of each part, as many as [`allocate`] gives it, and all of them mixed.
#[must_use]
pub fn balanced(parts: &[Vec<usize>], budget: usize, stream: &mut Stream) -> Vec<usize> {
    let take = allocate(&parts.iter().map(Vec::len).collect::<Vec<_>>(), budget);
    let mut order = Vec::with_capacity(budget);
    for (part, take) in parts.iter().zip(take) {
        let mut part = part.clone();
        shuffle(&mut part, stream);
        order.extend(part.into_iter().take(take));
    }
    shuffle(&mut order, stream);
    order
}
