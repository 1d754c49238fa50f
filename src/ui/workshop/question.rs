//! The question, the five answers there are, and the way there.

use super::{STEPS, Step, stage};
use crate::decide::Action;
use crate::shell::address;
use crate::ui::use_app;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "question",
    label: "The question",
    title: "Should we expand the training data set?",
    prompt: "Say who decides, by when, and what happens with the answer.",
    view: || Question().into_any(),
};

#[component]
fn Question() -> impl IntoView {
    let app = use_app();
    let files = move || {
        let n = app.history.with(|h| h.project().files.iter().filter(|f| !f.left_out).count());
        let scenario = app.scenario.with(|s| s.name.clone());
        let policy = app.pack.with(|p| p.name.clone());
        format!(
            "Judged by the policy \u{201c}{policy}\u{201d} from {n} {}, scenario \u{201c}{scenario}\u{201d}.",
            if n == 1 { "file" } else { "files" }
        )
    };
    let answers = Action::ALL.iter().map(|a| view! { <li>{a.words()}</li> }).collect_view();
    let steps = STEPS
        .iter()
        .map(|s| {
            view! {
                <li>
                    <a href=address::of_page(stage::PAGE, s.id)>{s.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="workshop__lead">"By how much, where, at what cost, and what would change our mind?"</p>
        <div class="workshop__pair">
            <section aria-labelledby="workshop-answers">
                <h2 id="workshop-answers">"Five possible answers"</h2>
                <ul>{answers}</ul>
            </section>
            <section aria-labelledby="workshop-way">
                <h2 id="workshop-way">"The way there"</h2>
                <ol>{steps}</ol>
            </section>
        </div>
        <p class="soft">{files}</p>
    }
}
