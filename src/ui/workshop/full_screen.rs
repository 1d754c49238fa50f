//! The full screen, where the browser allows it. Everything works without.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// True while something is on the full screen.
#[must_use]
pub fn on() -> bool {
    document().fullscreen_element().is_some()
}

/// Calls a method that answers with a promise, and does without where it is not there or refuses.
fn call(object: &JsValue, method: &str) {
    let method = js_sys::Reflect::get(object, &JsValue::from_str(method)).unwrap_or(JsValue::UNDEFINED);
    let Some(method) = method.dyn_ref::<js_sys::Function>() else { return };
    let Ok(answer) = method.call0(object) else { return };
    if let Ok(promise) = answer.dyn_into::<js_sys::Promise>() {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// Asks for the full screen; only what a person has just pressed may.
pub fn ask() {
    if document().fullscreen_enabled() && !on() {
        if let Some(root) = document().document_element() {
            call(&root, "requestFullscreen");
        }
    }
}

/// Ends it.
pub fn end() {
    if on() {
        call(&document(), "exitFullscreen");
    }
}

/// The button; nothing where the browser has no full screen.
#[component]
pub fn Toggle() -> impl IntoView {
    let now = RwSignal::new(on());
    let handle = window_event_listener_untyped("fullscreenchange", move |_| now.set(on()));
    on_cleanup(move || handle.remove());
    let possible = document().fullscreen_enabled();
    possible.then(|| {
        view! {
            <button type="button" on:click=move |_| if on() { end() } else { ask() }>
                {move || if now.get() { "End full screen" } else { "Full screen" }}
            </button>
        }
    })
}
