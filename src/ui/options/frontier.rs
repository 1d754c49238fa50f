//! Cost against the probability of meeting all targets: options as points, the best combinations as a line.

use crate::chart::efficient_frontier;
use crate::ui::use_app;
use crate::ui::widgets::ChartView;
use leptos::prelude::*;
use std::sync::Arc;

/// The chart with its finding.
#[component]
pub fn Frontier() -> impl IntoView {
    let app = use_app();
    let spec = Memo::new(move |_| {
        let exploration = app.exploration.get()?;
        app.pack.with(|pack| {
            let budget = app.scenario.with(|s| s.assumption(pack, "budget_money"));
            efficient_frontier::spec(&exploration.options, &pack.currency, budget).map(Arc::new)
        })
    });
    let title = move || spec.get().map(|s| s.title.clone());
    view! {
        <Show when=move || spec.with(Option::is_some)>
            <div class="frontier" class:stale=move || app.exploration_stale.get()>
                <h3>{title}</h3>
                <ChartView spec />
            </div>
        </Show>
    }
}
