//! The most that a metric may get worse: a question that no target asks.

use crate::analysis::asking::{found_metrics, may_fall};
use crate::data::{Amount, Unit};
use crate::scenario::Edit;
use crate::ui::use_app;
use leptos::prelude::*;

/// What is allowed until a person says otherwise, as a share of the earlier value.
const FIRST: f64 = 0.02;

/// A metric of those that the files measure, and the button that bounds its fall. Nothing where none is measured.
#[component]
pub fn MayFall() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let evidence = app.prepared.get().map(|p| p.evidence.clone()).unwrap_or_default();
        app.pack.with(|p| found_metrics(&evidence, p))
    });
    let chosen = RwSignal::new(0_usize);
    let place = move || chosen.get().min(found.with(Vec::len).saturating_sub(1));
    let options = move || {
        let list = found.get().into_iter().enumerate();
        list.map(|(at, f)| {
            view! {
                <option value=at.to_string() selected=move || place() == at>
                    {f.label}
                </option>
            }
        })
        .collect_view()
    };
    let pick = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            chosen.set(at);
        }
    };
    let add = move |_| {
        let Some(metric) = found.with_untracked(|f| f.get(untrack(place)).cloned()) else { return };
        let asked = app.pack.with_untracked(|p| may_fall(p, &metric, None, (FIRST, true)));
        app.dispatch(Edit::PutGates {
            gates: vec![asked.gate],
            metrics: asked.metric.into_iter().collect(),
            retarget: false,
        });
    };
    view! {
        <Show when=move || found.with(|f| !f.is_empty())>
            <p class="row">
                <label class="field field--inline">
                    <span>"Limit how much worse a metric may get:"</span>
                    <select on:change=pick>{options}</select>
                </label>
                <button type="button" on:click=add>
                    {format!(
                        "Add a limit, at first {}",
                        Amount {
                            value: FIRST,
                            unit: Unit::Fraction,
                            currency: "",
                        },
                    )}
                </button>
            </p>
        </Show>
    }
}
