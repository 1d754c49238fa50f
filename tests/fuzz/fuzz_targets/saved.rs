//! Any text as the project inside a saved report, as a saved project and as the state that the browser kept.
#![no_main]

use headroom::engine::Shelf;
use headroom::read::{Limits, open};
use headroom::scenario::History;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let report = format!("<!doctype html><script id=\"headroom-project\">{text}</script>");
    for file in [report, text.to_owned()] {
        if let Ok(opened) = open("a", file.into_bytes(), &Limits::default()) {
            let _ = Shelf::default().put("a", opened);
        }
    }
    let _ = History::read(text);
});
