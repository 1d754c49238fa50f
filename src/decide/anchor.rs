//! Where today's measurement of a metric and the end of its learning curve are not the same number.

use super::measurement::Measurement;
use crate::fit::CurveFit;

/// Standard deviations within which the two are taken to be the same.
const SAME: f64 = 2.0;

/// What the curve has to be moved by so that it ends at today's measurement. Nothing where the measurement lies where a
/// further one at the curve's last size may lie (within two standard deviations: of the curve there, of one measurement about
/// it, and of the measurement itself), and where either is unknown.
#[must_use]
pub fn offset(measurement: &Measurement, fit: &CurveFit) -> f64 {
    let (Some(value), Some((_, end))) = (measurement.value, fit.ahead().first()) else { return 0.0 };
    let away = value - end.median;
    let curve = (end.at(if away < 0.0 { -1.0 } else { 1.0 }) - end.median).abs();
    let se = measurement.se.unwrap_or(0.0);
    let sd = (curve * curve + fit.noise_sd * fit.noise_sd + se * se).sqrt();
    if away.is_finite() && away.abs() > SAME * sd { away } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{LearningCurve, Observation};
    use crate::fit::{FitOptions, fit_curve};

    #[test]
    fn a_measurement_like_the_curves_end_moves_nothing_and_another_moves_it_there() {
        let observations = (0..8)
            .map(|i| {
                let size = 1000.0 * f64::from(1 << i);
                let value = 0.9 - 8.0 / size.sqrt() + if i % 2 == 0 { 0.002 } else { -0.002 };
                Observation { size, value, se: None, items: None, row: None }
            })
            .collect();
        let curve = LearningCurve { observations, ..LearningCurve::default() };
        let fit = fit_curve(&curve, &FitOptions::default());
        let end = fit.ahead().first().expect("a curve").1.median;
        for near in [end, end + 0.001, end - 0.001] {
            assert_eq!(offset(&Measurement::known(near, "score"), &fit), 0.0, "{near}");
        }
        for far in [end - 0.1, end + 0.1, 0.0] {
            assert_eq!(offset(&Measurement::known(far, "score"), &fit), far - end, "{far}");
        }
        let vague = Measurement { se: Some(0.2), ..Measurement::known(end - 0.1, "score") };
        assert_eq!(offset(&vague, &fit), 0.0, "what is so uncertain contradicts nothing");
        assert_eq!(offset(&Measurement::default(), &fit), 0.0);
    }
}
