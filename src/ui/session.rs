//! What goes on behind the state: the engine and its jobs, files on their way, saving, starting.

mod arriving;
mod keeping;
mod policy;
mod sent;
mod work;

use super::state::{App, Change, Offer, Page};
use crate::data::Progress;
use crate::decide::Decision;
use crate::decide::sensitivity::GridWish;
use crate::engine::{Reply, Request};
use crate::report::Format;
use crate::scenario::{PolicyUse, Project, Scenario, Shared, decode_link};
use crate::select;
use crate::shell::address::{self, Address};
use crate::shell::client::{Client, Heard};
use crate::shell::files;
use crate::shell::store::Store;
use crate::shell::tabs;
use arriving::{Arriving, arrived, given_up, one_done, restarted};
pub use arriving::{Then, add, again, begun, hold};
use gloo_timers::callback::Timeout;
pub use keeping::forget_aside;
use keeping::{fetch_missing, keep, met, resume, write};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// A policy pack by identifier and hash of its file.
type Pack = (String, Option<String>);

/// Milliseconds from the last change to the search for flips.
const EXPLORE_AFTER: u32 = 150;
/// Scenarios whose probabilities are kept.
const ODDS_KEPT: usize = 16;
/// Milliseconds from the last change to the write into the browser's storage.
const SAVE_AFTER: u32 = 400;
/// Milliseconds a job may take before its progress is shown.
const SHOW_AFTER: u32 = 700;

/// Handles that are no state: nobody follows them.
#[derive(Default)]
pub struct Session {
    client: Option<Client>,
    find: Option<fn(&str) -> Option<Page>>,
    store: Store,
    next: u64,
    run: u64,
    /// Identifier and file of the policy that the last run was asked under, and of the one that is on screen.
    policies: (Pack, Pack),
    explore: u64,
    grid: u64,
    select: u64,
    /// The job that draws probabilities, and for which scenarios.
    odds: (u64, Vec<Scenario>),
    asked: u64,
    preview: u64,
    arriving: Arriving,
    work: work::AtWork,
    explore_timer: Option<Timeout>,
    odds_timer: Option<Timeout>,
    save_timer: Option<Timeout>,
    show_timer: Option<Timeout>,
    storage_refused: bool,
    /// Name of this tab in what it keeps.
    tab: String,
    /// What was kept when this tab last looked: where something else is found, another tab wrote it.
    kept: String,
    /// The last project of each other tab that this one took the place of.
    others: BTreeMap<String, Project>,
    tabs_met: bool,
    /// Files that were looked for in the browser's storage after an undo, found or not.
    fetched: BTreeSet<String>,
    /// Files that this tab has kept.
    stored: BTreeSet<String>,
}

fn with<T>(app: App, f: impl FnOnce(&mut Session) -> T) -> Option<T> {
    app.session.try_update_value(f)
}

fn send(app: App, make: impl FnOnce(u64) -> Request, file: Option<Blob>) -> u64 {
    // The client may answer at once, which needs the session: it is asked outside of it.
    let found = with(app, |s| {
        s.next += 1;
        (s.next, s.client.clone())
    });
    let Some((job, Some(client))) = found else { return 0 };
    client.send(make(job), file);
    job
}

/// Starts the engine, the projections of the state, and the first project. `find` gives the page of an address.
pub fn start(app: App, find: fn(&str) -> Option<Page>) {
    let client = Client::start(move |heard| hear(app, heard));
    with(app, |s| {
        s.find = Some(find);
        s.client = Some(client);
        s.tab = tabs::name();
    });
    follow(app);
    if crate::LIVE {
        return sent::begin(app);
    }
    tabs::greet(move || met(app));
    spawn_local(resume(app));
}

fn hear(app: App, heard: Heard) {
    match heard {
        Heard::Reply(reply, bytes) => replied(app, reply, &bytes),
        Heard::Restarted { why } => restarted(app, &why),
        Heard::Slow => {
            let text = "The analysis has not started yet: its program is still loading, or something keeps workers from \
                        running on this page. Files that you add meanwhile wait for it.";
            app.notice(false, text, Vec::new());
        }
        Heard::Broken { why } => {
            app.busy.set(None);
            app.notice(true, &format!("The analysis does not run: {why}."), Vec::new());
        }
    }
}

