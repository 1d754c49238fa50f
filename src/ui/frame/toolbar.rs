//! The line of tools: project, scenario, undo and redo, share, report, theme.

use super::scenarios::Scenarios;
use super::share::ShareDialog;
use super::theme::ThemeChoice;
use crate::scenario::Edit;
use crate::ui::widgets::Menu;
use crate::ui::{App, use_app};
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
                    {own()} <button type="button" on:click=move |_| sharing.set(true)>
                        "Share"
                    </button> <SaveMenu /> <ThemeChoice />
                </div>
            </div>
            <ShareDialog open=sharing />
        </header>
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

/// What begins with a person's own files, and what a whole room does.
#[cfg(not(feature = "live"))]
fn own() -> impl IntoView {
    view! {
        <super::own::OwnFiles />
        <crate::ui::workshop::Open />
    }
}

/// A live report takes no files.
#[cfg(feature = "live")]
fn own() -> impl IntoView {}

/// What can be taken away as a file.
#[component]
fn SaveMenu() -> impl IntoView {
    let app = use_app();
    view! {
        <Menu label="Save">
            {reports(app)} <button type="button" on:click=move |_| app.save_project()>
                "Project with its files"
            </button>
        </Menu>
    }
}

#[cfg(not(feature = "live"))]
fn reports(app: App) -> impl IntoView {
    use crate::report::Format;
    use crate::ui::pages::{LIVE_WORDS, format_words};
    view! {
        {Format::ALL
            .map(|format| {
                view! {
                    <button type="button" on:click=move |_| app.report(format)>
                        {format_words(format).0}
                    </button>
                }
            })}
        <button type="button" on:click=move |_| app.live_report()>
            {LIVE_WORDS.0}
        </button>
    }
}

/// A live report is a report already.
#[cfg(feature = "live")]
fn reports(_app: App) -> impl IntoView {}
