//! Any text as the fragment of a share link, and as a saved project.
#![no_main]

use headroom::scenario::{decode_link, open_project};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = decode_link(text);
    let _ = open_project(text);
});
