//! How often intervals like these held, by what was found when the constants were learned.
//!
//! The figures are cross-validated (`tools/calibrate/calibrate.py`; each curve forecast by constants learned without its data
//! set, model or task), over every prefix of at least four sizes and every later size up to forty times the last seen one;
//! curves count the same. What the constants have never seen is said to be not known.

use super::curve_fit::CurveFit;
use super::kind::PointsKind;
use super::scale::ValueScale;
use serde::Serialize;

/// What was found of one kind of curve at one distance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Experience {
    /// Largest factor beyond the last size.
    pub up_to: f64,
    /// Curves, and forecasts of them.
    pub curves: u32,
    /// See `curves`.
    pub forecasts: u32,
    /// Share of the 90 % intervals that held, curves counted the same.
    pub held: f64,
    /// Median width of the interval: of a score as it is (0.05: five points), of a loss as a share of its value.
    pub width: f64,
}

const fn at(up_to: f64, curves: u32, forecasts: u32, held: f64, width: f64) -> Experience {
    Experience { up_to, curves, forecasts, held, width }
}

/// Scores of models trained apart: classical learners on tables (LCDB 1.1).
const SCORES: &[Experience] = &[
    at(2.0, 200, 5356, 0.945, 0.037),
    at(4.0, 200, 4556, 0.913, 0.063),
    at(10.0, 200, 3756, 0.891, 0.088),
    at(40.0, 200, 5147, 0.874, 0.119),
];
/// Scores of checkpoints of one run: Pythia.
const CHECKPOINTS: &[Experience] =
    &[at(2.0, 64, 2944, 0.921, 0.046), at(4.0, 64, 1152, 0.931, 0.081), at(10.0, 64, 128, 0.961, 0.120)];
/// Losses of models trained apart: fine-tuning on FLAN, open_lm on C4.
const LOSSES: &[Experience] = &[
    at(2.0, 62, 420, 0.917, 0.056),
    at(4.0, 62, 358, 0.886, 0.099),
    at(10.0, 62, 296, 0.883, 0.137),
    at(40.0, 54, 414, 0.899, 0.193),
];

impl CurveFit {
    /// What was found of curves like this one as far beyond the last size; `None` where it is not known: too few sizes, too
    /// far, a family chosen by hand, or a kind of curve that the constants were not learned from.
    #[must_use]
    pub fn experience(&self, size: f64) -> Option<Experience> {
        if self.n < 4 || self.by_hand.is_some() || self.listed {
            return None;
        }
        let known = match (self.kind, self.range.is_some(), self.scale) {
            (PointsKind::Apart, true, ValueScale::Plain) => SCORES,
            (PointsKind::Checkpoints, true, ValueScale::Plain) => CHECKPOINTS,
            (PointsKind::Apart, false, ValueScale::Plain) => LOSSES,
            _ => return None,
        };
        let factor = size / self.last_seen.x;
        known.iter().find(|e| factor > 1.0 && factor <= e.up_to * (1.0 + 1e-9)).copied()
    }
    /// The same in plain words, a value and what to know about it.
    #[must_use]
    pub fn experience_words(&self, size: f64) -> (String, String) {
        let Some(e) = self.experience(size) else {
            let why = if self.n < 4 {
                "Fewer than four sizes show no shape."
            } else if self.by_hand.is_some() || self.listed {
                "The shape was chosen by hand."
            } else {
                "The widths were not learned from such curves so far beyond their data; take the interval as a guess."
            };
            return ("not known for curves like this".into(), why.into());
        };
        let kind = match (self.kind, self.range.is_some()) {
            (PointsKind::Checkpoints, _) => "scores of checkpoints of language models",
            (PointsKind::Apart, true) => "scores of classical learners on tables",
            (PointsKind::Apart, false) => "losses of language models trained apart",
        };
        let width = if self.range.is_some() {
            let scale = self.range.map_or(1.0, |(low, high)| high - low);
            format!("{} wide", crate::data::units::score(e.width * scale))
        } else {
            format!("{:.0} % of the loss wide", 100.0 * e.width)
        };
        (
            format!("the 90 % interval held in {:.0} %", 100.0 * e.held),
            format!(
                "Up to {:.0} times as far, {} forecasts of {} curves ({kind}); half of the intervals at most {width}.",
                e.up_to,
                crate::data::units::grouped(f64::from(e.forecasts)),
                e.curves,
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FitOptions, fit_curve};
    use crate::data::{LearningCurve, Observation, Unit};

    #[test]
    fn what_was_never_seen_is_not_known() {
        let of = |size_unit: Unit, range: Option<(f64, f64)>, count: u32| {
            let observations = (0..count)
                .map(|i| f64::from(100 * (1 << i)))
                .map(|n| Observation { size: n, value: 0.9 - 2.0 / n.sqrt(), se: None, items: None, row: None })
                .collect();
            let curve = LearningCurve { size_unit, range, observations, ..LearningCurve::default() };
            fit_curve(&curve, &FitOptions::default())
        };
        let apart = of(Unit::Records, Some((0.0, 1.0)), 6);
        let last = apart.last_seen.x;
        let near = apart.experience(2.0 * last).unwrap();
        assert!(near.held > 0.85 && near.curves == 200 && apart.experience(39.0 * last).unwrap().width > near.width);
        assert!(apart.experience(50.0 * last).is_none() && apart.experience(last).is_none());
        assert!(apart.experience_words(2.0 * last).0.contains("held in 9"));
        assert!(apart.experience_words(50.0 * last).0.starts_with("not known"));
        assert!(apart.chosen(Some("pow3")).experience(2.0 * last).is_none());
        assert!(of(Unit::Records, Some((0.0, 1.0)), 3).experience(500.0).is_none());
        // Steps of a run under a metric without a largest value were never among them.
        assert!(of(Unit::Count, None, 6).experience(2.0 * last).is_none());
        assert!(of(Unit::Count, Some((0.0, 1.0)), 6).experience(2.0 * last).is_some());
    }
}
