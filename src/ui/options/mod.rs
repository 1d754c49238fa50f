//! Parts of the page *Options*.

pub mod frontier;
pub mod grid;
pub mod information;
pub mod select;
pub mod table;
pub mod tornado;
