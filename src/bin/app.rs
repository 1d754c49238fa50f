//! The page. Built with `--no-default-features --features web`.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

fn main() {
    console_error_panic_hook::set_once();
    let Some(element) = document().get_element_by_id("app") else { return };
    // The static skeleton of index.html has done its work.
    element.set_text_content(None);
    let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() else { return };
    mount_to(element, Hello).forget();
}

#[component]
fn Hello() -> impl IntoView {
    view! {
        <main>
            <h1>"Headroom"</h1>
            <p>"Should we expand our training data set?"</p>
        </main>
    }
}
