//! The gates of one phase, their thresholds to move, and the verdict that follows at once.

use super::Step;
use super::now::VerdictNow;
use super::turning::Turning;
use crate::decide::Outcome;
use crate::policy::Phase;
use crate::ui::decide::flips::{Subjects, subject_memo};
use crate::ui::decide::gates::{Bullet, ThresholdDial};
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// Gates that fit on a screen.
const FIT: usize = 4;

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
    let from = RwSignal::new(0_usize);
    // What stops or warns comes first, as found when the phase was chosen: rows stay where they are while one moves.
    let ids = Memo::new(move |_| {
        let phase = chosen.get();
        let decision = app.decision.get_untracked();
        let rank = |id: &str| match decision.as_ref().and_then(|d| d.outcome(id)).map(|o| o.outcome) {
            Some(Outcome::Fail) => 0,
            Some(Outcome::Unknown) => 1,
            Some(Outcome::Warn) => 2,
            _ => 3,
        };
        let mut own =
            app.pack.with(|p| p.gates.iter().filter(|g| g.phase == phase).map(|g| g.id.clone()).collect::<Vec<_>>());
        own.sort_by_key(|id| rank(id));
        own
    });
    let shown = move || ids.with(|i| i.iter().skip(from.get()).take(FIT).cloned().collect::<Vec<_>>());
    let all = Signal::derive(move || ids.with(Vec::len));
    let phases = Phase::ALL.map(|phase| {
        let counts = move || {
            let decision = app.decision.get()?;
            Some(decision.phases.iter().find(|p| p.phase == phase)?.in_words())
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (chosen.get() == phase).to_string()
                on:click=move |_| {
                    from.set(0);
                    chosen.set(phase);
                }
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
            <For each=shown key=Clone::clone let:id>
                <Line id known />
            </For>
        </div>
        <Turning all from fit=FIT what="Gates" />
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
