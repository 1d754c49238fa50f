//! The beginning and the end of a session in a live report: from what was sent, to a file of a person's own.

use super::{begun, with};
use crate::engine::{Carried, file_name};
use crate::report::{Format, duplicates_csv};
use crate::scenario::{History, save_again};
use crate::shell::{carried, files};
use crate::ui::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// Begins with the analysis as it was sent: nothing is computed for the first verdict but the verdict.
pub(super) fn begin(app: App) {
    let sent = carried::text().ok_or_else(|| "it is not there".to_owned()).and_then(|text| Carried::read(&text));
    match sent {
        Ok(sent) => batch(|| {
            let project = Arc::new(sent.project);
            app.history.set(History::new((*project).clone()));
            app.sent.set(Some(project));
            app.base.set(sent.base.map(Arc::new));
            app.pack.set(Arc::new(sent.pack));
            app.readings.set(Arc::new(sent.readings));
            app.notes.set(sent.notes);
            app.prepared.set(Some(Arc::new(sent.prepared)));
            app.exploration.set(Some(Arc::new(sent.exploration)));
        }),
        Err(why) => app.notice(true, &format!("The analysis in this report cannot be read: {why}."), Vec::new()),
    }
    begun(app);
}

/// The project with its files, which the report embeds, in the state that it is in now.
pub(super) fn save(app: App) {
    let project = app.project_now();
    match carried::saved().and_then(|saved| save_again(&saved, &project)) {
        Some(text) => files::download_text(&file_name(&project.name, "headroom.json"), "application/json", &text),
        None => app.notice(true, "The project in this report cannot be read.", Vec::new()),
    }
    with(app, |s| s.show_timer = None);
}

/// The list of duplicates is in what was sent; every other report this one is.
pub(super) fn report(app: App, format: Format) {
    let list = app.prepared.with_untracked(|p| p.as_ref()?.duplication.as_ref().map(duplicates_csv));
    if let (Format::Duplicates, Some(text)) = (format, list) {
        let name = app.history.with_untracked(|h| file_name(&h.project().name, "duplicates.csv"));
        files::download_text(&name, format.media_type(), &text);
    }
}
