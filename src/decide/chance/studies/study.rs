//! What a study is: questions, and what each size of it would show.

use crate::decide::chance::world::{Draw, World};
use crate::decide::context::Context;

/// What a study looks at.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// Policy, evidence, scenario.
    pub ctx: &'a Context<'a>,
    /// What is uncertain.
    pub world: &'a World,
}

/// Reads one number off a draw.
pub type Reading<'a> = Box<dyn Fn(&Draw) -> f64 + 'a>;

/// One thing that a study could tell more about.
pub struct Question<'a> {
    /// The uncertain input, as it stands in the table of single inputs.
    pub input: String,
    /// Metric it is about, where it is about one.
    pub metric: Option<String>,
    /// The input itself: no study of it tells more.
    pub truth: Reading<'a>,
    /// The study at rising sizes; empty where it cannot be sized.
    pub sizes: Vec<Size<'a>>,
    /// Why it cannot be sized.
    pub not_sized: Option<String>,
}

/// A study at one size.
pub struct Size<'a> {
    /// What to do, in words.
    pub label: String,
    /// What it costs; `None` where a price is missing.
    pub cost: Option<f64>,
    /// What it would show.
    pub seen: Reading<'a>,
}

/// A kind of next measurement.
pub trait Study: Sync {
    /// Identifier in JSON.
    fn id(&self) -> &'static str;
    /// What it could tell more about. `notes` takes what cannot be valued, and why.
    fn questions<'a>(&self, s: Situation<'a>, notes: &mut Vec<String>) -> Vec<Question<'a>>;
}

/// Items or records that experts judge in one study.
pub const JUDGED: [f64; 5] = [50.0, 100.0, 200.0, 400.0, 800.0];

/// Largest standard deviation of a value between two bounds with that mean (Bhatia & Davis 2000, Amer. Math.
/// Monthly 107, 353–357).
#[must_use]
pub fn widest_spread(mean: f64, (low, high): (f64, f64)) -> f64 {
    ((mean - low).max(0.0) * (high - mean).max(0.0)).sqrt()
}
