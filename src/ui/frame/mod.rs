//! What is on every page: the verdict bar, the navigation, messages, dialogs, the drop area.

mod drop;
mod keys;
mod messages;
mod opening;
#[cfg(not(feature = "live"))]
mod own;
mod scenarios;
mod sent;
mod share;
mod theme;
mod toolbar;
mod track;
mod verdict;

use super::pages::{self, PAGES, spec};
use super::session;
use super::state::App;
use crate::shell::address::{self, Address};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// The whole page.
#[component]
pub fn Frame() -> impl IntoView {
    let app = App::provide(pages::first());
    theme::restore();
    session::start(app, pages::find);
    session::link(app);
    let handle = window_event_listener(ev::hashchange, move |_| session::link(app));
    on_cleanup(move || handle.remove());
    keys::listen(app);
    if !crate::LIVE {
        drop::listen(app);
    }
    // The title of the tab says what the bar says.
    Effect::new(move |_| {
        let page = spec(app.page.get()).label;
        let verdict = app.decision.get().map(|d| format!("{} \u{b7} ", d.verdict.action.words())).unwrap_or_default();
        document().set_title(&format!("{verdict}{page} \u{b7} Headroom"));
    });
    opening::follow(app);
    // A link to an element of a page goes there once the page stands.
    Effect::new(move |_| {
        app.page.track();
        if app.ready.get() {
            request_animation_frame(scroll_to_anchor);
        }
    });
    let anchors = window_event_listener(ev::hashchange, |_| request_animation_frame(scroll_to_anchor));
    on_cleanup(move || anchors.remove());
    view! {
        <a
            class="skip"
            href="#main"
            on:click=move |event| {
                event.prevent_default();
                focus("main");
            }
        >
            "Skip to the content"
        </a>
        <sent::SentBar />
        <toolbar::Toolbar />
        <verdict::VerdictBar />
        <nav class="pages" aria-label="Pages">
            <ul>
                {PAGES
                    .iter()
                    .map(|page| {
                        let here = move || (app.page.get().0 == page.id).then_some("page");
                        view! {
                            <li>
                                <a href=address::of_page(page.id, "") aria-current=here>
                                    {page.label}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
        <messages::Messages />
        <main id="main" tabindex="-1">
            <h1>{move || spec(app.page.get()).label}</h1>
            {move || (spec(app.page.get()).view)()}
        </main>
        <footer class="foot">
            <p>
                {if crate::LIVE {
                    "This is one file: it connects to nothing and keeps nothing. Save the project, or share the scenario, to take a change away."
                } else {
                    "Everything runs in this browser; your files do not leave it."
                }}
            </p>
        </footer>
        <share::OfferDialog />
        <drop::Overlay />
    }
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn scroll_to_anchor() {
    let Address::Page { anchor, .. } = address::now() else { return };
    if anchor.is_empty() {
        return;
    }
    let Some(element) = document().get_element_by_id(&anchor) else { return };
    // An element inside a closed part is opened with it.
    let mut outer = element.closest("details").ok().flatten();
    while let Some(details) = outer {
        let _ = details.set_attribute("open", "");
        outer = details.parent_element().and_then(|p| p.closest("details").ok().flatten());
    }
    element.scroll_into_view();
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        if element.tab_index() < 0 && !element.has_attribute("tabindex") {
            let _ = element.set_attribute("tabindex", "-1");
        }
        let _ = element.focus();
    }
}
