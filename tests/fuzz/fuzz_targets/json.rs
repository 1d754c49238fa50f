//! Any text as JSON or JSON Lines: exports of evaluation tools, logs, descriptions of data sets, evidence, records. Half of the
//! changes are to the tree.
#![no_main]

use headroom_fuzz::{change::change, read};

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change(data, size, max_size, seed, 0)
});

// Some of what is read of samples stands in the name of their file.
libfuzzer_sys::fuzz_target!(init: headroom_fuzz::hook(), |data: &[u8]| read("samples_task_2026-01-01T00-00-00.jsonl", data));
