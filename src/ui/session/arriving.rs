//! Files on their way into the project, and edits that come before there is one.
//!
//! Nothing that arrives is lost: edits from before the first project wait for it, and files that were being read when the
//! engine died are read again, one at a time, so that the one that ends it is known by name and the others get in.

use super::{run, send, with};
use crate::data::{Diagnostic, Place, visible};
use crate::engine::Request;
use crate::scenario::{Edit, FileUse, History, PolicyUse, Project};
use crate::ui::state::{Act, App, Does};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Files of a batch that the message about it names.
const NAMED: usize = 12;

/// What happens when a batch of files is complete.
#[derive(Clone, Debug, Default)]
pub enum Then {
    /// They become part of the project.
    #[default]
    AddToProject,
    /// This project takes the place of the present one; undo brings it back.
    Replace(Box<Project>),
    /// This project is where the session begins.
    Begin(Box<Project>),
    /// The session goes on where an earlier one stopped, with its past.
    Resume(Box<History>),
    /// Nothing: the engine was started anew and gets its files again.
    Nothing,
}

/// A file, its batch, its name.
type Waiting = (usize, String, Blob);

#[derive(Default)]
pub(super) struct Batch {
    waiting: usize,
    /// Files by the job that read them: in the order in which they were dropped, however long each took.
    pub(super) files: BTreeMap<u64, FileUse>,
    pub(super) policy: Option<PolicyUse>,
    pub(super) said: Vec<String>,
    pub(super) faults: Vec<Diagnostic>,
    kept_out: Vec<(String, Blob)>,
    pub(super) then: Then,
}

/// Everything that is on its way.
#[derive(Default)]
pub(super) struct Arriving {
    adds: BTreeMap<u64, Waiting>,
    /// Number of the last batch: none is used twice, since a message may name one long after it was read.
    last: usize,
    batches: BTreeMap<usize, Batch>,
    /// Edits from before the first project was in place, in their order.
    held: Vec<Edit>,
    /// Files that are read one at a time, since one of them may end the engine.
    suspects: VecDeque<Waiting>,
    /// The one that is being read alone.
    alone: Option<u64>,
    /// The engine was started anew, and the files of the project are on their way to it: what it is asked before would be
    /// answered without them.
    restoring: bool,
    /// Names and sizes of files that ended the engine.
    ended: BTreeSet<(String, u64)>,
    /// Files that can be tried again, by the number that their message has.
    again: BTreeMap<u64, Vec<(String, Blob)>>,
}

impl Arriving {
    /// True where this job reads a file.
    pub(super) fn has(&self, job: u64) -> bool {
        self.adds.contains_key(&job)
    }
    /// The jobs that read files.
    pub(super) fn jobs(&self) -> Vec<u64> {
        self.adds.keys().copied().collect()
    }
    /// True while files are read one at a time, or the project's are read again.
    pub(super) fn careful(&self) -> bool {
        self.restoring || self.alone.is_some() || !self.suspects.is_empty()
    }
}

fn key(name: &str, blob: &Blob) -> (String, u64) {
    (name.to_owned(), blob.size() as u64)
}

/// Keeps an edit until the first project is in place.
pub fn hold(app: App, edit: Edit) {
    with(app, |s| s.arriving.held.push(edit));
}

/// The first project is in place: what came before it is done now.
pub fn begun(app: App) {
    if app.ready.get_untracked() {
        return;
    }
    app.ready.set(true);
    for edit in with(app, |s| std::mem::take(&mut s.arriving.held)).unwrap_or_default() {
        app.dispatch(edit);
    }
    super::link(app);
}

/// Hands files to the engine; when all have been looked at, `then` happens once.
pub fn add(app: App, list: Vec<(String, Blob)>, then: Then) {
    let list: Vec<(String, Blob)> = list.into_iter().map(|(name, blob)| (visible(&name).into_owned(), blob)).collect();
    let direct = matches!(then, Then::Nothing);
    let found = with(app, |s| {
        s.arriving.last += 1;
        let number = s.arriving.last;
        s.arriving.batches.insert(number, Batch { waiting: list.len(), then, ..Batch::default() });
        (number, s.arriving.careful() && !direct)
    });
    let Some((number, careful)) = found else { return };
    if list.is_empty() {
        return finish(app, number);
    }
    for (name, blob) in list {
        if careful {
            with(app, |s| s.arriving.suspects.push_back((number, name, blob)));
        } else {
            read(app, (number, name, blob));
        }
    }
}

/// Reads the files of a message once more.
pub fn again(app: App, number: u64) {
    let list = with(app, |s| {
        let list = s.arriving.again.remove(&number).unwrap_or_default();
        for (name, blob) in &list {
            s.arriving.ended.remove(&key(name, blob));
        }
        list
    });
    add(app, list.unwrap_or_default(), Then::AddToProject);
}

fn read(app: App, (number, name, blob): Waiting) -> u64 {
    let (named, content) = (name.clone(), blob.clone());
    send(
        app,
        move |job| {
            with(app, |s| s.arriving.adds.insert(job, (number, named, content)));
            Request::Add { job, name }
        },
        Some(blob),
    )
}

/// The file of a job that has come to its end; `None` where nobody waits for it any more.
pub(super) fn arrived(app: App, job: u64) -> Option<Waiting> {
    let found = with(app, |s| {
        let alone = s.arriving.alone == Some(job);
        if alone {
            s.arriving.alone = None;
        }
        (s.arriving.adds.remove(&job), alone)
    });
    let (file, alone) = found?;
    if alone {
        // Once this answer has been dealt with.
        spawn_local(async move { next_suspect(app) });
    }
    file
}

