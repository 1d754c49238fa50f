//! Which metric still gains from data: the learning curves side by side, one sentence each.

use super::Step;
use crate::chart::small_multiples::SmallMultiples;
use crate::chart::{Chart as _, ChartSpec};
use crate::ui::use_app;
use crate::ui::widgets::{ChartView, with_view};
use leptos::prelude::*;
use std::sync::Arc;

/// Most curves on one screen; the Curves page has them all.
const MOST: usize = 6;

/// The step.
pub const STEP: Step = Step {
    id: "curves",
    label: "Curves",
    title: "Which metric still gains from data?",
    prompt: "The band is what we do not know. Ask who would have drawn it differently.",
    view: || Curves().into_any(),
};

#[component]
fn Curves() -> impl IntoView {
    let app = use_app();
    let small = Memo::new(move |_| {
        let specs = with_view(app, |v| SmallMultiples.specs(v)).unwrap_or_default();
        specs.into_iter().map(Arc::new).collect::<Vec<Arc<ChartSpec>>>()
    });
    let count = Memo::new(move |_| small.with(Vec::len));
    let charts = move || {
        (0..count.get().min(MOST))
            .map(|i| {
                let spec = Signal::derive(move || small.with(|s| s.get(i).cloned()));
                view! {
                    <li>
                        <h2>{move || spec.get().map(|s| s.title.clone()).unwrap_or_default()}</h2>
                        <ChartView spec small=true />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <ul class="workshop__charts">{charts}</ul>
        {move || {
            (count.get() == 0)
                .then(|| {
                    view! {
                        <p class="workshop__lead">
                            "There is no learning curve. How much more data would help is unknown."
                        </p>
                    }
                })
        }}
        {move || {
            (count.get() > MOST)
                .then(|| view! { <p class="soft">{format!("And {} more on the Curves page.", count.get() - MOST)}</p> })
        }}
    }
}
