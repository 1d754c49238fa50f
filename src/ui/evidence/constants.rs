//! The constants of the scaling law in force: numbers from the literature, or from the person's own runs.

use crate::analysis::readout::what_if::in_force;
use crate::data::units;
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::{heads, with_view};
use leptos::prelude::*;

/// The table under the assumption log.
#[component]
pub fn ScalingConstants() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| with_view(app, in_force).flatten());
    move || {
        let constants = found.get()?;
        let rows = constants.rows().into_iter().map(|(symbol, meaning, value)| {
            view! {
                <tr>
                    <th scope="row">{symbol}</th>
                    <td class="number">{units::digits(value, 4)}</td>
                    <td>{meaning}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            <h3 id="log-scaling">"Constants of the scaling law in force: "{constants.name.clone()}</h3>
            <p class="soft small">
                "Source: "{constants.source.clone()}". How they are known: "{constants.provenance.clone()}". "
                <a href=address::of_page("scaling", "")>"Choose others on Scaling"</a>
            </p>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="log-scaling">
                <table>{heads(&["Constant", "#Value", "Meaning"])} <tbody>{rows}</tbody></table>
            </div>
        })
    }
}
