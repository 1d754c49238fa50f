//! A knob on an assumption: range, help and way back from the policy.

use super::KnobSpec;
use crate::scenario::Edit;
use crate::ui::App;
use leptos::prelude::*;

/// The parts of a knob on an assumption.
pub struct AssumptionKnob {
    /// What it moves.
    pub spec: KnobSpec,
    /// Value in force.
    pub value: Signal<f64>,
    /// True while the scenario changes it.
    pub changed: Signal<bool>,
    /// Changes it.
    pub on_change: Callback<Option<f64>>,
    /// Ends a drag.
    pub on_settle: Callback<()>,
}

/// A knob on the assumption `id`. The policy's own range, help and unit win over those of `spec`.
#[must_use]
pub fn assumption_knob(app: App, mut spec: KnobSpec, id: &'static str) -> AssumptionKnob {
    app.pack.with_untracked(|pack| {
        if let Some(known) = pack.assumption(id) {
            (spec.range, spec.log) = (known.range, known.log);
            let source = pack.citation(&known.source);
            let parts = [known.help.as_str(), if source.is_empty() { "" } else { " Source: " }, source];
            let own = parts.concat();
            if !own.is_empty() {
                spec.help = format!("{} {own}", spec.help).trim().to_owned();
            }
        }
    });
    AssumptionKnob {
        spec,
        value: Signal::derive(move || app.pack.with(|p| app.scenario.with(|s| s.assumption(p, id)))),
        changed: Signal::derive(move || app.scenario.with(|s| s.assumptions.contains_key(id))),
        on_change: Callback::new(move |value| app.dispatch(Edit::Assumption { id: id.to_owned(), value })),
        on_settle: Callback::new(move |()| app.settle()),
    }
}
