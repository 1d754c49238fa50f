//! How much of a pool a choice covers, beside random choices of the same size: f(S_k) / f(V) for every k.

use super::delift::scaled;
use super::unit::{Units, similarity};
use crate::data::{Diagnostic, Matrix, Pool, Progress, Steps};
use crate::num::stream::Stream;

/// What records are compared by.
#[derive(Clone, Debug)]
pub enum Space {
    /// Directions of their vectors.
    Directions(Units),
    /// Distances of their loss trajectories, in units of the mean distance to the mean trajectory.
    Trajectories(Matrix, f32),
    /// Their utility for queries: what is covered are queries.
    Utility(Matrix),
}

impl Space {
    /// The space of a pool: its vectors, else its utilities, else its losses; `None` where it has none of them.
    ///
    /// # Errors
    /// A vector without a direction.
    pub fn of(pool: &Pool) -> Result<Option<Self>, Diagnostic> {
        if let Some(vectors) = &pool.vectors {
            return Units::of(vectors).map(Self::Directions).map(Some);
        }
        if let Some(utility) = &pool.utility {
            return Ok(Some(Self::Utility(scaled(utility))));
        }
        Ok(pool.losses.as_ref().map(|losses| {
            let mut rows = losses.clone();
            rows.values.iter_mut().filter(|v| !v.is_finite()).for_each(|v| *v = 0.0);
            let scale = spread(&rows);
            Self::Trajectories(rows, scale)
        }))
    }
    /// The similarity that a pool's records are compared by, in words.
    #[must_use]
    pub fn named(pool: &Pool) -> Option<&'static str> {
        if pool.vectors.is_some() {
            Some("similarity (1 + cosine) / 2 of the vectors")
        } else if pool.utility.is_some() {
            Some("utility for the queries, from 0 to 1")
        } else {
            pool.losses.as_ref().map(|_| "similarity 1 / (1 + distance) of the loss trajectories")
        }
    }
    /// What is covered: how many things.
    #[must_use]
    pub fn things(&self) -> usize {
        match self {
            Self::Directions(units) => units.len(),
            Self::Trajectories(rows, _) => rows.len(),
            Self::Utility(utility) => utility.width,
        }
    }
    /// Products that a look takes.
    fn cost(&self) -> usize {
        match self {
            Self::Directions(units) => units.len() * units.stride(),
            Self::Trajectories(rows, _) => rows.values.len(),
            Self::Utility(utility) => utility.len(),
        }
    }
    /// How well every record covers this thing.
    fn look(&self, thing: usize, out: &mut [f32]) {
        match self {
            Self::Directions(units) => {
                units.cosines(units.row(thing), 0, out);
                out.iter_mut().for_each(|c| *c = similarity(*c));
                if let Some(own) = out.get_mut(thing) {
                    *own = 1.0;
                }
            }
            Self::Trajectories(rows, scale) => {
                for (to, other) in out.iter_mut().zip(rows.values.chunks_exact(rows.width.max(1))) {
                    *to = 1.0 / (1.0 + distance(rows.row(thing), other) / scale);
                }
            }
            Self::Utility(utility) => {
                out.iter_mut().enumerate().for_each(|(record, to)| *to = utility.row(record)[thing]);
            }
        }
    }
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f32>().sqrt()
}

/// Mean distance to the mean, one where all are the same.
fn spread(rows: &Matrix) -> f32 {
    let n = rows.len().max(1) as f64;
    let mut mean = vec![0.0_f64; rows.width];
    for at in 0..rows.len() {
        mean.iter_mut().zip(rows.row(at)).for_each(|(m, v)| *m += f64::from(*v) / n);
    }
    let mean: Vec<f32> = mean.iter().map(|m| *m as f32).collect();
    let sum: f64 = (0..rows.len()).map(|at| f64::from(distance(rows.row(at), &mean))).sum();
    let spread = (sum / n) as f32;
    if spread > 0.0 { spread } else { 1.0 }
}

/// What the first `k` of a choice cover of what all records cover, for each `k` from 1.
pub type Curve = Vec<f64>;

/// A choice beside others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Covered {
    /// Of the choice itself.
    pub chosen: Curve,
    /// Of each random choice of the same size.
    pub random: Vec<Curve>,
    /// Of the longest records.
    pub longest: Option<Curve>,
    /// Things that were looked at, of how many.
    pub looked: (usize, usize),
    /// For each record that was looked at the most similar chosen one, itself where it was chosen.
    pub nearest: Vec<Option<(u32, f32)>>,
    /// For each record that was looked at how like the most similar other record of the pool is.
    pub other: Vec<Option<f32>>,
}

impl Covered {
    /// Smallest, mean and largest of what as many random records cover; `None` without random choices.
    #[must_use]
    pub fn band(&self, k: usize) -> Option<(f64, f64, f64)> {
        let at = k.checked_sub(1)?;
        let values: Vec<f64> = self.random.iter().filter_map(|curve| curve.get(at).copied()).collect();
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |b, v| (b.0.min(*v), b.1.max(*v)));
        (!values.is_empty()).then(|| (low, values.iter().sum::<f64>() / values.len() as f64, high))
    }
    /// How many of the chosen are enough to cover this share; `None` where all of them do not.
    #[must_use]
    pub fn enough_for(&self, share: f64) -> Option<usize> {
        enough(&self.chosen, share)
    }
}

