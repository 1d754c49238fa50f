//! The result of fitting one curve.

use super::model_fit::ModelFit;
use super::points::Points;
use super::predictive::Predictive;
use super::signs::Signs;
use crate::data::{Diagnostic, Direction};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// The last measurement a fit has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Training-set size.
    pub x: f64,
    /// Measured value.
    pub y: f64,
}

/// Everything known about one curve after fitting. Small and serialisable; its methods are pure and cheap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveFit {
    /// Identifier of the curve.
    pub id: String,
    /// Distinct sizes fitted.
    pub n: usize,
    /// Last size and the value measured there.
    pub last_seen: Seen,
    /// Which way the metric improves.
    pub direction: Direction,
    /// Smallest and largest possible value, where known.
    pub range: Option<(f64, f64)>,
    /// Level of the intervals unless another is asked for.
    pub level: f64,
    /// The fitted points.
    pub points: Points,
    /// One entry for each family fitted.
    pub models: Vec<ModelFit>,
    /// What the combination reads off the curve; `None` without points.
    pub signs: Option<Signs>,
    /// Standard deviation of the noise of one measured value near the end.
    pub noise_sd: f64,
    /// Root mean square distance of the points from the combined curves.
    pub residual_sd: f64,
    /// True when the families to fit were listed by hand: then all of them are combined.
    #[serde(default)]
    pub listed: bool,
    /// What there is to say, for people.
    pub diagnostics: Vec<Diagnostic>,
    /// Family chosen by hand: every readout that names none uses it instead of the combination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<String>,
    /// The underlying curve ahead, worked out when first asked for; follows from the rest.
    #[serde(skip)]
    pub ahead: Ahead,
}

/// The underlying curve from the last seen size to [`super::SEARCH_FACTOR`] times it, on an even grid of the logarithm.
/// Copies share it; it never counts in comparisons.
#[derive(Clone, Debug, Default)]
pub struct Ahead(pub(super) Arc<OnceLock<Vec<(f64, Predictive)>>>);

impl PartialEq for Ahead {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl CurveFit {
    /// `y` moved inside the metric's range.
    #[must_use]
    pub fn inside(&self, y: f64) -> f64 {
        match self.range {
            Some((low, high)) if low <= high => y.clamp(low, high),
            _ => y,
        }
    }
    /// The same fit read by one family, or by the combination. A family that was not fitted is ignored.
    #[must_use]
    pub fn chosen(&self, family: Option<&str>) -> Self {
        let by_hand = family.filter(|id| self.model(id).is_some()).map(str::to_owned);
        if by_hand == self.by_hand {
            return self.clone();
        }
        Self { by_hand, ahead: Ahead::default(), ..self.clone() }
    }
    /// The fit of one family.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&ModelFit> {
        self.models.iter().find(|m| m.id == id)
    }
}
