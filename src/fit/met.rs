//! Where a target was met within the sizes measured: between two of them, not at the largest.

use super::curve_fit::CurveFit;
use super::predictive::z_of_level;
use crate::num::isotonic::pava;
use crate::num::math::{exp, ln};

/// Where a target was met, with its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Met {
    /// Size at which the measurements, made monotone, meet it; the smallest size where that one meets it already.
    pub size: f64,
    /// Lower end of the range; `None` where the smallest size may have met it.
    pub lower: Option<f64>,
    /// Upper end; `None` where the largest size may still miss it.
    pub upper: Option<f64>,
}

impl CurveFit {
    /// True where the last measured value is at least as good as `target`.
    #[must_use]
    pub fn meets(&self, target: f64) -> bool {
        self.n > 0 && self.direction.at_least_as_good(self.last_seen.y, target)
    }
    /// Where `target` was met, for a curve whose last value meets it. The measurements are made monotone, a straight line in
    /// the logarithm of the size joins them, and the range moves all of them by their standard errors (by the noise of the
    /// curve where none are known).
    pub(super) fn met(&self, target: f64, level: f64) -> Option<Met> {
        if !self.meets(target) {
            return None;
        }
        let sign = self.direction.sign();
        let values: Vec<f64> = self.points.values.iter().map(|y| sign * y).collect();
        let smooth = pava(&values, None, true);
        let error = |i: usize| self.points.errors.get(i).copied().flatten().unwrap_or(self.noise_sd).max(0.0);
        let z = z_of_level(level);
        let crossing = |shift: f64| {
            let mut before: Option<(f64, f64)> = None;
            let mut best = f64::NEG_INFINITY;
            for (i, (size, y)) in self.points.sizes.iter().zip(&smooth).enumerate() {
                best = best.max(y + shift * error(i));
                let ahead = best - sign * target;
                if ahead >= 0.0 {
                    return Some(match before {
                        // Within rounding of the target at the larger size is at the larger size.
                        Some((smaller, behind)) if ahead - behind > 0.0 => {
                            (smaller * exp(-behind / (ahead - behind) * ln(size / smaller)), false)
                        }
                        _ => (*size, before.is_none()),
                    });
                }
                before = Some((*size, ahead));
            }
            None
        };
        let (size, _) = crossing(0.0)?;
        let lower = crossing(z).filter(|(_, first)| !first).map(|c| c.0.min(size));
        let upper = crossing(-z).map(|c| c.0.max(size));
        Some(Met { size, lower, upper })
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{Direction, LearningCurve, Observation};
    use crate::fit::{CurveFit, FitOptions, SEARCH_FACTOR, fit_curve};

    fn fit(direction: Direction, points: &[(f64, f64, f64)]) -> CurveFit {
        let observation = |p: &(f64, f64, f64)| Observation {
            size: p.0,
            value: p.1,
            se: (p.2 > 0.0).then_some(p.2),
            items: None,
            row: None,
        };
        let observations = points.iter().map(observation).collect();
        fit_curve(
            &LearningCurve { id: "c".into(), direction, observations, ..LearningCurve::default() },
            &FitOptions::default(),
        )
    }

    #[test]
    fn a_target_met_between_two_sizes_lies_between_them() {
        let up =
            fit(Direction::Higher, &[(10.0, 0.2, 0.02), (100.0, 0.4, 0.02), (1000.0, 0.8, 0.02), (9000.0, 0.9, 0.02)]);
        let need = up.requirement(0.6, 0.8, SEARCH_FACTOR);
        assert!(need.met);
        let median = need.median.unwrap();
        // Half of the way from 100 to 1,000 on the logarithm.
        assert!((median / 100.0 - 10f64.sqrt()).abs() < 1e-9, "{median}");
        assert!(
            need.lower.is_some_and(|l| l > 100.0 && l < median) && need.upper.is_some_and(|u| u > median && u < 1000.0)
        );
        // The same curve as an error gives the same sizes.
        let down =
            fit(Direction::Lower, &[(10.0, 0.8, 0.02), (100.0, 0.6, 0.02), (1000.0, 0.2, 0.02), (9000.0, 0.1, 0.02)]);
        let turned = down.requirement(0.4, 0.8, SEARCH_FACTOR);
        let close = |a: Option<f64>, b: Option<f64>| (a.unwrap() / b.unwrap() - 1.0).abs() < 1e-9;
        assert!(
            close(turned.median, need.median) && close(turned.lower, need.lower) && close(turned.upper, need.upper)
        );
    }

    #[test]
    fn the_size_grows_with_the_target_and_never_passes_the_largest() {
        let curve = fit(
            Direction::Higher,
            &[
                (10.0, 0.2, 0.0),
                (20.0, 0.33, 0.0),
                (40.0, 0.3, 0.0),
                (80.0, 0.5, 0.0),
                (160.0, 0.48, 0.0),
                (320.0, 0.7, 0.0),
            ],
        );
        let mut before = 0.0;
        for i in 20..=70 {
            let need = curve.requirement(f64::from(i) / 100.0, 0.8, SEARCH_FACTOR);
            let median = need.median.unwrap();
            assert!(need.met && median >= before && median <= 320.0, "{i}: {need:?}");
            assert!(need.lower.is_none_or(|l| l <= median) && need.upper.is_none_or(|u| u >= median), "{i}: {need:?}");
            before = median;
        }
        assert!(!curve.requirement(0.71, 0.8, SEARCH_FACTOR).met);
    }

    #[test]
    fn a_target_that_the_first_size_meets_has_no_lower_end() {
        let curve =
            fit(Direction::Higher, &[(10.0, 0.5, 0.01), (100.0, 0.6, 0.01), (1000.0, 0.7, 0.01), (9000.0, 0.75, 0.01)]);
        let need = curve.requirement(0.4, 0.8, SEARCH_FACTOR);
        assert_eq!((need.met, need.median, need.lower), (true, Some(10.0), None));
        let one = fit(Direction::Lower, &[(10.0, 0.5, 0.0)]);
        assert_eq!(one.requirement(0.6, 0.8, SEARCH_FACTOR).median, Some(10.0));
    }
}
