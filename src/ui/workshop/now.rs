//! The verdict as it stands, on screens where it can be moved.

use crate::ui::use_app;
use leptos::prelude::*;

/// One line, said aloud when it changes.
#[component]
pub fn VerdictNow() -> impl IntoView {
    let app = use_app();
    let action = Memo::new(move |_| app.decision.get().map(|d| d.verdict.action));
    view! {
        <p class="workshop__now" role="status" data-action=move || action.get().map_or("", |a| a.id())>
            "Verdict now: "
            <b>{move || action.get().map_or("reading the evidence\u{2026}", |a| a.words())}</b>
        </p>
    }
}
