//! What explains the decision: everything that moves an input and decides again.

use super::{Prepared, Progress, context};
use crate::decide::{Flip, FlipSearch};
use crate::policy::PolicyPack;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What would change the verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exploration {
    /// Every way to flip the verdict by moving one thing, nearest first.
    pub flips: Vec<Flip>,
}

/// The job: one step moves one input through its range.
pub struct Explore {
    search: FlipSearch,
}

impl Explore {
    /// A job for this scenario.
    #[must_use]
    pub fn new(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Self {
        Self { search: FlipSearch::new(&context(prepared, pack, scenario)) }
    }
    /// Does a slice of work; `None` when it is done.
    pub fn step(&mut self, prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Option<Progress> {
        let (done, total) = self.search.step(&context(prepared, pack, scenario))?;
        Some(Progress { label: "searching what would flip the verdict".into(), done, total })
    }
    /// The result.
    #[must_use]
    pub fn finish(self) -> Exploration {
        Exploration { flips: self.search.finish() }
    }
    /// Runs to the end.
    #[must_use]
    pub fn run(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Exploration {
        let mut job = Self::new(prepared, pack, scenario);
        while job.step(prepared, pack, scenario).is_some() {}
        job.finish()
    }
}