fn next_suspect(app: App) {
    let next = with(app, |s| match s.arriving.alone {
        None => Some(s.arriving.suspects.pop_front()),
        Some(_) => None,
    });
    match next.flatten() {
        Some(Some(file)) => {
            let job = read(app, file);
            with(app, |s| s.arriving.alone = Some(job));
        }
        // The last is through.
        Some(None) if app.ready.get_untracked() => run(app),
        _ => {}
    }
}

pub(super) fn one_done(app: App, number: usize, note: impl FnOnce(&mut Batch)) {
    let done = with(app, |s| {
        let batch = s.arriving.batches.get_mut(&number)?;
        note(batch);
        batch.waiting = batch.waiting.saturating_sub(1);
        Some(batch.waiting == 0)
    });
    if done.flatten() == Some(true) {
        finish(app, number);
    }
}

fn finish(app: App, number: usize) {
    let batch = with(app, |s| {
        let batch = s.arriving.batches.remove(&number)?;
        s.arriving.restoring &= !matches!(batch.then, Then::Nothing);
        Some(batch)
    });
    let Some(Some(batch)) = batch else { return };
    let files: Vec<FileUse> = batch.files.into_values().collect();
    match batch.then {
        Then::AddToProject => {
            if !files.is_empty() {
                app.dispatch(Edit::AddFiles { files });
            }
            if let Some(policy) = batch.policy {
                app.dispatch(Edit::Policy { policy });
            }
        }
        Then::Replace(project) => app.dispatch(Edit::Replace { project: with_files(project, files) }),
        Then::Begin(project) => {
            let project = with_files(project, files);
            app.history.set(History::new(*project));
            begun(app);
        }
        Then::Resume(history) => {
            app.history.set(*history);
            begun(app);
        }
        Then::Nothing if with(app, |s| s.arriving.careful()) == Some(true) => next_suspect(app),
        Then::Nothing if app.ready.get_untracked() => run(app),
        Then::Nothing => {}
    }
    if !batch.said.is_empty() {
        let (named, more) = batch.said.split_at(batch.said.len().min(NAMED));
        let more = if more.is_empty() { String::new() } else { format!("; and {} more", more.len()) };
        app.notice(false, &format!("Read: {}{more}.", named.join("; ")), Vec::new());
    }
    if batch.faults.is_empty() {
        return;
    }
    let text = match batch.faults.len() {
        1 => "A file could not be read; everything else is as it was.".to_owned(),
        n => format!("{n} files could not be read; everything else is as it was."),
    };
    let mut acts = Vec::new();
    if !batch.kept_out.is_empty() {
        let number = number as u64;
        with(app, |s| s.arriving.again.insert(number, batch.kept_out));
        acts.push(Act { label: "Try again".into(), does: Does::Again(number) });
    }
    app.notice_with(true, &text, batch.faults, acts);
}

/// An example names its files but not their hashes: those come from reading them.
fn with_files(mut project: Box<Project>, files: Vec<FileUse>) -> Box<Project> {
    for file in files {
        match project.files.iter_mut().find(|f| f.hash == file.hash || (f.hash.is_empty() && f.name == file.name)) {
            Some(known) => {
                known.hash = file.hash;
                known.size = file.size;
            }
            None if project.policy.hash.as_deref() == Some(&file.hash) => {}
            None => project.files.push(file),
        }
    }
    project
}

/// Says that a file is not read on; whatever the engine still answers about it is too late.
pub(super) fn given_up(app: App, job: u64) {
    if let Some((number, name, _)) = arrived(app, job) {
        app.notice(false, &format!("Reading {name} was given up; everything is as it was."), Vec::new());
        one_done(app, number, |_| ());
    }
}

/// The engine died and was started anew: it gets the files of the project again, then those that were being read.
pub(super) fn restarted(app: App, why: &str) {
    app.busy.set(None);
    let found = with(app, |s| {
        s.fetched.clear();
        let arriving = &mut s.arriving;
        arriving.restoring = true;
        let ended = arriving.alone.take().and_then(|job| arriving.adds.remove(&job));
        if let Some((_, name, blob)) = &ended {
            arriving.ended.insert(key(name, blob));
        }
        let reading: Vec<Waiting> = std::mem::take(&mut arriving.adds).into_values().collect();
        for file in reading.iter().rev() {
            arriving.suspects.push_front(file.clone());
        }
        (ended, reading.len(), s.store.clone(), s.client.clone())
    });
    let Some((ended, reading, store, client)) = found else { return };
    if let Some((number, name, blob)) = ended {
        if let Some(client) = client {
            client.well();
        }
        let place = Place { file: name.clone(), ..Place::default() };
        let fault = Diagnostic::error("file-ended", format!("The analysis stopped while it read this file ({why})."))
            .at(place)
            .mend(
                "It was kept out. Leave out what is not needed, or save it in another form (CSV), and drop it again.",
            );
        one_done(app, number, |batch| {
            batch.faults.push(fault);
            batch.kept_out.push((name, blob));
        });
    } else if reading > 0 || !super::work::blamed(app, why) {
        let rest = match reading {
            0 => String::new(),
            1 => " The file that was being read is read again.".to_owned(),
            n => format!(" The {n} files that were being read are read again, one at a time."),
        };
        app.notice(true, &format!("The analysis was started anew ({why}).{rest}"), Vec::new());
    }
    let project = app.project_now();
    spawn_local(async move {
        let mut list = super::keeping::kept_files(&store, &super::keeping::hashes(std::iter::once(&project))).await.0;
        list.retain(|(name, blob)| with(app, |s| s.arriving.ended.contains(&key(name, blob))) != Some(true));
        add(app, list, Then::Nothing);
    });
}
