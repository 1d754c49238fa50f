//! Native integration tests: one binary, one module per subject.

mod architecture;
mod bits;
mod examples;
mod reference;
