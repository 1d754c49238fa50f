//! Constants of the combined forecast.
//!
//! Weights of the families' gains and the growth of the model error with the extrapolation factor. Everything is
//! relative to quantities of the curve itself, so that losses and scores of any unit are treated alike.

/// Families of the combination with their share of the gain. What is missing to one is the share of "no change".
pub const MEMBERS: &[(&str, f64)] =
    &[("pow3", 0.2), ("mmf4", 0.2), ("wbl4", 0.15), ("pow4", 0.1), ("logpower3", 0.1), ("vap3", 0.1), ("last1", 0.15)];

/// Share of the disagreement of the families that enters the scale.
pub const DISAGREEMENT: f64 = 0.7;
/// Share of the forecast gain that enters the scale.
pub const GAIN: f64 = 0.3;
/// Share of the recent slope times ln(factor) that enters the scale.
pub const TREND: f64 = 0.15;
/// Share of the scatter around the curve times the square root of ln(factor) that enters the scale.
pub const WANDER: f64 = 0.6;
/// Degrees of freedom of the forecast distribution.
pub const FREEDOM: f64 = 4.0;
/// How many times the last seen size a target is searched for, unless told otherwise.
pub const SEARCH_FACTOR: f64 = 100.0;
