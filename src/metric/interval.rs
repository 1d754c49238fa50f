//! The interval of a measured metric: the same for the same data, however they are written.

use super::proportion::{Passes, is_binomial, wilson};
use crate::data::Evaluation;
use crate::num::{normal, student};

/// What is known of a value's uncertainty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Its ends at the level asked for; `None` where the evaluation gives nothing to tell them from.
    pub ends: Option<(f64, f64)>,
    /// The standard error behind them.
    pub se: Option<f64>,
    /// True where the value is judged as a share of items, with Wilson's interval.
    pub share: bool,
}

/// Interval at the given level, clipped to the metric's range, and the standard error behind it. The first that holds:
///
/// 1. every item scored 0 or 1, or a value in 0..1 stands with a number of items and with no error but the one that such a
///    share has by itself: Wilson's score interval;
/// 2. the file gives both ends and no error of its own: those, taken as 95 % and stretched to the level, each side by itself;
/// 3. a standard error: value ± t·error, Student's t with n − 1 degrees of freedom where the number of items is known,
///    else the normal distribution's.
#[must_use]
pub fn interval(e: &Evaluation, level: f64, range: Option<(f64, f64)>) -> Interval {
    let z = normal::quantile(0.5 + level / 2.0);
    let z95 = normal::quantile(0.975);
    if let Some((share, n)) = share_of(e, range) {
        let (low, high) = wilson(share, n, z);
        return Interval { ends: Some((low, high)), se: Some((high - low) / (2.0 * z)), share: true };
    }
    let clip = |(low, high): (f64, f64)| match range {
        Some((a, b)) => (low.max(a), high.min(b)),
        None => (low, high),
    };
    let se = e.se.filter(|se| *se > 0.0);
    if let Some((low, high)) = e.interval {
        let own = (high - low) / (2.0 * z95);
        if se.is_none_or(|se| (se - own).abs() <= 1e-9 * own.abs()) {
            let scale = z / z95;
            let around = (e.value - (e.value - low) * scale, e.value + (high - e.value) * scale);
            return Interval { ends: Some(clip(around)), se: Some(own), share: false };
        }
    }
    let Some(se) = se else { return Interval::default() };
    let half = se * e.n.filter(|n| *n >= 2.0).map_or(z, |n| student::quantile(0.5 + level / 2.0, n - 1.0));
    Interval { ends: Some(clip((e.value - half, e.value + half))), se: Some(se), share: false }
}

/// The evaluation as a share of items and their number, where it is one.
fn share_of(e: &Evaluation, range: Option<(f64, f64)>) -> Option<(f64, f64)> {
    if range.is_some_and(|r| r != (0.0, 1.0)) {
        return None;
    }
    if let Some(passes) = Passes::of(e.items.iter().map(|i| i.1)) {
        return Some((passes.share(), passes.n));
    }
    // A mean of other scores, a distance or a correlation is no share of items, whatever its value.
    if !e.items.is_empty() || super::scores::metric(&e.metric).is_some_and(|m| !m.share()) {
        return None;
    }
    let n = e.n.filter(|n| *n > 0.0 && (0.0..=1.0).contains(&e.value) && e.interval.is_none())?;
    let own = |se: f64| se <= 0.0 || is_binomial(e.value, se, n);
    e.se.is_none_or(own).then_some((e.value, n))
}
