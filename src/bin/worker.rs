//! The analysis worker. Built with `--no-default-features --features worker`.

use wasm_bindgen::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    headroom::shell::host::serve_worker();
}

/// Serves a port, for a page whose browser has no workers and which loads this module itself.
#[wasm_bindgen]
pub fn connect(port: web_sys::MessagePort) {
    headroom::shell::host::serve_port(port);
}
