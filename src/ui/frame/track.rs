//! The phase track: Complete, Validate, Expand, each with its gates counted by outcome. It is the way into the gates.

use crate::decide::PhaseState;
use crate::shell::address;
use crate::ui::use_app;
use leptos::prelude::*;

/// The track.
#[component]
pub fn PhaseTrack() -> impl IntoView {
    let app = use_app();
    let phases = move || app.decision.get().map(|d| d.phases.clone()).unwrap_or_default();
    view! {
        <ol class="track" aria-label="Phases">
            {move || phases().into_iter().map(phase).collect_view()}
        </ol>
    }
}

fn phase(state: PhaseState) -> impl IntoView {
    let word = state.phase.word();
    let counts = state
        .by_outcome()
        .map(|(outcome, n)| {
            view! {
                <span class="count" data-outcome=outcome.id()>
                    <span aria-hidden="true">{outcome.icon()}</span>
                    {n}
                    <span class="count__word">" "{outcome.word()}</span>
                </span>
                " "
            }
        })
        .collect_view();
    let standing = if state.done {
        "done"
    } else if state.current {
        "now"
    } else {
        ""
    };
    view! {
        <li class="track__phase" aria-current=state.current.then_some("step") data-done=state.done.then_some("")>
            <a href=address::of_page("decide", &format!("phase-{}", word.to_lowercase()))>
                <span class="track__word">{word}</span>
                {(!standing.is_empty())
                    .then(|| {
                        view! {
                            " "
                            <span class="track__standing">{standing}</span>
                        }
                    })}
            </a>
            <span class="track__counts">{counts}</span>
        </li>
    }
}
