//! Facility location: each next record is the one that brings most of the pool closer to something chosen.

use super::{Method, Selection, Similarity};
use crate::num::stream::Stream;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Greedy maximisation of Σᵢ max over chosen j of sᵢⱼ, which is at least 1 − 1/e of the best (Nemhauser, Wolsey and Fisher
/// 1978, doi:10.1007/BF01588971). Lazy: a gain only shrinks as more is chosen, so an old gain is a bound, and only the
/// record on top is worked out anew (Minoux 1978, doi:10.1007/BFb0006528). Equal gains go to the lower index; two records that
/// are each other's nearest gain the same but for rounding, so gains are counted in billionths.
pub struct FacilityLocation;

impl Method for FacilityLocation {
    fn id(&self) -> &'static str {
        "facility-location"
    }
    fn label(&self) -> &'static str {
        "Facility location (greedy coverage)"
    }
    fn source(&self) -> &'static str {
        "Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971; lazy: Minoux 1978, doi:10.1007/BFb0006528"
    }
    fn choose(&self, pool: &Similarity, keep: usize, _: &mut Stream) -> Selection {
        let mut nearest = vec![0.0_f64; pool.len()];
        let mut bounds: BinaryHeap<(u64, Reverse<usize>)> =
            (0..pool.len()).map(|j| (added(pool.row(j), &nearest), Reverse(j))).collect();
        let mut order = Vec::with_capacity(keep.min(pool.len()));
        while order.len() < keep
            && let Some((_, Reverse(j))) = bounds.pop()
        {
            let now = (added(pool.row(j), &nearest), Reverse(j));
            if bounds.peek().is_some_and(|next| *next > now) {
                bounds.push(now);
                continue;
            }
            for (best, s) in nearest.iter_mut().zip(pool.row(j)) {
                *best = best.max(*s);
            }
            order.push(j);
        }
        Selection::of(order, pool)
    }
}

/// What a record adds to the sum of the similarities to the nearest chosen one, in billionths.
fn added(row: &[f64], nearest: &[f64]) -> u64 {
    let gain: f64 = row.iter().zip(nearest).map(|(s, best)| (s - best).max(0.0)).sum();
    (gain * 1e9).round() as u64
}
