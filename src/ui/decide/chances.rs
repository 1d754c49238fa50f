//! How sure: the probability of each verdict, of each target, when everything uncertain is drawn.

use crate::data::units;
use crate::ui::use_app;
use leptos::prelude::*;

/// The section.
#[component]
pub fn HowSure() -> impl IntoView {
    let app = use_app();
    let body = move || {
        let exploration = app.exploration.get()?;
        let c = exploration.chances.clone();
        if c.draws == 0 {
            return None;
        }
        if c.sure().is_none() {
            let text = "No gate looks at a measurement whose error is known, so there is no probability to give. A standard \
                        error, or the number of items that were judged, gives one.";
            return Some(view! { <p class="soft">{text}</p> }.into_any());
        }
        let bar = |p: f64| view! { <meter class="chance" min="0" max="1" value=p aria-hidden="true"></meter> };
        let share = units::chance;
        let verdicts = c.verdicts.iter().filter(|v| v.1 > 0.0).map(|(a, p)| {
            view! {
                <tr>
                    <th scope="row">{a.words()}</th>
                    <td class="number">{share(*p)}</td>
                    <td>{bar(*p)}</td>
                </tr>
            }
        });
        let some = !c.targets.is_empty();
        let targets = c.targets.iter().map(|(_, label, p)| match p {
            Some(p) => view! {
                <tr>
                    <th scope="row">{label.clone()}</th>
                    <td class="number">{share(*p)}</td>
                    <td>{bar(*p)}</td>
                </tr>
            }
            .into_any(),
            None => view! {
                <tr>
                    <th scope="row">{label.clone()}</th>
                    <td class="none" colspan="2">
                        "never measured"
                    </td>
                </tr>
            }
            .into_any(),
        });
        let all = c.all_targets.map(|p| {
            view! {
                <tr class="answer">
                    <th scope="row">"All measured targets"</th>
                    <td class="number">{share(p)}</td>
                    <td>{bar(p)}</td>
                </tr>
            }
        });
        Some(view! {
            <p class="lead" class:stale=move || app.exploration_stale.get()>
                {format!(
                    "If every uncertain number were known, the verdict would be \u{201c}{}\u{201d} in {} of {} draws.",
                    c.verdicts.first().map_or("", |v| v.0.inline()),
                    share(c.verdicts.first().map_or(0.0, |v| v.1)),
                    units::grouped(c.draws as f64),
                )}
                {(c.monte_carlo_error > 0.0005)
                    .then(|| {
                        format!(" Monte Carlo error: \u{b1} {} points.", units::digits(c.monte_carlo_error * 100.0, 2))
                    })}
            </p>
            <div class="pair">
                <table>
                    <caption>"Probability of each verdict"</caption>
                    <tbody>{verdicts.collect_view()}</tbody>
                </table>
                {some
                    .then(|| {
                        view! {
                            <table>
                                <caption>"Probability that a target is met today"</caption>
                                <tbody>{targets.collect_view()}{all}</tbody>
                            </table>
                        }
                    })}
            </div>
        }.into_any())
    };
    view! {
        <section class="sure" aria-labelledby="sure">
            <h2 id="sure">"How sure is that"</h2>
            {body}
        </section>
    }
}
