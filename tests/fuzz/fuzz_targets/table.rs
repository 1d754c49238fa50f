//! Any bytes as text of a table, or as whatever else they are: YAML, and web pages, which are recognised to be refused.
#![no_main]

libfuzzer_sys::fuzz_target!(init: headroom_fuzz::hook(), |data: &[u8]| headroom_fuzz::read("a.csv", data));
