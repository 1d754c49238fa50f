//! What outlives the page: the project with its past, the files; what other tabs keep; what comes back from there.

use super::{Then, add, with};
use crate::engine::ReadingView;
use crate::scenario::{History, KeptError, Project};
use crate::shell::store::{Store, Swap};
use crate::shell::within;
use crate::ui::state::{Act, App, Does};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Another tab works on the same storage.
pub(super) fn met(app: App) {
    if with(app, |s| std::mem::replace(&mut s.tabs_met, true)) == Some(false) {
        let text = "Headroom is open in another tab, too. Nothing is lost: each tab keeps its own state while it is open. After a \
                    reload you see what was changed last, and Undo brings back the other tab\u{2019}s.";
        app.notice(false, text, Vec::new());
    }
}

/// Milliseconds in which the browser's storage should answer.
const ANSWER: u32 = 2_000;
/// Bytes of a file for which it gets one millisecond more.
const BYTES_A_MILLISECOND: f64 = 20_000.0;

/// The first project: the kept one with its past, else the worked example. What is kept and cannot be read is set aside.
pub(super) async fn resume(app: App) {
    let store = with(app, |s| s.store.clone()).unwrap_or_default();
    let text = match within(ANSWER, store.project()).await {
        Some(Ok(text)) => text,
        Some(Err(_)) => None,
        None => {
            silent(app);
            None
        }
    };
    let kept = text.as_deref().map(History::read);
    with(app, |s| s.kept = text.clone().unwrap_or_default());
    match kept {
        Some(Ok((history, _))) => {
            let used = hashes(history.projects());
            let (list, missing) = kept_files(&store, &hashes(std::iter::once(history.project()))).await;
            lost(app, history.project(), &missing);
            add(app, list, Then::Resume(Box::new(history)));
            let asides = within(ANSWER, store.asides()).await.and_then(Result::ok).unwrap_or_default();
            if asides.is_empty() {
                // What an undo may bring back stays, too, and what has come meanwhile.
                let mut used: BTreeSet<String> = used.into_iter().collect();
                with(app, |s| used.extend(s.stored.iter().cloned()));
                let _ = within(ANSWER, store.keep_only(&used.into_iter().collect::<Vec<_>>())).await;
            }
            asides.into_iter().for_each(|(key, text)| offer_aside(app, &key, text, None));
        }
        Some(Err(why)) => {
            let swap = |now: Option<String>| Swap { text: now.unwrap_or_default(), aside: true };
            let set = within(ANSWER, store.swap_project(swap)).await.is_some_and(|r| r.is_ok());
            let asides = within(ANSWER, store.asides()).await.and_then(Result::ok).unwrap_or_default();
            if !set || asides.is_empty() {
                offer_aside(app, "", text.unwrap_or_default(), Some(why));
            }
            asides.into_iter().for_each(|(key, text)| offer_aside(app, &key, text, Some(why)));
            crate::ui::examples::open(app, crate::ui::examples::FIRST.to_owned(), true);
        }
        None => crate::ui::examples::open(app, crate::ui::examples::FIRST.to_owned(), true),
    }
}

/// A state that this program could not read stays until a person lets it go.
fn offer_aside(app: App, key: &str, text: String, why: Option<KeptError>) {
    let why = why.map_or_else(String::new, |why| format!(" ({why})"));
    let words = format!(
        "An earlier state of this browser could not be opened{why}. It was set aside and nothing of it is written over: \
         download it, or let it go."
    );
    let mut acts =
        vec![Act { label: "Download it".into(), does: Does::Download("headroom-set-aside.json".into(), text.into()) }];
    if !key.is_empty() {
        acts.push(Act { label: "Let it go".into(), does: Does::ForgetAside(key.to_owned()) });
    }
    app.notice_with(true, &words, Vec::new(), acts);
}

/// Lets a state go that was set aside.
pub fn forget_aside(app: App, key: String) {
    spawn_local(async move {
        let store = with(app, |s| s.store.clone()).unwrap_or_default();
        if watched(app, 0.0, store.forget_aside(&key)).await.is_err() {
            refused(app, None);
        }
    });
}

/// Names the files of a project that the browser no longer has.
fn lost(app: App, project: &Project, missing: &[String]) {
    let names: Vec<&str> =
        project.files.iter().filter(|f| !f.left_out && missing.contains(&f.hash)).map(|f| f.name.as_str()).collect();
    let pack = project.policy.hash.as_ref().filter(|h| missing.contains(h)).map(|_| "the policy pack");
    let all: Vec<&str> = names.into_iter().chain(pack).collect();
    if all.is_empty() {
        return;
    }
    let text = format!(
        "This browser no longer has what the project uses: {}. Drop it again; until then the verdict is made without it.",
        all.join(", ")
    );
    app.notice(true, &text, Vec::new());
}

