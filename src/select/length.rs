//! The longest records: the simplest baseline that is not random.

use super::method::{AtOnce, Begun};
use super::{Asked, Chosen, Method, Need};
use crate::data::Pool;

/// The longest first.
pub struct Longest;

impl Method for Longest {
    fn id(&self) -> &'static str {
        "longest"
    }
    fn label(&self) -> &'static str {
        "The longest records"
    }
    fn source(&self) -> &'static str {
        "Token length as a stable filter: arXiv:2410.09335"
    }
    fn objective(&self) -> &'static str {
        "Sum of the lengths."
    }
    fn cost(&self) -> &'static str {
        "n log n"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Length]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let lengths = pool.lengths().unwrap_or_default();
        Ok(Box::new(AtOnce(Chosen::of(descending(&lengths, asked.keep)))))
    }
}

/// The records with the largest numbers, the largest first, equals in their order; one without a number is never among them.
pub(super) fn descending(of: &[f64], keep: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..of.len()).filter(|at| of[*at].is_finite()).collect();
    order.sort_by(|a, b| of[*b].total_cmp(&of[*a]).then(a.cmp(b)));
    order.truncate(keep);
    order
}
