//! S2L: records whose losses fall alike over the training of a small model teach alike; as many from each kind.

use super::allocate::{allocate, balanced, shuffle};
use super::cluster_balanced::PRODUCTS;
use super::kmeans::KMeans;
use super::method::Begun;
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::{Grouping, Matrix, Pool, Progress, Steps};
use crate::num::stream::Stream;
use std::collections::BTreeMap;

const CLUSTERS: Parameter = Parameter {
    id: "clusters",
    label: "Clusters of trajectories",
    default: 100.0,
    range: (1.0, 10_000.0),
    from: "the paper, arXiv:2403.07384",
};
const ROUNDS: Parameter = Parameter {
    id: "rounds",
    label: "Rounds of k-means",
    default: 20.0,
    range: (1.0, 1_000.0),
    from: "the authors' code (faiss, 20 iterations)",
};
const SMALL: Parameter = Parameter {
    id: "small",
    label: "Largest cluster that comes last",
    default: 2.0,
    range: (0.0, 1_000.0),
    from: "the authors' code, which takes clusters of one or two only where something is left",
};

/// Small to large (S2L).
pub struct S2l;

impl Method for S2l {
    fn id(&self) -> &'static str {
        "s2l"
    }
    fn label(&self) -> &'static str {
        "S2L (clusters of loss trajectories)"
    }
    fn source(&self) -> &'static str {
        "Yang et al. 2024, arXiv:2403.07384, and its code (BigML-CS-UCLA/S2L, schedules/s2l.py)"
    }
    fn objective(&self) -> &'static str {
        "Equal numbers of records from every source, and in it from every cluster of loss trajectories, the smallest first."
    }
    fn cost(&self) -> &'static str {
        "n × losses × clusters × rounds, after training a small model once"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some(
            "The losses come from a small model that has to be trained on all records first. That 11 % match the full set was found on one data set.",
        )
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Losses]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[CLUSTERS, ROUNDS, SMALL]
    }
    fn nested(&self) -> bool {
        false
    }
    fn begin(&self, pool: &Pool, mut asked: Asked<'_>) -> Begun {
        let mut rows = pool.losses.clone().unwrap_or_default();
        let unknown = rows.values.iter().filter(|v| !v.is_finite()).count();
        rows.values.iter_mut().filter(|v| !v.is_finite()).for_each(|v| *v = 0.0);
        let notes = if unknown > 0 {
            vec![format!("{unknown} losses are not known and count as 0, as in the authors' code.")]
        } else {
            Vec::new()
        };
        let (k, rounds) = (asked.settings.whole(&CLUSTERS), asked.settings.whole(&ROUNDS));
        let clusters = KMeans::new(&rows, k, rounds, &mut asked.stream);
        let small = asked.settings.whole(&SMALL);
        let sources = sources(pool.grouping("source"), pool.len());
        Ok(Box::new(Trajectories { rows, clusters, sources, keep: asked.keep, small, notes, stream: asked.stream }))
    }
}

struct Trajectories {
    rows: Matrix,
    clusters: KMeans,
    sources: Vec<Vec<usize>>,
    keep: usize,
    small: usize,
    notes: Vec<String>,
    stream: Stream,
}

impl Steps for Trajectories {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        self.clusters.step(&self.rows, PRODUCTS);
        let (done, of) = self.clusters.progress();
        Progress::of("clustering", if self.clusters.finished() { of } else { done.min(of - 1) }, of)
    }
    fn finish(mut self) -> Chosen {
        let labels = self.clusters.labels().to_vec();
        let order = choose(&self.sources, &labels, self.keep, self.small, &mut self.stream);
        self.notes.push(format!("Sources: {}. Clusters: {}.", self.sources.len(), self.clusters.clusters()));
        Chosen { order, clusters: Some(labels), notes: self.notes }
    }
}

/// The records of each source, those without one as one more; all of them where there are no sources.
fn sources(by: Option<&Grouping>, n: usize) -> Vec<Vec<usize>> {
    let Some(by) = by else { return vec![(0..n).collect()] };
    let mut out = vec![Vec::new(); by.names.len() + 1];
    for record in 0..n {
        let source = by.of.get(record).copied().flatten().map_or(by.names.len(), |s| s as usize);
        if let Some(list) = out.get_mut(source) {
            list.push(record);
        }
    }
    out.retain(|records| !records.is_empty());
    out
}

/// So many records: of every source an equal share, the smallest first, and in it of every cluster.
fn choose(sources: &[Vec<usize>], labels: &[u32], keep: usize, small: usize, stream: &mut Stream) -> Vec<usize> {
    let shares = allocate(&sources.iter().map(Vec::len).collect::<Vec<_>>(), keep);
    let mut order = Vec::with_capacity(keep);
    for (records, share) in sources.iter().zip(shares) {
        let mut clusters: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        records.iter().for_each(|r| clusters.entry(labels[*r]).or_default().push(*r));
        let (last, first): (Vec<_>, Vec<_>) = clusters.into_values().partition(|c| c.len() <= small);
        let from = order.len();
        order.extend(balanced(&first, share, stream));
        let left = share - (order.len() - from);
        order.extend(balanced(&last, left, stream));
    }
    shuffle(&mut order, stream);
    order
}
