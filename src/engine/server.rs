//! The state machine: files, packs, jobs.

use super::job::{Analysed, Job, Slice, Want};
use super::protocol::{Reply, Request, Sent};
use super::readings::Readings;
use crate::analysis::{self, Exploration, Progress};
use crate::data::{Checked, Diagnostic, Place};
use crate::policy::{self, PolicyPack, defaults};
use crate::read::{Limits, Opened, Opening, SpecialKind, hash, needs_sheets, open};
use crate::report::{self, Format, ReportInput};
use crate::scenario::{FileUse, PolicyUse, Project, open_project, save_project};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// A dropped policy pack: parsed, its notes, its bytes.
type Pack = (Arc<PolicyPack>, Vec<Diagnostic>, Arc<Vec<u8>>);

/// Bytes from which a file is read in slices; smaller ones are read at once.
pub const LARGE: usize = 2 << 20;

/// A large file on its way.
struct Adding {
    job: u64,
    name: String,
    read: Opening,
}

/// Files, their readings, policy packs, the last analysis, and the jobs on their way.
#[derive(Default)]
pub struct Server {
    adding: VecDeque<Adding>,
    readings: Readings,
    packs: BTreeMap<String, Pack>,
    last: Option<Arc<Analysed>>,
    jobs: Vec<Job>,
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
                self.readings.add(Opened { hash: hash.clone(), size, content: bytes.into(), document, limits });
                vec![self.added(job, FileUse { name, hash, size, ..FileUse::default() }).into()]
            }
            Request::Forget { hash } => {
                self.readings.forget(&hash);
                self.packs.remove(&hash);
                Vec::new()
            }
            Request::Run { job, project } => self.start(job, Want::Prepared, project),
            Request::Explore { job, project } => self.start(job, Want::Explored, project),
            Request::Report { job, project, format } => self.start(job, Want::Report(format), project),
            Request::Save { job, project } => vec![self.save(job, &project).into()],
            Request::Cancel { job } => {
                self.jobs.retain(|j| j.id != job);
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
        // What is on screen first, then what a person asked for, then what explains it.
        let urgency = |want: Want| match want {
            Want::Prepared => 0,
            Want::Report(_) => 1,
            Want::Explored => 2,
        };
        let Some(at) = (0..self.jobs.len()).min_by_key(|i| urgency(self.jobs[*i].want)) else { return Vec::new() };
        let job = &mut self.jobs[at];
        let (id, want) = (job.id, job.want);
        match job.step(&mut self.readings, self.last.as_ref()) {
            Slice::More(Some(progress)) => vec![Reply::Progress { job: id, progress }.into()],
            Slice::More(None) => Vec::new(),
            Slice::Analysed(analysed) => {
                self.last = Some(analysed.clone());
                if want != Want::Prepared {
                    return Vec::new();
                }
                self.jobs.remove(at);
                vec![
                    Reply::Prepared {
                        job: id,
                        prepared: Box::new((*analysed.prepared).clone()),
                        readings: analysed.readings.clone(),
                        pack: Box::new((*analysed.pack).clone()),
                        notes: analysed.notes.clone(),
                    }
                    .into(),
                ]
            }
            Slice::Explored(analysed, exploration) => {
                let job = self.jobs.remove(at);
                let reply = match want {
                    Want::Report(format) => self.report(&job, &analysed, &exploration, format),
                    _ => Reply::Explored { job: id, exploration },
                };
                vec![reply.into()]
            }
        }
    }

    /// A new job makes older ones of its kind stale; new evidence makes older searches stale too.
    fn start(&mut self, id: u64, want: Want, project: Box<Project>) -> Vec<Sent> {
        let stale = |j: &Job| match want {
            Want::Prepared => matches!(j.want, Want::Prepared | Want::Explored),
            Want::Explored => j.want == Want::Explored,
            Want::Report(_) => matches!(j.want, Want::Report(_)),
        };
        let mut out: Vec<Sent> = Vec::new();
        out.extend(self.jobs.iter().filter(|j| stale(j)).map(|j| Reply::Cancelled { job: j.id }.into()));
        self.jobs.retain(|j| !stale(j));
        let pack = self.pack(&project.policy);
        self.jobs.push(Job::new(id, want, project, pack, self.last.as_ref()));
        out
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
            return Some(if self.readings.has(&hash) {
                self.added(job, FileUse { name, hash, size, ..FileUse::default() }).into()
            } else {
                Reply::NeedsSheets { job, name, hash }.into()
            });
        }
        Some(match open(&name, bytes, &Limits::default()) {
            Ok(opened) => self.keep(job, name, opened),
            Err(error) => failed(job, vec![error.diagnostic(&name)]).into(),
        })
    }

    /// One more slice of a large file.
    fn read_on(&mut self, mut adding: Adding) -> Vec<Sent> {
        let job = adding.job;
        match adding.read.step() {
            Ok(share) if share < 1.0 => {
                let label = format!("reading {}", adding.name);
                self.adding.push_front(adding);
                let progress = Progress { label, done: (share * 100.0) as usize, total: 100 };
                return vec![Reply::Progress { job, progress }.into()];
            }
            Ok(_) if adding.read.waits() => {
                self.adding.push_front(adding);
                return Vec::new();
            }
            Ok(_) => {}
            Err(error) => return vec![failed(job, vec![error.diagnostic(&adding.name)]).into()],
        }
        vec![match adding.read.finish() {
            Ok(opened) => self.keep(job, adding.name, opened),
            Err(error) => failed(job, vec![error.diagnostic(&adding.name)]).into(),
        }]
    }

    /// The answer to a file that was opened; one that is here already stays as it is.
    fn keep(&mut self, job: u64, name: String, opened: Opened) -> Sent {
        let file = FileUse { name, hash: opened.hash.clone(), size: opened.size, ..FileUse::default() };
        if self.readings.has(&file.hash) {
            return self.added(job, file).into();
        }
        self.readings.add(opened);
        self.settle(job, file)
    }

    /// What becomes of a file that was read: evidence stays; a policy or a project is unpacked.
    fn settle(&mut self, job: u64, file: FileUse) -> Sent {
        let special = match self.readings.read(&file) {
            Ok(checked) => checked.value.special.clone(),
            Err(diagnostic) => {
                self.readings.forget(&file.hash);
                return failed(job, vec![diagnostic]).into();
            }
        };
        let Some(special) = special else { return self.added(job, file).into() };
        let bytes = self.readings.content(&file.hash).map_or_else(Vec::new, |c| c.as_bytes().to_vec());
        self.readings.forget(&file.hash);
        match special.kind {
            SpecialKind::Policy => self.add_policy(job, file, &special.json, Arc::new(bytes)).into(),
            SpecialKind::Project | SpecialKind::Report => self.open(job, &file.name, &special.json),
        }
    }

    fn added(&mut self, job: u64, file: FileUse) -> Reply {
        let (view, _) = self.readings.view(&file);
        Reply::Added { job, file, kind: view.kind }
    }

    fn add_policy(&mut self, job: u64, file: FileUse, json: &str, bytes: Arc<Vec<u8>>) -> Reply {
        match policy::parse(json) {
            Ok(Checked { value, diagnostics }) => {
                let pack = Arc::new(value);
                self.packs.insert(file.hash.clone(), (pack.clone(), diagnostics.clone(), bytes));
                Reply::PolicyAdded { job, file, pack: Box::new((*pack).clone()), notes: diagnostics }
            }
            Err(error) => failed(job, vec![trouble("policy-unreadable", &file.name, &error.to_string())]),
        }
    }

    fn open(&mut self, job: u64, name: &str, json: &str) -> Sent {
        let (project, contents) = match open_project(json) {
            Ok(opened) => opened,
            Err(error) => return failed(job, vec![trouble("project-unreadable", name, &error.to_string())]).into(),
        };
        let (mut files, mut bytes) = (Vec::new(), Vec::new());
        for (stated, content) in contents {
            // The name of a content is its own digest, whatever the file says.
            let hash = hash(&content);
            let known = project.files.iter().find(|f| f.hash == hash || f.hash == stated);
            let name = known.map_or_else(|| hash.clone(), |f| f.name.clone());
            files.push(FileUse { name, hash, size: content.len() as u64, ..FileUse::default() });
            bytes.push(content);
        }
        Sent { reply: Reply::Opened { job, project: Box::new(project), files }, bytes }
    }

    /// The pack in force: the dropped one, else the one that ships under that name, else the default.
    fn pack(&self, policy: &PolicyUse) -> (Arc<PolicyPack>, Vec<Diagnostic>) {
        if let Some(known) = policy.hash.as_ref().and_then(|h| self.packs.get(h)) {
            return (known.0.clone(), known.1.clone());
        }
        let shipped = defaults::PACKS.iter().find(|(id, _)| *id == policy.id);
        let mut notes = Vec::new();
        if policy.hash.is_some() || shipped.is_none() {
            let text = format!(
                "The policy pack \"{}\" is not in this browser; the one that ships with the program is used.",
                policy.id
            );
            notes.push(Diagnostic::warning("policy-absent", text).mend("Drop the policy pack file."));
        }
        let text = shipped.or(defaults::PACKS.first()).map_or("", |(_, text)| *text);
        match policy::parse(text) {
            Ok(Checked { value, diagnostics }) => {
                notes.extend(diagnostics);
                (Arc::new(value), notes)
            }
            Err(error) => {
                notes.push(Diagnostic::error("policy-unreadable", format!("{error}.")));
                (Arc::new(PolicyPack::default()), notes)
            }
        }
    }

    fn report(&self, job: &Job, analysed: &Analysed, exploration: &Exploration, format: Format) -> Reply {
        let decision = analysis::decide(&analysed.prepared, &analysed.pack, job.project.scenario());
        let text = report::write(
            &ReportInput {
                project: &job.project,
                pack: &analysed.pack,
                prepared: &analysed.prepared,
                decision: &decision,
                exploration,
                files: &self.contents(&job.project),
            },
            format,
        );
        let ending = match format {
            Format::Record => "record.md",
            other => other.extension(),
        };
        Reply::Text {
            job: job.id,
            name: file_name(&job.project.name, ending),
            mime: format.media_type().to_owned(),
            text,
        }
    }

    /// The bytes of a project's files and of its own policy pack, by hash.
    fn contents(&self, project: &Project) -> Vec<(String, Vec<u8>)> {
        let files = project.files.iter().filter_map(|f| {
            let content = self.readings.content(&f.hash)?;
            Some((f.hash.clone(), content.as_bytes().to_vec()))
        });
        let own = project.policy.hash.as_ref();
        let own = own.and_then(|h| Some((h.clone(), self.packs.get(h)?.2.as_ref().clone())));
        files.chain(own).collect()
    }

    fn save(&self, job: u64, project: &Project) -> Reply {
        let text = save_project(project, &self.contents(project));
        Reply::Text { job, name: file_name(&project.name, "headroom.json"), mime: "application/json".into(), text }
    }
}

/// A project's name as a file name.
fn file_name(project: &str, ending: &str) -> String {
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

fn failed(job: u64, diagnostics: Vec<Diagnostic>) -> Reply {
    Reply::Failed { job, diagnostics }
}

fn trouble(code: &str, file: &str, text: &str) -> Diagnostic {
    let mut chars = text.chars();
    let sentence: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    Diagnostic::error(code, format!("{sentence}.")).at(Place { file: file.to_owned(), ..Place::default() })
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
