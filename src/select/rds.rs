//! RDS+: the targets in turn take the record that is most like them.

use super::cover::both;
use super::method::Begun;
use super::unit::Units;
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::{Diagnostic, Pool, Progress, Steps};

const NEAR: Parameter = Parameter {
    id: "near",
    label: "Cosine from which a record serves a target",
    default: 0.5,
    range: (-1.0, 1.0),
    from: "a choice of this program; it counts what is missing and changes nothing that is chosen",
};

/// Round robin over the targets.
pub struct Rds;

/// Places kept of all targets together.
const MOST: usize = 100_000_000;

impl Method for Rds {
    fn id(&self) -> &'static str {
        "rds"
    }
    fn label(&self) -> &'static str {
        "RDS+ (round robin toward targets)"
    }
    fn source(&self) -> &'static str {
        "Ivison et al. 2025, arXiv:2503.01807: vectors of the model to be trained, weighted mean over positions"
    }
    fn objective(&self) -> &'static str {
        "Every target in turn takes the most similar record that none has taken."
    }
    fn cost(&self) -> &'static str {
        "n × targets × d"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Targets]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[NEAR]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let (units, targets) = both(pool, pool.targets.as_ref(), "the targets")?;
        if targets.len().saturating_mul(asked.keep) > MOST {
            return Err(Diagnostic::error("targets-too-many", "There are too many targets for so many records.")
                .found(&format!("{} targets, {} records to keep", targets.len(), asked.keep))
                .expected(format!("at most {MOST} in product"))
                .mend("Keep fewer records, or take a part of the targets."));
        }
        let near = asked.settings.get(&NEAR) as f32;
        let lists = Vec::with_capacity(targets.len());
        Ok(Box::new(RoundRobin { units, targets, keep: asked.keep, near, lists, far: 0 }))
    }
}

struct RoundRobin {
    units: Units,
    targets: Units,
    keep: usize,
    near: f32,
    /// For each target the most similar records, the most similar first.
    lists: Vec<Vec<u32>>,
    far: usize,
}

impl Steps for RoundRobin {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        let (at, all) = (self.lists.len(), self.targets.len());
        if at < all {
            let mut cosines = vec![0.0; self.units.len()];
            self.units.cosines(self.targets.row(at), 0, &mut cosines);
            self.far += usize::from(!cosines.iter().any(|c| *c >= self.near));
            let mut order: Vec<u32> = (0..self.units.len() as u32).collect();
            let by = |a: &u32, b: &u32| cosines[*b as usize].total_cmp(&cosines[*a as usize]).then(a.cmp(b));
            if self.keep < order.len() {
                order.select_nth_unstable_by(self.keep, by);
                order.truncate(self.keep);
            }
            order.sort_by(by);
            self.lists.push(order);
        }
        Progress::of("ranking records for each target", self.lists.len(), all)
    }
    fn finish(self) -> Chosen {
        let mut taken = vec![false; self.units.len()];
        let mut next = vec![0; self.lists.len()];
        let mut order = Vec::with_capacity(self.keep);
        while order.len() < self.keep && !self.lists.is_empty() {
            let before = order.len();
            for (list, next) in self.lists.iter().zip(&mut next) {
                while let Some(record) = list.get(*next).map(|r| *r as usize) {
                    *next += 1;
                    if !std::mem::replace(&mut taken[record], true) {
                        order.push(record);
                        break;
                    }
                }
                if order.len() == self.keep {
                    break;
                }
            }
            if order.len() == before {
                break;
            }
        }
        let notes = vec![format!(
            "{} of {} targets have no record with a cosine of {} or more: what to collect rather than select.",
            self.far,
            self.targets.len(),
            self.near
        )];
        Chosen { order, clusters: None, notes }
    }
}
