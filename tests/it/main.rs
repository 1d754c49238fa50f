//! Native integration tests: one binary, one module per subject.

mod architecture;
mod bits;
mod charts;
mod examples;
mod golden;
mod reference;
