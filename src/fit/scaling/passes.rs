//! One minimisation as a walk through ever sharper shapes of the penalty.

use super::penalty::Shape;
use super::solver::{Effort, Minimum, Objective, Vector};

/// Most evaluations of one start under one shape, and of each sharper shape after it.
const FIRST: usize = 160;
const LATER: usize = 30;
/// Shapes that a refit of a resample goes through, of the many of a sharp penalty.
const REFIT_STAGES: usize = 5;

/// Which shapes to go through, and how exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// The first shape, from anywhere.
    First,
    /// The sharper shapes, from a minimum of the first.
    Sharpen,
    /// All of them, from anywhere.
    Whole,
    /// A resample, from the point estimate: one draw among thousands, not exact to the last digit.
    Refit,
}

/// Minimises under each shape of the pass in turn, each from where the last ended.
pub(super) fn through(
    stages: &[Shape],
    from: &Vector,
    pass: Pass,
    mut minimise: impl FnMut(Shape, &Vector, Effort) -> Minimum,
) -> Minimum {
    let last = stages.len();
    let range = match pass {
        Pass::First => 0..last.min(1),
        Pass::Sharpen => 1..last,
        Pass::Whole => 0..last,
        Pass::Refit => 0..last.min(REFIT_STAGES),
    };
    let precision = if pass == Pass::Refit { 1e-10 } else { 1e-13 };
    let mut at = Minimum { x: *from, value: f64::INFINITY, steps: 0, converged: false };
    for i in range {
        let most = if i == 0 { FIRST } else { LATER };
        let warm = pass == Pass::Refit || i > 0;
        let next = minimise(stages[i], &at.x, Effort { most, warm, precision });
        at = Minimum { steps: at.steps + next.steps, ..next };
        if !at.value.is_finite() {
            break;
        }
    }
    at
}

/// The objective's value at a point, as the last shape has it.
pub(super) fn value(objective: &impl Objective, x: &Vector) -> f64 {
    objective.local(x).value
}
