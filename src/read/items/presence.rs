//! Which scorers scored how many samples, so that a sample without a score does not vanish. Counted, never listed: a file with
//! as many scorers as samples costs no more than its scores.

use std::collections::{BTreeMap, BTreeSet};

/// Samples by place, and how many of them have each metric.
#[derive(Debug, Default)]
pub(super) struct Presence {
    samples: BTreeMap<u32, u64>,
    having: BTreeMap<(u32, u32), u64>,
    /// Metrics of the sample that is being read.
    present: BTreeSet<(u32, u32)>,
}

impl Presence {
    /// A score of the sample that is being read, with or without a value.
    pub fn scored(&mut self, place: u32, metric: u32) {
        self.present.insert((place, metric));
    }
    /// A metric that the samples of a place were to have.
    pub fn await_metric(&mut self, place: u32, metric: u32) {
        self.having.entry((place, metric)).or_default();
    }
    /// Ends a sample.
    pub fn sample(&mut self, place: u32) {
        *self.samples.entry(place).or_default() += 1;
        for key in std::mem::take(&mut self.present) {
            *self.having.entry(key).or_default() += 1;
        }
    }
    /// Metrics that samples lack: how many do, of how many, over the places that have the metric at all.
    pub fn absent(&self) -> Vec<(u32, u64, u64)> {
        let mut out: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for ((place, metric), having) in &self.having {
            let all = self.samples.get(place).copied().unwrap_or_default();
            let (absent, of) = out.entry(*metric).or_default();
            (*absent, *of) = (*absent + all.saturating_sub(*having), *of + all);
        }
        out.into_iter().filter(|(_, (absent, _))| *absent > 0).map(|(metric, (a, of))| (metric, a, of)).collect()
    }
}
