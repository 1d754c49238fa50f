//! The gates of one phase, their thresholds to move, and the verdict that follows at once.

use super::Step;
use super::now::VerdictNow;
use crate::decide::Outcome;
use crate::policy::Phase;
use crate::ui::decide::flips::{Subjects, subject_memo};
use crate::ui::decide::gates::{Bullet, ThresholdDial};
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "gates",
    label: "Gates",
    title: "What would have to be true?",
    prompt: "Ask whose threshold it is and move it where they would put it. Undo brings it back.",
    view: || Gates().into_any(),
};

#[component]
fn Gates() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let decides =
        app.decision.with_untracked(|d| d.as_ref().and_then(|d| d.phases.iter().find(|p| p.current).map(|p| p.phase)));
    let chosen = RwSignal::new(decides.unwrap_or(Phase::Complete));
    // What stops or warns, and the rest, as found when the phase was chosen: rows stay where they are while one moves.
    let ids = Memo::new(move |_| {
        let phase = chosen.get();
        let decision = app.decision.get_untracked();
        let rank = |id: &str| match decision.as_ref().and_then(|d| d.outcome(id)).map(|o| o.outcome) {
            Some(Outcome::Fail) => 0,
            Some(Outcome::Unknown) => 1,
            Some(Outcome::Warn) => 2,
            _ => 3,
        };
        let own =
            app.pack.with(|p| p.gates.iter().filter(|g| g.phase == phase).map(|g| g.id.clone()).collect::<Vec<_>>());
        let (mut first, rest): (Vec<String>, Vec<String>) = own.into_iter().partition(|id| rank(id) < 3);
        first.sort_by_key(|id| rank(id));
        (first, rest)
    });
    let rest = move || ids.with(|i| i.1.len());
    let some = move || rest() > 0;
    let phases = Phase::ALL.map(|phase| {
        let counts = move || {
            let decision = app.decision.get()?;
            Some(decision.phases.iter().find(|p| p.phase == phase)?.in_words())
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (chosen.get() == phase).to_string()
                on:click=move |_| chosen.set(phase)
            >
                <b>{phase.word()}</b>
                " "
                <span class="workshop__counts">{counts}</span>
            </button>
        }
    });
    view! {
        <div class="workshop__phases" role="group" aria-label="Phase">
            {phases}
        </div>
        <VerdictNow />
        <p class="workshop__lead">{move || chosen.get().question()}</p>
        <div class="workshop__gates">
            <For each=move || ids.get().0 key=Clone::clone let:id>
                <Line id known />
            </For>
        </div>
        <Show when=some>
            <details class="workshop__rest" open=move || ids.with(|i| i.0.is_empty())>
                <summary>{move || format!("{} that neither stop nor warn", rest())}</summary>
                <For each=move || ids.get().1 key=Clone::clone let:id>
                    <Line id known />
                </For>
            </details>
        </Show>
    }
}

#[component]
fn Line(id: String, known: Memo<Subjects>) -> impl IntoView {
    let app = use_app();
    let gate = StoredValue::new(id);
    let outcome = Memo::new(move |_| app.decision.get().and_then(|d| gate.with_value(|id| d.outcome(id).cloned())));
    view! {
        <article
            class="workshop__gate"
            data-outcome=move || outcome.with(|o| o.as_ref().map_or("", |o| o.outcome.id()))
        >
            <div>
                <h2>
                    {move || outcome.with(|o| o.as_ref().map(|o| view! { <OutcomeMark outcome=o.outcome /> }))}" "
                    {move || outcome.with(|o| o.as_ref().map(|o| o.label.clone()))}
                </h2>
                <p>{move || outcome.with(|o| o.as_ref().map(|o| o.sentence.clone()))}</p>
            </div>
            <Bullet gate=gate.get_value() />
            <ThresholdDial gate=gate.get_value() known=known />
        </article>
    }
}