fn replied(app: App, reply: Reply, bytes: &[js_sys::ArrayBuffer]) {
    match reply {
        Reply::Added { job, file, kind } => {
            settle(app, job);
            let Some((number, name, blob)) = arrived(app, job) else {
                // It was given up while its last piece was read.
                let used = app.history.with_untracked(|h| h.project().files.iter().any(|f| f.hash == file.hash));
                if !used {
                    send(app, |_| Request::Forget { hash: file.hash }, None);
                }
                return;
            };
            keep(app, file.hash.clone(), name, blob);
            one_done(app, number, |batch| {
                if matches!(batch.then, Then::AddToProject) {
                    batch.said.push(format!("{} ({kind})", file.name));
                }
                batch.files.insert(job, file);
            });
        }
        Reply::PolicyAdded { job, file, pack, notes } => {
            settle(app, job);
            let Some((number, name, blob)) = arrived(app, job) else { return };
            keep(app, file.hash.clone(), name, blob);
            one_done(app, number, |batch| {
                if matches!(batch.then, Then::AddToProject) {
                    batch.said.push(format!("{} (policy pack \u{201c}{}\u{201d}, now in force)", file.name, pack.name));
                    batch.policy = Some(PolicyUse::file(&pack.id, file.hash));
                }
                batch.faults.extend(notes);
            });
        }
        Reply::Opened { job, project, files } => {
            settle(app, job);
            let Some((number, ..)) = arrived(app, job) else { return };
            let blobs = files.iter().zip(bytes).filter_map(|(f, b)| Some((f.name.clone(), files::blob_of(b)?)));
            add(app, blobs.collect(), Then::Replace(project));
            one_done(app, number, |_| ());
        }
        Reply::Failed { job, diagnostics } => {
            settle(app, job);
            match arrived(app, job) {
                Some((number, ..)) => one_done(app, number, |batch| batch.faults.extend(diagnostics)),
                None => app.notice(true, "That could not be done; everything is as it was.", diagnostics),
            }
        }
        Reply::Progress { job, progress } => {
            let shown = app.busy.with_untracked(Option::is_some);
            let (waited, reading) =
                with(app, |s| (job == s.run || job == s.asked, s.arriving.has(job))).unwrap_or_default();
            // Only large files are read in slices, and they take a while.
            if reading || (shown && waited) {
                app.busy.set(Some(progress));
            }
        }
        Reply::Prepared { job, prepared, readings, pack, base, notes } => {
            if with(app, |s| s.run == job) != Some(true) {
                return;
            }
            settle(app, job);
            let project = app.project_now();
            let client = with(app, |s| {
                s.work.analysed(&project);
                s.client.clone()
            });
            if let Some(client) = client.flatten() {
                client.well();
            }
            fetch_missing(app, &readings);
            with(app, |s| s.policies.1 = s.policies.0.clone());
            batch(|| {
                app.base.set(base.map(Arc::from));
                if app.pack.with_untracked(|p| **p != *pack) {
                    app.pack.set(Arc::new(*pack));
                }
                app.readings.set(Arc::new(readings));
                app.notes.set(notes);
                app.prepared.set(Some(Arc::new(*prepared)));
                // What was drawn on other evidence or under another policy is worthless.
                app.odds.set(Vec::new());
            });
            explore_soon(app);
        }
        Reply::Explored { job, exploration } => {
            if with(app, |s| s.explore == job) == Some(true) {
                with(app, |s| s.work.explored());
                app.exploration.set(Some(Arc::new(*exploration)));
                app.exploration_stale.set(false);
            }
        }
        Reply::Grid { job, grid } => {
            if with(app, |s| s.grid == job) == Some(true) {
                app.grid.set(grid.map(Arc::from));
                app.grid_stale.set(false);
            }
        }
        Reply::Selected { job, outcome, csv } => {
            settle(app, job);
            if with(app, |s| s.select == job) == Some(true) {
                app.selection.set(Some(Arc::new((outcome, csv))));
            }
        }
        Reply::Odds { job, odds } => {
            let asked = with(app, |s| (s.odds.0 == job).then(|| std::mem::take(&mut s.odds.1))).flatten();
            let drawn = asked.into_iter().flatten().zip(odds).filter_map(|(s, odds)| Some((s, odds?)));
            let drawn: Vec<_> = drawn.collect();
            if !drawn.is_empty() {
                app.odds.update(|known| {
                    known.extend(drawn);
                    let surplus = known.len().saturating_sub(ODDS_KEPT);
                    known.drain(..surplus);
                });
            }
        }
        Reply::Text { job, name, mime, text } => {
            settle(app, job);
            if with(app, |s| s.preview == job) == Some(true) {
                app.record.set(Some(text));
            } else {
                files::download_text(&name, &mime, &text);
            }
        }
        Reply::Cancelled { job } => {
            settle(app, job);
            given_up(app, job);
        }
        // The client keeps parts of an inventory until the rest has come.
        Reply::Ready { .. } | Reply::NeedsSheets { .. } | Reply::Datasets { .. } => {}
    }
}

/// A job that a person waits for has come to its end.
fn settle(app: App, job: u64) {
    let waited = with(app, |s| {
        let waited = job == s.run || job == s.asked;
        if waited {
            s.show_timer = None;
        }
        waited || s.arriving.has(job)
    });
    if waited == Some(true) && app.busy.with_untracked(Option::is_some) {
        app.busy.set(None);
    }
}

