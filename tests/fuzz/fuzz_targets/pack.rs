//! Any text as a policy pack.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = headroom::policy::parse(text);
});
