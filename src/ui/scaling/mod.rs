//! The parts of the Scaling page.

mod laws;

pub use laws::{FineTuning, Preference, QualityLaw};

use super::use_app;
use super::widgets::{Knob, KnobSpec, assumption_knob};
use crate::chart::what_if::Choice;
use crate::data::Unit;
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
    let knob = move |id: &'static str, label: &str, unit, range, log, help: &str, value: Signal<f64>| {
        let spec = KnobSpec { id: format!("assume-{id}"), label: label.into(), unit, range, log, help: help.into() };
        let parts = assumption_knob(app, spec, id);
        view! { <Knob spec=parts.spec value changed=parts.changed on_change=parts.on_change on_settle=parts.on_settle /> }
    };
    view! {
        <div class="knobs">
            {move || {
                pack.with(|_| ());
                view! {
                    {knob("parameters", "Model parameters", Unit::Parameters, (1e8, 1e12), true, "", of(|c| c.what_if.params))}
                    {knob("tokens_per_record", "Tokens per record", Unit::Tokens, (10.0, 1e5), true, "", of(|c| c.tokens_per_record))}
                    {knob("records", "Records", Unit::Records, (1e3, 1e10), true, "Records trained on, distinct or not.", of(|c| c.records))}
                    {knob("epochs", "Epochs", Unit::Number, (1.0, 40.0), true, "", of(|c| c.epochs))}
                    {knob("quality", "Quality", Unit::Number, (0.3, 1.0), false, "1 is clean; the quality-aware law discounts the rest.", of(|c| c.what_if.quality))}
                    {knob("unique_share", "Distinct share", Unit::Fraction, (0.05, 1.0), false, "Copies count as further passes.", of(|c| c.unique_share))}
                }
            }}
        </div>
        <p class="chart-view__note">
            "Records: "{says(|c| &c.records_basis)}". Quality: "{says(|c| &c.quality_basis)}". Distinct share: "{says(|c| &c.unique_basis)}"."
        </p>
    }
}
