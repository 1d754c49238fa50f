//! A number to move: a slider, a box to type into, and a way back, under a label with its help.

use super::{BoxSpec, NumberBox, Slider, Track};
use crate::data::Amount;
use crate::data::amount::Scale;
use leptos::prelude::*;

/// What a knob moves.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobSpec {
    /// Identifier of its elements.
    pub id: String,
    /// Name.
    pub label: String,
    /// Range of the slider, and what it counts; a typed value may leave the range only towards values that make sense.
    pub scale: Scale,
    /// Sign of the currency, for money.
    pub currency: String,
    /// What it means and where its value comes from.
    pub help: String,
    /// Where more of it stands: address and words.
    pub more: Option<(String, &'static str)>,
}

/// A slider with a number box.
#[component]
pub fn Knob(
    /// What it moves.
    spec: KnobSpec,
    /// Value in force.
    #[prop(into)]
    value: Signal<f64>,
    /// True while it differs from the policy.
    #[prop(into)]
    changed: Signal<bool>,
    /// Called with a new value, or with none for the way back.
    on_change: Callback<Option<f64>>,
    /// Called when a drag ends.
    on_settle: Callback<()>,
) -> impl IntoView {
    let KnobSpec { id, label, scale, currency, help, more } = spec;
    let known = Signal::derive(move || Some(value.get()).filter(|v| v.is_finite()));
    let boxed = BoxSpec { name: format!("{label}, typed"), scale, currency: currency.clone() };
    let spoken = move || match known.get() {
        Some(value) => Amount { value, unit: scale.unit, currency: &currency }.to_string(),
        None => "unknown".to_owned(),
    };
    let (box_id, help_id) = (format!("{id}-box"), format!("{id}-help"));
    let (label_for, described) = (id.clone(), help_id.clone());
    let set = Callback::new(move |value: Option<f64>| {
        on_change.run(value);
        on_settle.run(());
    });
    view! {
        <div class="knob" class:knob--changed=move || changed.get()>
            <label class="knob__label" for=label_for>{label.clone()}</label>
            <Slider
                id
                scale=Signal::stored(scale)
                value=known
                track=Signal::stored(Track::default())
                name=Signal::stored(String::new())
                spoken=Signal::derive(spoken)
                changed
                described
                on_value=Callback::new(move |v| on_change.run(Some(v)))
                on_settle
            />
            <NumberBox id=box_id spec=Signal::stored(boxed) value=known on_value=set />
            <button
                type="button"
                class="quiet knob__back"
                aria-label=format!("Reset {label}")
                disabled=move || !changed.get()
                on:click=move |_| set.run(None)
            >"Reset"</button>
            <p class="knob__help" id=help_id>{help}</p>
            {more.map(|(address, words)| view! { <p class="knob__help log-link"><a href=address>{words}</a></p> })}
        </div>
    }
}
