//! Before and after: shown where evaluations from before a change and from after it were loaded.

use crate::data::units;
use crate::decide::changes;
use crate::ui::use_app;
use leptos::prelude::*;

/// The table; nothing without both.
#[component]
pub fn Changes() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let list = app.pack.with(|pack| changes(&prepared.evidence.evaluations, pack));
        (!list.is_empty()).then_some(list)
    });
    move || {
        let rows = found.get()?.into_iter().map(|c| {
            let gain = units::score(c.improvement);
            let interval = c.interval.map_or(format!("{gain} (interval unknown)"), |(a, b)| {
                format!("{gain} ({} to {})", units::score(a), units::score(b))
            });
            let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".into());
            let basis = c.basis();
            view! {
                <tr>
                    <th scope="row">{c.label}</th>
                    <td class="number">{units::score(c.before)}</td>
                    <td class="number">{units::score(c.after)}</td>
                    <td class="number">{interval}</td>
                    <td class="number">{or_unknown(c.p_holm.map(|p| units::fixed(p, 3)))}</td>
                    <td class="number">{or_unknown(c.detectable.map(units::score))}</td>
                    <td>{basis}</td>
                    <td><b>{c.words}</b></td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            <section aria-labelledby="changes">
                <h2 id="changes">"Before and after"</h2>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="changes">
                    <table>
                        <thead><tr>
                            <th scope="col">"Metric"</th><th scope="col" class="number">"Before"</th><th scope="col" class="number">"After"</th>
                            <th scope="col" class="number">"Improvement (95 % interval)"</th><th scope="col" class="number">"p after Holm's correction"</th>
                            <th scope="col" class="number">"Smallest change this would detect"</th><th scope="col">"Compared"</th><th scope="col">"Result"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="soft small">"Positive is better, whichever way the metric improves. Where both files give the same items they are compared item by item, otherwise as independent samples."</p>
            </section>
        })
    }
}
