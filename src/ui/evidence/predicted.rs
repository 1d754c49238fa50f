//! Pictures of what single items say: each class and what it was taken for, confidence against accuracy, the worst slices.

use crate::analysis::readout::items::worst_slices;
use crate::chart::{ChartSpec, confusion, reliability};
use crate::ui::use_app;
use crate::ui::widgets::ChartView;
use leptos::prelude::*;
use std::sync::Arc;

/// Pictures that are drawn; more models than these are in the table above and on the command line.
const MOST: usize = 8;

/// The pictures and sentences; nothing where no items were loaded.
#[component]
pub fn Predicted() -> impl IntoView {
    let app = use_app();
    let specs: Memo<Vec<Arc<ChartSpec>>> = Memo::new(move |_| {
        app.prepared.with(|p| {
            let predictions = p.as_ref().map(|p| p.evidence.predictions.as_slice()).unwrap_or_default();
            let each = predictions.iter().enumerate().take(MOST);
            each.flat_map(|(at, p)| [confusion::spec(at, p), reliability::spec(at, p)])
                .flatten()
                .map(Arc::new)
                .collect()
        })
    });
    let worst =
        Memo::new(move |_| app.prepared.with(|p| p.as_ref().map(|p| worst_slices(&p.evidence)).unwrap_or_default()));
    let pictures = move || {
        let each = specs.get().into_iter().map(|spec| {
            let title = spec.title.clone();
            let shown = Signal::derive(move || Some(spec.clone()));
            view! {
                <figure class="predicted">
                    <h3>{title}</h3>
                    <ChartView spec=shown />
                </figure>
            }
        });
        each.collect_view()
    };
    let slices = move || {
        let said = worst.get();
        (!said.is_empty()).then(|| {
            let items = said.into_iter().map(|s| view! { <li>{s}</li> }).collect_view();
            view! {
                <h3>"Worst slices"</h3>
                <ul>{items}</ul>
                <p class="soft small">
                    "One of many slices is the lowest by chance alone: the fewer its items, the more of it may be that."
                </p>
            }
        })
    };
    view! {
        <Show when=move || specs.with(|s| !s.is_empty()) || worst.with(|w| !w.is_empty())>
            <section aria-labelledby="predicted-title">
                <h2 id="predicted-title">"What the items say"</h2>
                {pictures}
                {slices}
            </section>
        </Show>
    }
}
