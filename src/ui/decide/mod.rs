//! Parts of the page *Decide*.

pub mod chances;
pub mod dial;
pub mod differences;
pub mod flips;
pub mod gates;
pub mod next;
pub mod phases;
pub mod reasons;
