//! Diagnostics as a list: where, what, found, expected, what to do.

use crate::data::{Diagnostic, Level};
use leptos::prelude::*;

/// The list; nothing where there is none.
#[component]
pub fn Diagnostics(
    /// What there is to say.
    list: Vec<Diagnostic>,
) -> impl IntoView {
    (!list.is_empty()).then(|| view! { <ul class="diagnostics">{list.into_iter().map(item).collect_view()}</ul> })
}

fn item(d: Diagnostic) -> impl IntoView {
    let (level, word) = match d.level {
        Level::Info => ("info", "Note"),
        Level::Warning => ("warning", "Warning"),
        Level::Error => ("error", "Error"),
    };
    let place = d.place.map(|p| p.to_string());
    view! {
        <li data-level=level>
            <span class="diagnostics__level">{word}</span>
            " "
            {place.filter(|p| !p.is_empty()).map(|p| view! { <span class="diagnostics__place">{p}": "</span> })}
            {d.message}
            {d
                .found
                .map(|f| {
                    view! {
                        " Found: "
                        <q>{f}</q>
                        "."
                    }
                })}
            {d.expected.map(|e| format!(" Expected: {e}."))}
            {d
                .mend
                .map(|m| {
                    view! {
                        " "
                        <span class="diagnostics__mend">{m}</span>
                    }
                })}
        </li>
    }
}
