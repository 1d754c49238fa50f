//! Parts of the page *Policy*.

mod choice;
mod form;
mod gates;

pub use choice::Choice;
pub use gates::{Gates, NotAsked};
