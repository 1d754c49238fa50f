//! Next measurements, a file each: what each could tell, at which sizes, for how much.

mod audit;
pub mod items;
pub mod raters;
mod selection;
mod size;
mod study;
#[cfg(test)]
mod tests;

pub use study::{Situation, Study};

/// Every kind.
pub const STUDIES: &[&dyn Study] =
    &[&items::EvaluationItems, &raters::RaterStudy, &size::TrainingSize, &selection::SelectedRuns, &audit::Audit];
