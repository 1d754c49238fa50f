//! A list that is longer than a screen, some rows at a time.

use leptos::prelude::*;

/// The buttons that turn it, with the rows that are shown; nothing where all fit.
#[component]
pub fn Turning(
    /// How many rows there are.
    #[prop(into)]
    all: Signal<usize>,
    /// The first that is shown.
    from: RwSignal<usize>,
    /// How many fit.
    fit: usize,
    /// What they are, more than one of them.
    what: &'static str,
) -> impl IntoView {
    let last = move || (from.get() + fit).min(all.get());
    let words = move || format!("{what} {} to {} of {}", from.get() + 1, last(), all.get());
    let at_end = move || last() >= all.get();
    view! {
        <Show when=move || { all.get() > fit }>
            <p class="workshop__turning" role="group" aria-label=format!("Turn the {}", what.to_lowercase())>
                <button
                    type="button"
                    disabled=move || from.get() == 0
                    on:click=move |_| from.update(|f| *f = f.saturating_sub(fit))
                >
                    "Earlier ones"
                </button>
                <span aria-live="polite">{words}</span>
                <button type="button" disabled=at_end on:click=move |_| from.update(|f| *f += fit)>
                    "More of them"
                </button>
            </p>
        </Show>
    }
}
