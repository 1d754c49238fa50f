//! One file: what it was taken for, what was read, what was skipped and why, and how to change that.

use super::candidates::Candidates;
use super::mapping::Mapping;
use crate::data::{Level, units};
use crate::scenario::Edit;
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::Diagnostics;
use leptos::prelude::*;

/// The file of that hash.
#[component]
pub fn FileCard(
    /// SHA-256 of its bytes.
    hash: String,
) -> impl IntoView {
    let app = use_app();
    let own = hash.clone();
    let view =
        Memo::new(move |_| app.readings.with(|all| all.iter().find(|r| r.hash == own).cloned().unwrap_or_default()));
    let read = move || {
        let v = view.get();
        let rows = match (v.rows_read, v.rows_skipped) {
            (read, 0) => format!("{read} rows read, none skipped"),
            (read, skipped) => format!("{read} rows read, {skipped} skipped"),
        };
        let gave = v.gave.into_iter().enumerate().map(|(i, (kind, words))| {
            let (page, anchor) = kind.spec().map_or(("evidence", ""), |k| k.shown);
            view! {
                {if i == 0 { ": " } else { ", " }}
                <a href=address::of_page(page, anchor)>{words}</a>
            }
        });
        view! {
            {rows}
            {gave.collect_view()}
        }
    };
    let troubles = Memo::new(move |_| view.with(|v| v.diagnostics.iter().filter(|d| d.level > Level::Info).count()));
    let said = move || {
        let list = view.with(|v| v.diagnostics.clone());
        (!list.is_empty()).then(|| {
            let words = match (troubles.get(), list.len()) {
                (0, 1) => "1 remark".to_owned(),
                (0, n) => format!("{n} remarks"),
                (1, n) => format!("1 warning, {} in all", n),
                (w, n) => format!("{w} warnings, {n} in all"),
            };
            view! {
                <details class="file__said" open=(troubles.get() > 0).then_some("")>
                    <summary>{words}</summary>
                    <Diagnostics list />
                </details>
            }
        })
    };
    let hash = StoredValue::new(hash);
    let leave = move |_| {
        let left_out = !view.with_untracked(|v| v.left_out);
        app.dispatch(Edit::LeaveOut { hash: hash.get_value(), left_out });
    };
    let remove = move |_| app.dispatch(Edit::RemoveFile { hash: hash.get_value() });
    let reset = move |_| app.dispatch(Edit::MapFile { hash: hash.get_value(), map: None });
    let opened = RwSignal::new(false);
    let toggled = move |_| opened.set(true);
    let mapped = Memo::new(move |_| view.with(|v| !v.candidates.is_empty()));
    let name = move || view.with(|v| v.name.clone());
    view! {
        <article class="file" data-left-out=move || view.with(|v| v.left_out).then_some("") aria-label=name>
            <header class="file__head">
                <h3>{name}</h3>
                <p class="file__kind">
                    {move || view.with(|v| v.kind.clone())}", "{move || units::bytes(view.with(|v| v.size as f64))}
                    {move || {
                        view.with(|v| v.edited)
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"mapping changed"</span>
                                }
                            })
                    }}
                    {move || {
                        view.with(|v| v.left_out)
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"left out"</span>
                                }
                            })
                    }}
                </p>
                <p class="actions file__actions">
                    <button
                        type="button"
                        aria-label=move || {
                            format!(
                                "{} {}",
                                if view.with(|v| v.left_out) { "Take in again" } else { "Leave out" },
                                name(),
                            )
                        }
                        on:click=leave
                    >
                        {move || if view.with(|v| v.left_out) { "Take in again" } else { "Leave out" }}
                    </button>
                    <button type="button" aria-label=move || format!("Remove {}", name()) on:click=remove>
                        "Remove"
                    </button>
                </p>
            </header>
            <p class="file__read">{read}</p>
            {said}
            <Show when=move || mapped.get()>
                <details class="file__map" on:toggle=toggled>
                    <summary>"How it is read"</summary>
                    // Made when it is first looked at: the forms of hundreds of files would take seconds.
                    <Show when=move || opened.get()>
                        <Candidates view />
                        <Mapping view hash=hash.get_value() />
                        <Show when=move || view.with(|v| v.edited)>
                            <p class="actions">
                                <button type="button" on:click=reset>
                                    "Back to what was recognised"
                                </button>
                            </p>
                        </Show>
                    </Show>
                </details>
            </Show>
        </article>
    }
}
