//! Votes before the evidence is shown. The screen says who has voted, not what.

use super::Step;
use super::ballot::{BallotForm, Voters};
use crate::scenario::Round;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "prior",
    label: "Your vote before the evidence",
    title: "Before we look: what do you expect?",
    prompt: "Everyone votes before the next screen. Nobody sees the votes until the last one.",
    view: || Prior().into_any(),
};

#[component]
fn Prior() -> impl IntoView {
    view! {
        <div class="workshop__pair">
            <BallotForm round=Round::Before />
            <Voters round=Round::Before />
        </div>
    }
}
