//! What only a page can show, in headless Chromium: `./dev test wasm`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/bits.rs"]
mod bits;
#[path = "wasm/store.rs"]
mod store;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_page_computes_the_bits_of_the_command_line() {
    assert_eq!(format!("{:016x}", bits::digest()), format!("{:016x}", bits::RECORDED));
}

#[wasm_bindgen_test]
fn leptos_mounts_and_follows_a_signal() {
    use leptos::prelude::*;
    let host: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(document().create_element("div").unwrap());
    document().body().unwrap().append_child(&host).unwrap();
    let (count, set_count) = signal(1);
    let mounted = mount_to(host.clone(), move || view! { <output>{count}</output> });
    assert_eq!(host.text_content().as_deref(), Some("1"));
    set_count.set(2);
    drop(mounted);
    assert_eq!(host.text_content().as_deref(), Some(""), "dropping the handle takes the view away");
    host.remove();
}

#[wasm_bindgen_test]
fn text_stays_text() {
    use leptos::prelude::*;
    let host: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(document().create_element("div").unwrap());
    let hostile = "<img src=x onerror=alert(1)>";
    let mounted = mount_to(host.clone(), move || view! { <p>{hostile}</p> });
    assert_eq!(host.text_content().as_deref(), Some(hostile));
    assert!(host.query_selector("img").unwrap().is_none());
    drop(mounted);
}
