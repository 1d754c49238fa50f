//! The state machine: files on their way to the shelf, jobs.

use super::carried::Carried;
use super::job::{Analysed, Found, Job, Slice, Want};
use super::jobs::Jobs;
use super::protocol::{Reply, Request, Sent};
use super::shelf::{Put, Shelf};
use crate::analysis::{self, Exploration, Prepared};
use crate::data::{Diagnostic, Evidence, Steps};
use crate::decide::Decision;
use crate::read::{Limits, Opened, Opening, ReadError, hash, needs_sheets, open};
use crate::report::{self, Format, Program, ReportInput};
use crate::scenario::{FileUse, Project, save_project};
use std::collections::VecDeque;
use std::sync::Arc;

/// Bytes from which a file is read in slices; smaller ones are read at once.
pub const LARGE: usize = 2 << 20;
/// Bytes of text read between two looks at what else has come.
const SLICE: usize = 2 << 20;
/// Data sets that are sent in one message.
const PART: usize = 4_000;

/// A large file on its way.
struct Adding {
    job: u64,
    name: String,
    read: Opening,
}

/// The shelf of files and policy packs, the last analysis, and the jobs on their way.
#[derive(Default)]
pub struct Server {
    adding: VecDeque<Adding>,
    shelf: Shelf,
    last: Option<Arc<Analysed>>,
    jobs: Jobs,
}

impl Server {
    /// A server that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// True while there is work for [`Server::step`].
    #[must_use]
    pub fn busy(&self) -> bool {
        !self.jobs.is_empty() || self.adding.iter().any(|a| !a.read.waits())
    }
    /// Says that the host computes the SHA-256 of the file that job `job` adds, on another thread; true where that helps. The
    /// host must then call [`Server::hashed`].
    pub fn await_hash(&mut self, job: u64) -> bool {
        let Some(adding) = self.adding.iter_mut().find(|a| a.job == job) else { return false };
        adding.read.await_hash();
        true
    }
    /// The hash that [`Server::await_hash`] promised; where the host could not compute it, it is computed here.
    pub fn hashed(&mut self, job: u64, found: Option<String>) {
        if let Some(adding) = self.adding.iter_mut().find(|a| a.job == job) {
            adding.read.hashed(found);
        }
    }
    /// Takes a message; the replies are those that need no slices of work.
    pub fn handle(&mut self, request: Request, bytes: Vec<u8>) -> Vec<Sent> {
        match request {
            Request::Add { job, name } => self.add(job, name, bytes).into_iter().collect(),
            Request::AddDocument { job, name, hash, size, document } => {
                let limits = Limits::default();
                vec![self.keep(job, &name, Opened { hash, size, content: bytes.into(), document, limits })]
            }
            Request::Forget { hash } => {
                self.shelf.forget(&hash);
                Vec::new()
            }
            Request::Run { job, project } => self.start(job, Want::Prepared, project),
            Request::Explore { job, project } => self.start(job, Want::Explored, project),
            Request::Odds { job, project, scenarios } => self.start(job, Want::Odds(scenarios), project),
            Request::Grid { job, project, wish } => self.start(job, Want::Grid(Box::new(wish)), project),
            Request::Select { job, project, wish } => self.start(job, Want::Select(wish), project),
            Request::Preview { job, project } => self.start(job, Want::Preview, project),
            Request::Report { job, project, format } => self.start(job, Want::Report(format), project),
            Request::Live { job, project } => match Program::read(&bytes) {
                Ok(program) => self.start(job, Want::Live(Arc::new(program)), project),
                Err(why) => {
                    let note = Diagnostic::error(
                        "program-unreadable",
                        format!("The program of live reports cannot be used: {why}."),
                    );
                    vec![failed(job, vec![note.mend("Reload the page.")]).into()]
                }
            },
            Request::Save { job, project } => vec![self.save(job, &project).into()],
            Request::Cancel { job } => {
                self.jobs.cancel(job);
                self.adding.retain(|a| a.job != job);
                vec![Reply::Cancelled { job }.into()]
            }
        }
    }
    /// Does one slice of the most urgent job.
    pub fn step(&mut self) -> Vec<Sent> {
        // Files first: an analysis without them would be done again.
        let next = self.adding.iter().position(|a| !a.read.waits());
        if let Some(adding) = next.and_then(|at| self.adding.remove(at)) {
            return self.read_on(adding);
        }
        let Some(mut job) = self.jobs.take() else { return Vec::new() };
        let id = job.id;
        match job.step(&mut self.shelf, self.last.as_ref()) {
            Slice::More(progress) => {
                self.jobs.back(job);
                progress.map(|progress| Reply::Progress { job: id, progress }.into()).into_iter().collect()
            }
            Slice::Analysed(analysed) => {
                self.last = Some(analysed.clone());
                if job.want != Want::Prepared {
                    self.jobs.back(job);
                    return Vec::new();
                }
                let (mut out, prepared) = in_parts(id, &analysed.prepared);
                let answer = Reply::Prepared {
                    job: id,
                    prepared: Box::new(prepared),
                    readings: analysed.readings.clone(),
                    pack: Box::new((*analysed.pack).clone()),
                    base: self.shelf.unchanged(&job.project.policy).map(Box::new),
                    notes: analysed.notes.clone(),
                };
                out.push(answer.into());
                out
            }
            Slice::Found(analysed, found) => {
                let reply = match (found, &job.want) {
                    (Found::Exploration(exploration), Want::Report(format)) => {
                        self.report(&job, &analysed, &exploration, *format)
                    }
                    (Found::Exploration(exploration), Want::Preview) => {
                        self.report(&job, &analysed, &exploration, Format::Record)
                    }
                    (Found::Exploration(exploration), Want::Live(program)) => {
                        self.live(&job, &analysed, *exploration, program)
                    }
                    (found, _) => found.reply(id),
                };
                vec![reply.into()]
            }
        }
    }

