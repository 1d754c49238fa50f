//! One job in slices: read the files, fit the curves, search the flips, write the report.

use super::protocol::{ReadingView, Reply};
use super::shelf::Shelf;
use crate::analysis::{Exploration, Explore, Odds, OddsJob, Prepare, Prepared, context};
use crate::chart::verdict_grid::STEPS;
use crate::data::{Checked, Diagnostic, Evidence, Pool, Progress, Steps};
use crate::decide::Context;
use crate::decide::sensitivity::{Grid, GridJob, GridWish};
use crate::policy::PolicyPack;
use crate::read::{Limits, Together};
use crate::report::{Format, Program, csv};
use crate::scenario::{FileUse, NOT_READ, Project};
use crate::select::{self, Selecting};
use std::sync::Arc;

/// What is wanted at the end.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// The fits.
    Prepared,
    /// The flips.
    Explored,
    /// A report.
    Report(Format),
    /// The report whose thresholds still move, with this program inside.
    Live(Arc<Program>),
    /// The decision record, to be looked at.
    Preview,
    /// The probabilities of some scenarios.
    Odds(Vec<usize>),
    /// The verdict over two inputs.
    Grid(Box<GridWish>),
    /// A selection of records.
    Select(Box<select::Request>),
}

impl Want {
    /// True where both ask for the same kind of thing: the later is what counts. Each report that a person asked for is one of
    /// its own.
    #[must_use]
    pub fn same_kind(&self, other: &Self) -> bool {
        !self.awaited() && std::mem::discriminant(self) == std::mem::discriminant(other)
    }
    /// True for a report that a person asked for: nobody else makes it anew.
    #[must_use]
    pub fn awaited(&self) -> bool {
        matches!(self, Self::Report(_) | Self::Live(_))
    }
    /// What is on screen first, then what a person asked for, then what explains it.
    #[must_use]
    pub fn urgency(&self) -> u8 {
        match self {
            Self::Prepared => 0,
            Self::Report(_) | Self::Live(_) => 1,
            Self::Explored | Self::Preview => 2,
            Self::Odds(_) | Self::Grid(_) => 3,
            Self::Select(_) => 4,
        }
    }
}

/// Where a job finds what its files say.
pub trait Files {
    /// The file as it is shown, and its evidence where it counts.
    fn view(&mut self, file: &FileUse) -> (ReadingView, Option<Evidence>);
    /// The records to select from that files hold together.
    ///
    /// # Errors
    /// In words, where none holds any, or they cannot be joined.
    fn pool(&self, files: &[FileUse]) -> Result<Checked<Pool>, Diagnostic>;
}

impl Files for Shelf {
    fn view(&mut self, file: &FileUse) -> (ReadingView, Option<Evidence>) {
        Self::view(self, file)
    }
    fn pool(&self, files: &[FileUse]) -> Result<Checked<Pool>, Diagnostic> {
        Self::pool(self, files)
    }
}

/// What is computed on a finished analysis.
enum Work {
    Explore(Box<Explore>),
    Odds(OddsJob),
    Grid(Box<GridJob>),
    Select(Box<Choice>),
}

/// A selection: its records are joined in the first step.
struct Choice {
    wish: select::Request,
    pool: Option<Result<Checked<Pool>, Diagnostic>>,
    begun: Option<Selecting>,
}

impl Choice {
    fn step(&mut self, files: &impl Files, project: &Project) -> Progress {
        match (&self.pool, &mut self.begun) {
            (None, _) => {
                self.pool = Some(files.pool(&project.files));
                Progress::of("reading records", 0, 1)
            }
            (Some(Ok(pool)), None) => {
                self.begun = Some(Selecting::new(&pool.value, self.wish.clone()));
                Progress::of("reading records", 0, 1)
            }
            (Some(Ok(pool)), Some(selecting)) => selecting.step(&pool.value),
            (Some(Err(_)), _) => Progress::of("selecting", 1, 1),
        }
    }
    fn finish(self) -> Found {
        let found = match (self.pool, self.begun) {
            (Some(Ok(pool)), Some(selecting)) => selecting.finish().map(|mut outcome| {
                outcome.notes.extend(pool.diagnostics.iter().map(ToString::to_string));
                let csv = outcome.csv(&pool.value, csv::text);
                // What is known of each record stands in there; the page shows none of it.
                outcome.details = select::outcome::Details::default();
                (outcome, csv)
            }),
            (Some(Err(fault)), _) => Err(fault),
            _ => Err(Diagnostic::error("selection-unfinished", "The selection was not finished.")),
        };
        Found::Selection(Box::new(found))
    }
}

