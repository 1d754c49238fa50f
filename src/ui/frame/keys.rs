//! Keys: Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), except where text is being typed.

use crate::ui::App;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Listens until the page is gone.
pub fn listen(app: App) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || typing(&event) {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => app.undo(),
            ("z", true) | ("y", false) => app.redo(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// True in a text field, which has an undo of its own.
fn typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let field = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio], [type=file], [type=button])";
    target.is_some_and(|t| t.matches(field).unwrap_or(false))
}
