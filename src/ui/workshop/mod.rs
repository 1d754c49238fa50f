//! Workshop mode: the decision in full-screen steps, one idea a screen, with speaker notes and a vote before and after.
//!
//! A step is one file and one line in [`STEPS`]. What a person does here are the same edits as on the pages: thresholds
//! moved, votes and notes are in the scenario, are undone with it and travel with it.

mod ballot;
mod compared;
mod curves;
mod evidence;
mod flips;
mod full_screen;
mod gates;
mod keys;
mod notes;
mod now;
mod perspectives;
mod prior;
mod question;
mod stage;
mod turning;
mod verdict;

pub use stage::Open;

use crate::shell::address::{self, Address};
use crate::ui::decide::flips::share;
use crate::ui::use_app;
use leptos::html;
use leptos::prelude::*;

/// One screen.
pub struct Step {
    /// Identifier in the address: `#/workshop/gates`.
    pub id: &'static str,
    /// Name in the list of steps.
    pub label: &'static str,
    /// What the screen asks, its heading.
    pub title: &'static str,
    /// What the person who speaks may want to say or do, shown above their own notes.
    pub prompt: &'static str,
    /// The screen, without the heading.
    pub view: fn() -> AnyView,
}

/// Every step, in order. Votes come before the evidence, and are compared at the end.
pub const STEPS: &[Step] = &[
    question::STEP,
    prior::STEP,
    evidence::STEP,
    curves::STEP,
    gates::STEP,
    flips::STEP,
    perspectives::STEP,
    verdict::STEP,
    compared::STEP,
];

/// The step of an address; the first for one that names none.
fn named() -> usize {
    match address::now() {
        Address::Page { page, anchor } if page == stage::PAGE => STEPS.iter().position(|s| s.id == anchor).unwrap_or(0),
        _ => 0,
    }
}

/// The mode.
#[component]
pub fn Workshop() -> impl IntoView {
    let app = use_app();
    share(app);
    let step = RwSignal::new(named());
    let noting = RwSignal::new(false);
    let heading = NodeRef::<html::H1>::new();
    stage::dress();
    on_cleanup(stage::undress);
    // A link to a step, or the browser's back button.
    let handle = window_event_listener(leptos::ev::hashchange, move |_| {
        if step.get_untracked() != named() {
            step.set(named());
        }
    });
    on_cleanup(move || handle.remove());
    let go = Callback::new(move |to: usize| {
        let to = to.min(STEPS.len() - 1);
        address::replace(&address::of_page(stage::PAGE, STEPS[to].id));
        step.set(to);
    });
    let leave = Callback::new(move |()| stage::leave(app));
    keys::listen(step, noting, go, leave);
    // Each screen begins at its heading, for the eye and for the ear.
    Effect::new(move |_| {
        step.track();
        let Some(heading) = heading.get() else { return };
        request_animation_frame(move || {
            let _ = heading.focus();
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
    });
    let spec = move || &STEPS[step.get().min(STEPS.len() - 1)];
    let last = STEPS.len() - 1;
    let count = move || format!("{} of {}", step.get() + 1, STEPS.len());
    view! {
        <div class="workshop" data-step=move || spec().id>
            <div class="workshop__head">
                <p class="workshop__project">{move || app.history.with(|h| h.project().name.clone())}</p>
                <div class="workshop__tools" role="group" aria-label="Workshop">
                    <button
                        type="button"
                        aria-expanded=move || noting.get().to_string()
                        aria-controls="workshop-notes"
                        aria-keyshortcuts="Alt+N"
                        on:click=move |_| noting.update(|n| *n = !*n)
                    >
                        "Speaker notes"
                    </button>
                    <full_screen::Toggle />
                    <button type="button" aria-keyshortcuts="Escape" on:click=move |_| leave.run(())>
                        "Leave the workshop"
                    </button>
                </div>
            </div>
            <div class="workshop__screen">
                <h1 tabindex="-1" node_ref=heading>
                    {move || spec().title}
                </h1>
                {move || (spec().view)()}
            </div>
            <div class="workshop__bottom">
                <div id="workshop-notes">
                    <Show when=move || noting.get()>
                        <notes::Notes step=step />
                    </Show>
                </div>
                <nav class="workshop__foot" aria-label="Steps of the workshop">
                    <button
                        type="button"
                        aria-keyshortcuts="ArrowLeft PageUp"
                        disabled=move || step.get() == 0
                        on:click=move |_| go.run(step.get_untracked().saturating_sub(1))
                    >
                        <span aria-hidden="true">"\u{2190} "</span>
                        "Previous"
                    </button>
                    <p class="workshop__count" aria-live="polite">
                        <span>{count}</span>
                        " "
                        <span class="workshop__label">{move || spec().label}</span>
                    </p>
                    <button
                        type="button"
                        class="main"
                        aria-keyshortcuts="ArrowRight PageDown"
                        disabled=move || step.get() == last
                        on:click=move |_| go.run(step.get_untracked() + 1)
                    >
                        "Next"
                        <span aria-hidden="true">" \u{2192}"</span>
                    </button>
                </nav>
            </div>
        </div>
    }
}
