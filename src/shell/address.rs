//! The address bar: `#/page/anchor` names a page and an element on it; `#h1.…` is a shared scenario.

use wasm_bindgen::JsValue;

/// What the fragment of an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A page, and an element on it.
    Page {
        /// Identifier of the page; empty for the first.
        page: String,
        /// Identifier of the element; may be empty.
        anchor: String,
    },
    /// A shared scenario, still packed.
    Shared(String),
}

/// Reads a fragment, with or without its `#`.
#[must_use]
pub fn parse(fragment: &str) -> Address {
    let text = fragment.trim_start_matches('#');
    let shared = text.strip_prefix('h').and_then(|t| t.split_once('.')).is_some_and(|(v, _)| v.parse::<u32>().is_ok());
    if shared {
        return Address::Shared(text.to_owned());
    }
    let path = text.strip_prefix('/').unwrap_or("");
    let (page, anchor) = path.split_once('/').unwrap_or((path, ""));
    Address::Page { page: page.to_owned(), anchor: decode(anchor) }
}

/// The fragment of a page, with its `#`.
#[must_use]
pub fn of_page(page: &str, anchor: &str) -> String {
    let anchor = js_sys::encode_uri_component(anchor).as_string().unwrap_or_default();
    if anchor.is_empty() { format!("#/{page}") } else { format!("#/{page}/{anchor}") }
}

fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).ok().and_then(|t| t.as_string()).unwrap_or_else(|| text.to_owned())
}

/// The fragment now.
#[must_use]
pub fn now() -> Address {
    parse(&web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default())
}

/// Puts a fragment in the place of the present one, without a step in the browser's history.
pub fn replace(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Where the program of live reports lies, as `index.html` says.
#[must_use]
pub fn of_program() -> String {
    let document = web_sys::window().and_then(|w| w.document());
    let tag = document.and_then(|d| d.query_selector("meta[name=headroom-live]").ok().flatten());
    tag.and_then(|t| t.get_attribute("content")).unwrap_or_else(|| "./live.txt".to_owned())
}

/// True for a page that was opened from disk.
#[must_use]
pub fn is_from_disk() -> bool {
    web_sys::window().and_then(|w| w.location().protocol().ok()).as_deref() == Some("file:")
}

/// The whole address with another fragment, for a link to share.
#[must_use]
pub fn with_fragment(fragment: &str) -> String {
    let href = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}#{fragment}")
}
