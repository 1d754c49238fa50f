//! The shapes that were fitted: which agree, which is used, and the choice by hand.

use crate::analysis::readout::facts::ModelRow;
use crate::data::units::{digits, score};
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// The list of fitted families.
#[component]
pub fn Models(
    /// Identifier of the curve.
    curve: String,
    /// The families.
    rows: Signal<Vec<ModelRow>>,
    /// The one chosen by hand.
    chosen: Signal<Option<String>>,
    /// Which shapes agree, in words.
    agreement: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let curve = StoredValue::new(curve);
    let choose = move |event| {
        let id = event_target_value(&event);
        let model = (!id.is_empty()).then_some(id);
        app.dispatch(Edit::Model { curve: curve.get_value(), model });
    };
    let options = move || {
        let now = chosen.get();
        rows.get()
            .into_iter()
            .filter(|r| r.doubled.is_some())
            .map(|r| {
                let here = now.as_deref() == Some(r.id.as_str());
                view! {
                    <option value=r.id.clone() selected=here>
                        {format!("{} ({})", r.label, r.id)}
                    </option>
                }
            })
            .collect_view()
    };
    let number = |v: Option<f64>| v.map_or_else(|| "\u{2013}".to_owned(), score);
    let table = move || {
        rows.get()
            .into_iter()
            .map(|r| {
                view! {
                    <tr>
                        <th scope="row">{r.label}<code class="models__formula">{r.formula}</code></th>
                        <td class="number">{format!("{:.0} %", r.weight * 100.0)}</td>
                        <td class="number">{r.aicc.map_or_else(|| "\u{2013}".to_owned(), |a| digits(a, 4))}</td>
                        <td class="number">{number(r.doubled)}</td>
                        <td class="number">{number(r.limit)}</td>
                        <td>{r.ended}</td>
                        <td class="models__params">{r.params}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let select_id = format!("model-{}", curve.get_value());
    view! {
        <div class="models">
            <p class="models__choice">
                <label for=select_id.clone()>"Read the curve by "</label>
                <select id=select_id on:change=choose>
                    <option value="" selected=move || chosen.get().is_none()>
                        "the data: all shapes combined"
                    </option>
                    {options}
                </select>
            </p>
            <p>{move || agreement.get()}</p>
            <details>
                <summary>"Every shape that was fitted"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Fitted shapes">
                    <table>
                        {heads(&["Shape", "#Weight", "#AICc", "#At twice the data", "#Limit", "Search", "Parameters"])}
                        <tbody>{table}</tbody>
                    </table>
                </div>
                <p class="chart-view__note">
                    "Weight: share in the combined forecast at a doubling. AICc: lower fits better for its number of parameters (Hurvich and Tsai 1989)."
                </p>
            </details>
        </div>
    }
}
