//! Where more records help most, slice by slice.

use crate::analysis::readout::most_gain::{LEAST_STEP, LEVEL, MostGain, PER, gain_words, most_gain};
use crate::data::units;
use crate::decide::Link;
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::{heads, with_view};
use leptos::prelude::*;

/// The section; nothing where no metric has the curves of two slices.
#[component]
pub fn MostGains() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| with_view(app, most_gain).unwrap_or_default());
    view! {
        <Show when=move || found.with(|f| !f.is_empty())>
            <section aria-labelledby="most-gain-title">
                <h2 id="most-gain-title">"Where do more records help most?"</h2>
                {move || found.get().iter().map(table).collect_view()}
            </section>
        </Show>
    }
}

fn table(found: &MostGain) -> impl IntoView + use<> {
    let rows = found.gains.iter().map(|g| {
        let address = address::of_page("curves", &Link::Curve(g.curve.clone()).anchor());
        view! {
            <tr>
                <th scope="row">
                    <a href=address>{g.slice.clone()}</a>
                </th>
                <td class="number">{units::compact(g.records)}</td>
                <td class="number">{units::score(g.value)}</td>
                <td class="number">{gain_words(g)}</td>
                <td class="number">{units::chance(g.first)}</td>
            </tr>
        }
    });
    let (rows, label) = (rows.collect_view(), found.label.clone());
    view! {
        <p>{found.sentence.clone()}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=format!("{label} by slice")>
            <table>
                <caption>{format!("{label}, by slice")}</caption>
                {heads(
                    &[
                        "Slice or series".to_owned(),
                        "#Records".to_owned(),
                        "#Value there".to_owned(),
                        format!("#Gain per 1,000 records ({} % range)", LEVEL * 100.0),
                        "#Gains most".to_owned(),
                    ],
                )}
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="soft">
            {format!(
                "Each gain is taken over the next {} % of the slice\u{2019}s own records, {} at least. \u{201c}Gains most\u{201d} is the probability that its gain is the largest, the curves taken to be independent.",
                units::digits(LEAST_STEP * 100.0, 3),
                units::grouped(PER),
            )}
        </p>
    }
}