    fn start(&mut self, id: u64, want: Want, project: Box<Project>) -> Vec<Sent> {
        let pack = self.shelf.pack(&project.policy);
        self.jobs.start(id, want, project, pack, self.last.as_ref())
    }

    /// The answer to a file, or nothing yet where it is large.
    fn add(&mut self, job: u64, name: String, bytes: Vec<u8>) -> Option<Sent> {
        let sheets = needs_sheets(&bytes);
        if bytes.len() >= LARGE && !sheets {
            let read = Opening::new(&name, bytes, Limits::default());
            self.adding.push_back(Adding { job, name, read });
            return None;
        }
        if sheets && !cfg!(feature = "sheets") {
            let hash = hash(&bytes);
            let size = bytes.len() as u64;
            return Some(if self.shelf.has(&hash) {
                self.added(job, FileUse { name, hash, size, ..FileUse::default() }).into()
            } else {
                Reply::NeedsSheets { job, name, hash }.into()
            });
        }
        Some(match open(&name, bytes, &Limits::default()) {
            Ok(opened) => self.keep(job, &name, opened),
            Err(error) => failed(job, vec![error.diagnostic(&name)]).into(),
        })
    }

    /// One more slice of a large file.
    fn read_on(&mut self, mut adding: Adding) -> Vec<Sent> {
        let job = adding.job;
        let progress = adding.read.step(SLICE);
        if !progress.finished() {
            self.adding.push_front(adding);
            return vec![Reply::Progress { job, progress }.into()];
        }
        if adding.read.waits() {
            self.adding.push_front(adding);
            return Vec::new();
        }
        vec![match adding.read.finish() {
            Ok(opened) => self.keep(job, &adding.name, opened),
            Err(error) => failed(job, vec![error.diagnostic(&adding.name)]).into(),
        }]
    }

    /// The answer to a file that was opened: evidence stays; a policy or a project is unpacked.
    fn keep(&mut self, job: u64, name: &str, opened: Opened) -> Sent {
        let reply = match self.shelf.put(name, opened) {
            Ok(Put::Evidence(file)) => self.added(job, file),
            Ok(Put::Policy(file, (pack, notes))) => {
                Reply::PolicyAdded { job, file, pack: Box::new((*pack).clone()), notes }
            }
            Ok(Put::Project(project, contents)) => {
                let (files, bytes) = contents.into_iter().unzip();
                return Sent { reply: Reply::Opened { job, project, files }, bytes };
            }
            Ok(Put::Listed(list)) => {
                let message =
                    format!("{name} only names the files of a project: {}.", crate::data::units::several(&list.files));
                let note = Diagnostic::warning("file-list", message);
                failed(job, vec![note.mend("Drop those files; their policy can be chosen on the Policy page.")])
            }
            Err(diagnostic) => failed(job, vec![diagnostic]),
        };
        reply.into()
    }

    fn added(&mut self, job: u64, file: FileUse) -> Reply {
        let (view, _) = self.shelf.view(&file);
        Reply::Added { job, file, kind: view.kind }
    }

