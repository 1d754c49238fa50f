//! What is said of an analysis in numbers and words: the same on the page, in the report and beside the charts.
//!
//! Nothing here draws. Charts, sections and pages read these values; none of them works a number out again.

pub mod card;
pub mod curve_targets;
pub mod expense;
pub mod facts;
pub mod finding;
pub mod folds;
pub mod items;
pub mod most_gain;
pub mod other_laws;
pub mod scaling_facts;
pub mod subject;
pub mod what_if;

pub use subject::{CurveSubject, Target, View, plain};
