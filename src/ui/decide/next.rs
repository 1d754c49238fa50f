//! What to measure next, in one line, with the way to the page that says why.

use crate::shell::address;
use crate::ui::use_app;
use leptos::prelude::*;

/// The line.
#[component]
pub fn NextMeasurement() -> impl IntoView {
    let app = use_app();
    move || {
        let exploration = app.exploration.get()?;
        let text = exploration.information.recommendation.clone();
        (!text.is_empty()).then(|| view! {
            <section class="next" aria-labelledby="next">
                <h2 id="next">"What to measure next"</h2>
                <p>{text}" "<a href=address::of_page("options", "information")>"What each measurement is worth"</a></p>
            </section>
        })
    }
}