/// Keeps the project with its past. What another tab has kept meanwhile becomes a step of the past; what cannot be read is
/// set aside.
pub(super) async fn write(app: App) {
    let store = with(app, |s| s.store.clone()).unwrap_or_default();
    let mut strange = None;
    let wrote = store.swap_project(|now| {
        let (others, tab) = with(app, |s| {
            match now.as_ref().filter(|n| **n != s.kept).map(|n| (n, History::read(n))) {
                Some((_, Ok((history, tab)))) if tab != s.tab => {
                    s.others.insert(tab, history.project().clone());
                }
                Some((text, Err(why))) => strange = Some((text.clone(), why)),
                _ => {}
            }
            (s.others.values().cloned().collect::<Vec<_>>(), s.tab.clone())
        })
        .unwrap_or_default();
        let text = app.history.with_untracked(|h| h.keep(&tab, &others));
        with(app, |s| s.kept.clone_from(&text));
        Swap { text, aside: strange.is_some() }
    });
    let wrote = watched(app, 0.0, wrote).await;
    if wrote.is_err() {
        refused(app, None);
    }
    if let Some((text, why)) = strange {
        let asides = store.asides().await.unwrap_or_default();
        let key = asides.into_iter().find(|(_, t)| *t == text).map_or_else(String::new, |(key, _)| key);
        offer_aside(app, &key, text, Some(why));
    }
}

/// Waits for the storage, and says so where it does not answer: what is being written may still get there.
async fn watched<T>(app: App, bytes: f64, work: impl Future<Output = T>) -> T {
    let patience = ANSWER + (bytes / BYTES_A_MILLISECOND) as u32;
    let timer = Timeout::new(patience, move || silent(app));
    let answer = work.await;
    drop(timer);
    answer
}

fn silent(app: App) {
    let text = "This browser\u{2019}s storage does not answer. What it holds is left as it is; what you do now may not be kept: \
                save the project as a file before you close the page.";
    app.notice(true, text, Vec::new());
}

/// Files that an undo has brought back and the engine does not hold, out of the browser's storage.
pub(super) fn fetch_missing(app: App, readings: &[ReadingView]) {
    let wanted: Vec<String> = with(app, |s| {
        let missing = readings.iter().filter(|r| r.missing).map(|r| r.hash.clone());
        missing.filter(|hash| s.fetched.insert(hash.clone())).collect()
    })
    .unwrap_or_default();
    if wanted.is_empty() {
        return;
    }
    spawn_local(async move {
        let store = with(app, |s| s.store.clone()).unwrap_or_default();
        let (list, _) = kept_files(&store, &wanted).await;
        if !list.is_empty() {
            add(app, list, Then::Nothing);
        }
    });
}

/// The files of these hashes that the browser has, and the hashes of those that it has not.
pub(super) async fn kept_files(store: &Store, hashes: &[String]) -> (Vec<(String, Blob)>, Vec<String>) {
    let (mut list, mut missing) = (Vec::new(), Vec::new());
    for hash in hashes {
        match within(ANSWER, store.file(hash)).await {
            Some(Ok(Some(kept))) => list.push((kept.name, kept.content)),
            _ => missing.push(hash.clone()),
        }
    }
    (list, missing)
}

/// Content hashes of all files and own packs of these projects.
pub(super) fn hashes<'a>(projects: impl Iterator<Item = &'a Project>) -> Vec<String> {
    let each = projects.flat_map(|p| p.files.iter().map(|f| f.hash.clone()).chain(p.policy.hash.clone()));
    each.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Keeps a file that the engine has read.
pub(super) fn keep(app: App, hash: String, name: String, blob: Blob) {
    with(app, |s| s.stored.insert(hash.clone()));
    spawn_local(async move {
        let store = with(app, |s| s.store.clone()).unwrap_or_default();
        if watched(app, blob.size(), store.put_file(&hash, &name, &blob)).await.is_err() {
            refused(app, Some(&name));
        }
    });
}

/// The browser does not keep something: it has no storage for the page, or no more.
fn refused(app: App, file: Option<&str>) {
    let seen = with(app, |s| std::mem::replace(&mut s.storage_refused, true)) == Some(true);
    match file {
        Some(name) => {
            let text = format!(
                "{name} is read, but this browser does not keep it (its storage is full or switched off): after a reload it \
                 would have to be dropped again. Save the project as a file before you close the page."
            );
            app.notice(true, &text, Vec::new());
        }
        None if seen => {}
        None => {
            let text = "This browser does not let the page keep anything (its storage is full or switched off): save the project \
                        as a file before you close it.";
            app.notice(true, text, Vec::new());
        }
    }
}
