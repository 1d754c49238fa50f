//! What outlives the page: the project with its past, the files; what other tabs keep; what comes back from there.

use super::{Then, add, with};
use crate::engine::ReadingView;
use crate::scenario::{History, Project};
use crate::shell::store::Store;
use crate::ui::state::App;
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

/// Keeps the project with its past. What another tab has kept meanwhile becomes a step of the past.
pub(super) async fn write(app: App) {
    let store = with(app, |s| s.store.clone()).unwrap_or_default();
    let wrote = store.swap_project(|now| {
        let (others, tab) = with(app, |s| {
            if let Some((history, tab)) = now.as_ref().filter(|n| **n != s.kept).and_then(|n| History::read(n))
                && tab != s.tab
            {
                s.others.insert(tab, history.project().clone());
            }
            (s.others.values().cloned().collect::<Vec<_>>(), s.tab.clone())
        })
        .unwrap_or_default();
        let text = app.history.with_untracked(|h| h.keep(&tab, &others));
        with(app, |s| s.kept.clone_from(&text));
        text
    });
    if wrote.await.is_err() {
        refused(app);
    }
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
        let list = kept_files(&store, &wanted).await;
        if !list.is_empty() {
            add(app, list, Then::Nothing);
        }
    });
}

async fn kept_files(store: &Store, hashes: &[String]) -> Vec<(String, Blob)> {
    let mut list = Vec::new();
    for hash in hashes {
        if let Ok(Some(kept)) = store.file(hash).await {
            list.push((kept.name, kept.content));
        }
    }
    list
}

/// Gives the engine the files of a project out of the browser's storage, then goes on.
pub(super) async fn restore(app: App, store: &Store, project: Project, then: Then) {
    let list = kept_files(store, &hashes(std::iter::once(&project))).await;
    add(app, list, then);
}

/// Content hashes of all files and own packs of these projects.
pub(super) fn hashes<'a>(projects: impl Iterator<Item = &'a Project>) -> Vec<String> {
    let each = projects.flat_map(|p| p.files.iter().map(|f| f.hash.clone()).chain(p.policy.hash.clone()));
    each.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Keeps a file that the engine has read.
pub(super) fn keep(app: App, hash: String, name: String, blob: Blob) {
    spawn_local(async move {
        let store = with(app, |s| s.store.clone()).unwrap_or_default();
        if store.put_file(&hash, &name, &blob).await.is_err() {
            refused(app);
        }
    });
}

fn refused(app: App) {
    if with(app, |s| std::mem::replace(&mut s.storage_refused, true)) == Some(false) {
        let text = "This browser does not let the page keep anything: save the project as a file before you close it.";
        app.notice(true, text, Vec::new());
    }
}
