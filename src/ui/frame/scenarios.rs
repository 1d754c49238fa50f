//! The scenario switcher: go to one, name it, duplicate it, remove it, compare them.

use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::{Dialog, Menu};
use leptos::prelude::*;

/// The switcher.
#[component]
pub fn Scenarios() -> impl IntoView {
    let app = use_app();
    let naming = RwSignal::new(false);
    let names = Memo::new(move |_| {
        app.history.with(|h| h.project().scenarios.iter().map(|s| s.name.clone()).collect::<Vec<_>>())
    });
    let active = Memo::new(move |_| app.history.with(|h| h.project().active));
    let go = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            app.dispatch(Edit::GoTo { index });
        }
    };
    let duplicate = move |_| {
        let name = names.with_untracked(|all| {
            let base = all.get(active.get_untracked()).cloned().unwrap_or_default();
            let base = base.split(" (").next().unwrap_or_default().to_owned();
            (2..).map(|n| format!("{base} ({n})")).find(|name| !all.contains(name)).unwrap_or(base)
        });
        app.dispatch(Edit::DuplicateScenario { name });
    };
    let one = move || names.with(|all| all.len() < 2);
    let changes = move || app.scenario.with(|s| s.changes());
    view! {
        <div class="scenarios">
            <label class="field field--inline">
                <span>"Scenario"</span>
                <select on:change=go prop:value=move || active.get().to_string()>
                    {move || {
                        names
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(i, name)| {
                                view! {
                                    <option value=i.to_string() selected=move || active.get() == i>
                                        {name}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
            <Menu label="Scenario\u{2026}">
                <button type="button" on:click=move |_| naming.set(true)>
                    "Rename"
                </button>
                <button type="button" on:click=duplicate>
                    "Duplicate"
                </button>
                <button
                    type="button"
                    disabled=one
                    on:click=move |_| {
                        app.dispatch(Edit::RemoveScenario {
                            index: active.get_untracked(),
                        })
                    }
                >
                    "Remove"
                </button>
                <button type="button" disabled=one on:click=move |_| app.go("scenarios", "")>
                    "Compare side by side"
                </button>
                <button
                    type="button"
                    disabled=move || changes() == 0
                    on:click=move |_| app.dispatch(Edit::ResetScenario)
                >
                    {move || format!("Reset to the policy ({} changes)", changes())}
                </button>
            </Menu>
            <Dialog open=naming title="Rename the scenario" id="rename">
                <Rename open=naming />
            </Dialog>
        </div>
    }
}

#[component]
fn Rename(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let name = RwSignal::new(app.scenario.with_untracked(|s| s.name.clone()));
    let done = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        app.dispatch(Edit::RenameScenario { name: name.get_untracked() });
        open.set(false);
    };
    view! {
        <form on:submit=done>
            <label class="field">
                <span>"Name"</span>
                <input
                    type="text"
                    required
                    maxlength="120"
                    autofocus
                    prop:value=move || name.get()
                    on:input=move |e| name.set(event_target_value(&e))
                />
            </label>
            <p class="actions">
                <button type="submit" class="main">
                    "Rename"
                </button>
            </p>
        </form>
    }
}
