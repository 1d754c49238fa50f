//! Any text as the fragment of a share link, and any JSON as what an otherwise honest one carries: packed as links are.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headroom::scenario::{decode_link, encode_link};
use headroom_fuzz::change::change;

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change(data, size, max_size, seed, 0)
});

libfuzzer_sys::fuzz_target!(|text: &str| {
    let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 1);
    for fragment in [text, &format!("h1.{}", URL_SAFE_NO_PAD.encode(packed))] {
        if let Ok(shared) = decode_link(fragment) {
            let (project, _) = shared.with_files(&[]);
            let again = decode_link(&encode_link(&project)).expect("what is written is read");
            assert_eq!(again.scenarios.len(), project.scenarios.len());
        }
    }
});
