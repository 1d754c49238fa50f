//! Laws beside those of model size against data: how quality counts, fine-tuning, preference pairs.

use crate::analysis::readout::other_laws::{FineTuningRow, WHY_NOT, quality_choices, quality_in_force};
use crate::analysis::readout::scaling_facts::preference_pairs;
use crate::data::units::compact;
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// Which set of the quality-aware law says how quality counts.
#[component]
pub fn QualityLaw() -> impl IntoView {
    let app = use_app();
    let exponent = Memo::new(move |_| app.scenario.with(|s| s.assumptions.get("quality_exponent").copied()));
    let chosen = move || quality_in_force(exponent.get());
    let choose = move |event| {
        let id = event_target_value(&event);
        let usual = quality_in_force(None).is_some_and(|c| c.id == id);
        let value = quality_choices().into_iter().find(|c| c.id == id).map(|c| c.exponent);
        app.dispatch(Edit::Assumption { id: "quality_exponent".into(), value: value.filter(|_| !usual) });
        app.settle();
    };
    let options = quality_choices()
        .into_iter()
        .map(|c| {
            let id = c.id;
            let here = move || chosen().is_some_and(|now| now.id == id);
            view! {
                <option value=id selected=here>
                    {c.name}
                </option>
            }
        })
        .collect_view();
    view! {
        <p>
            <label for="quality-law">"Quality counts by: "</label>
            <select id="quality-law" on:change=choose>
                {options}
            </select>
        </p>
        <p class="chart-view__note">
            "Effective tokens are tokens \u{00d7} quality to that power. "{move || chosen().map(|c| c.source)}
            ". Its own E, B and exponents belong to one small model, so they are not in the list of constants above: only the exchange of quality for quantity is taken from it."
        </p>
    }
}

/// What fine-tuning laws say, and why they are not among the constants.
#[component]
pub fn FineTuning(
    /// What each set says.
    rows: Vec<FineTuningRow>,
    /// Records it is asked for.
    records: f64,
    /// Parameters it is asked for.
    params: f64,
) -> impl IntoView {
    let rows = rows.into_iter().map(|r| {
        let halves = r.halves.map_or_else(|| "more than a million".to_owned(), |f| format!("{}\u{00d7}", compact(f)));
        view! {
            <tr>
                <th scope="row">{r.name}<code class="models__formula">{r.formula}</code></th>
                <td class="number">{format!("{:.1} %", 100.0 * r.removed)}</td>
                <td class="number">{halves}</td>
                <td>{r.source}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>"Fine-tuning laws: why they are not among the constants, and what they say"</summary>
            <p>{WHY_NOT}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Fine-tuning laws">
                <table>
                    {heads(&["Task and method", "#A doubling removes", "#Data that halves it", "Source"])}
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="chart-view__note">
                {format!(
                    "Of the loss above its floor, from {} records and {} parameters.",
                    compact(records),
                    compact(params),
                )}
            </p>
        </details>
    }
}

/// What is reported about preference pairs.
#[component]
pub fn Preference() -> impl IntoView {
    let rows = preference_pairs().map(|(range, finding, source)| {
        view! {
            <tr>
                <th scope="row">{range}</th>
                <td>{finding}</td>
                <td>{source}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>"Preference pairs: no law is established; what studies report"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Reported numbers of preference pairs">
                <table>{heads(&["Range", "Finding", "Source"])} <tbody>{rows.collect_view()}</tbody></table>
            </div>
        </details>
    }
}
