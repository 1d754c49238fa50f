//! Native integration tests: one binary, one module per subject.

mod amounts;
mod architecture;
mod bits;
mod break_even;
mod chances;
mod charts;
mod cli;
mod docs;
mod examples;
mod golden;
mod ground;
mod hidden;
mod labels;
mod manifest;
mod measure_first;
mod monotone;
mod more_data;
mod mutations;
mod one_size;
mod opening;
mod reference;
mod report;
mod silent_packs;
mod today;
mod truth;
mod weighing;