/// How many are enough to cover this share.
#[must_use]
pub fn enough(curve: &[f64], share: f64) -> Option<usize> {
    curve.iter().position(|c| *c >= share).map(|at| at + 1)
}

/// Products of the whole look: what is more is sampled.
const BUDGET: u64 = 20_000_000_000;
/// Things looked at, at least.
const FEWEST: usize = 200;
/// Products in a step.
const PRODUCTS: usize = 4 << 20;

/// Looks at one thing after the other: nothing of the pairs is kept.
pub struct Coverage {
    space: Space,
    n: usize,
    /// The choice, the random ones, and the longest where they are known.
    orders: Vec<Vec<u32>>,
    random: usize,
    things: Vec<usize>,
    at: usize,
    /// What each record of each order adds, summed over things.
    adds: Vec<Vec<f64>>,
    all: f64,
    similarities: Vec<f32>,
    nearest: Vec<Option<(u32, f32)>>,
    other: Vec<Option<f32>>,
}

impl Coverage {
    /// Of a choice, beside so many random ones, and the longest where lengths are known. The random choices are those of the
    /// seed: stream `i` is choice `i`, whatever method they are drawn beside.
    #[must_use]
    pub fn new(space: Space, pool: &Pool, order: &[usize], baselines: usize, seed: u64) -> Self {
        let (n, keep) = (pool.len(), order.len());
        let narrow = |order: &[usize]| order.iter().take(keep).map(|r| *r as u32).collect::<Vec<u32>>();
        let mut orders = vec![narrow(order)];
        for draw in 0..baselines {
            let mut all: Vec<usize> = (0..n).collect();
            super::allocate::shuffle(&mut all, &mut Stream::new(seed, FIRST_BASELINE + draw as u64));
            orders.push(narrow(&all));
        }
        if let Some(lengths) = pool.lengths() {
            orders.push(narrow(&super::length::descending(&lengths, keep)));
        }
        let mut things: Vec<usize> = (0..space.things()).collect();
        let each = space.cost() + 2 * keep * orders.len();
        // A browser counts to four thousand million.
        let most = ((BUDGET / each.max(1) as u64) as usize).max(FEWEST);
        if most < things.len() {
            super::allocate::shuffle(&mut things, &mut Stream::new(seed, SAMPLE));
            things.truncate(most);
            things.sort_unstable();
        }
        let records = if matches!(space, Space::Utility(_)) { 0 } else { n };
        Self {
            n,
            adds: orders.iter().map(|o| vec![0.0; o.len()]).collect(),
            orders,
            random: baselines,
            things,
            at: 0,
            all: 0.0,
            similarities: vec![0.0; n],
            nearest: vec![None; records],
            other: vec![None; records],
            space,
        }
    }
    fn look(&mut self, thing: usize) {
        self.space.look(thing, &mut self.similarities);
        let similarities = &self.similarities;
        self.all += f64::from(similarities.iter().copied().fold(0.0_f32, f32::max));
        for (order, adds) in self.orders.iter().zip(&mut self.adds) {
            let mut best = 0.0_f32;
            for (record, adds) in order.iter().zip(adds) {
                let s = similarities[*record as usize];
                if s > best {
                    *adds += f64::from(s - best);
                    best = s;
                }
            }
        }
        if let (Some(nearest), Some(other)) = (self.nearest.get_mut(thing), self.other.get_mut(thing)) {
            let chosen = self.orders.first().map_or(&[][..], Vec::as_slice);
            let near = chosen.iter().map(|r| (*r, similarities[*r as usize]));
            *nearest = near.fold(None, |best: Option<(u32, f32)>, one| match best {
                Some(b) if b.0 as usize == thing || (b.1 >= one.1 && one.0 as usize != thing) => Some(b),
                _ => Some(one),
            });
            let others = similarities.iter().enumerate().filter(|(at, _)| *at != thing);
            *other = (self.n > 1).then(|| others.map(|(_, s)| *s).fold(0.0_f32, f32::max));
        }
    }
}

/// Random stream of the first random choice beside a method, and of the sample of things.
const FIRST_BASELINE: u64 = 1_000;
const SAMPLE: u64 = 999;

impl Steps for Coverage {
    type Given<'a> = &'a Pool;
    type Output = Covered;
    fn step(&mut self, _: &Pool) -> Progress {
        let each = self.space.cost() + 2 * self.adds.iter().map(Vec::len).sum::<usize>();
        for _ in 0..1 + PRODUCTS / each.max(1) {
            if let Some(thing) = self.things.get(self.at).copied() {
                self.look(thing);
                self.at += 1;
            }
        }
        Progress::of("comparing with random choices", self.at, self.things.len())
    }
    fn finish(self) -> Covered {
        let all = self.all;
        let mut curves = self.adds.into_iter().map(|adds| {
            let mut sum = 0.0;
            let share = |add: f64| {
                sum += add;
                if all > 0.0 { (sum / all).min(1.0) } else { 0.0 }
            };
            adds.into_iter().map(share).collect::<Curve>()
        });
        let chosen = curves.next().unwrap_or_default();
        let random = curves.by_ref().take(self.random).collect();
        let longest = curves.next();
        let looked = (self.things.len(), self.space.things());
        Covered { chosen, random, longest, looked, nearest: self.nearest, other: self.other }
    }
}
