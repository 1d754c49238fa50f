//! What would change the verdict: the nearest three, each with its slider.

use super::Step;
use super::now::VerdictNow;
use crate::decide::FlipSubject;
use crate::ui::decide::flips::subject_memo;
use crate::ui::decide::gates::dial_of;
use crate::ui::use_app;
use leptos::prelude::*;

/// Rows shown.
const MOST: usize = 3;

/// The step.
pub const STEP: Step = Step {
    id: "flips",
    label: "What flips it",
    title: "What would change the verdict?",
    prompt: "Ask for each: is that plausible, and who could find out?",
    view: || Flips().into_any(),
};

#[component]
fn Flips() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    // The rows stay as they were found first, so that none jumps away under the pointer.
    let rows: RwSignal<Vec<FlipSubject>> = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let Some(exploration) = app.exploration.get() else { return };
        if rows.with_untracked(|r| !r.is_empty()) {
            return;
        }
        let mut list: Vec<FlipSubject> = Vec::new();
        for flip in &exploration.flips {
            if !list.contains(&flip.subject) && list.len() < MOST {
                list.push(flip.subject.clone());
            }
        }
        rows.set(list);
    });
    let alone = move || {
        let exploration = app.exploration.get();
        let text = match exploration.as_ref() {
            None => "Searching what would change it\u{2026}".to_owned(),
            Some(e) if !e.flips.is_empty() => return None,
            Some(e) => match e.pairs.first() {
                Some((a, b, action)) => format!(
                    "No single change. \u{201c}{a}\u{201d} and \u{201c}{b}\u{201d} together lead to \u{201c}{}\u{201d}.",
                    action.inline()
                ),
                None => "No single change within the ranges searched.".to_owned(),
            },
        };
        Some(view! { <p class="workshop__lead">{text}</p> })
    };
    view! {
        <VerdictNow />
        {alone}
        <ol class="workshop__flips">
            <For each=move || rows.get() key=Clone::clone let:subject>
                {
                    let about = subject.clone();
                    let kind = match &subject {
                        FlipSubject::Threshold(_) => "threshold",
                        FlipSubject::Fact(_) => "measured",
                        FlipSubject::Assumption(_) => "assumption",
                    };
                    let label = known.with_untracked(|k| k.get(&subject).map(|s| s.label.clone())).unwrap_or_default();
                    let sentence = move || {
                        app.exploration
                            .get()
                            .and_then(|e| e.flips.iter().find(|f| f.subject == about).map(|f| f.sentence.clone()))
                    };
                    view! {
                        <li>
                            <h2>{label}" "<span class="tag">{kind}</span></h2>
                            <p class:stale=move || app.exploration_stale.get()>{sentence}</p>
                            {dial_of(subject.clone(), known, kind)}
                        </li>
                    }
                }
            </For>
        </ol>
    }
}
