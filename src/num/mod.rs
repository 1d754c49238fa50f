//! The floor: elementary functions, random streams, distributions, robust statistics. Imports nothing of ours.

pub mod binomial;
pub mod isotonic;
pub mod linear;
pub mod math;
pub mod normal;
pub mod robust;
pub mod stream;
pub mod student;
