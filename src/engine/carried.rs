//! What a live report carries: the analysis as it was sent. And the server in it, which goes on from there without files.

use super::job::{Analysed, Files, Slice, Want, key};
use super::jobs::Jobs;
use super::protocol::{ReadingView, Reply, Request, Sent};
use crate::analysis::{Exploration, Prepared};
use crate::data::{Checked, Diagnostic, Evidence, Pool};
use crate::policy::PolicyPack;
use crate::scenario::{FileUse, Project};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The analysis as it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// Files in use, policy in force, scenarios.
    pub project: Project,
    /// Evidence, roll-up and fits.
    pub prepared: Prepared,
    /// What explains the decision.
    pub exploration: Exploration,
    /// The files as they were read.
    pub readings: Vec<ReadingView>,
    /// The policy pack in force.
    pub pack: PolicyPack,
    /// The pack without what the project changes of it; `None` where it changes nothing.
    pub base: Option<PolicyPack>,
    /// What there is to say about the whole.
    pub notes: Vec<Diagnostic>,
}

impl Carried {
    /// As text.
    ///
    /// # Errors
    /// In words, which no analysis is known to cause.
    pub fn write(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|e| e.to_string())
    }
    /// From text.
    ///
    /// # Errors
    /// In words, where the text is not that of an analysis.
    pub fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }
}

/// A live report has no files beside what they said.
struct NoFiles;

impl Files for NoFiles {
    fn view(&mut self, file: &FileUse) -> (ReadingView, Option<Evidence>) {
        let view =
            ReadingView { name: file.name.clone(), hash: file.hash.clone(), missing: true, ..ReadingView::default() };
        (view, None)
    }
    fn pool(&self, _files: &[FileUse]) -> Result<Checked<Pool>, Diagnostic> {
        Err(Diagnostic::error("report-only", "A report carries no records to select from."))
    }
}

/// The answer to what a live report cannot do.
fn only_this(job: u64) -> Sent {
    let text = "This report goes on from the files and the policy that it was made from, and from no others.";
    let note = Diagnostic::error("report-only", text).mend("Drop the report into Headroom to change them.");
    Reply::Failed { job, diagnostics: vec![note] }.into()
}

/// The server of a live report.
pub struct LiveServer {
    sent: Carried,
    last: Arc<Analysed>,
    jobs: Jobs,
}

impl LiveServer {
    /// The server that goes on from what was sent.
    #[must_use]
    pub fn new(sent: Carried) -> Self {
        let last = Arc::new(Analysed {
            key: key(&sent.project),
            prepared: Arc::new(sent.prepared.clone()),
            readings: sent.readings.clone(),
            pack: Arc::new(sent.pack.clone()),
            notes: sent.notes.clone(),
        });
        Self { sent, last, jobs: Jobs::default() }
    }
    /// True while there is work for [`LiveServer::step`].
    #[must_use]
    pub fn busy(&self) -> bool {
        !self.jobs.is_empty()
    }
    /// Never helps: there are no files to hash.
    pub fn await_hash(&mut self, _job: u64) -> bool {
        false
    }
    /// Not asked for.
    pub fn hashed(&mut self, _job: u64, _found: Option<String>) {}
    /// Takes a message; the replies are those that need no slices of work. Bytes beside it are those of files, of which it
    /// takes none.
    pub fn handle(&mut self, request: Request, _bytes: Vec<u8>) -> Vec<Sent> {
        match request {
            Request::Run { job, project } if self.knows(&project) => {
                let sent = &self.sent;
                let answer = Reply::Prepared {
                    job,
                    prepared: Box::new(sent.prepared.clone()),
                    readings: sent.readings.clone(),
                    pack: Box::new(sent.pack.clone()),
                    base: sent.base.clone().map(Box::new),
                    notes: sent.notes.clone(),
                };
                vec![answer.into()]
            }
            // What was sent is explained already.
            Request::Explore { job, project }
                if self.knows(&project) && project.scenario().settings() == self.sent.project.scenario().settings() =>
            {
                vec![Reply::Explored { job, exploration: Box::new(self.sent.exploration.clone()) }.into()]
            }
            Request::Explore { job, project } if self.knows(&project) => self.start(job, Want::Explored, project),
            Request::Odds { job, project, scenarios } if self.knows(&project) => {
                self.start(job, Want::Odds(scenarios), project)
            }
            Request::Grid { job, project, wish } if self.knows(&project) => {
                self.start(job, Want::Grid(Box::new(wish)), project)
            }
            Request::Cancel { job } => {
                self.jobs.cancel(job);
                vec![Reply::Cancelled { job }.into()]
            }
            // Whatever else there is asks for files, for another policy, or for what this report is itself.
            other => other.job().map(only_this).into_iter().collect(),
        }
    }
    /// Does one slice of the most urgent job.
    pub fn step(&mut self) -> Vec<Sent> {
        let Some(mut job) = self.jobs.take() else { return Vec::new() };
        let id = job.id;
        match job.step(&mut NoFiles, Some(&self.last)) {
            Slice::More(progress) => {
                self.jobs.back(job);
                progress.map(|progress| Reply::Progress { job: id, progress }.into()).into_iter().collect()
            }
            // Never asked for: every job begins with the analysis that was sent.
            Slice::Analysed(_) => {
                self.jobs.back(job);
                Vec::new()
            }
            Slice::Found(_, found) => vec![found.reply(id).into()],
        }
    }

    /// True where the project is of the files and the policy that were sent.
    fn knows(&self, project: &Project) -> bool {
        key(project) == self.last.key
    }
    fn start(&mut self, id: u64, want: Want, project: Box<Project>) -> Vec<Sent> {
        let pack = (self.last.pack.clone(), self.last.notes.clone());
        self.jobs.start(id, want, project, pack, Some(&self.last))
    }
}
