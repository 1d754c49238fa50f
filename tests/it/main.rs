//! Native integration tests: one binary, one module per subject.

mod architecture;
mod bits;
mod charts;
mod cli;
mod docs;
mod examples;
mod golden;
mod opening;
mod reference;
mod report;
mod truth;
