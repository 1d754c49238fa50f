//! A knob on an assumption: name, range, help and way back.

use super::{KnobSpec, log_address};
use crate::data::amount::Scale;
use crate::policy::assumptions::assumption;
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

/// A knob on the assumption `id`: as the policy describes it, else as the program does.
#[must_use]
pub fn assumption_knob(app: App, id: &'static str) -> AssumptionKnob {
    let spec = app.pack.with_untracked(|pack| {
        let known = assumption(id);
        let mut spec = KnobSpec {
            id: format!("assume-{id}"),
            label: known.map_or(id, |a| a.label).to_owned(),
            scale: Scale {
                range: known.map_or((0.0, 1.0), |a| a.range),
                log: known.is_some_and(|a| a.log),
                unit: known.map(|a| a.unit).unwrap_or_default(),
            },
            currency: pack.currency.clone(),
            help: known.map_or("", |a| a.help).to_owned(),
            more: known.filter(|a| a.default.is_some()).map(|_| (log_address(id), "In the assumption log")),
        };
        if let Some(own) = pack.assumption(id) {
            (spec.scale.range, spec.scale.log) = (own.range, own.log);
            spec.label.clone_from(&own.label);
            let source = pack.citation(&own.source);
            let parts = [own.help.as_str(), if source.is_empty() { "" } else { " Source: " }, source].concat();
            if !own.help.is_empty() {
                spec.help = parts;
            } else if !parts.is_empty() {
                spec.help.push_str(&parts);
            }
        }
        spec
    });
    AssumptionKnob {
        spec,
        value: Signal::derive(move || app.pack.with(|p| app.scenario.with(|s| s.assumption(p, id)))),
        changed: Signal::derive(move || app.scenario.with(|s| s.assumptions.contains_key(id))),
        on_change: Callback::new(move |value| app.dispatch(Edit::Assumption { id: id.to_owned(), value })),
        on_settle: Callback::new(move |()| app.settle()),
    }
}
