//! The result of fitting one curve.

use super::kind::PointsKind;
use super::model_fit::ModelFit;
use super::points::Points;
use super::predictive::Predictive;
use super::scale::ValueScale;
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
    /// Smallest possible value of a metric without a largest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<f64>,
    /// The scale on which the families are fitted and the signs read.
    #[serde(default, skip_serializing_if = "ValueScale::is_plain")]
    pub scale: ValueScale,
    /// What the points are.
    #[serde(default, skip_serializing_if = "PointsKind::is_apart")]
    pub kind: PointsKind,
    /// Level of the intervals unless another is asked for.
    pub level: f64,
    /// The fitted points, as measured.
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
            _ => self.floor.map_or(y, |floor| y.max(floor)),
        }
    }
    /// What a small step on the fitted scale is in measured values near the end of the curve.
    #[must_use]
    pub fn unit(&self) -> f64 {
        self.scale.unit(self.last_seen.y)
    }
    /// Standard deviation of the noise of one measured value near the end, on the fitted scale.
    #[must_use]
    pub fn noise_on_scale(&self) -> f64 {
        self.signs.map_or(0.0, |s| s.noise)
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
