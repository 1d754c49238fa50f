//! As many random records from every cluster of the embeddings: a baseline that is hard to beat.

use super::allocate::{balanced, members};
use super::kmeans::KMeans;
use super::method::Begun;
use super::unit::Units;
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::{Matrix, Pool, Progress, Steps};
use crate::num::stream::Stream;

const CLUSTERS: Parameter = Parameter {
    id: "clusters",
    label: "Clusters",
    default: 100.0,
    range: (1.0, 10_000.0),
    from: "that of S2L (arXiv:2403.07384)",
};
const ROUNDS: Parameter = Parameter {
    id: "rounds",
    label: "Rounds of k-means",
    default: 20.0,
    range: (1.0, 1_000.0),
    from: "that of S2L (arXiv:2403.07384)",
};

/// Random within clusters of the embeddings' directions.
pub struct ClusterBalanced;

impl Method for ClusterBalanced {
    fn id(&self) -> &'static str {
        "cluster-balanced"
    }
    fn label(&self) -> &'static str {
        "Random, balanced over clusters"
    }
    fn source(&self) -> &'static str {
        "k-means: Lloyd 1982, doi:10.1109/TIT.1982.1056489; cluster coverage beside random: arXiv:2410.09335"
    }
    fn objective(&self) -> &'static str {
        "Equal numbers of records from every cluster, the smallest cluster first."
    }
    fn cost(&self) -> &'static str {
        "n × d × clusters × rounds"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[CLUSTERS, ROUNDS]
    }
    fn nested(&self) -> bool {
        false
    }
    fn begin(&self, pool: &Pool, mut asked: Asked<'_>) -> Begun {
        let rows = pool.vectors.as_ref().map(Units::of).transpose()?.unwrap_or_default().matrix();
        let (k, rounds) = (asked.settings.whole(&CLUSTERS), asked.settings.whole(&ROUNDS));
        let clusters = KMeans::new(&rows, k, rounds, &mut asked.stream);
        Ok(Box::new(Clustered { rows, clusters, keep: asked.keep, stream: asked.stream }))
    }
}

struct Clustered {
    rows: Matrix,
    clusters: KMeans,
    keep: usize,
    stream: Stream,
}

/// Products in a step of k-means.
pub(super) const PRODUCTS: usize = 4 << 20;

impl Steps for Clustered {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        self.clusters.step(&self.rows, PRODUCTS);
        let (done, of) = self.clusters.progress();
        Progress::of("clustering", if self.clusters.finished() { of } else { done.min(of - 1) }, of)
    }
    fn finish(mut self) -> Chosen {
        let parts = members(self.clusters.labels(), self.clusters.clusters());
        let order = balanced(&parts, self.keep, &mut self.stream);
        Chosen { order, clusters: Some(self.clusters.labels().to_vec()), notes: Vec::new() }
    }
}
