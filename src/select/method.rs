//! What a way of selecting records is, and what it gives.

use super::Similarity;
use crate::num::stream::Stream;

/// Records in the order in which they were chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Index of each chosen record; the first `k` are the choice of size `k`.
    pub order: Vec<usize>,
    /// Share of the pool that the first `k` cover, for each `k` from 1: the mean over all records of the similarity to the
    /// most similar chosen one, from 0 to 1.
    pub coverage: Vec<f64>,
}

impl Selection {
    /// The selection of this order, with its coverage worked out.
    #[must_use]
    pub fn of(order: Vec<usize>, pool: &Similarity) -> Self {
        let mut nearest = vec![0.0_f64; pool.len()];
        let coverage = order.iter().map(|&chosen| {
            for (best, s) in nearest.iter_mut().zip(pool.row(chosen)) {
                *best = best.max(*s);
            }
            nearest.iter().sum::<f64>() / pool.len().max(1) as f64
        });
        let coverage = coverage.collect();
        Self { order, coverage }
    }
    /// How many records are enough to cover this share of the pool; `None` where all that were chosen do not.
    #[must_use]
    pub fn enough_for(&self, share: f64) -> Option<usize> {
        self.coverage.iter().position(|c| *c >= share).map(|at| at + 1)
    }
}

/// A way of selecting records.
pub trait Method: Sync {
    /// Stable identifier.
    fn id(&self) -> &'static str;
    /// Name, for people.
    fn label(&self) -> &'static str;
    /// Where it is described.
    fn source(&self) -> &'static str;
    /// Chooses `keep` records of the pool (all where it has fewer). Only a method that draws uses the stream.
    fn choose(&self, pool: &Similarity, keep: usize, stream: &mut Stream) -> Selection;
}
