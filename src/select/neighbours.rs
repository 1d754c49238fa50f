//! Near records of each record of a large pool, and facility location on them.
//!
//! All pairs of 100,000 records are five thousand million. Records are cast into 64 dimensions by random signs, parted into
//! cells by k-means, and compared within the nearest cells; the best of these are compared anew by their own vectors. What
//! lies far apart is left out, which costs little where a tenth is kept, since then everything has something near.

use super::greedy::{Greedy, Kernel};
use super::kmeans::KMeans;
use super::unit::{Units, similarity};
use super::{Chosen, allocate};
use crate::data::{Matrix, Pool, Progress, Steps};
use crate::num::stream::Stream;

/// Dimensions that are searched in.
const SEARCHED: usize = 64;
/// Nearest cells that a record is compared within.
const PROBED: usize = 8;
/// Near records kept of each, of so many compared by their own vectors.
const KEPT: usize = 40;
const COMPARED: usize = 96;
/// Rounds of k-means for the cells, and rows of each cell that they are made of.
const ROUNDS: usize = 8;
const ROWS: usize = 40;
/// The first so many chosen are compared with all: they cover much that the lists do not hold.
const EXACT: usize = 64;
/// Records that are cast in a step.
const CAST: usize = 200;
/// Records that are searched, or products that are made, in a step.
const RECORDS: usize = 32;
const PRODUCTS: usize = 4 << 20;
/// Entries of lists looked at in a step of the choice.
const ENTRIES: usize = 1 << 18;

/// Facility location on near pairs.
pub struct Sparse {
    units: Units,
    keep: usize,
    /// Signs that cast a record into fewer dimensions, where it has more.
    signs: Option<Units>,
    cast: Vec<f32>,
    stream: Stream,
    searched: Units,
    order: Vec<usize>,
    sample: Matrix,
    cells: KMeans,
    /// Where each cell begins among [`Self::order`].
    starts: Vec<usize>,
    labels: Vec<u32>,
    near: Vec<Vec<(u32, f32)>>,
    greedy: Option<Box<Greedy>>,
    covered: usize,
}

impl Sparse {
    /// Nothing searched yet.
    #[must_use]
    pub fn new(units: Units, keep: usize, mut stream: Stream) -> Self {
        let signs = (units.stride() > SEARCHED).then(|| signs(units.stride(), &mut stream));
        let cells = KMeans::new(&Matrix::default(), 0, 0, &mut stream);
        Self {
            units,
            keep,
            signs,
            cast: Vec::new(),
            stream,
            searched: Units::default(),
            order: Vec::new(),
            sample: Matrix::default(),
            cells,
            starts: Vec::new(),
            labels: Vec::new(),
            near: Vec::new(),
            greedy: None,
            covered: 0,
        }
    }
    /// Casts further records into the dimensions that are searched; once all are, the cells begin.
    fn cast_on(&mut self) -> usize {
        let (n, done) = (self.n(), self.cast.len() / SEARCHED);
        let Some(signs) = &self.signs else {
            self.searched = self.units.clone();
            self.begin_cells();
            return n;
        };
        let until = (done + CAST).min(n);
        for at in done..until {
            let mut row = [0.0_f32; SEARCHED];
            signs.cosines(self.units.row(at), 0, &mut row);
            let norm = row.iter().map(|v| v * v).sum::<f32>().sqrt();
            self.cast.extend(row.iter().map(|v| if norm > 0.0 { *v / norm } else { 0.0 }));
        }
        if until == n {
            self.searched = Units::raw(SEARCHED, std::mem::take(&mut self.cast));
            self.begin_cells();
        }
        until
    }
    fn begin_cells(&mut self) {
        let cells = (self.n() as f64).sqrt().ceil() as usize;
        let mut drawn: Vec<usize> = (0..self.n()).collect();
        allocate::shuffle(&mut drawn, &mut self.stream);
        drawn.truncate(cells * ROWS);
        self.sample = self.searched.at(&drawn).matrix();
        self.cells = KMeans::new(&self.sample, cells, ROUNDS, &mut self.stream);
    }
    fn n(&self) -> usize {
        self.units.len()
    }
    /// Puts the records of a cell beside each other.
    fn sort(&mut self) {
        let parts = allocate::members(&self.labels, self.cells.clusters());
        let mut at = 0;
        for part in &parts {
            self.starts.push(at);
            at += part.len();
        }
        self.starts.push(at);
        self.order = parts.into_iter().flatten().collect();
        self.searched = self.searched.at(&self.order);
    }
    /// The nearest of the record at this place.
    fn search(&self, place: usize) -> Vec<(u32, f32)> {
        let (record, row) = (self.order[place], self.searched.row(place));
        let mut found: Vec<(f32, usize)> = Vec::new();
        let mut cosines: Vec<f32> = Vec::new();
        for cell in self.cells.nearest(row, PROBED) {
            let (from, to) = (self.starts[cell as usize], self.starts[cell as usize + 1]);
            cosines.resize(to - from, 0.0);
            self.searched.cosines(row, from, &mut cosines);
            found.extend(cosines.iter().enumerate().map(|(at, c)| (*c, from + at)).filter(|(_, at)| *at != place));
        }
        nearest(&mut found, COMPARED);
        let anew = found.iter().map(|(_, at)| (self.units.cosine(record, self.order[*at]), self.order[*at]));
        let mut found: Vec<(f32, usize)> = anew.collect();
        nearest(&mut found, KEPT);
        found.into_iter().map(|(c, other)| (other as u32, similarity(c))).collect()
    }
    /// The kernel of near pairs, each of them both ways, with the first record chosen already: the one that is most like all,
    /// which the sum of all vectors tells without looking at pairs.
    fn kernel(&mut self) -> Kernel {
        let n = self.n();
        let mut lists: Vec<Vec<(u32, f32)>> = (0..n).map(|j| vec![(j as u32, 1.0)]).collect();
        for (place, near) in std::mem::take(&mut self.near).into_iter().enumerate() {
            let i = self.order[place];
            for (j, s) in near {
                lists[i].push((j, s));
                lists[j as usize].push((i as u32, s));
            }
        }
        for list in &mut lists {
            list.sort_unstable_by_key(|(i, _)| *i);
            list.dedup_by_key(|(i, _)| *i);
        }
        Kernel { rows: n, candidates: n, floor: vec![0.0; n], lists, ..Kernel::default() }
    }
    /// The record most like all.
    fn first(&self) -> usize {
        let sum = self.units.sum();
        let like = |at: usize| self.units.row(at).iter().zip(&sum).map(|(v, s)| f64::from(*v) * s).sum::<f64>();
        let likes = (0..self.n()).map(|at| (at, like(at)));
        likes.fold((0, f64::NEG_INFINITY), |best, one| if one.1 > best.1 { one } else { best }).0
    }
    fn cover(&self, with: usize, greedy: &mut Greedy) {
        let mut covers = vec![0.0; self.n()];
        self.units.cosines(self.units.row(with), 0, &mut covers);
        covers.iter_mut().for_each(|c| *c = similarity(*c));
        greedy.covered(&covers);
    }
}

