//! Speaker notes of a step: not on the big screen until asked for. They are in the scenario, as other notes are.

use super::STEPS;
use crate::scenario::{About, Annotation, Edit};
use crate::ui::use_app;
use leptos::prelude::*;

/// What the note of a step is about.
#[must_use]
pub fn about(step: &str) -> About {
    About::Step(step.to_owned())
}

/// The notes of the step on screen.
#[component]
pub fn Notes(step: RwSignal<usize>) -> impl IntoView {
    let app = use_app();
    let spec = move || &STEPS[step.get().min(STEPS.len() - 1)];
    let text =
        move || app.scenario.with(|s| s.notes.get(&about(spec().id)).map(|n| n.text.clone())).unwrap_or_default();
    let changed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let text = text.trim();
        let note = (!text.is_empty()).then(|| Annotation { text: text.to_owned(), ..Annotation::default() });
        app.dispatch(Edit::Note { about: about(STEPS[step.get_untracked().min(STEPS.len() - 1)].id), note });
    };
    view! {
        <aside class="workshop__notes" aria-label="Speaker notes">
            <p class="soft">{move || spec().prompt}</p>
            <label class="field">
                <span>{move || format!("Notes for \u{201c}{}\u{201d}, kept with the scenario", spec().label)}</span>
                <textarea rows="4" maxlength="2000" prop:value=text on:change=changed></textarea>
            </label>
        </aside>
    }
}
