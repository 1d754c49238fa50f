//! What reading alone cannot answer, asked in one place, each with the answer that is in force until a person gives another.

use super::maps::put;
use crate::analysis::context;
use crate::decide::{RunChoice, run_choices};
use crate::engine::ReadingView;
use crate::read::{ColumnUse, FileMap};
use crate::scenario::Edit;
use crate::ui::use_app;
use leptos::prelude::*;

/// A column that may tell curves apart.
#[derive(Clone, PartialEq)]
struct Repeats {
    hash: String,
    file: String,
    column: String,
}

/// The section; nothing where nothing is open.
#[component]
pub fn Questions() -> impl IntoView {
    let app = use_app();
    let runs = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        Some(app.scenario.with(|s| app.pack.with(|p| run_choices(&context(&prepared, p, s)))))
    });
    let repeats = Memo::new(move |_| app.readings.with(|all| all.iter().flat_map(columns).collect::<Vec<_>>()));
    let some = move || runs.with(|r| r.as_ref().is_some_and(|r| !r.is_empty())) || repeats.with(|r| !r.is_empty());
    view! {
        <Show when=some>
            <section aria-labelledby="questions-title" class="questions">
                <h2 id="questions-title">"What the files leave open"</h2>
                <p>"The answer shown is in force until you give another."</p>
                <ul class="plain">
                    {move || {
                        runs.get()
                            .unwrap_or_default()
                            .into_iter()
                            .map(|c| {
                                view! {
                                    <li>
                                        <WhichRun choice=c />
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                    {move || {
                        repeats
                            .get()
                            .into_iter()
                            .map(|c| {
                                view! {
                                    <li>
                                        <Apart column=c />
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </section>
        </Show>
    }
}

/// The columns of a file that were asked about while it was read.
fn columns(view: &ReadingView) -> Vec<Repeats> {
    let asked = view.diagnostics.iter().filter(|d| d.code == "curve-repeats");
    let one = |column: String| Repeats { hash: view.hash.clone(), file: view.name.clone(), column };
    asked.filter_map(|d| d.place.as_ref()?.column.clone()).map(one).collect()
}

/// Which of several runs a gate judges.
#[component]
fn WhichRun(choice: RunChoice) -> impl IntoView {
    let app = use_app();
    let RunChoice { gate, label, runs, chosen, default } = choice;
    let id = format!("run-{gate}");
    let choose = move |event| {
        let run = Some(event_target_value(&event)).filter(|run| !run.is_empty());
        app.dispatch(Edit::Run { gate: gate.clone(), run });
        app.settle();
    };
    let none = chosen.is_none();
    let options = runs.into_iter().map(|(name, words)| {
        let selected = chosen.as_ref() == Some(&name);
        view! {
            <option value=name selected=selected>
                {words}
            </option>
        }
    });
    view! {
        <label class="field" for=id.clone()>
            <span>{format!("Which run does \u{201c}{label}\u{201d} judge?")}</span>
        </label>
        <select id=id on:change=choose>
            <option value="" selected=none>
                {format!("by default {default}")}
            </option>
            {options.collect_view()}
        </select>
    }
}

/// Whether rows of one size that differ in a column are the same measurement again.
#[component]
fn Apart(column: Repeats) -> impl IntoView {
    let app = use_app();
    let Repeats { hash, file, column } = column;
    let id = format!("apart-{}-{}", hash.get(..8).unwrap_or_default(), crate::data::evaluation::metric_id(&column));
    let question = format!("{file}: does \u{201c}{column}\u{201d} tell curves apart?");
    let choose = move |event| {
        if event_target_value(&event) != "apart" {
            return;
        }
        let used = app.readings.with_untracked(|all| all.iter().find(|r| r.hash == hash).map(|r| r.used.clone()));
        let Some(FileMap { part, map: Some(mut map), .. }) = used else { return };
        if map.roles.contains_key("series") {
            map.apart.push(column.clone());
        } else {
            map.roles.insert("series".to_owned(), ColumnUse::plain(&column));
        }
        app.dispatch(put(&hash, FileMap { part, map: Some(map), ..FileMap::default() }));
    };
    view! {
        <label class="field" for=id.clone()>
            <span>{question}</span>
        </label>
        <select id=id on:change=choose>
            <option value="">"by default no: rows of one size are repeated measurements"</option>
            <option value="apart">"yes: each of its values is a curve of its own"</option>
        </select>
    }
}
