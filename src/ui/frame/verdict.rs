//! The verdict bar: the action, the one sentence of why, the nearest thing that would flip it, what just changed.

use super::track::PhaseTrack;
use crate::shell::address;
use crate::ui::use_app;
use leptos::prelude::*;

/// The bar.
#[component]
pub fn VerdictBar() -> impl IntoView {
    let app = use_app();
    let action = move || app.decision.get().map(|d| d.verdict.action);
    let words = move || action().map_or("Reading the evidence\u{2026}", |a| a.words());
    let sentence = move || app.decision.get().map(|d| d.verdict.sentence.clone());
    let nearest = move || {
        let exploration = app.exploration.get()?;
        let flip = exploration.flips.first()?;
        Some(view! {
            <p class="verdict__flip" class:stale=move || app.exploration_stale.get()>
                <span class="label">"Nearest flip"</span>" "
                <a href=address::of_page("decide", "flips")>{flip.sentence.clone()}</a>
            </p>
        })
    };
    let assumed = move || {
        let what_if = app.scenario.with(|s| s.what_if.len());
        (what_if > 0).then(|| view! { <span class="tag">{format!("{what_if} assumed")}</span> })
    };
    let changed = move || {
        let change = app.changed.get()?;
        (change.from != change.to).then(|| {
            view! {
                <p class="verdict__change">
                    <s>{change.from.words()}</s>" \u{2192} "<b>{change.to.words()}</b>
                </p>
            }
        })
    };
    view! {
        <section class="verdict" aria-label="Verdict" data-action=move || action().map_or("", |a| a.id())>
            <div class="verdict__inner">
                <div class="verdict__what">
                    <p class="verdict__action">{words}" "{assumed}</p>
                    <p class="verdict__why">{sentence}</p>
                    {nearest}
                    {changed}
                </div>
                <PhaseTrack />
            </div>
        </section>
    }
}