/// What it came to.
pub enum Found {
    /// What explains the decision.
    Exploration(Box<Exploration>),
    /// The probabilities of some scenarios.
    Odds(Vec<Option<Odds>>),
    /// The verdict over two inputs.
    Grid(Option<Box<Grid>>),
    /// What was selected, with every record as CSV.
    Selection(Box<Result<(select::Outcome, String), Diagnostic>>),
}

impl Found {
    /// The answer to the job of this number.
    #[must_use]
    pub fn reply(self, job: u64) -> Reply {
        match self {
            Self::Exploration(exploration) => Reply::Explored { job, exploration },
            Self::Odds(odds) => Reply::Odds { job, odds },
            Self::Grid(grid) => Reply::Grid { job, grid },
            Self::Selection(found) => match *found {
                Ok((outcome, csv)) => Reply::Selected { job, outcome: Ok(Box::new(outcome)), csv },
                Err(fault) => Reply::Selected { job, outcome: Err(fault), csv: String::new() },
            },
        }
    }
}

impl Work {
    fn new(want: &Want, ctx: &Context<'_>) -> Self {
        match want {
            Want::Odds(scenarios) => Self::Odds(OddsJob::new(scenarios.clone())),
            Want::Grid(wish) => Self::Grid(Box::new(GridJob::new(ctx, (**wish).clone(), STEPS))),
            Want::Select(wish) => Self::Select(Box::new(Choice { wish: (**wish).clone(), pool: None, begun: None })),
            Want::Prepared | Want::Explored | Want::Report(_) | Want::Live(_) | Want::Preview => {
                Self::Explore(Box::new(Explore::new(ctx)))
            }
        }
    }
    fn step(&mut self, files: &impl Files, analysed: &Analysed, project: &Project) -> Progress {
        let (prepared, pack) = (analysed.prepared.as_ref(), analysed.pack.as_ref());
        let ctx = context(prepared, pack, project.scenario());
        match self {
            Self::Explore(job) => job.step(ctx),
            Self::Odds(job) => job.step((prepared, pack, &project.scenarios)),
            Self::Grid(job) => job.step(ctx),
            Self::Select(job) => job.step(files, project),
        }
    }
    fn finish(self) -> Found {
        match self {
            Self::Explore(job) => Found::Exploration(Box::new(job.finish())),
            Self::Odds(job) => Found::Odds(job.finish()),
            Self::Grid(job) => Found::Grid(job.finish().map(Box::new)),
            Self::Select(job) => job.finish(),
        }
    }
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
    Reading { next: usize, readings: Vec<ReadingView>, evidence: Evidence, together: Together },
    Preparing { readings: Vec<ReadingView>, prepare: Box<Prepare> },
    Working { analysed: Arc<Analysed>, work: Work },
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
    Found(Arc<Analysed>, Found),
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
            stage: Stage::Reading {
                next: 0,
                readings: Vec::new(),
                evidence: Evidence::default(),
                together: Together::new(Limits::default().together),
            },
        };
        if let Some(last) = last.filter(|l| l.key == job.key && job.want != Want::Prepared) {
            job.work(last.clone());
        }
        job
    }

    fn work(&mut self, analysed: Arc<Analysed>) {
        let work = Work::new(&self.want, &context(&analysed.prepared, &analysed.pack, self.project.scenario()));
        self.stage = Stage::Working { analysed, work };
    }

    /// Does a slice of work.
    pub fn step(&mut self, files: &mut impl Files, last: Option<&Arc<Analysed>>) -> Slice {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Reading { mut next, mut readings, mut evidence, mut together } => {
                if let Some(file) = self.project.files.get(next) {
                    let (mut view, said) = files.view(file);
                    if let Some(said) = said {
                        match together.take(&file.name, &said) {
                            Ok(()) => evidence.merge(said),
                            Err(why) => {
                                view.kind = NOT_READ.into();
                                view.gave.clear();
                                view.diagnostics.push(why.clone());
                                evidence.files.push(file.unread(why));
                            }
                        }
                    }
                    readings.push(view);
                    next += 1;
                    let label = format!("reading {}", file.name);
                    self.stage = Stage::Reading { next, readings, evidence, together };
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
                    self.work(analysed.clone());
                }
                Slice::Analysed(analysed)
            }
            Stage::Working { analysed, mut work } => {
                let progress = work.step(&*files, &analysed, &self.project);
                if !progress.finished() {
                    self.stage = Stage::Working { analysed, work };
                    return Slice::More(Some(progress));
                }
                Slice::Found(analysed, work.finish())
            }
            Stage::Done => Slice::More(None),
        }
    }
}
