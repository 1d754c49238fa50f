//! Curves: which metric still gains from data, and how much data its target needs.

use crate::chart::small_multiples::SmallMultiples;
use crate::chart::{Chart, ChartSpec};
use crate::decide::Link;
use crate::shell::address;
use crate::ui::curves::{CurveSection, MostGains, WorthIt};
use crate::ui::use_app;
use crate::ui::widgets::{ChartView, with_view};
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub fn Curves() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let curves = app.prepared.get().map(|p| p.evidence.curves.iter().map(|c| c.id.clone()).collect::<Vec<_>>());
        curves.unwrap_or_default()
    });
    let small = Memo::new(move |_| {
        let specs = with_view(app, |v| SmallMultiples.specs(v)).unwrap_or_default();
        specs.into_iter().map(Arc::new).collect::<Vec<Arc<ChartSpec>>>()
    });
    let overview = move || {
        let count = ids.get().len();
        (0..count)
            .map(|i| {
                let spec = Signal::derive(move || small.with(|s| s.get(i).cloned()));
                let id = ids.get_untracked().get(i).cloned().unwrap_or_default();
                let title = move || spec.get().map(|s| s.title.clone()).unwrap_or_default();
                view! {
                    <li>
                        <a class="multiples__link" href=address::of_page("curves", &Link::Curve(id.clone()).anchor())>
                            {title}
                        </a>
                        <ChartView spec small=true />
                    </li>
                }
            })
            .collect_view()
    };
    let sections = move || ids.get().into_iter().map(|id| view! { <CurveSection id /> }).collect_view();
    view! {
        <Show when=move || !ids.get().is_empty() fallback=Empty>
            <section class="curves-overview">
                <h2>"Which metric still gains from data?"</h2>
                <ul class="multiples">{overview}</ul>
                <WorthIt />
            </section>
            <MostGains />
            {sections}
        </Show>
    }
}

/// What to drop when there is no curve.
#[component]
fn Empty() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="empty">
            <p>
                "No learning curve is loaded. Drop a table with a column for the training-set size and one for each metric, or the \
                 columns " <code>"metric, size, value"</code> " with " <code>"stderr"</code>
                " where you have it. Four sizes or more, \
                each about double the one before, make a forecast."
            </p>
            <p class="actions">
                <button type="button" class="main" on:click=move |_| app.open_example("public-results")>
                    "Open the example with public results"
                </button>
            </p>
        </section>
    }
}
