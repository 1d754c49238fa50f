//! The nouns of the field: what an inventory, an evaluation, a learning curve and a scaling run are.
//!
//! No reading, no judging, no drawing happens here. Absent values are `None`, never zero.

pub mod amount;
pub mod curve;
pub mod diagnostic;
pub mod direction;
pub mod evaluation;
pub mod evidence;
pub mod inventory;
pub mod pool;
pub mod predictions;
pub mod scaling_run;
mod steps;
pub mod table;
pub mod texts;
mod visible;

pub use amount as units;
pub use amount::{Amount, Unit};
pub use curve::{LearningCurve, Observation, SelectedRun};
pub use diagnostic::{Checked, Diagnostic, Level, Place};
pub use direction::Direction;
pub use evaluation::Evaluation;
pub use evidence::{Check, Evidence, FileRecord, Target};
pub use inventory::{Dataset, Stage, Status};
pub use pool::{Grouping, Matrix, Pool};
pub use predictions::{Prediction, Predictions, Reliability};
pub use scaling_run::ScalingRun;
pub use steps::{Progress, Steps};
pub use table::{Cells, Table};
pub use texts::{TextRecord, Texts};
pub use visible::{visible, visible_json, visible_lines};
