//! Random choice without replacement: what every other method has to beat.

use super::allocate::shuffle;
use super::method::{AtOnce, Begun};
use super::{Asked, Chosen, Method, Need};
use crate::data::Pool;

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
    fn objective(&self) -> &'static str {
        "None: every choice of that size is as likely as any other."
    }
    fn cost(&self) -> &'static str {
        "n"
    }
    fn needs(&self) -> &'static [Need] {
        &[]
    }
    fn begin(&self, pool: &Pool, mut asked: Asked<'_>) -> Begun {
        let mut order: Vec<usize> = (0..pool.len()).collect();
        shuffle(&mut order, &mut asked.stream);
        order.truncate(asked.keep);
        Ok(Box::new(AtOnce(Chosen::of(order))))
    }
}
