//! Any text as a policy pack, and the decision under it.
#![no_main]

use headroom::read::{Limits, read_evidence};
use headroom::scenario::Scenario;
use headroom_fuzz::{change::change, decided};

const INVENTORY: &str = "name,family,tier,stage,status,records,weight\na,dialogue,1,sft,present,100,0.5\nb,preference,2,preference,missing,0,0.3\n";
const MEASURED: &str = "metric,value,stderr,n\nempathy,0.7,0.01,100\nsafety,0.9,,\n";

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change(data, size, max_size, seed, 0)
});

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(pack) = headroom::policy::parse(text) else { return };
    let read = |text: &str| read_evidence("a.csv", text.as_bytes(), None, &Limits::default());
    let parts = [INVENTORY, MEASURED].into_iter().flat_map(read).map(|r| r.value.evidence);
    decided(headroom::read::combine(parts), &pack.value, &Scenario::default());
});
