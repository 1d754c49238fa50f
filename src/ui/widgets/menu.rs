//! A menu of a few actions under a button.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// A button that shows its content below; closes by Escape, by choosing, and by pressing elsewhere.
#[component]
pub fn Menu(
    /// Words on the button.
    #[prop(into)]
    label: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = element.get_untracked() {
            let _ = details.remove_attribute("open");
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let inside = element.get_untracked().is_some_and(|details| {
            let target = event.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
            details.contains(target.as_ref())
        });
        if !inside {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            let summary = element.get_untracked().and_then(|d| d.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    };
    let chosen = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|t| t.closest("button, a").ok().flatten().is_some()) {
            close();
        }
    };
    view! {
        <details class="menu" node_ref=element on:keydown=escape>
            <summary>{label}</summary>
            <div class="menu__body" on:click=chosen>
                {children()}
            </div>
        </details>
    }
}
