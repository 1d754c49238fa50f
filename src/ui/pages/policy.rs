//! Policy: what is asked of what, in sentences, each of which can be changed.

use crate::analysis::asking::MOST_SLICES;
use crate::ui::evidence::Targets;
use crate::ui::policy::{Choice, Gates, Lists, MayFall, NotAsked};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Policy() -> impl IntoView {
    view! {
        <Choice />
        <section aria-labelledby="targets-title">
            <h2 id="targets-title">"Targets of what your files measure"</h2>
            <p class="soft">
                {format!(
                    "An empty box asks nothing. What is typed is a gate at once; Undo takes it back. In brackets stands the interval that the target is judged by. Of each metric up to {MOST_SLICES} slices are listed; any other is chosen in the form of a gate.",
                )}
            </p>
            <Targets slices=true />
            <MayFall />
        </section>
        <Gates />
        <NotAsked />
        <Lists />
    }
}