/// Shows progress when a job is not done in a moment.
fn show_soon(app: App, label: &'static str) {
    let timer = Timeout::new(SHOW_AFTER, move || {
        app.busy.set(Some(Progress { label: label.to_owned(), done: 0, total: 0 }));
    });
    with(app, |s| s.show_timer = Some(timer));
}

fn run(app: App) {
    // A live report was analysed before it was sent, and its files and policy stay what they are.
    if crate::LIVE {
        return;
    }
    // Files that may end the engine are read one at a time first, so that it is known which one does.
    if with(app, |s| s.arriving.careful()) == Some(true) {
        return;
    }
    let project = Box::new(app.project_now());
    let policy = (project.policy.id.clone(), project.policy.hash.clone());
    let job = send(app, |job| Request::Run { job, project }, None);
    with(app, |s| {
        s.run = job;
        s.work.analyses();
        s.policies.0 = policy;
    });
    show_soon(app, "analysing");
}

fn explore_soon(app: App) {
    app.exploration_stale.set(true);
    let timer = Timeout::new(EXPLORE_AFTER, move || {
        let project = Box::new(app.project_now());
        // An engine that is given its files again is asked once they are there: it would answer without them.
        if with(app, |s| !s.arriving.careful() && s.work.explores(&project)) != Some(true) {
            return;
        }
        let job = send(app, |job| Request::Explore { job, project }, None);
        with(app, |s| s.explore = job);
    });
    with(app, |s| s.explore_timer = Some(timer));
}

/// Asks for the verdict over two inputs; an earlier question is given up.
pub fn grid(app: App, wish: GridWish) {
    app.grid_stale.set(true);
    let project = Box::new(app.project_now());
    let job = send(app, |job| Request::Grid { job, project, wish }, None);
    with(app, |s| s.grid = job);
}

/// Asks for a selection of the records that the files hold; a person waits for it, and an earlier one is given up.
pub fn select(app: App, wish: select::Request) {
    let project = Box::new(app.project_now());
    let job = send(app, |job| Request::Select { job, project, wish: Box::new(wish) }, None);
    with(app, |s| (s.asked, s.select) = (job, job));
    show_soon(app, "selecting records");
}

/// Asks, once no change has come for a moment, for the probabilities of the scenarios at these places of the project, as
/// they are now; an earlier question is given up.
pub fn odds_soon(app: App, wanted: Vec<(usize, Scenario)>) {
    let timer = Timeout::new(EXPLORE_AFTER, move || {
        let project = Box::new(app.project_now());
        let (scenarios, asked): (Vec<usize>, Vec<Scenario>) = wanted.into_iter().unzip();
        let job = send(app, |job| Request::Odds { job, project, scenarios }, None);
        with(app, |s| s.odds = (job, asked));
    });
    with(app, |s| s.odds_timer = Some(timer));
}

/// Asks for a report.
pub fn report(app: App, format: Format) {
    if crate::LIVE {
        return sent::report(app, format);
    }
    let project = Box::new(app.project_now());
    let job = send(app, |job| Request::Report { job, project, format }, None);
    with(app, |s| s.asked = job);
    show_soon(app, "writing the report");
}

/// Asks for the live report: the program for it is fetched for the first time that it is wanted.
pub fn live_report(app: App) {
    show_soon(app, "writing the live report");
    spawn_local(async move {
        match files::fetch(&address::of_program()).await {
            Ok(program) => {
                let project = Box::new(app.project_now());
                let job = send(app, |job| Request::Live { job, project }, Some(program));
                with(app, |s| s.asked = job);
            }
            Err(why) => {
                with(app, |s| s.show_timer = None);
                app.busy.set(None);
                app.notice(true, &format!("The live report could not be written: {why}."), Vec::new());
            }
        }
    });
}

/// Asks for the decision record, to be shown.
pub fn preview(app: App) {
    let project = Box::new(app.project_now());
    let job = send(app, |job| Request::Preview { job, project }, None);
    with(app, |s| s.preview = job);
}

/// The bytes of the files in use and of the project's own policy pack, with their names, as the browser keeps them; what is
/// not there is left out.
pub async fn contents(app: App) -> Vec<(String, Vec<u8>)> {
    let mut project = app.project_now();
    project.files.retain(|f| !f.left_out);
    let store = with(app, |s| s.store.clone()).unwrap_or_default();
    let kept = keeping::kept_files(&store, &keeping::hashes(std::iter::once(&project))).await.0;
    let mut files = Vec::new();
    for (name, blob) in kept {
        if let Ok(buffer) = wasm_bindgen_futures::JsFuture::from(blob.array_buffer()).await {
            files.push((name, js_sys::Uint8Array::new(&buffer).to_vec()));
        }
    }
    files
}

