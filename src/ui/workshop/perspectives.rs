//! Opinions in the room, put to the evidence: what each would do, and what the numbers say against it.

use super::Step;
use crate::decide::chance::Agreement;
use crate::ui::use_app;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "perspectives",
    label: "Perspectives",
    title: "What would each opinion do?",
    prompt: "Ask who holds which. Each gets a fair hearing and the same numbers.",
    view: || Perspectives().into_any(),
};

#[component]
fn Perspectives() -> impl IntoView {
    let app = use_app();
    let cards = move || {
        let Some(exploration) = app.exploration.get() else {
            return view! { <p class="workshop__lead">"Playing the opinions through\u{2026}"</p> }.into_any();
        };
        let view = &exploration.perspectives;
        if view.perspectives.is_empty() {
            return view! { <p class="workshop__lead">"The policy pack names no perspectives."</p> }.into_any();
        }
        let cards = view.perspectives.iter().map(|p| {
            let agreement = match p.agreement {
                Agreement::Supported => "pass",
                Agreement::Partly => "warn",
                Agreement::NotSupported => "fail",
            };
            let counter = p.counter_evidence.first().cloned();
            view! {
                <article class="workshop__card" data-outcome=agreement>
                    <h2>
                        {p.label.clone()}
                        {p
                            .own
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"ours"</span>
                                }
                            })}
                    </h2>
                    <p>{p.would_do.clone()}</p>
                    {counter.map(|c| view! { <p class="soft">"Against it: "{c}</p> })}
                    <p>
                        <b>{p.verdict.clone()}</b>
                    </p>
                </article>
            }
        });
        let cards = cards.collect_view();
        view! {
            <div class="workshop__cards" class:stale=move || app.exploration_stale.get()>
                {cards}
            </div>
        }
        .into_any()
    };
    view! { {cards} }
}
