//! The page. Built with `--no-default-features --features web`.

use wasm_bindgen::JsCast as _;

fn main() {
    console_error_panic_hook::set_once();
    let document = web_sys::window().and_then(|w| w.document());
    let Some(element) = document.and_then(|d| d.get_element_by_id("app")) else { return };
    // The static skeleton of index.html has done its work.
    element.set_text_content(None);
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        headroom::ui::mount(element);
    }
}
