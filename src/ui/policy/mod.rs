//! Parts of the page *Policy*.

mod choice;
mod fall;
mod form;
mod gates;
mod lists;

pub use choice::Choice;
pub use fall::MayFall;
pub use gates::{Gates, NotAsked};
pub use lists::Lists;
