//! Keys: arrows, PageUp and PageDown (what a presenter's remote sends), Home and End, Escape; Alt+N for the notes.

use super::{STEPS, full_screen};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Elements that have a use of their own for these keys.
const OWN: &str = "input, select, textarea, [contenteditable], [role=slider], dialog *";

/// Listens while the workshop is on.
pub fn listen(step: RwSignal<usize>, noting: RwSignal<bool>, go: Callback<usize>, leave: Callback<()>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        // By its place, because some keyboards write another letter with Alt.
        if event.alt_key() {
            if event.code() == "KeyN" {
                noting.update(|n| *n = !*n);
                event.prevent_default();
            }
            return;
        }
        let element = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok());
        let busy = element.as_ref().is_some_and(|e| e.matches(OWN).unwrap_or(false));
        let now = step.get_untracked();
        let to = match event.key().as_str() {
            // A field is left first, then the full screen (by the browser), then the workshop.
            "Escape" => {
                match element {
                    _ if document().query_selector("dialog[open]").ok().flatten().is_some() => {}
                    Some(field) if busy => {
                        let _ = field.blur();
                    }
                    _ if full_screen::on() => full_screen::end(),
                    _ => leave.run(()),
                }
                return;
            }
            _ if busy => return,
            "ArrowRight" | "PageDown" => now + 1,
            "ArrowLeft" | "PageUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => STEPS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        if to != now && to < STEPS.len() {
            go.run(to);
        }
    });
    on_cleanup(move || handle.remove());
}
