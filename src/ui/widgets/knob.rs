//! A number to move: a slider, a box to type into, and a way back. One widget for thresholds and assumptions.

use crate::data::Unit;
use crate::data::units::{compact, digits, parse_amount};
use crate::num::math::{exp, ln, log10, pow};
use crate::policy::assumptions::assumption;
use crate::ui::evidence::LogLink;
use leptos::prelude::*;

/// Places of the slider.
const PLACES: f64 = 1000.0;

/// What a knob moves.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobSpec {
    /// Identifier of its elements.
    pub id: String,
    /// Name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Range of the slider; a typed value may leave it only towards values that make sense to the program.
    pub range: (f64, f64),
    /// True where the slider moves on a logarithmic scale.
    pub log: bool,
    /// What it means and where its value comes from.
    pub help: String,
}

impl KnobSpec {
    fn place(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let share = if self.log && low > 0.0 && value > 0.0 {
            ln(value / low) / ln(high / low)
        } else {
            (value - low) / (high - low)
        };
        (share.clamp(0.0, 1.0) * PLACES).round()
    }
    fn value(&self, place: f64) -> f64 {
        let (low, high) = self.range;
        let share = place / PLACES;
        if self.log && low > 0.0 {
            rounded(low * exp(share * ln(high / low)), 2)
        } else {
            let step = pow(10.0, log10(((high - low) / 300.0).max(1e-9)).round());
            rounded(((low + share * (high - low)) / step).round() * step, 6)
        }
    }
    /// As the box shows it: what was typed can be typed again.
    fn show(&self, value: f64) -> String {
        match self.unit {
            Unit::Fraction => format!("{} %", digits(value * 100.0, 4)),
            _ if value.abs() >= 1000.0 => compact(value),
            _ => digits(value, 4).replace('−', "-"),
        }
    }
}

/// `value` with so many significant digits.
fn rounded(value: f64, significant: usize) -> f64 {
    format!("{value:.*e}", significant).parse().unwrap_or(value)
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
    let fault = RwSignal::new(false);
    let spec = StoredValue::new(spec);
    let id = spec.with_value(|s| s.id.clone());
    let known = |id: &&str| assumption(id).is_some_and(|a| a.default.is_some());
    let logged = id.strip_prefix("assume-").filter(known).map(str::to_owned);
    let (box_id, help_id) = (format!("{id}-box"), format!("{id}-help"));
    let (label, help, unit) = spec.with_value(|s| (s.label.clone(), s.help.clone(), s.unit));
    let shown = move || spec.with_value(|s| s.show(value.get()));
    let typed = move |event| {
        let text = event_target_value(&event);
        let percent = unit == Unit::Fraction && !text.contains('%');
        // "85" typed into a box that shows per cent means 85 %.
        let read = parse_amount(&text).map(|v| if percent && v > 1.0 { v / 100.0 } else { v });
        let (low, high) = spec.with_value(|s| s.range);
        let fine = read
            .filter(|v| if low >= 0.0 { *v >= 0.0 } else { true })
            .filter(|v| unit != Unit::Fraction || (*v <= 1.0 || high > 1.0));
        fault.set(fine.is_none());
        if let Some(v) = fine {
            on_change.run(Some(v));
            on_settle.run(());
        }
    };
    let slid = move |event| {
        if let Ok(place) = event_target_value(&event).parse::<f64>() {
            fault.set(false);
            on_change.run(Some(spec.with_value(|s| s.value(place))));
        }
    };
    view! {
        <div class="knob" class:knob--changed=move || changed.get()>
            <label class="knob__label" for=id.clone()>{label.clone()}</label>
            <input
                class="knob__slider"
                type="range"
                id=id
                min="0"
                max=PLACES.to_string()
                step="1"
                prop:value=move || spec.with_value(|s| s.place(value.get())).to_string()
                aria-valuetext=shown
                aria-describedby=help_id.clone()
                on:input=slid
                on:change=move |_| on_settle.run(())
            />
            <input
                class="knob__box"
                type="text"
                inputmode="text"
                autocomplete="off"
                id=box_id
                aria-label=format!("{label}, typed")
                aria-invalid=move || fault.get().to_string()
                prop:value=shown
                on:change=typed
            />
            <button
                type="button"
                class="quiet knob__back"
                aria-label=format!("Reset {label}")
                disabled=move || !changed.get()
                on:click=move |_| {
                    fault.set(false);
                    on_change.run(None);
                    on_settle.run(());
                }
            >"Reset"</button>
            <p class="knob__help" id=help_id>{help}</p>
            {logged.map(|id| view! { <p class="knob__help log-link"><LogLink id /></p> })}
            {move || fault.get().then(|| view! { <p class="knob__fault" role="alert">"Not a number that fits: write 300k, 12B, 0.8 or 85 %."</p> })}
        </div>
    }
}
