//! Random choice without replacement: what every other method has to beat.

use super::{Method, Selection, Similarity};
use crate::num::stream::Stream;

/// Records drawn at random.
pub struct Random;

impl Method for Random {
    fn id(&self) -> &'static str {
        "random"
    }
    fn label(&self) -> &'static str {
        "Random choice"
    }
    fn source(&self) -> &'static str {
        "Fisher and Yates 1938, Statistical Tables, example 12; a baseline hard to beat at scale: arXiv:2410.09335"
    }
    fn choose(&self, pool: &Similarity, keep: usize, stream: &mut Stream) -> Selection {
        let mut order: Vec<usize> = (0..pool.len()).collect();
        let keep = keep.min(order.len());
        for at in 0..keep {
            let other = at + stream.below(order.len() - at);
            order.swap(at, other);
        }
        order.truncate(keep);
        Selection::of(order, pool)
    }
}
