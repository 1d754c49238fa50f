//! Runs on selected records beside those of the curve, and which of them are pairs.

use crate::data::{LearningCurve, Observation, SelectedRun};
use crate::read::number;
use std::collections::BTreeMap;

/// Words for a run whose records were not selected by anything that they are.
const RANDOM: &[&str] = &["random", "rand", "uniform", "random subset", "baseline", "all", "full", "none", "no"];

/// True where the cell says that the records were drawn at random, or nothing.
pub(super) fn is_random(method: &str) -> bool {
    let plain = method.to_lowercase().replace(['_', '-'], " ");
    number::is_unknown(method) || RANDOM.contains(&plain.as_str())
}

/// A curve by its name, a seed and the bits of a size.
type Key = (String, String, u64);

/// Seeds of the runs of a table.
#[derive(Default)]
pub(super) struct Selections {
    random: BTreeMap<Key, (f64, usize)>,
    /// By curve the seeds of its selected runs, in their order.
    seeds: BTreeMap<String, Vec<String>>,
}

impl Selections {
    /// A run on random records.
    pub(super) fn random(&mut self, curve: &str, seed: &str, run: &Observation) {
        if !seed.is_empty() {
            let place = self.random.entry((curve.into(), seed.into(), run.size.to_bits())).or_default();
            *place = (place.0 + run.value, place.1 + 1);
        }
    }
    /// A run on selected ones.
    pub(super) fn selected(&mut self, curve: &str, method: &str, seed: &str, run: &Observation) -> SelectedRun {
        self.seeds.entry(curve.into()).or_default().push(seed.into());
        let Observation { size, value, se, row, .. } = *run;
        SelectedRun { method: method.to_owned(), size, value, se, random: None, row }
    }
    /// Gives each selected run the random one of its seed and size.
    pub(super) fn pair(&self, curves: &mut [LearningCurve]) {
        for curve in curves {
            let Some(seeds) = self.seeds.get(&curve.label) else { continue };
            for (run, seed) in curve.selected.iter_mut().zip(seeds) {
                let found = self.random.get(&(curve.label.clone(), seed.clone(), run.size.to_bits()));
                run.random = found.filter(|_| !seed.is_empty()).map(|(sum, n)| sum / *n as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn selected_runs_stand_beside_the_curve_and_pairs_are_found() {
        let text = "train_size,selection,seed,accuracy\n1000,random,1,0.6\n2000,random,1,0.65\n4000,random,1,0.7\n8000,Random,1,0.74\n\
                    2000,random,2,0.66\n2000,S2L,1,0.68\n2000,S2L,2,0.69\n2000,DELIFT,3,0.7\n8000,,2,0.75\n";
        let said = read_evidence("c.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
        assert_eq!(said.curves.len(), 1);
        let curve = &said.curves[0];
        assert_eq!(curve.observations.len(), 6);
        let runs: Vec<_> = curve.selected.iter().map(|r| (r.method.as_str(), r.size, r.value, r.random)).collect();
        assert_eq!(
            runs,
            [("S2L", 2000.0, 0.68, Some(0.65)), ("S2L", 2000.0, 0.69, Some(0.66)), ("DELIFT", 2000.0, 0.7, None)]
        );
        let alone = "train_size,selection,accuracy\n1000,s2l,0.6\n2000,s2l,0.65\n4000,s2l,0.7\n";
        let said = read_evidence("c.csv", alone.as_bytes(), None, &Limits::default()).unwrap();
        assert!(said.value.evidence.curves.is_empty());
        assert!(said.diagnostics.iter().any(|d| d.code == "curve-selected-alone"));
    }
}
