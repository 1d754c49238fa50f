//! k-means (Lloyd), in steps: clusters of loss trajectories, of embeddings, and the cells of the search for neighbours.

use super::allocate::shuffle;
use crate::data::Matrix;
use crate::num::stream::Stream;

/// Centroids that are compared side by side.
const LANES: usize = 8;

/// Clusters of rows: every row goes to the nearest centroid, every centroid to the mean of its rows, for so many rounds or
/// until nothing changes. A centroid without rows stays where it is.
pub struct KMeans {
    k: usize,
    rounds: usize,
    width: usize,
    centroids: Vec<f64>,
    /// Number by number, each of all centroids, filled up to whole lanes.
    across: Vec<f32>,
    labels: Vec<u32>,
    sums: Vec<f64>,
    counts: Vec<usize>,
    round: usize,
    at: usize,
    changed: bool,
    finished: bool,
}

impl KMeans {
    /// Begins with these centroids.
    #[must_use]
    pub fn from_rows(rows: &Matrix, first: &[usize], rounds: usize) -> Self {
        let (k, width) = (first.len(), rows.width);
        let centroids: Vec<f64> = first.iter().flat_map(|at| rows.row(*at).iter().map(|v| f64::from(*v))).collect();
        let mut out = Self {
            k,
            rounds,
            width,
            centroids,
            across: Vec::new(),
            labels: vec![0; rows.len()],
            sums: vec![0.0; k * width],
            counts: vec![0; k],
            round: 0,
            at: 0,
            changed: false,
            finished: k == 0 || rows.is_empty(),
        };
        out.spread();
        out
    }
    /// Begins with rows drawn at random.
    #[must_use]
    pub fn new(rows: &Matrix, k: usize, rounds: usize, stream: &mut Stream) -> Self {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        shuffle(&mut order, stream);
        order.truncate(k);
        Self::from_rows(rows, &order, rounds)
    }
    fn spread(&mut self) {
        let padded = self.k.div_ceil(LANES) * LANES;
        self.across = vec![f32::INFINITY; padded * self.width];
        for (cluster, centroid) in self.centroids.chunks_exact(self.width.max(1)).enumerate() {
            for (at, v) in centroid.iter().enumerate() {
                self.across[at * padded + cluster] = *v as f32;
            }
        }
    }
    /// Number of clusters.
    #[must_use]
    pub fn clusters(&self) -> usize {
        self.k
    }
    /// True once nothing changes or all rounds are done.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.finished
    }
    /// Rounds done, of all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (if self.finished { self.rounds + 1 } else { self.round }, self.rounds + 1)
    }
    /// Looks at further rows, for about so many products.
    pub fn step(&mut self, rows: &Matrix, products: usize) {
        if self.finished {
            return;
        }
        let until = (self.at + products / (self.k * self.width).max(1) + 1).min(rows.len());
        let last = self.round == self.rounds;
        let mut distances = vec![0.0_f32; self.k.div_ceil(LANES) * LANES];
        for at in self.at..until {
            let row = rows.row(at);
            let label = nearest(row, &self.across, &mut distances);
            self.changed |= self.labels[at] != label;
            self.labels[at] = label;
            if !last {
                let sum = &mut self.sums[label as usize * self.width..][..self.width];
                sum.iter_mut().zip(row).for_each(|(s, v)| *s += f64::from(*v));
                self.counts[label as usize] += 1;
            }
        }
        self.at = until;
        if until == rows.len() {
            self.turn();
        }
    }
    fn turn(&mut self) {
        self.at = 0;
        if self.round == self.rounds || (self.round > 0 && !self.changed) {
            self.finished = true;
            return;
        }
        self.round += 1;
        self.changed = false;
        for cluster in 0..self.k {
            let count = self.counts[cluster] as f64;
            let sum = &self.sums[cluster * self.width..(cluster + 1) * self.width];
            if count > 0.0 {
                let mean = self.centroids[cluster * self.width..].iter_mut().zip(sum);
                mean.for_each(|(c, s)| *c = s / count);
            }
        }
        self.sums.fill(0.0);
        self.counts.fill(0);
        self.spread();
    }
    /// Runs to the end.
    #[must_use]
    pub fn run(mut self, rows: &Matrix) -> Self {
        while !self.finished {
            self.step(rows, usize::MAX / 2);
        }
        self
    }
    /// Cluster of each row.
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }
    /// The centroids, one after the other.
    #[must_use]
    pub fn centroids(&self) -> &[f64] {
        &self.centroids
    }
    /// Sum of the squared distances to the centroids.
    #[must_use]
    pub fn inertia(&self, rows: &Matrix) -> f64 {
        let of = |(at, label): (usize, &u32)| -> f64 {
            let centroid = self.centroids.iter().skip(*label as usize * self.width);
            rows.row(at).iter().zip(centroid).map(|(v, c)| (f64::from(*v) - c) * (f64::from(*v) - c)).sum()
        };
        self.labels.iter().enumerate().map(of).sum()
    }
    /// The nearest clusters of a row, the nearest first.
    #[must_use]
    pub fn nearest(&self, row: &[f32], many: usize) -> Vec<u32> {
        let mut distances = vec![0.0_f32; self.k.div_ceil(LANES) * LANES];
        nearest(row, &self.across, &mut distances);
        let mut order: Vec<u32> = (0..self.k as u32).collect();
        let by = |c: &u32| (distances[*c as usize].to_bits(), *c);
        if many < order.len() {
            order.select_nth_unstable_by_key(many, by);
            order.truncate(many);
        }
        order.sort_by_key(by);
        order
    }
}

/// Nearest centroid (the first of equals), with the squared distances to all.
fn nearest(row: &[f32], across: &[f32], distances: &mut [f32]) -> u32 {
    let padded = distances.len();
    distances.fill(0.0);
    for (v, centroids) in row.iter().zip(across.chunks_exact(padded.max(1))) {
        for (sum, c) in distances.iter_mut().zip(centroids) {
            let apart = v - c;
            *sum += apart * apart;
        }
    }
    let (mut best, mut least) = (0, f32::INFINITY);
    for (at, d) in distances.iter().enumerate() {
        if *d < least {
            (best, least) = (at as u32, *d);
        }
    }
    best
}
