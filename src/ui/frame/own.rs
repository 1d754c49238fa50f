//! The way to a person's own files.

use crate::ui::use_app;
use leptos::prelude::*;

/// One click from the worked example to a person's own files.
#[component]
pub fn OwnFiles() -> impl IntoView {
    let app = use_app();
    let chosen = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Some(files) = input.files().filter(|f| f.length() > 0) {
            app.start_empty();
            app.add_files(&files);
            app.notice(false, "A new project with your files. Undo brings the one before back.", Vec::new());
            app.go("evidence", "");
        }
        input.set_value("");
    };
    view! {
        <label class="own">
            <span aria-hidden="true">"Start with my files"</span>
            <input type="file" multiple=true aria-label="Start with my files" on:change=chosen />
        </label>
    }
}
