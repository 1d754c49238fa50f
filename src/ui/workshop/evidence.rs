//! What the files say: how much there is, how much is missing, what was measured.

use super::Step;
use crate::chart::Chart as _;
use crate::chart::tier_weight::TierWeight;
use crate::data::units;
use crate::ui::evidence::total;
use crate::ui::use_app;
use crate::ui::widgets::{ChartView, with_view};
use leptos::prelude::*;
use std::sync::Arc;

/// The step.
pub const STEP: Step = Step {
    id: "evidence",
    label: "Evidence",
    title: "What do we have?",
    prompt: "Say what is not in these numbers. What is unknown is unknown, not zero.",
    view: || Evidence().into_any(),
};

#[component]
fn Evidence() -> impl IntoView {
    let app = use_app();
    let facts = move || {
        app.prepared.get().map(|p| {
            let all = &p.inventory.all;
            let [present, partial, missing, unknown] = all.by_status;
            let illustrative = all.illustrative
                || p.evidence.curves.iter().any(|c| c.illustrative)
                || p.evidence.evaluations.iter().any(|e| e.illustrative);
            let states = if all.datasets == 0 {
                "no inventory was loaded".to_owned()
            } else {
                format!("{present} present, {partial} partial, {missing} missing, {unknown} unknown")
            };
            let list = [
                ("Data sets", units::grouped(all.datasets as f64), states),
                ("Records", total(&all.records, units::compact), String::new()),
                ("Known to be missing", total(&all.missing_bytes, units::bytes), String::new()),
                ("Evaluations", units::grouped(p.evidence.evaluations.len() as f64), String::new()),
                ("Learning curves", units::grouped(p.curves.len() as f64), String::new()),
            ];
            let rows = list.map(|(term, value, note)| {
                view! {
                    <div>
                        <dt>{term}</dt>
                        <dd>{value}{(!note.is_empty()).then(|| view! { <span class="big__note">{note}</span> })}</dd>
                    </div>
                }
            });
            view! {
                <dl class="big">{rows}</dl>
                {illustrative
                    .then(|| {
                        view! { <p class="soft">"Some of these numbers are illustrative, as their files say."</p> }
                    })}
            }
        })
    };
    let spec =
        Memo::new(move |_| with_view(app, |v| TierWeight.specs(v)).and_then(|s| s.into_iter().next()).map(Arc::new));
    view! {
        {facts}
        {move || spec.with(|s| s.as_ref().map(|s| view! { <h2>{s.title.clone()}</h2> }))}
        <div class="workshop__chart">
            <ChartView spec=spec small=true />
        </div>
    }
}
