//! One input at a time: how far the probability of meeting all targets moves.

use crate::chart::tornado;
use crate::ui::use_app;
use crate::ui::widgets::ChartView;
use leptos::prelude::*;
use std::sync::Arc;

/// The tornado with its finding.
#[component]
pub fn TornadoChart() -> impl IntoView {
    let app = use_app();
    let spec = Memo::new(move |_| {
        app.pack.with(|p| tornado::spec(&app.exploration.get()?.tornado, &p.currency)).map(Arc::new)
    });
    let none = move || {
        let known = app.exploration.with(|e| e.as_ref().map(|e| e.tornado.base.is_some()))?;
        let words = if known {
            "No input within its range moves the probability of meeting all targets by half a point."
        } else {
            "The probability of meeting all targets is not known, so nothing is seen to move it."
        };
        spec.with(Option::is_none).then(|| view! { <p class="none">{words}</p> })
    };
    let title = move || spec.get().map(|s| s.title.clone());
    view! {
        {none}
        <Show when=move || spec.with(Option::is_some)>
            <div class="tornado" class:stale=move || app.exploration_stale.get()>
                <h3>{title}</h3>
                <ChartView spec />
            </div>
        </Show>
    }
}
