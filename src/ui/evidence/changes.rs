//! Before and after: shown where evaluations from before a change and from after it were loaded.

use crate::data::units;
use crate::decide::{after, changes};
use crate::ui::use_app;
use crate::ui::widgets::{OutcomeMark, heads};
use leptos::prelude::*;

/// Whether the targeted metrics improved without a regression elsewhere, and the table behind it.
#[component]
pub fn Changes(
    /// Says what to load where nothing can be compared; else nothing is shown then.
    #[prop(optional)]
    invites: bool,
) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let list = app.pack.with(|pack| changes(&prepared.evidence.evaluations, pack));
        let scenario = app.scenario.get();
        let after = app.pack.with(|pack| after(&list, pack, &scenario))?;
        Some((list, after))
    });
    move || {
        let Some((list, after)) = found.get() else {
            return invites.then(|| view! {
                <section aria-labelledby="changes">
                    <h2 id="changes">"Before and after"</h2>
                    <p class="none">
                        "No pair of evaluations is marked \u{201c}before\u{201d} (or \u{201c}baseline\u{201d}) and \u{201c}after\u{201d}, in a time column or in the names of two files. Add a file of evaluations made after the change to see what improved and what regressed."
                    </p>
                </section>
            }.into_any());
        };
        let rows = list.into_iter().map(|c| {
            let gain = units::score(c.improvement);
            let interval = c.interval.map_or(format!("{gain} (interval unknown)"), |(a, b)| {
                format!("{gain} ({} to {})", units::score(a), units::score(b))
            });
            let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".into());
            let (basis, p) = (c.basis(), c.p_words());
            view! {
                <tr>
                    <th scope="row">{c.label}</th>
                    <td class="number">{units::score(c.before)}</td>
                    <td class="number">{units::score(c.after)}</td>
                    <td class="number">{interval}</td>
                    <td class="number">{p}</td>
                    <td class="number">{or_unknown(c.detectable.map(units::score))}</td>
                    <td>{basis}</td>
                    <td>
                        <b>{c.words}</b>
                    </td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            <section aria-labelledby="changes">
                <h2 id="changes">"Before and after"</h2>
                <p class="answer-line">
                    <OutcomeMark outcome=after.outcome />
                    " "
                    {after.sentence}
                </p>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="changes">
                    <table>
                        {heads(
                            &[
                                "Metric",
                                "#Before",
                                "#After",
                                "#Improvement (95 % interval)",
                                "#p after Holm's correction",
                                "#Smallest change this would detect",
                                "Compared",
                                "Result",
                            ],
                        )} <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="soft small">
                    "Positive is better, whichever way the metric improves. Where both files give the same items they are compared item by item (the test is named beside it), otherwise as independent samples."
                </p>
            </section>
        }
        .into_any())
    }
}
