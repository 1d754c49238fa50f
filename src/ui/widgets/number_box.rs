//! The box that a number is typed into, wherever one is: it shows what is in force, reads what is typed in the unit of
//! the number, and says what is wrong with what cannot be meant.

use crate::data::amount::{self, Amount, Scale, Unit};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What a box holds.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxSpec {
    /// Accessible name.
    pub name: String,
    /// Unit, and the range outside of which no value makes sense.
    pub scale: Scale,
    /// Sign of the currency, for money.
    pub currency: String,
}

impl BoxSpec {
    /// A box for any number of this unit from `least` on.
    #[must_use]
    pub fn from(name: String, unit: Unit, least: f64, currency: String) -> Self {
        Self { name, scale: Scale { range: (least, f64::INFINITY), log: false, unit }, currency }
    }
    fn shown(&self, value: Option<f64>) -> String {
        value.map_or_else(String::new, |v| amount::in_box(v, self.scale.unit))
    }
    /// What was typed, or what is wrong with it; what is in force stays then.
    fn read(&self, text: &str, now: Option<f64>) -> Result<f64, String> {
        let unit = self.scale.unit;
        let print = |value| Amount { value, unit, currency: &self.currency }.to_string();
        let stays = now.map_or_else(String::new, |v| format!(" {} stays.", print(v)));
        let Some(value) = self.scale.read(text, &self.currency) else {
            return Err(format!("\u{201c}{text}\u{201d} is not a number that fits. {}{stays}", unit.hint()));
        };
        match self.scale.fault(value, &self.currency) {
            Some(fault) => Err(format!("{} is {fault}.{stays}", print(value))),
            None => Ok(value),
        }
    }
}

/// The box, with the word of the unit beside it and what may be typed below while it has the focus.
#[component]
pub fn NumberBox(
    /// What it holds.
    #[prop(into)]
    spec: Signal<BoxSpec>,
    /// Value in force; `None` where there is none.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// Called with what was typed, or with nothing where the box was emptied.
    on_value: Callback<Option<f64>>,
    /// Identifier of the input, for a label or a description of its own.
    #[prop(optional, into)]
    id: Option<String>,
    /// Identifiers of elements that describe it further.
    #[prop(optional, into)]
    described: Option<String>,
    /// Shown where there is no value.
    #[prop(default = "")]
    placeholder: &'static str,
) -> impl IntoView {
    let fault: RwSignal<Option<String>> = RwSignal::new(None);
    let shown = move || spec.with(|s| s.shown(value.get()));
    // Another value than the one that was refused beside answers the complaint.
    Effect::new(move |_| {
        value.track();
        fault.set(None);
    });
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let text = text.trim();
        if text.is_empty() {
            fault.set(None);
            on_value.run(None);
        } else {
            match spec.with_untracked(|s| s.read(text, value.get_untracked())) {
                Ok(v) => {
                    fault.set(None);
                    on_value.run(Some(v));
                }
                Err(words) => fault.set(Some(words)),
            }
        }
        // Whatever was typed, the box shows what is in force, as it prints it.
        if let Some(input) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value(&spec.with_untracked(|s| s.shown(value.get_untracked())));
        }
    };
    let key = id.clone().unwrap_or_else(unique);
    let hint_id = format!("{key}-hint");
    let describes = described.map_or_else(|| hint_id.clone(), |more| format!("{more} {hint_id}"));
    view! {
        <span class="numberbox">
            <input
                type="text"
                class="numberbox__input"
                autocomplete="off"
                size="7"
                id=id
                placeholder=placeholder
                aria-label=move || spec.with(|s| s.name.clone())
                aria-describedby=describes
                aria-invalid=move || fault.with(Option::is_some).to_string()
                prop:value=shown
                on:change=typed
            />
            <span class="numberbox__unit" aria-hidden="true">
                {move || spec.with(|s| s.scale.unit.word(&s.currency).to_owned())}
            </span>
            <span class="numberbox__hint" id=hint_id>
                {move || spec.with(|s| s.scale.unit.hint())}
            </span>
            {move || {
                fault
                    .get()
                    .map(|words| {
                        view! {
                            <span class="numberbox__fault" role="alert">
                                {words}
                            </span>
                        }
                    })
            }}
        </span>
    }
}

/// An identifier that no other box of the page has.
fn unique() -> String {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static LAST: AtomicUsize = AtomicUsize::new(0);
    format!("number-{}", LAST.fetch_add(1, Ordering::Relaxed))
}
