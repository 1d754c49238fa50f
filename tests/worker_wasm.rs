//! What the analysis worker stands on, in a real dedicated worker in headless Chromium: `./dev test wasm`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/bits.rs"]
mod bits;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn the_worker_computes_the_bits_of_the_command_line() {
    assert_eq!(format!("{:016x}", bits::digest()), format!("{:016x}", bits::RECORDED));
}

#[wasm_bindgen_test]
fn a_worker_reads_a_blob_synchronously() {
    assert!(js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>().is_ok());
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(&b"size,loss\n1,2\n"[..]));
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).unwrap();
    let buffer = web_sys::FileReaderSync::new().unwrap().read_as_array_buffer(&blob).unwrap();
    assert_eq!(js_sys::Uint8Array::new(&buffer).to_vec(), b"size,loss\n1,2\n");
}

#[wasm_bindgen_test]
fn page_and_worker_of_one_tree_have_one_build_id() {
    assert_eq!(headroom::BUILD_ID.len(), 16);
}
