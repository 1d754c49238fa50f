//! The slow half that no threshold touches: roll-up and fits.

use super::Progress;
use crate::data::{Evidence, LearningCurve};
use crate::decide::inventory::{InventorySummary, summarise};
use crate::fit::scaling::{Penalty, ScalingFit, ScalingJob, ScalingOptions};
use crate::fit::{CurveFit, CurveJob, Families, FitOptions};
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
    /// The Chinchilla law fitted to the scaling runs, once for each loss function; empty with too few runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scaling: Vec<ScalingFit>,
}

/// Fewest scaling runs that are fitted: one more than the law has parameters.
pub const LEAST_RUNS: usize = 6;

/// The loss functions that the scaling runs are fitted under, side by side; the first has bootstrap intervals.
const PENALTIES: &[Penalty] =
    &[Penalty::Huber { delta: 1e-3 }, Penalty::Lad, Penalty::Squares, Penalty::Asymmetric { weight: 10.0 }];

/// Bootstrap replicates of the first.
const REPLICATES: usize = 200;

/// The job: one step is one slice of a fit. Results of earlier jobs are reused where their inputs are the same.
pub struct Prepare {
    evidence: Evidence,
    inventory: InventorySummary,
    done: Vec<CurveFit>,
    current: Option<CurveJob>,
    cache: Vec<(LearningCurve, CurveFit)>,
    scaling: Vec<ScalingFit>,
    scaling_now: Option<ScalingJob>,
    scaling_wanted: usize,
}

impl Prepare {
    /// A job for this evidence; `before` is the result of an earlier one.
    #[must_use]
    pub fn new(evidence: Evidence, pack: &PolicyPack, before: Option<&Prepared>) -> Self {
        let inventory = summarise(&evidence.datasets, pack);
        let cache =
            before.map_or_else(Vec::new, |p| p.evidence.curves.iter().cloned().zip(p.curves.iter().cloned()).collect());
        let scaling_wanted = if evidence.runs.len() >= LEAST_RUNS { PENALTIES.len() } else { 0 };
        let known = before.filter(|p| scaling_wanted > 0 && p.evidence.runs == evidence.runs);
        let scaling = known.map_or_else(Vec::new, |p| p.scaling.clone());
        Self { evidence, inventory, done: Vec::new(), current: None, cache, scaling, scaling_now: None, scaling_wanted }
    }

    /// Does a slice of work; `None` when it is done ([`Prepare::finish`]).
    pub fn step(&mut self) -> Option<Progress> {
        let total = self.evidence.curves.len() + self.scaling_wanted;
        if let Some(curve) = self.evidence.curves.get(self.done.len()) {
            let label = format!("fitting {}", curve.label);
            // Every family, so that a person can choose one; the calibrated ones alone make the combination.
            let options = FitOptions { models: Families::All, ..FitOptions::default() };
            if let Some((_, fit)) = self.cache.iter().find(|(known, _)| known == curve) {
                self.done.push(fit.clone());
            } else {
                let job = self.current.get_or_insert_with(|| CurveJob::new(curve, &options));
                if job.step().finished()
                    && let Some(job) = self.current.take()
                {
                    self.done.push(job.finish());
                }
            }
            return Some(Progress { label, done: self.done.len(), total });
        }
        self.step_scaling().map(|label| Progress { label, done: self.done.len() + self.scaling.len(), total })
    }

    fn step_scaling(&mut self) -> Option<String> {
        if self.scaling.len() >= self.scaling_wanted {
            return None;
        }
        let penalty = *PENALTIES.get(self.scaling.len())?;
        let bootstrap = if self.scaling.is_empty() { REPLICATES } else { 0 };
        let options = ScalingOptions { law: "chinchilla".into(), penalty, bootstrap, ..ScalingOptions::default() };
        let job = self.scaling_now.get_or_insert_with(|| ScalingJob::new(&self.evidence.runs, &options));
        if job.step().finished()
            && let Some(job) = self.scaling_now.take()
        {
            self.scaling.push(job.finish());
        }
        Some(format!("fitting the scaling runs, {}", penalty.label()))
    }

    /// The result.
    #[must_use]
    pub fn finish(self) -> Prepared {
        Prepared { evidence: self.evidence, inventory: self.inventory, curves: self.done, scaling: self.scaling }
    }

    /// Runs to the end.
    #[must_use]
    pub fn run(mut self) -> Prepared {
        while self.step().is_some() {}
        self.finish()
    }
}
