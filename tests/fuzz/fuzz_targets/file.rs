//! Any bytes under any of the known endings: evidence or a refusal in words, never a panic.
#![no_main]

use headroom::read::{Limits, read_evidence};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let names = ["a.csv", "a.tsv", "a.json", "a.jsonl", "a.xlsx", "a.ods", "a"];
    let name = names[usize::from(*first) % names.len()];
    let _ = read_evidence(name, bytes, None, &Limits::default());
});
