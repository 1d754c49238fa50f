//! Native integration tests: one binary, one module per subject.

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
mod manifest;
mod measure_first;
mod monotone;
mod opening;
mod reference;
mod report;
mod truth;
mod weighing;
