//! The verdict bar: the action, the one sentence of why, the nearest thing that would flip it, what just changed.

use super::track::PhaseTrack;
use crate::analysis::readout::card;
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
        // The line stands from the beginning, so that nothing jumps when the search is done.
        let Some(exploration) = app.exploration.get() else {
            let waits = view! {
                <p class="verdict__flip stale">
                    <span class="label">"What would change it: searching\u{2026}"</span>
                </p>
            };
            return waits.into_any();
        };
        let text = match (card::nearest(&exploration.flips), exploration.pairs.first()) {
            (Some(flip), _) => flip.sentence.clone(),
            (None, Some((a, b, action))) => {
                format!(
                    "No single change; \u{201c}{a}\u{201d} and \u{201c}{b}\u{201d} together lead to \u{201c}{}\u{201d}.",
                    action.inline()
                )
            }
            (None, None) => "No single change within the ranges searched.".to_owned(),
        };
        view! {
            <p class="verdict__flip" class:stale=move || app.exploration_stale.get()>
                <span class="label">"What would change it:"</span>
                " "
                <a href=address::of_page("decide", "flips")>{text}</a>
            </p>
        }
        .into_any()
    };
    let sure = move || {
        let (exploration, decision) = (app.exploration.get()?, app.decision.get()?);
        let words = app.pack.with(|p| app.scenario.with(|s| card::sure(&exploration, &decision, p, s)))?;
        Some(view! {
            <span
                class="verdict__sure"
                class:stale=move || app.exploration_stale.get()
                title="Share of draws of everything uncertain that come to this verdict"
            >
                {words}
            </span>
            " \u{b7} "
        })
    };
    let costs = move || {
        let (exploration, decision) = (app.exploration.get()?, app.decision.get()?);
        let words = app.pack.with(|p| card::costs(&decision, &exploration, p))?;
        Some(view! {
            <p class="verdict__costs" class:stale=move || app.exploration_stale.get()>
                {words}
            </p>
        })
    };
    let name = move || app.pack.with(|p| p.name.clone());
    // A live report has no page of its policy: what is asked stands on Decide and in the report.
    let policy = if crate::LIVE {
        view! { <span>{name}</span> }.into_any()
    } else {
        view! { <a href=address::of_page("policy", "")>{name}</a> }.into_any()
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
                    <s>{change.from.words()}</s>
                    " \u{2192} "
                    <b>{change.to.words()}</b>
                </p>
            }
        })
    };
    view! {
        <section class="verdict" aria-label="Verdict" data-action=move || action().map_or("", |a| a.id())>
            <div class="verdict__inner">
                <div class="verdict__what">
                    <p class="verdict__question">{card::QUESTION}</p>
                    <p class="verdict__action">{words}" "{assumed}</p>
                    <p class="verdict__why">{sentence}</p>
                    {costs}
                    <p class="verdict__meta">{sure} <span class="verdict__policy">"Policy: "{policy}</span></p>
                    {nearest}
                    {changed}
                </div>
                <PhaseTrack />
            </div>
        </section>
    }
}
