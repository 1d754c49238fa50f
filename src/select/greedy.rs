//! The one greedy search of everything that covers: Σᵢ max over chosen j of sᵢⱼ, plus a part of each chosen record.

use super::unit::{Units, similarity};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What the candidates cover, candidate by candidate.
#[derive(Clone, Debug, Default)]
pub struct Kernel {
    /// Things to be covered.
    pub rows: usize,
    /// Candidates.
    pub candidates: usize,
    /// How well each candidate covers each thing, one candidate after the other; empty where only [`Self::lists`] are kept.
    pub values: Vec<f32>,
    /// How well each thing is covered from the start.
    pub floor: Vec<f32>,
    /// What a candidate adds by itself; empty where nothing does.
    pub bonus: Vec<f64>,
    /// Where not all is kept: the things that a candidate covers best.
    pub lists: Vec<Vec<(u32, f32)>>,
}

impl Kernel {
    /// The kernel of these values, one candidate after the other.
    #[must_use]
    pub fn dense(rows: usize, candidates: usize, values: Vec<f32>) -> Self {
        Self { rows, candidates, values, floor: vec![0.0; rows], ..Self::default() }
    }
    fn column(&self, candidate: usize) -> &[f32] {
        self.values.get(candidate * self.rows..(candidate + 1) * self.rows).unwrap_or_default()
    }
}

/// Side of a square of pairs that is worked out while its vectors are in the nearest cache.
const TILE: usize = 48;

/// All pairs of a pool, in steps.
pub struct Pairs {
    values: Vec<f32>,
    from: usize,
}

impl Pairs {
    /// Nothing of these pairs yet.
    #[must_use]
    pub fn new(units: &Units) -> Self {
        Self { values: vec![0.0; units.len() * units.len()], from: 0 }
    }
    /// Does the next rows; how many are done.
    pub fn step(&mut self, units: &Units) -> usize {
        let n = units.len();
        let (from, to) = (self.from, (self.from + TILE).min(n));
        let mut tile = [0.0_f32; TILE * TILE];
        for start in (from..n).step_by(TILE) {
            let end = (start + TILE).min(n);
            for i in from..to {
                let row = &mut tile[(i - from) * TILE..][..end - start];
                units.cosines(units.row(i), start, row);
                row.iter_mut().for_each(|c| *c = similarity(*c));
                // What is compared with itself is the same, whatever rounding says.
                if let Some(own) = i.checked_sub(start).and_then(|at| row.get_mut(at)) {
                    *own = 1.0;
                }
                self.values[i * n + start..i * n + end].copy_from_slice(row);
            }
            for j in start..end {
                let mirrored = &mut self.values[j * n + from..j * n + to];
                mirrored.iter_mut().enumerate().for_each(|(i, v)| *v = tile[i * TILE + j - start]);
            }
        }
        self.from = to;
        to
    }
    /// The kernel of all pairs.
    #[must_use]
    pub fn kernel(self, n: usize) -> Kernel {
        Kernel::dense(n, n, self.values)
    }
}

/// A list replaces a column once so small a part of it matters.
const SPARSE: usize = 8;

/// Lazy greedy: a gain only shrinks as more is chosen, so an old gain is a bound, and only the candidate on top is worked out
/// anew (Minoux 1978). What a candidate covers no better than something chosen never comes back: it is struck from the
/// candidate's column, so that a look costs what is left of it.
pub struct Greedy {
    kernel: Kernel,
    keep: usize,
    nearest: Vec<f32>,
    bounds: BinaryHeap<(u64, Reverse<u32>)>,
    gains: Vec<(u64, Reverse<u32>)>,
    order: Vec<usize>,
}

