//! Work that takes long, in steps: the one contract of everything that a worker does in slices.

use serde::{Deserialize, Serialize};

/// How far a job has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done, in words; empty where only the numbers tell.
    pub label: String,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

impl Progress {
    /// So many steps of so many.
    #[must_use]
    pub fn of(label: impl Into<String>, done: usize, total: usize) -> Self {
        Self { label: label.into(), done, total }
    }
    /// True when nothing is left to do.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.done >= self.total
    }
}

/// A job that is done a little at a time: whoever runs it may look at other things between two steps, and may drop it.
/// The result does not depend on who runs it, nor on how often it is interrupted.
pub trait Steps: Sized {
    /// What every step is given: inputs that the job does not own, the same at each step.
    type Given<'a>: Copy;
    /// What it comes to; a job that may fail comes to a `Result` and is finished once it has failed.
    type Output;

    /// Does a little more and says how far it is then. Does nothing where nothing is left.
    fn step(&mut self, given: Self::Given<'_>) -> Progress;
    /// What was done, once a step has said that nothing is left.
    fn finish(self) -> Self::Output;
    /// Runs to the end.
    fn run(mut self, given: Self::Given<'_>) -> Self::Output {
        while !self.step(given).finished() {}
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums the numbers it is given, one a step.
    struct Sum(usize, i32);

    impl Steps for Sum {
        type Given<'a> = &'a [i32];
        type Output = i32;
        fn step(&mut self, given: &[i32]) -> Progress {
            self.1 += given.get(self.0).copied().unwrap_or(0);
            self.0 = given.len().min(self.0 + 1);
            Progress::of("adding", self.0, given.len())
        }
        fn finish(self) -> i32 {
            self.1
        }
    }

    #[test]
    fn a_job_runs_to_its_end_and_no_further() {
        assert_eq!(Sum(0, 0).run(&[1, 2, 3]), 6);
        assert_eq!(Sum(0, 0).run(&[]), 0, "nothing to do is finished at once");
        let mut job = Sum(0, 0);
        let told: Vec<usize> = (0..5).map(|_| job.step(&[1, 2, 3]).done).collect();
        assert_eq!(told, [1, 2, 3, 3, 3]);
        assert_eq!(job.finish(), 6);
    }
}
