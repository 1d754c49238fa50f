//! One job in slices: read the files, fit the curves, search the flips, write the report.

use super::protocol::ReadingView;
use super::shelf::Shelf;
use crate::analysis::{Exploration, Explore, Prepare, Prepared, context};
use crate::data::{Diagnostic, Evidence, Progress, Steps};
use crate::policy::PolicyPack;
use crate::report::Format;
use crate::scenario::Project;
use std::sync::Arc;

/// What is wanted at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// The fits.
    Prepared,
    /// The flips.
    Explored,
    /// A report.
    Report(Format),
}

/// An analysis with what it was made from.
pub struct Analysed {
    /// Files, maps and policy it was made from.
    pub key: String,
    /// The fits.
    pub prepared: Arc<Prepared>,
    /// The files.
    pub readings: Vec<ReadingView>,
    /// The pack in force.
    pub pack: Arc<PolicyPack>,
    /// What there is to say about the whole.
    pub notes: Vec<Diagnostic>,
}

enum Stage {
    Reading { next: usize, readings: Vec<ReadingView>, evidence: Evidence },
    Preparing { readings: Vec<ReadingView>, prepare: Box<Prepare> },
    Exploring { analysed: Arc<Analysed>, explore: Box<Explore> },
    Done,
}

/// A job on its way.
pub struct Job {
    /// Its number.
    pub id: u64,
    /// What it is for.
    pub want: Want,
    /// The project it works on.
    pub project: Box<Project>,
    key: String,
    pack: Arc<PolicyPack>,
    notes: Vec<Diagnostic>,
    stage: Stage,
}

/// What a slice of a job came to.
pub enum Slice {
    /// There is more to do.
    More(Option<Progress>),
    /// The analysis is there (also an intermediate result of the other wants).
    Analysed(Arc<Analysed>),
    /// Everything wanted is there.
    Explored(Arc<Analysed>, Box<Exploration>),
}

/// Files, maps and policy a project is analysed from; equal keys give equal analyses.
#[must_use]
pub fn key(project: &Project) -> String {
    let files: Vec<_> = project.files.iter().map(|f| (&f.name, &f.hash, &f.map, f.left_out)).collect();
    serde_json::to_string(&(files, &project.policy)).unwrap_or_default()
}

impl Job {
    /// A job at its beginning; `last` saves the first two stages where it was made from the same.
    pub fn new(
        id: u64,
        want: Want,
        project: Box<Project>,
        pack: (Arc<PolicyPack>, Vec<Diagnostic>),
        last: Option<&Arc<Analysed>>,
    ) -> Self {
        let key = key(&project);
        let mut job = Self {
            id,
            want,
            project,
            key,
            pack: pack.0,
            notes: pack.1,
            stage: Stage::Reading { next: 0, readings: Vec::new(), evidence: Evidence::default() },
        };
        if let Some(last) = last.filter(|l| l.key == job.key && want != Want::Prepared) {
            job.explore(last.clone());
        }
        job
    }

    fn explore(&mut self, analysed: Arc<Analysed>) {
        let explore = Explore::new(&context(&analysed.prepared, &analysed.pack, self.project.scenario()));
        self.stage = Stage::Exploring { analysed, explore: Box::new(explore) };
    }

    /// Does a slice of work.
    pub fn step(&mut self, files: &mut Shelf, last: Option<&Arc<Analysed>>) -> Slice {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Reading { mut next, mut readings, mut evidence } => {
                if let Some(file) = self.project.files.get(next) {
                    let (view, said) = files.view(file);
                    readings.push(view);
                    if let Some(said) = said {
                        evidence.merge(said);
                    }
                    next += 1;
                    let label = format!("reading {}", file.name);
                    self.stage = Stage::Reading { next, readings, evidence };
                    return Slice::More(Some(Progress { label, done: next, total: self.project.files.len() }));
                }
                let evidence = crate::read::combine([evidence]);
                let prepare = Prepare::new(evidence, &self.pack, last.map(|l| l.prepared.as_ref()));
                self.stage = Stage::Preparing { readings, prepare: Box::new(prepare) };
                Slice::More(None)
            }
            Stage::Preparing { readings, mut prepare } => {
                let progress = prepare.step(());
                if !progress.finished() {
                    self.stage = Stage::Preparing { readings, prepare };
                    return Slice::More(Some(progress));
                }
                let analysed = Arc::new(Analysed {
                    key: self.key.clone(),
                    prepared: Arc::new(prepare.finish()),
                    readings,
                    pack: self.pack.clone(),
                    notes: self.notes.clone(),
                });
                if self.want != Want::Prepared {
                    self.explore(analysed.clone());
                }
                Slice::Analysed(analysed)
            }
            Stage::Exploring { analysed, mut explore } => {
                let progress = explore.step(context(&analysed.prepared, &analysed.pack, self.project.scenario()));
                if !progress.finished() {
                    self.stage = Stage::Exploring { analysed, explore };
                    return Slice::More(Some(progress));
                }
                Slice::Explored(analysed, Box::new(explore.finish()))
            }
            Stage::Done => Slice::More(None),
        }
    }
}
