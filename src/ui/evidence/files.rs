//! The files of the project, and the ways to add more.

use super::file::FileCard;
use crate::ui::examples;
use crate::ui::use_app;
use crate::ui::widgets::Diagnostics;
use leptos::html;
use leptos::prelude::*;

/// What is read, for the chooser of the browser and the sentence beside it.
const ACCEPT: &str = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.xls,.xlsb,.ods,.yaml,.yml,.md,.dvc,.lock,.html";

/// Drop area, examples, list.
#[component]
pub fn Files() -> impl IntoView {
    let app = use_app();
    // One card a file, which stays in place while its reading changes: what is typed in it is not lost.
    let names = Memo::new(move |_| app.readings.with(|r| r.iter().map(|v| v.hash.clone()).collect::<Vec<_>>()));
    let total = move || {
        app.readings.with(|all| {
            let read: u64 = all.iter().filter(|r| !r.left_out).map(|r| r.rows_read).sum();
            let skipped: u64 = all.iter().filter(|r| !r.left_out).map(|r| r.rows_skipped).sum();
            format!("{} files, {read} rows read, {skipped} skipped.", all.len())
        })
    };
    view! {
        <Adding />
        <section aria-labelledby="files-title" class="files">
            <h2 id="files-title">"Files"</h2>
            {move || app.notes.with(|notes| (!notes.is_empty()).then(|| view! { <Diagnostics list=notes.clone() /> }))}
            <Show
                when=move || names.with(|n| !n.is_empty())
                fallback=|| {
                    view! {
                        <p class="none">
                            "No files yet. Drop an inventory, evaluations, learning curves or scaling runs, or open an example."
                        </p>
                    }
                }
            >
                <p>{total}</p>
                <For each=move || names.get() key=|hash| hash.clone() let:hash>
                    <FileCard hash />
                </For>
            </Show>
        </section>
    }
}

/// Choosing files, starting empty, opening an example.
#[component]
fn Adding() -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            if let Some(files) = input.files() {
                app.add_files(&files);
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    let list = LocalResource::new(|| async { examples::list().await.unwrap_or_default() });
    let empty = move || app.history.with(|h| h.project().files.is_empty());
    view! {
        <section class="adding" aria-labelledby="adding-title">
            <h2 id="adding-title">"Add files"</h2>
            <p>
                "Drop them anywhere on this page, or choose them: CSV, TSV, JSON, JSON Lines, YAML, XLSX, XLS, ODS, a policy pack, a saved project or report. What they are is recognised by their content. They stay in this browser."
            </p>
            <p class="row">
                <label class="choose button">
                    <span>"Choose files"</span>
                    <input type="file" multiple accept=ACCEPT node_ref=input on:change=chosen />
                </label>
                <Show when=move || !empty()>
                    <button type="button" on:click=move |_| app.start_empty()>
                        "Start an empty project"
                    </button>
                </Show>
            </p>
            <ul class="examples">
                {move || {
                    list.get()
                        .map(|all| {
                            all.into_iter()
                                .map(|example| {
                                    let id = example.id.clone();
                                    view! {
                                        <li>
                                            <button type="button" class="quiet" on:click=move |_| app.open_example(&id)>
                                                {"Example: ".to_owned() + &example.label}
                                            </button>
                                            <span>{example.description}</span>
                                        </li>
                                    }
                                })
                                .collect_view()
                        })
                }}
            </ul>
        </section>
    }
}
