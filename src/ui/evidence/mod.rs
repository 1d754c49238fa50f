//! The parts of the Evidence page: files, how they are read, and the inventory they make.

mod asking;
mod assumptions;
mod bars;
mod candidates;
mod changes;
mod constants;
mod duplicates;
mod file;
mod files;
mod inventory;
mod mapping;
mod maps;
mod measured;
mod predicted;
mod proposed;
mod questions;
mod rollup;
mod table;
mod words;

pub use asking::{Asking, Targets};
pub use assumptions::AssumptionLog;
pub use changes::Changes;
pub use duplicates::Duplicates;
pub use files::Files;
pub use inventory::Inventory;
pub use measured::Measured;
pub use predicted::Predicted;
pub use proposed::Proposed;
pub use questions::Questions;
pub use words::total;
