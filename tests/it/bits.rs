//! The native half of the agreement between command line and browser; `tests/web.rs` and `tests/worker_wasm.rs` are the others.

#[path = "../wasm/bits.rs"]
mod shared;

#[test]
fn native_bits_are_the_recorded_ones() {
    assert_eq!(format!("{:016x}", shared::digest()), format!("{:016x}", shared::RECORDED));
}
