//! The jobs on their way: which is the most urgent, which a later one makes stale.

use super::job::{Analysed, Job, Want};
use super::protocol::{Reply, Sent};
use super::shelf::Noted;
use crate::scenario::Project;
use std::sync::Arc;

/// The jobs on their way.
#[derive(Default)]
pub struct Jobs(Vec<Job>);

impl Jobs {
    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Begins a job. A new one makes older ones of its kind stale; new evidence makes older searches stale too.
    pub fn start(
        &mut self,
        id: u64,
        want: Want,
        project: Box<Project>,
        pack: Noted,
        last: Option<&Arc<Analysed>>,
    ) -> Vec<Sent> {
        // A report that a person waits for is made anew by nobody; everything else is asked for again.
        let stale = |j: &Job| match want {
            Want::Prepared => !j.want.awaited(),
            _ => want.same_kind(&j.want),
        };
        let mut out: Vec<Sent> = Vec::new();
        out.extend(self.0.iter().filter(|j| stale(j)).map(|j| Reply::Cancelled { job: j.id }.into()));
        self.0.retain(|j| !stale(j));
        self.0.push(Job::new(id, want, project, pack, last));
        out
    }
    /// The most urgent one, taken out: whoever works on it puts it back where there is more to do.
    pub fn take(&mut self) -> Option<Job> {
        let at = (0..self.0.len()).min_by_key(|i| self.0[*i].want.urgency())?;
        Some(self.0.remove(at))
    }
    /// Puts one back that is not done, before all others of its urgency.
    pub fn back(&mut self, job: Job) {
        self.0.insert(0, job);
    }
    /// Gives one up.
    pub fn cancel(&mut self, id: u64) {
        self.0.retain(|j| j.id != id);
    }
}