/// Takes a shared project with the files that ride along.
pub fn open_shared(app: App, project: Box<Project>, riding: &[(String, Vec<u8>)]) {
    let blobs = riding.iter().filter_map(|(name, bytes)| {
        let buffer = js_sys::Uint8Array::from(bytes.as_slice()).buffer();
        Some((name.clone(), files::blob_of(&buffer)?))
    });
    add(app, blobs.collect(), Then::Replace(project));
}

/// Asks for the project as a file.
pub fn save(app: App) {
    if crate::LIVE {
        return sent::save(app);
    }
    let project = Box::new(app.project_now());
    let job = send(app, |job| Request::Save { job, project }, None);
    with(app, |s| s.asked = job);
    show_soon(app, "writing the project");
}

/// Gives up what a person waits for.
pub fn cancel(app: App) {
    let found = with(app, |s| {
        let reading = s.arriving.jobs();
        (s.client.clone(), if reading.is_empty() { vec![s.asked.max(s.run)] } else { reading })
    });
    if let Some((Some(client), jobs)) = found {
        for job in jobs {
            given_up(app, job);
            client.cancel(job);
        }
    }
    app.busy.set(None);
}

/// The one-way projections: state to engine, storage, title, address and announcement.
fn follow(app: App) {
    // Files, maps or policy changed: analyse again.
    let source = Memo::new(move |_| app.history.with(|h| (h.project().files.clone(), h.project().policy.clone())));
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads does not follow anything.
        source.with(|_| ());
        if app.ready.get() {
            run(app);
        }
    });
    policy::follow(app);
    // The settings of the scenario changed, not only its name, notes or votes: what flips the verdict may have.
    let settings = Memo::new(move |_| app.scenario.with(Scenario::settings));
    Effect::new(move |_| {
        settings.with(|_| ());
        if app.prepared.with_untracked(Option::is_some) {
            explore_soon(app);
        }
    });
    // Everything is kept.
    Effect::new(move |_| {
        app.history.with(|_| ());
        if !app.ready.get() || crate::LIVE {
            return;
        }
        let timer = Timeout::new(SAVE_AFTER, move || spawn_local(write(app)));
        with(app, |s| s.save_timer = Some(timer));
    });
    // What a change did to the decision. Another project in the place of this one is no change of it.
    Effect::new(move |before: Option<Option<(Arc<Decision>, BTreeSet<String>)>>| {
        let Some(now) = app.decision.get() else { return before.flatten() };
        let files: BTreeSet<String> =
            app.history.with_untracked(|h| h.project().files.iter().map(|f| f.hash.clone()).collect());
        if let Some(Some((was, had))) = &before {
            let change = compare(was, &now);
            if files.is_disjoint(had) && *had != files {
                app.changed.set(None);
            } else if change.from != change.to || !change.gates.is_empty() {
                app.changed.set(Some(change));
            }
        }
        Some((now, files))
    });
}

fn compare(before: &Decision, now: &Decision) -> Change {
    let gates = now.outcomes.iter().filter_map(|o| {
        let was = before.outcome(&o.gate)?.outcome;
        (was != o.outcome).then(|| (o.label.clone(), was.word(), o.outcome.word()))
    });
    Change { from: before.verdict.action, to: now.verdict.action, gates: gates.collect() }
}

/// Looks at the address: a shared scenario is offered, never taken; a page is shown.
pub fn link(app: App) {
    let packed = match address::now() {
        Address::Page { page, .. } => {
            match with(app, |s| s.find?(&page)).flatten() {
                Some(page) => app.page.set(page),
                // What the program inside of a report leaves out is in the report.
                None if crate::LIVE => crate::shell::carried::show_sent(&page),
                None => {}
            }
            return;
        }
        Address::Shared(packed) => packed,
    };
    if !app.ready.get_untracked() {
        return;
    }
    address::replace(&address::of_page(app.page.get_untracked().0, ""));
    match decode_link(&packed) {
        Ok(shared) => offer(app, &shared, packed.len()),
        Err(error) => app.notice(true, &format!("The link could not be opened: {error}."), Vec::new()),
    }
}

fn offer(app: App, shared: &Shared, length: usize) {
    let now = app.project_now();
    let (mut project, mut missing) = shared.with_files(&now.files);
    if crate::LIVE {
        // A live report is of its own files and policy; what it can take is the scenarios.
        (project.files, project.policy) = (now.files, now.policy);
        missing.clear();
    }
    // What is here already need not be read again.
    let needed = |r: &&(String, Vec<u8>)| project.files.iter().any(|f| f.hash.is_empty() && f.name == r.0);
    let riding = shared.riding.iter().filter(needed).cloned().collect();
    app.offered.set(Some(Offer { project: Box::new(project), missing, riding, length }));
}
