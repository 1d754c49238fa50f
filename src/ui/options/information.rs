//! What to measure next: what each measurement is worth against its cost.

use super::table::money;
use crate::data::units;
use crate::ui::use_app;
use leptos::prelude::*;

/// The section's content.
#[component]
pub fn Information() -> impl IntoView {
    let app = use_app();
    move || {
        let v = app.exploration.get()?.information.clone();
        let currency = app.pack.with(|p| p.currency.clone());
        let lead = view! { <p class="lead-strong"><b>{v.recommendation.clone()}</b></p> };
        if !v.known {
            let because = v.because.clone().map(|b| format!("The value of measuring is not computed: {b}."));
            return Some(view! { {lead}<p class="soft">{because}</p> }.into_any());
        }
        let cash = |x: f64| money(&currency, x);
        let next = v.next.iter().map(|m| {
            let net = m.net.map_or_else(|| "\u{2013}".into(), |n| if n < 0.0 { format!("\u{2212}{}", cash(-n)) } else { cash(n) });
            view! {
                <tr><th scope="row">{m.label.clone()}</th><td class="number">{if m.value > 0.0 { cash(m.value) } else { "nothing above chance".into() }}</td>
                <td class="number">{m.cost.map_or_else(|| "price unknown".into(), &cash)}</td><td class="number">{net}</td></tr>
            }
        });
        let next = next.collect_view();
        let some = v.evppi.iter().any(|e| e.1 > 0.0);
        let evppi = v.evppi.iter().filter(|e| e.1 > 0.0).map(|(name, worth)| view! { <tr><th scope="row">{name.clone()}</th><td class="number">{cash(*worth)}</td></tr> });
        let evppi = evppi.collect_view();
        let best = v.best.clone().map(|(label, worth)| {
            format!(
                "As things stand the best option is \u{201c}{label}\u{201d} with an expected net benefit of {}. ",
                cash(worth)
            )
        });
        Some(
            view! {
                {lead}
                <p>{best}{format!("Knowing everything before choosing would be worth {} (expected value of perfect information): no measurement is worth more than that.", cash(v.evpi))}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Next measurements"><table>
                    <caption>"Next measurements, best net benefit first"</caption>
                    <thead><tr><th scope="col">"Measurement"</th><th scope="col" class="number">"Worth"</th><th scope="col" class="number">"Costs"</th><th scope="col" class="number">"Net"</th></tr></thead>
                    <tbody>{next}</tbody>
                </table></div>
                {some.then(|| view! {
                    <div class="scroll" tabindex="0" role="region" aria-label="Value of single inputs"><table>
                        <caption>"What knowing one thing exactly would be worth"</caption>
                        <tbody>{evppi}</tbody>
                    </table></div>
                })}
                <details><summary>"How this is computed"</summary>
                    <p>{format!("{} draws of everything uncertain; the benefit of each option in each draw is the value of meeting all measured targets, where they are met, less its cost. The value of knowing an input, or of seeing a simulated measurement, is what choosing by it gains over choosing blind (Strong, Oakley, Brennan and Breeze 2015, doi:10.1177/0272989X15575286); gains within two Monte Carlo standard errors of nothing count as nothing.", units::grouped(v.draws as f64))}</p>
                </details>
            }
            .into_any(),
        )
    }
}
