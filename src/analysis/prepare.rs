//! The slow half that no threshold touches: roll-up and fits.

use super::Progress;
use crate::data::{Evidence, LearningCurve};
use crate::decide::inventory::{InventorySummary, summarise};
use crate::fit::{CurveFit, CurveJob, FitOptions};
use crate::policy::PolicyPack;
use serde::{Deserialize, Serialize};

/// What the analysis knows before any threshold is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prepared {
    /// Everything the files said.
    pub evidence: Evidence,
    /// The inventory, rolled up.
    pub inventory: InventorySummary,
    /// One fit for each learning curve, in the same order.
    pub curves: Vec<CurveFit>,
}

/// The job: one step is one slice of a fit. Results of earlier jobs are reused where their inputs are the same.
pub struct Prepare {
    evidence: Evidence,
    inventory: InventorySummary,
    done: Vec<CurveFit>,
    current: Option<CurveJob>,
    cache: Vec<(LearningCurve, CurveFit)>,
}

impl Prepare {
    /// A job for this evidence; `before` is the result of an earlier one.
    #[must_use]
    pub fn new(evidence: Evidence, pack: &PolicyPack, before: Option<&Prepared>) -> Self {
        let inventory = summarise(&evidence.datasets, pack);
        let cache =
            before.map_or_else(Vec::new, |p| p.evidence.curves.iter().cloned().zip(p.curves.iter().cloned()).collect());
        Self { evidence, inventory, done: Vec::new(), current: None, cache }
    }

    /// Does a slice of work; `None` when it is done ([`Prepare::finish`]).
    pub fn step(&mut self) -> Option<Progress> {
        let total = self.evidence.curves.len();
        if let Some(curve) = self.evidence.curves.get(self.done.len()) {
            let label = format!("fitting {}", curve.label);
            if let Some((_, fit)) = self.cache.iter().find(|(known, _)| known == curve) {
                self.done.push(fit.clone());
            } else {
                let job = self.current.get_or_insert_with(|| CurveJob::new(curve, &FitOptions::default()));
                if job.step().finished()
                    && let Some(job) = self.current.take()
                {
                    self.done.push(job.finish());
                }
            }
            return Some(Progress { label, done: self.done.len(), total });
        }
        None
    }

    /// The result.
    #[must_use]
    pub fn finish(self) -> Prepared {
        Prepared { evidence: self.evidence, inventory: self.inventory, curves: self.done }
    }

    /// Runs to the end.
    #[must_use]
    pub fn run(mut self) -> Prepared {
        while self.step().is_some() {}
        self.finish()
    }
}
