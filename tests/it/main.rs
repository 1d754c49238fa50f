//! Native integration tests: one binary, one module per subject.

mod reference;
mod architecture;
mod bits;
mod examples;
