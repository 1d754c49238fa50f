//! The floor: elementary functions, random streams, distributions, robust statistics. Imports nothing of ours.

pub mod math;