    fn report(&self, job: &Job, analysed: &Analysed, exploration: &Exploration, format: Format) -> Reply {
        let decision = analysis::decide(&analysed.prepared, &analysed.pack, job.project.scenario());
        let files = self.shelf.contents(&job.project);
        let text = report::write(&input(job, analysed, exploration, &decision, &files), format);
        let ending = match format {
            Format::Record => "record.md",
            Format::Duplicates => "duplicates.csv",
            other => other.extension(),
        };
        Reply::Text {
            job: job.id,
            name: file_name(&job.project.name, ending),
            mime: format.media_type().to_owned(),
            text,
        }
    }

    fn live(&self, job: &Job, analysed: &Analysed, exploration: Exploration, program: &Program) -> Reply {
        let decision = analysis::decide(&analysed.prepared, &analysed.pack, job.project.scenario());
        let files = self.shelf.contents(&job.project);
        let carried = Carried {
            project: (*job.project).clone(),
            prepared: (*analysed.prepared).clone(),
            exploration,
            readings: analysed.readings.clone(),
            pack: (*analysed.pack).clone(),
            base: self.shelf.unchanged(&job.project.policy),
            notes: analysed.notes.clone(),
        };
        let input = input(job, analysed, &carried.exploration, &decision, &files);
        match carried.write() {
            Ok(carried) => Reply::Text {
                job: job.id,
                name: file_name(&job.project.name, "live.html"),
                mime: Format::Html.media_type().to_owned(),
                text: report::write_live(&input, &carried, program),
            },
            Err(why) => {
                let note = format!("The live report could not be written: {why}.");
                failed(job.id, vec![Diagnostic::error("report-unwritten", note)])
            }
        }
    }

    fn save(&self, job: u64, project: &Project) -> Reply {
        let text = save_project(project, &self.shelf.contents(project));
        Reply::Text { job, name: file_name(&project.name, "headroom.json"), mime: "application/json".into(), text }
    }
}

fn input<'a>(
    job: &'a Job,
    analysed: &'a Analysed,
    exploration: &'a Exploration,
    decision: &'a Decision,
    files: &'a [(String, Vec<u8>)],
) -> ReportInput<'a> {
    ReportInput {
        project: &job.project,
        pack: &analysed.pack,
        prepared: &analysed.prepared,
        decision,
        exploration,
        files,
    }
}

/// What was prepared, with an inventory that is long in parts before it.
fn in_parts(job: u64, prepared: &Prepared) -> (Vec<Sent>, Prepared) {
    let all = &prepared.evidence.datasets;
    if all.len() <= PART {
        return (Vec::new(), prepared.clone());
    }
    let parts = all.chunks(PART).map(|part| Reply::Datasets { job, datasets: part.to_vec() }.into()).collect();
    let e = &prepared.evidence;
    let evidence = Evidence {
        datasets: Vec::new(),
        evaluations: e.evaluations.clone(),
        curves: e.curves.clone(),
        runs: e.runs.clone(),
        checks: e.checks.clone(),
        targets: e.targets.clone(),
        predictions: e.predictions.clone(),
        texts: e.texts.clone(),
        files: e.files.clone(),
    };
    let rest = Prepared {
        evidence,
        inventory: prepared.inventory.clone(),
        curves: prepared.curves.clone(),
        scaling: prepared.scaling.clone(),
        duplication: prepared.duplication.clone(),
    };
    (parts, rest)
}

/// A project's name as a file name.
#[must_use]
pub fn file_name(project: &str, ending: &str) -> String {
    let mut stem = String::new();
    for c in project.chars().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() {
            stem.push(c);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let stem = stem.trim_end_matches('-');
    format!("{}.{ending}", if stem.is_empty() { "project" } else { stem })
}

/// The answer to a file that is too large, before any of it is in memory; `None` for any other. `bytes` is its size.
#[must_use]
pub fn too_large(job: u64, name: &str, bytes: f64) -> Option<Reply> {
    let limit = Limits::default().bytes;
    let error = ReadError::TooLarge { bytes: bytes as usize, limit };
    (bytes > limit as f64).then(|| failed(job, vec![error.diagnostic(name)]))
}

fn failed(job: u64, diagnostics: Vec<Diagnostic>) -> Reply {
    Reply::Failed { job, diagnostics }
}

/// The tables of a spreadsheet, as the request that hands them to the server; for the worker that has the reader for them.
///
/// # Errors
/// The reply to give the page in its place.
pub fn read_sheet(job: u64, name: &str, bytes: &[u8]) -> Result<Request, Reply> {
    match open(name, bytes.to_vec(), &Limits::default()) {
        Ok(Opened { hash, size, document, .. }) => {
            Ok(Request::AddDocument { job, name: name.to_owned(), hash, size, document })
        }
        Err(error) => Err(failed(job, vec![error.diagnostic(name)])),
    }
}
