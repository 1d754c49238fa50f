//! What to measure next: what each measurement is worth against its cost.

use super::table::money;
use crate::data::units;
use crate::decide::capital;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// The section's content.
#[component]
pub fn Information() -> impl IntoView {
    let app = use_app();
    move || {
        let v = app.exploration.get()?.information.clone();
        let currency = app.pack.with(|p| p.currency.clone());
        let lead = view! {
            <p class="lead-strong">
                <b>{v.recommendation.clone()}</b>
            </p>
        };
        if !v.known {
            let because = v.because.clone().map(|b| format!("The value of measuring is not computed: {b}."));
            return Some(
                view! {
                    {lead}
                    <p class="soft">{because}</p>
                }
                .into_any(),
            );
        }
        let cash = |x: f64| money(&currency, x);
        let row = |m: &crate::decide::chance::NextMeasurement| {
            let net = m
                .net
                .map_or_else(|| "\u{2013}".into(), |n| if n < 0.0 { format!("\u{2212}{}", cash(-n)) } else { cash(n) });
            view! {
                <tr>
                    <th scope="row">{capital(&m.label)}</th>
                    <td class="number">{if m.value > 0.0 { cash(m.value) } else { "nothing above chance".into() }}</td>
                    <td class="number">{m.cost.map_or_else(|| "price unknown".into(), &cash)}</td>
                    <td class="number">{net}</td>
                </tr>
            }
        };
        let (told, idle): (Vec<_>, Vec<_>) = v.next.iter().partition(|m| m.value > 0.0);
        let table = |rows: &[&crate::decide::chance::NextMeasurement], caption: &'static str| {
            let rows = rows.iter().map(|m| row(m)).collect_view();
            view! {
                <div class="scroll" tabindex="0" role="region" aria-label=caption>
                    <table>
                        <caption>{caption}</caption>
                        {heads(&["Measurement", "#Worth", "#Costs", "#Net"])}
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        };
        let next = match told.as_slice() {
            [] => view! { <p>"No next measurement is worth anything that chance could not explain."</p> }.into_any(),
            rows => table(rows, "Next measurements, best net benefit first").into_any(),
        };
        let others = (!idle.is_empty()).then(|| {
            let summary = units::counted(
                idle.len(),
                "measurement is worth nothing above chance",
                "measurements are worth nothing above chance",
            );
            view! {
                <details>
                    <summary>{summary}</summary>
                    {table(&idle, "Worth nothing above chance: none would change the choice between the options")}
                </details>
            }
        });
        let notes = v.notes.iter().map(|n| view! { <p class="soft">{n.clone()}</p> }).collect_view();
        let some = v.evppi.iter().any(|e| e.1 > 0.0);
        let evppi = v.evppi.iter().filter(|e| e.1 > 0.0).map(|(name, worth)| {
            view! {
                <tr>
                    <th scope="row">{capital(name)}</th>
                    <td class="number">{cash(*worth)}</td>
                </tr>
            }
        });
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
                <p>
                    {best}
                    {format!(
                        "Knowing everything before choosing would be worth {} (expected value of perfect information): no measurement is worth more than that.",
                        cash(v.evpi),
                    )}
                </p>
                {next}
                {others}
                {notes}
                {some
                    .then(|| {
                        view! {
                            <div class="scroll" tabindex="0" role="region" aria-label="Value of single inputs">
                                <table>
                                    <caption>"What knowing one thing exactly would be worth"</caption>
                                    <tbody>{evppi}</tbody>
                                </table>
                            </div>
                        }
                    })}
                <details>
                    <summary>"How this is computed"</summary>
                    <p>
                        {format!(
                            "{} draws of everything uncertain; the benefit of each option in each draw is the value of meeting all measured targets, where they are met, less its cost. The value of knowing an input, or of seeing a simulated measurement, is what choosing by it gains over choosing blind (Strong, Oakley, Brennan and Breeze 2015, doi:10.1177/0272989X15575286); gains within two Monte Carlo standard errors of nothing count as nothing. Each kind of measurement is tried at several sizes and stands here with the best: more evaluation items by the same raters; a rater study, in which an expert judges rated items again and so shows the error that all raters share; one more training size; an audit of a tier, in which an expert judges a sample of its records.",
                            units::grouped(v.draws as f64),
                        )}
                    </p>
                </details>
            }
            .into_any(),
        )
    }
}
