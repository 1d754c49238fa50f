//! Numbers with their names and what to know about them.

use crate::analysis::readout::facts::Fact;
use leptos::prelude::*;

/// A list of facts.
#[component]
pub fn Facts(
    /// The facts.
    #[prop(into)]
    list: Signal<Vec<Fact>>,
) -> impl IntoView {
    move || {
        let rows = list.get().into_iter().map(|f| {
            view! {
                <div class="facts__row" data-fact=f.id>
                    <dt>{f.term}</dt>
                    <dd>
                        <span class="facts__value">{f.value}</span>
                        {(!f.note.is_empty()).then(|| view! { <span class="facts__note">{f.note}</span> })}
                    </dd>
                </div>
            }
        });
        let rows = rows.collect_view();
        view! { <dl class="facts">{rows}</dl> }
    }
}
