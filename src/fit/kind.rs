//! What the points of a curve are: models trained apart, or checkpoints of one run.

use super::points::Points;
use crate::data::{Diagnostic, LearningCurve, Unit};
use serde::{Deserialize, Serialize};

/// What the points of a curve are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsKind {
    /// A model of its own was trained for every size.
    #[default]
    Apart,
    /// Checkpoints of one run.
    Checkpoints,
}

/// Sizes looked at from the end, and how much their distances may differ.
const LAST: usize = 4;
const EVEN: f64 = 1.02;

impl PointsKind {
    /// Checkpoints are told by steps or epochs for sizes, and by tokens whose last sizes are evenly spaced: who trains models
    /// apart doubles their data, a run saves its model every so many steps.
    #[must_use]
    pub fn of(curve: &LearningCurve, points: &Points) -> Self {
        let last = points.sizes.get(points.len().saturating_sub(LAST)..).unwrap_or_default();
        let steps = last.windows(2).map(|w| w[1] - w[0]);
        let (least, most) = steps.fold((f64::INFINITY, 0.0_f64), |(l, m), d| (l.min(d), m.max(d)));
        let even = last.len() == LAST && most <= EVEN * least;
        let run = curve.goes_by_step() || (curve.size_unit == Unit::Tokens && even);
        if run { Self::Checkpoints } else { Self::Apart }
    }
    /// True for models trained apart.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde gives a reference
    pub fn is_apart(&self) -> bool {
        *self == Self::Apart
    }
    /// What to know of checkpoints.
    #[must_use]
    pub fn note(self) -> Option<Diagnostic> {
        const WORDS: &str = "The points are taken as checkpoints of one run. The end of its learning-rate schedule can bend \
                             the curve, and a run planned for more data passes the same place higher or lower: a forecast \
                             beyond its last point is of this run going on.";
        const MEND: &str = "For what more data would bring, train to the end of a schedule on several amounts of data.";
        (self == Self::Checkpoints).then(|| Diagnostic::info("checkpoints", WORDS).mend(MEND))
    }
}
