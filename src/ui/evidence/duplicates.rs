//! Duplicates and leaks in the texts: how many, in which splits, families and files, and the list to take away.

use crate::data::{Unit, units};
use crate::report::Format;
use crate::text::Duplication;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// The section; nothing where no texts were loaded.
#[component]
pub fn Duplicates() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| app.prepared.with(|p| p.as_ref().and_then(|p| p.duplication.clone())));
    move || {
        let found = found.get()?;
        let take = (found.duplicates() > 0).then(|| {
            view! {
                <p class="actions">
                    <button type="button" on:click=move |_| app.report(Format::Duplicates)>
                        "List of duplicates, CSV"
                    </button>
                </p>
            }
        });
        let caveats = found.caveats().into_iter().map(|c| view! { <p class="soft small">{c}</p> }).collect_view();
        let illustrative = found.illustrative.then(|| view! { <span class="tag">"illustrative"</span> });
        Some(view! {
            <section aria-labelledby="duplicates-title">
                <h2 id="duplicates-title">"Duplicates and leaks in texts"</h2>
                <p class="lead">{found.in_words()} " " {illustrative}</p>
                <p>{found.distinct_in_words()} " " {found.leaks_in_words()}</p>
                {groups(&found)}
                {caveats}
                {take}
                <details>
                    <summary>"How it was counted"</summary>
                    <p>
                        "Texts are compared without case and punctuation, by their sets of 5-grams of words. Candidates come of MinHash with 14 buckets of 8 hashes, which finds a pair of similarity 0.8 in 92 of 100 cases and one of 0.85 in 99; every pair that counts was compared in full. A paraphrase is not found. A held-out record counts as leaked where it is like a training record itself, not through others."
                    </p>
                </details>
            </section>
        })
    }
}

/// The table by split, family and file; nothing where there is only one of each.
fn groups(found: &Duplication) -> Option<impl IntoView + use<>> {
    let rows = found.groups.iter().map(|g| {
        let [records, distinct, elsewhere] = [g.records, g.distinct, g.elsewhere].map(|n| units::grouped(n as f64));
        view! {
            <tr>
                <th scope="row">{g.name.clone()}</th>
                <td>{g.by.word()}</td>
                <td class="number">{records}</td>
                <td class="number">{distinct}</td>
                <td class="number">{units::show(g.share(), Unit::Fraction)}</td>
                <td class="number">{elsewhere}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!found.groups.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Table of duplicates by split, family and file">
                <table>
                    {heads(&["Name", "Of", "#Records", "#Distinct", "#Duplicates within", "#In another as well"])}
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
}
