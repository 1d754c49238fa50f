//! What the start script of a program in one file (`src/report/live.js`, `tools/single.js`) holds for it: a worker of the same
//! module; in a live report the analysis as it was sent and the way back to the report, else the files that ship with it.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

/// The analysis as it was sent, as text; on the page and in the worker.
#[must_use]
pub fn text() -> Option<String> {
    Reflect::get(&js_sys::global(), &"headroomSent".into()).ok()?.as_string()
}

fn held(name: &str) -> Option<JsValue> {
    let live = Reflect::get(&js_sys::global(), &"headroomLive".into()).ok().filter(JsValue::is_object)?;
    Reflect::get(&live, &name.into()).ok().filter(|v| !v.is_undefined())
}

/// The element that the program is mounted to; it need not be in the page yet.
#[must_use]
pub fn place() -> Option<web_sys::HtmlElement> {
    held("place")?.dyn_into().ok()
}

/// Starts a worker of this module.
///
/// # Errors
/// What the browser says, where it allows none.
pub fn worker() -> Result<web_sys::Worker, JsValue> {
    let start: Option<Function> = held("worker").and_then(|f| f.dyn_into().ok());
    start.ok_or(JsValue::NULL)?.call0(&JsValue::NULL)?.dyn_into()
}

/// A file that ships with the program, where it is inside of the same file.
#[must_use]
pub fn file(path: &str) -> Option<web_sys::Blob> {
    let find: Function = held("file")?.dyn_into().ok()?;
    find.call1(&JsValue::NULL, &path.into()).ok()?.dyn_into().ok()
}

/// Shows the report as it was sent, at the element of this identifier where it has one.
pub fn show_sent(id: &str) {
    if let Some(show) = held("sent").and_then(|f| f.dyn_into::<Function>().ok()) {
        let _ = show.call1(&JsValue::NULL, &id.into());
    }
}

/// The project that the report embeds, with its files, as text.
#[must_use]
pub fn saved() -> Option<String> {
    web_sys::window()?.document()?.get_element_by_id("headroom-project")?.text_content()
}
