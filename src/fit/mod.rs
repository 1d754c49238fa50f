//! Fitting, combination, intervals, forecasts, data requirements.
//!
//! [`fit_curve`] does the work once; everything the page asks for afterwards ([`CurveFit::at`],
//! [`CurveFit::requirement`], …) is a cheap pure function of its result.

pub mod calibration;
pub mod combine;
pub mod curve_fit;
pub mod diagnose;
pub mod exchange;
pub mod experience;
pub mod forecast;
pub mod job;
pub mod kind;
mod met;
pub mod model_fit;
pub mod options;
pub mod plan;
pub mod points;
pub mod predictive;
pub mod readout;
pub mod requirement;
pub mod scale;
pub mod scaling;
pub mod signs;
#[cfg(test)]
mod tests;
pub mod varpro;
pub mod working;

pub use curve_fit::{CurveFit, Seen};
pub use exchange::{Exchange, Told};
pub use experience::Experience;
pub use forecast::{AHEAD_STEPS, SEARCH_FACTOR};
pub use job::{CurveJob, fit_curve};
pub use kind::PointsKind;
pub use model_fit::ModelFit;
pub use options::{Families, FitOptions};
pub use plan::{CollectionPlan, CollectionPlans};
pub use predictive::Predictive;
pub use readout::{Agreement, Marginal, Predicted, Saturation};
pub use requirement::{Requirement, WorthIt};
pub use scale::ValueScale;
pub use varpro::Termination;
