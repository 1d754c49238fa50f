//! Entering and leaving: where a person was, and what is dark while the workshop is on.

use super::full_screen;
use crate::ui::App;
use crate::ui::use_app;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast as _;

/// Identifier of the mode in the address.
pub const PAGE: &str = "workshop";
/// Attribute of the root element under which the style hides the frame and enlarges the type.
const MARK: &str = "data-workshop";
/// Identifier of the button that opens it.
const OPENER: &str = "open-workshop";

thread_local! {
    /// Where the person was before: address and scroll position. View state, which no page may take with it.
    static BEFORE: RefCell<Option<(String, f64)>> = const { RefCell::new(None) };
}

/// Remembers where the person is and opens the workshop, on the full screen where the browser allows it.
fn enter(app: App) {
    let window = web_sys::window();
    let hash = window.as_ref().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    let scrolled = window.and_then(|w| w.scroll_y().ok()).unwrap_or(0.0);
    BEFORE.set(Some((hash, scrolled)));
    full_screen::ask();
    app.go(PAGE, "");
}

/// Goes back to where the person was.
pub fn leave(app: App) {
    full_screen::end();
    let (hash, scrolled) = BEFORE.take().unwrap_or_default();
    match web_sys::window() {
        Some(window) if !hash.is_empty() => {
            let _ = window.location().set_hash(&hash);
        }
        // An address without a page is the first one's.
        _ => app.go("", ""),
    }
    // The page stands in a moment; then it is scrolled to where it was.
    set_timeout(
        move || {
            let opener = document().get_element_by_id(OPENER);
            if let Some(opener) = opener.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = opener.focus();
            }
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, scrolled);
            }
        },
        std::time::Duration::from_millis(80),
    );
}

/// Puts the workshop's dress on the page.
pub fn dress() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(MARK, "");
    }
}

/// Takes it off again.
pub fn undress() {
    if let Some(root) = document().document_element() {
        let _ = root.remove_attribute(MARK);
    }
}

/// The button that opens the workshop.
#[component]
pub fn Open() -> impl IntoView {
    let app = use_app();
    view! {
        <button type="button" id=OPENER on:click=move |_| enter(app)>
            "Workshop"
        </button>
    }
}
