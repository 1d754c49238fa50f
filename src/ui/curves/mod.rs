//! The parts of the Curves page.

mod models;
mod plan;
mod section;

pub use section::CurveSection;

use super::use_app;
use super::widgets::{Knob, KnobSpec, assumption_knob};
use leptos::prelude::*;

/// The gain per doubling that is still worth it.
#[component]
pub fn WorthIt() -> impl IntoView {
    let app = use_app();
    let parts = assumption_knob(
        app,
        KnobSpec {
            id: "assume-worth_it".into(),
            label: "A doubling of the data is worth it from a gain of".into(),
            unit: crate::data::Unit::Number,
            range: (0.0005, 0.1),
            log: true,
            help: "In the unit of the metric. Every \u{201c}no longer worth it\u{201d} size below follows it.".into(),
        },
        "worth_it",
    );
    view! { <Knob spec=parts.spec value=parts.value changed=parts.changed on_change=parts.on_change on_settle=parts.on_settle /> }
}
