//! Notices, progress, and the live region that tells assistive technology what changed.

use crate::ui::state::{Does, Notice};
use crate::ui::{use_app, widgets::Diagnostics};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Milliseconds of quiet before a change is announced: a slider in motion says nothing.
const QUIET: u32 = 600;

/// All of it.
#[component]
pub fn Messages() -> impl IntoView {
    let app = use_app();
    view! {
        <LiveRegion />
        <Working />
        <div class="notices">
            <For each=move || app.notices.get() key=|n| n.id let:notice>
                <Message notice />
            </For>
        </div>
    }
}

#[component]
fn Message(notice: Notice) -> impl IntoView {
    let app = use_app();
    let id = notice.id;
    let close = move |_| app.notices.update(|list| list.retain(|n| n.id != id));
    view! {
        <div class="notice" data-bad=notice.bad.then_some("") role=if notice.bad { "alert" } else { "status" }>
            <div class="notice__text">
                <p>{notice.text}</p>
                <Diagnostics list=notice.details />
            </div>
            {notice
                .acts
                .into_iter()
                .map(|act| {
                    let stays = matches!(act.does, Does::Download(..));
                    let run = move |_| {
                        app.act(&act.does);
                        if !stays {
                            app.notices.update(|list| list.retain(|n| n.id != id));
                        }
                    };
                    view! {
                        <button type="button" on:click=run>
                            {act.label}
                        </button>
                    }
                })
                .collect_view()}
            <button type="button" class="quiet" on:click=close>
                "Close"
            </button>
        </div>
    }
}

/// Progress of what takes more than a moment, with a way out.
#[component]
fn Working() -> impl IntoView {
    let app = use_app();
    let label = move || app.busy.get().map(|p| p.label);
    let share = move || app.busy.get().filter(|p| p.total > 0).map(|p| (p.done.to_string(), p.total.to_string()));
    view! {
        <Show when=move || app.busy.with(Option::is_some)>
            <div class="working">
                <span class="working__label" id="working">
                    {label}
                </span>
                {move || match share() {
                    Some((done, total)) => {
                        view! { <progress aria-labelledby="working" value=done max=total></progress> }.into_any()
                    }
                    None => view! { <progress aria-labelledby="working"></progress> }.into_any(),
                }}
                <button type="button" class="quiet" on:click=move |_| app.cancel()>
                    "Cancel"
                </button>
            </div>
        </Show>
    }
}

#[component]
fn LiveRegion() -> impl IntoView {
    let app = use_app();
    let said = RwSignal::new(String::new());
    let timer: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(change) = app.changed.get() {
            timer.set_value(Some(Timeout::new(QUIET, move || said.set(change.words()))));
        }
    });
    view! {
        <p class="unseen" role="status" aria-live="polite" id="announcer">
            {move || said.get()}
        </p>
    }
}