/// Keeps the largest, the lower place first among equals, in that order.
fn nearest(found: &mut Vec<(f32, usize)>, many: usize) {
    let by = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if many < found.len() {
        found.select_nth_unstable_by(many, by);
        found.truncate(many);
    }
    found.sort_by(by);
}

/// Random signs cast many dimensions into few (Achlioptas 2003): cosines are kept but for a few hundredths.
fn signs(stride: usize, stream: &mut Stream) -> Units {
    let sign = |_| if stream.bits() & 1 == 0 { 1.0 } else { -1.0 };
    Units::raw(stride, (0..SEARCHED * stride).map(sign).collect())
}

impl Steps for Sparse {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        let n = self.n();
        let all = 100 * n + 20 * n;
        let told = |label: &str, done: usize| Progress::of(label, done.min(all - 1), all);
        if self.searched.is_empty() {
            return told("casting records", self.cast_on());
        }
        if !self.cells.finished() {
            self.cells.step(&self.sample, PRODUCTS);
            let (done, of) = self.cells.progress();
            return told("parting into cells", 10 * n * done / of);
        }
        if self.labels.len() < n {
            for _ in 0..RECORDS * 16 {
                if self.labels.len() < n {
                    let cell = self.cells.nearest(self.searched.row(self.labels.len()), 1);
                    self.labels.push(cell.first().copied().unwrap_or(0));
                }
            }
            if self.labels.len() == n {
                self.sort();
            }
            return told("parting into cells", 10 * n + 10 * self.labels.len());
        }
        let Some(mut greedy) = self.greedy.take() else {
            for _ in 0..RECORDS {
                if self.near.len() < n {
                    self.near.push(self.search(self.near.len()));
                }
            }
            let done = 20 * n + 80 * self.near.len();
            if self.near.len() == n {
                let kernel = self.kernel();
                let mut greedy = Greedy::new(kernel, self.keep);
                greedy.begin_with(self.first());
                self.greedy = Some(Box::new(greedy));
            }
            return told("looking for near records", done);
        };
        if greedy.order().len() < EXACT.min(self.keep) || self.covered < greedy.order().len().min(EXACT) {
            if let Some(with) = greedy.order().get(self.covered) {
                self.cover(*with, &mut greedy);
                self.covered += 1;
            }
            let most = self.covered + 1;
            if self.covered == greedy.order().len() && most <= EXACT {
                greedy.step_until(ENTRIES, most);
            }
        } else {
            greedy.step(ENTRIES);
        }
        let chosen = greedy.order().len();
        let finished = greedy.finished();
        self.greedy = Some(greedy);
        if finished {
            Progress::of("choosing records", all, all)
        } else {
            told("choosing records", 100 * n + (20.0 * n as f64 * chosen as f64 / self.keep.max(1) as f64) as usize)
        }
    }
    fn finish(self) -> Chosen {
        let order = self.greedy.map(|g| g.into_order()).unwrap_or_default();
        let notes = vec![format!(
            "Of more than {} records only near ones are compared: {KEPT} of each, found in {PROBED} of {} cells.",
            super::cover::LARGEST,
            self.cells.clusters()
        )];
        Chosen { order, clusters: Some(self.labels), notes }
    }
}
