//! An outcome in shape, word and colour.

use crate::decide::Outcome;
use leptos::prelude::*;

/// The sign and the word of an outcome; colour comes third.
#[component]
pub fn OutcomeMark(
    /// The outcome.
    outcome: Outcome,
) -> impl IntoView {
    view! {
        <span class="outcome" data-outcome=outcome.id()>
            <span class="outcome__sign" aria-hidden="true">
                {outcome.icon()}
            </span>
            <span class="outcome__word">{outcome.word()}</span>
        </span>
    }
}
