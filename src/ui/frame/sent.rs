//! In a live report: the verdict as it was sent, what differs from it, and the way back.

use crate::analysis;
use crate::scenario::Edit;
use crate::ui::decide::differences::{differences, list};
use crate::ui::use_app;
use leptos::prelude::*;

/// The bar; nothing where nothing was sent.
#[component]
pub fn SentBar() -> impl IntoView {
    let app = use_app();
    let then = Memo::new(move |_| {
        let (sent, prepared) = (app.sent.get()?, app.prepared.get()?);
        Some(app.pack.with(|p| analysis::decide(&prepared, p, sent.scenario()).verdict.action))
    });
    let lines = Memo::new(move |_| {
        let Some(sent) = app.sent.get() else { return Vec::new() };
        app.scenario.with(|now| app.pack.with(|p| differences(now, sent.scenario(), p)))
    });
    let back = move |_| {
        if let Some(sent) = app.sent.get_untracked() {
            app.dispatch(Edit::Replace { project: Box::new((*sent).clone()) });
        }
    };
    let differs = move || {
        let found = lines.get();
        match found.len() {
            0 => view! { <p class="sent__same">"Nothing on this page differs from it."</p> }.into_any(),
            n => view! {
                <details class="sent__list">
                    <summary>
                        {format!("{n} {} from it", if n == 1 { "thing differs" } else { "things differ" })}
                    </summary>
                    {list(found)}
                </details>
                <button type="button" on:click=back>
                    "Back to what was sent"
                </button>
                <p class="sent__same">"Not kept when you close this: share the scenario, or save the project."</p>
            }
            .into_any(),
        }
    };
    move || {
        let action = then.get()?;
        Some(view! {
            <section class="sent" aria-label="As it was sent">
                <p>"As it was sent: "<b>{action.words()}</b>"."</p>
                {differs}
            </section>
        })
    }
}