impl Greedy {
    /// Nothing chosen yet.
    #[must_use]
    pub fn new(mut kernel: Kernel, keep: usize) -> Self {
        kernel.lists.resize(kernel.candidates, Vec::new());
        let keep = keep.min(kernel.candidates);
        let nearest = kernel.floor.clone();
        Self { kernel, keep, nearest, bounds: BinaryHeap::new(), gains: Vec::new(), order: Vec::new() }
    }
    /// What it has chosen so far.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }
    /// True once all are chosen.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.order.len() >= self.keep
    }
    /// Works for about so many pairs.
    pub fn step(&mut self, pairs: usize) {
        self.step_until(pairs, self.keep);
    }
    /// The same, but no further than this many chosen.
    pub fn step_until(&mut self, pairs: usize, most: usize) {
        let mut left = pairs;
        while self.gains.len() < self.kernel.candidates {
            let at = self.gains.len();
            let cost = self.cost(at);
            let gain = self.look(at);
            self.gains.push((gain, Reverse(at as u32)));
            if self.gains.len() == self.kernel.candidates {
                let taken = |gain: &(u64, Reverse<u32>)| !self.order.contains(&(gain.1.0 as usize));
                self.bounds = self.gains.iter().copied().filter(taken).collect();
            }
            match left.checked_sub(cost) {
                Some(rest) => left = rest,
                None => return,
            }
        }
        while !self.finished() && self.order.len() < most {
            let Some((bound, Reverse(j))) = self.bounds.pop() else { return };
            let cost = self.cost(j as usize);
            let now = (if bound == 0 { 0 } else { self.look(j as usize) }, Reverse(j));
            if self.bounds.peek().is_some_and(|next| *next > now) {
                self.bounds.push(now);
            } else {
                self.take(j as usize);
            }
            match left.checked_sub(cost) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    }
    fn cost(&self, candidate: usize) -> usize {
        let list = self.kernel.lists.get(candidate).map_or(0, Vec::len);
        if list == 0 { self.kernel.rows.max(1) } else { list }
    }
    /// What a candidate adds, in billionths: two records that are each other's nearest add the same but for rounding, and
    /// equals go to the lower index.
    fn look(&mut self, j: usize) -> u64 {
        let bonus = self.kernel.bonus.get(j).copied().unwrap_or(0.0);
        let dense = !self.kernel.values.is_empty();
        let nearest = &self.nearest;
        let Some(list) = self.kernel.lists.get_mut(j) else { return 0 };
        if list.is_empty() && dense {
            let column = self.kernel.values.get(j * self.kernel.rows..(j + 1) * self.kernel.rows).unwrap_or_default();
            let (gain, open) = added(column, nearest);
            if open > 0 && open * SPARSE < self.kernel.rows && !self.order.is_empty() {
                let left = column.iter().zip(nearest).enumerate().filter(|(_, (s, best))| s > best);
                *list = left.map(|(i, (s, _))| (i as u32, *s)).collect();
            }
            return billionths(gain + bonus);
        }
        let (mut gain, mut kept) = (0.0, 0);
        for at in 0..list.len() {
            let (i, s) = list[at];
            let more = s - nearest[i as usize];
            gain += f64::from(if more > 0.0 { more } else { 0.0 });
            list[kept] = (i, s);
            kept += usize::from(more > 0.0);
        }
        list.truncate(kept);
        // An empty list of a column would be read as a column that has none yet.
        if list.is_empty() && dense {
            list.push((0, f32::NEG_INFINITY));
        }
        billionths(gain + bonus)
    }
    fn take(&mut self, j: usize) {
        self.order.push(j);
        let list = self.kernel.lists.get(j).map_or(&[][..], Vec::as_slice);
        if list.is_empty() {
            let rows = self.kernel.rows;
            let column = self.kernel.values.get(j * rows..(j + 1) * rows).unwrap_or_default();
            for (best, s) in self.nearest.iter_mut().zip(column) {
                *best = if *s > *best { *s } else { *best };
            }
        }
        for (i, s) in list {
            let best = &mut self.nearest[*i as usize];
            *best = best.max(*s);
        }
    }
    /// Chooses this one before all others.
    pub fn begin_with(&mut self, candidate: usize) {
        if self.order.len() < self.keep {
            self.take(candidate);
        }
    }
    /// Says how well what was chosen covers each thing, where the lists do not hold all of it.
    pub fn covered(&mut self, covers: &[f32]) {
        self.nearest.iter_mut().zip(covers).for_each(|(best, s)| *best = best.max(*s));
    }
    /// The value of the choice of each size.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        let mut nearest = self.kernel.floor.clone();
        let mut own = 0.0;
        let value = |j: &usize| {
            for (best, s) in nearest.iter_mut().zip(self.kernel.column(*j)) {
                *best = best.max(*s);
            }
            own += self.kernel.bonus.get(*j).copied().unwrap_or(0.0);
            nearest.iter().map(|s| f64::from(*s)).sum::<f64>() + own
        };
        self.order.iter().map(value).collect()
    }
    /// In the order in which they were chosen.
    #[must_use]
    pub fn into_order(self) -> Vec<usize> {
        self.order
    }
}

fn billionths(gain: f64) -> u64 {
    (gain * 1e9).round() as u64
}

/// What a column adds to what is covered, and to how many things.
fn added(column: &[f32], nearest: &[f32]) -> (f64, usize) {
    let (mut sums, mut open) = ([0.0_f64; 8], [0_u32; 8]);
    let (whole, rest) = column.as_chunks::<8>();
    let (before, last) = nearest.as_chunks::<8>();
    for (s, best) in whole.iter().zip(before) {
        for lane in 0..8 {
            let more = s[lane] - best[lane];
            sums[lane] += f64::from(if more > 0.0 { more } else { 0.0 });
            open[lane] += u32::from(more > 0.0);
        }
    }
    let mut rest_open = 0;
    let mut rest_sum = 0.0;
    for (s, best) in rest.iter().zip(last).filter(|(s, best)| s > best) {
        rest_sum += f64::from(s - best);
        rest_open += 1;
    }
    (sums.iter().sum::<f64>() + rest_sum, open.iter().sum::<u32>() as usize + rest_open)
}
