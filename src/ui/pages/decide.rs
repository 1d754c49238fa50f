//! Decide: why, and the gates by phase.

use crate::decide::GateOutcome;
use crate::policy::Phase;
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// The start page.
#[component]
pub fn Decide() -> impl IntoView {
    let app = use_app();
    let reasons = move || {
        let decision = app.decision.get()?;
        let list = decision.verdict.reasons.iter().take(3).map(|r| {
            view! { <li><OutcomeMark outcome=r.outcome />" "{r.text.clone()}</li> }
        });
        Some(list.collect_view())
    };
    let phase = move |phase: Phase| {
        let outcomes = app.decision.get().map(|d| d.outcomes.clone()).unwrap_or_default();
        let own: Vec<GateOutcome> = outcomes.into_iter().filter(|o| o.phase == phase).collect();
        view! {
            <section class="gates" id=format!("phase-{}", phase.word().to_lowercase())>
                <h2>{phase.word()}</h2>
                <ul>{own.into_iter().map(|o| view! { <li id=o.gate.clone()><OutcomeMark outcome=o.outcome />" "{o.sentence.clone()}</li> }).collect_view()}</ul>
            </section>
        }
    };
    view! {
        <section class="reasons">
            <h2>"Why"</h2>
            <ol>{reasons}</ol>
        </section>
        {move || Phase::ALL.map(phase).collect_view()}
    }
}
