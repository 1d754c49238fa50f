//! The line of tools: project, scenario, undo and redo, share, report, theme.

use super::scenarios::Scenarios;
use super::share::ShareDialog;
use super::theme::ThemeChoice;
use crate::report::Format;
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::Menu;
use crate::ui::workshop::Open;
use leptos::prelude::*;

/// The line.
#[component]
pub fn Toolbar() -> impl IntoView {
    let app = use_app();
    let sharing = RwSignal::new(false);
    let rename = move |event| app.dispatch(Edit::RenameProject { name: event_target_value(&event) });
    view! {
        <header class="tools">
            <div class="tools__inner">
                <p class="tools__brand">"Headroom"</p>
                <label class="field field--inline tools__project">
                    <span class="unseen">"Name of the project"</span>
                    <input
                        type="text"
                        maxlength="120"
                        prop:value=move || app.history.with(|h| h.project().name.clone())
                        on:change=rename
                    />
                </label>
                <Scenarios />
                <Steps />
                <div class="tools__end">
                    <OwnFiles />
                    <Open />
                    <button type="button" on:click=move |_| sharing.set(true)>
                        "Share"
                    </button>
                    <SaveMenu />
                    <ThemeChoice />
                </div>
            </div>
            <ShareDialog open=sharing />
        </header>
    }
}

/// One click from the worked example to a person's own files.
#[component]
fn OwnFiles() -> impl IntoView {
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

/// Undo and redo, each saying what it would do.
#[component]
fn Steps() -> impl IntoView {
    let app = use_app();
    let back = move || app.history.with(|h| h.undo_words().map(str::to_owned));
    let forth = move || app.history.with(|h| h.redo_words().map(str::to_owned));
    let titled = |verb: &str, words: Option<String>| match words {
        Some(words) => format!("{verb}: {words}"),
        None => format!("Nothing to {}", verb.to_lowercase()),
    };
    view! {
        <div class="steps" role="group" aria-label="History">
            <button
                type="button"
                aria-keyshortcuts="Control+Z"
                aria-disabled=move || back().is_none().then_some("true")
                aria-label=move || titled("Undo", back())
                title=move || titled("Undo", back())
                on:click=move |_| app.undo()
            >
                "Undo"
            </button>
            <button
                type="button"
                aria-keyshortcuts="Control+Shift+Z"
                aria-disabled=move || forth().is_none().then_some("true")
                aria-label=move || titled("Redo", forth())
                title=move || titled("Redo", forth())
                on:click=move |_| app.redo()
            >
                "Redo"
            </button>
        </div>
    }
}

/// What can be taken away as a file.
#[component]
fn SaveMenu() -> impl IntoView {
    let app = use_app();
    view! {
        <Menu label="Save">
            {Format::ALL
                .map(|format| {
                    view! {
                        <button type="button" on:click=move |_| app.report(format)>
                            {crate::ui::pages::format_words(format).0}
                        </button>
                    }
                })} <button type="button" on:click=move |_| app.save_project()>
                "Project with its files"
            </button>
        </Menu>
    }
}
