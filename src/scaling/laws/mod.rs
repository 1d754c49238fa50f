//! One file per law (or per pair of sister laws).

pub mod chinchilla;
pub mod data_constrained;
pub mod fine_tuning;
pub mod preference;
pub mod quality;
pub mod rectified;
pub mod transfer;
pub mod utility;
