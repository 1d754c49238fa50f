//! One minimisation as a walk through ever sharper shapes of the penalty.

use super::penalty::Shape;
use super::solver::{Effort, Local, MOST, Matrix, Minimum, Objective, Vector};

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

/// An objective with one unknown held at a value; the others in their order.
pub(super) struct Held<'a, O> {
    pub inner: &'a O,
    pub slot: usize,
    pub value: f64,
}

impl<O: Objective> Held<'_, O> {
    /// Without the unknown that is held.
    pub(super) fn less(slot: usize, x: &Vector) -> Vector {
        let mut out = [0.0; MOST];
        for (i, v) in x.iter().enumerate().filter(|(i, _)| *i != slot) {
            out[i - usize::from(i > slot)] = *v;
        }
        out
    }
    /// With it.
    pub(super) fn whole(slot: usize, value: f64, x: &Vector) -> Vector {
        let mut out = [0.0; MOST];
        for (i, v) in out.iter_mut().enumerate() {
            *v = if i == slot { value } else { x[i - usize::from(i > slot)] };
        }
        out
    }
}

impl<O: Objective> Objective for Held<'_, O> {
    fn dimension(&self) -> usize {
        self.inner.dimension() - 1
    }
    fn local(&self, x: &Vector) -> Local {
        let there = self.inner.local(&Self::whole(self.slot, self.value, x));
        let less = |m: &Matrix| {
            let mut out = [[0.0; MOST]; MOST];
            for (i, row) in m.iter().enumerate().filter(|(i, _)| *i != self.slot) {
                out[i - usize::from(i > self.slot)] = Self::less(self.slot, row);
            }
            out
        };
        Local {
            value: there.value,
            gradient: Self::less(self.slot, &there.gradient),
            hessian: less(&there.hessian),
            majoriser: less(&there.majoriser),
        }
    }
}

/// The objective's value at a point, as the last shape has it.
pub(super) fn value(objective: &impl Objective, x: &Vector) -> f64 {
    objective.local(x).value
}
