//! SemDeDup: of records that mean nearly the same one is kept, cluster by cluster.

use super::allocate::{members, shuffle};
use super::cluster_balanced::PRODUCTS;
use super::kmeans::KMeans;
use super::method::Begun;
use super::unit::{Units, dot};
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::{Matrix, Pool, Progress, Steps};
use crate::num::stream::Stream;

const CLUSTERS: Parameter = Parameter {
    id: "clusters",
    label: "Clusters in which records are compared",
    default: 100.0,
    range: (1.0, 10_000.0),
    from: "a choice of this program; the paper takes 11,000 for 440 million (arXiv:2303.09540)",
};
const EPSILON: Parameter = Parameter {
    id: "epsilon",
    label: "How far from 1 a cosine may be to count as a repeat (ε)",
    default: 0.05,
    range: (0.0, 2.0),
    from: "one of the values of the paper, which chooses it by the share that is left (arXiv:2303.09540)",
};
const VARIANT: Parameter = Parameter {
    id: "variant",
    label: "Compared with: 0 kept records, 1 every earlier record of the cluster (the authors' code)",
    default: 0.0,
    range: (0.0, 1.0),
    from: "the description; the code (semdedup.py) compares with removed ones as well, and keeps fewer of a chain",
};

/// SemDeDup.
pub struct SemDedup;

impl Method for SemDedup {
    fn id(&self) -> &'static str {
        "sem-dedup"
    }
    fn label(&self) -> &'static str {
        "SemDeDup (without repeats of meaning)"
    }
    fn source(&self) -> &'static str {
        "Abbas et al. 2023, arXiv:2303.09540"
    }
    fn objective(&self) -> &'static str {
        "In each cluster no two records with a cosine above 1 − ε, those least like the centre first; of what is left a random part."
    }
    fn cost(&self) -> &'static str {
        "n × d × (clusters × rounds + records of a cluster)"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[CLUSTERS, EPSILON, VARIANT]
    }
    fn begin(&self, pool: &Pool, mut asked: Asked<'_>) -> Begun {
        let rows = pool.vectors.as_ref().map(Units::of).transpose()?.unwrap_or_default().matrix();
        let clusters = KMeans::new(&rows, asked.settings.whole(&CLUSTERS), ROUNDS, &mut asked.stream);
        let most = 1.0 - asked.settings.get(&EPSILON) as f32;
        let earlier = asked.settings.whole(&VARIANT) == 1;
        let work = Repeats { most, earlier, parts: Vec::new(), at: 0, kept: Vec::new() };
        Ok(Box::new(Work { rows, clusters, repeats: work, keep: asked.keep, stream: asked.stream }))
    }
}

const ROUNDS: usize = 20;

struct Work {
    rows: Matrix,
    clusters: KMeans,
    repeats: Repeats,
    keep: usize,
    stream: Stream,
}

struct Repeats {
    most: f32,
    earlier: bool,
    parts: Vec<Vec<usize>>,
    at: usize,
    kept: Vec<usize>,
}

impl Steps for Work {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        let of = self.clusters.progress().1;
        let all = of + self.clusters.clusters();
        if !self.clusters.finished() {
            self.clusters.step(&self.rows, PRODUCTS);
            return Progress::of("clustering", self.clusters.progress().0.min(of), all.max(of + 1));
        }
        if self.repeats.parts.is_empty() {
            self.repeats.parts = members(self.clusters.labels(), self.clusters.clusters());
        }
        if let Some(part) = self.repeats.parts.get(self.repeats.at) {
            let centre = self.clusters.centroids().iter().skip(self.repeats.at * self.rows.width).take(self.rows.width);
            let centre: Vec<f32> = centre.map(|c| *c as f32).collect();
            let kept = distinct(&self.rows, part, &centre, self.repeats.most, self.repeats.earlier);
            self.repeats.kept.extend(kept);
            self.repeats.at += 1;
        }
        let left = self.repeats.at < self.repeats.parts.len();
        Progress::of("comparing within clusters", if left { of + self.repeats.at } else { all }, all)
    }
    fn finish(mut self) -> Chosen {
        let variant = if self.repeats.earlier { "every earlier record" } else { "kept records" };
        let notes =
            vec![format!("Compared with {variant}: {} of {} are distinct.", self.repeats.kept.len(), self.rows.len())];
        let mut order = self.repeats.kept;
        order.sort_unstable();
        shuffle(&mut order, &mut self.stream);
        order.truncate(self.keep);
        Chosen { order, clusters: Some(self.clusters.labels().to_vec()), notes }
    }
}

/// The records of a part that no earlier one is like, those least like the centre first.
#[must_use]
pub fn distinct(rows: &Matrix, part: &[usize], centre: &[f32], most: f32, earlier: bool) -> Vec<usize> {
    let mut order: Vec<(f32, usize)> = part.iter().map(|r| (dot(rows.row(*r), centre), *r)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut against, mut kept): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for (_, record) in order {
        let repeats = against.iter().any(|other| dot(rows.row(*other), rows.row(record)) > most);
        if !repeats {
            kept.push(record);
        }
        if earlier || !repeats {
            against.push(record);
        }
    }
    kept
}
