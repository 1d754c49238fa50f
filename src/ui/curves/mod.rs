//! The parts of the Curves page.

mod gains;
mod models;
mod plan;
mod section;

pub use gains::MostGains;
pub use section::CurveSection;

use super::use_app;
use super::widgets::{Knob, assumption_knob};
use leptos::prelude::*;

/// The gain per doubling that is still worth it.
#[component]
pub fn WorthIt() -> impl IntoView {
    let app = use_app();
    let parts = assumption_knob(app, "worth_it");
    view! {
        <Knob
            spec=parts.spec
            value=parts.value
            changed=parts.changed
            on_change=parts.on_change
            on_settle=parts.on_settle
        />
    }
}
