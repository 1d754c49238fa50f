//! The parts of the Scaling page.

mod laws;

pub use laws::{FineTuning, Preference, QualityLaw};

use super::use_app;
use super::widgets::{Knob, assumption_knob};
use crate::analysis::readout::what_if::Choice;
use leptos::prelude::*;

/// The sliders: model size, data, repeats, quality.
#[component]
pub fn Knobs(
    /// The choice in force, with where its numbers come from.
    about: Signal<Option<Choice>>,
) -> impl IntoView {
    let app = use_app();
    // A new policy brings its own ranges.
    let pack = Memo::new(move |_| app.pack.with(|p| p.id.clone()));
    let of = move |pick: fn(&Choice) -> f64| Signal::derive(move || about.with(|c| c.as_ref().map_or(f64::NAN, pick)));
    let says = move |pick: fn(&Choice) -> &str| move || about.with(|c| c.as_ref().map(|c| pick(c).to_owned()));
    let knob = move |id: &'static str, value: Signal<f64>| {
        let parts = assumption_knob(app, id);
        view! { <Knob spec=parts.spec value changed=parts.changed on_change=parts.on_change on_settle=parts.on_settle /> }
    };
    view! {
        <div class="knobs">
            {move || {
                pack.with(|_| ());
                view! {
                    {knob("parameters", of(|c| c.what_if.params))}
                    {knob("tokens_per_record", of(|c| c.tokens_per_record))}
                    {knob("records", of(|c| c.records))}
                    {knob("epochs", of(|c| c.epochs))}
                    {knob("quality", of(|c| c.what_if.quality))}
                    {knob("unique_share", of(|c| c.unique_share))}
                }
            }}
        </div>
        <p class="chart-view__note">
            "Records: "{says(|c| &c.records_basis)}". Quality: "{says(|c| &c.quality_basis)}". Distinct share: "
            {says(|c| &c.unique_basis)}"."
        </p>
    }
}
