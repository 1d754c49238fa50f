//! The parts of the Evidence page.

mod files;
mod inventory;

pub use files::Files;
pub use inventory::Inventory;
