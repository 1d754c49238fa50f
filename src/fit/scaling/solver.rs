//! A damped Newton method for a handful of unknowns, with a majorising first phase.
//!
//! Robust objectives (Huber with a small threshold) are almost piecewise linear: Gauss-Newton sees no curvature there.
//! Far out, each step minimises a parabola that lies above the objective (iteratively reweighted least squares), which
//! always descends; near the minimum the exact second derivatives take over, and the piecewise quadratic objective is
//! then minimised to the last digit in a few steps.

/// Most unknowns that a problem may have.
pub(super) const MOST: usize = 7;

/// A vector of unknowns; entries from the problem's dimension on are zero.
pub(super) type Vector = [f64; MOST];
/// A symmetric matrix of the same size.
pub(super) type Matrix = [[f64; MOST]; MOST];

/// Value and derivatives of an objective at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    pub value: f64,
    pub gradient: Vector,
    /// Exact second derivatives.
    pub hessian: Matrix,
    /// Second derivatives of a parabola above the objective (positive semi-definite).
    pub majoriser: Matrix,
}

impl Local {
    pub(super) fn zero() -> Self {
        Self { value: 0.0, gradient: [0.0; MOST], hessian: [[0.0; MOST]; MOST], majoriser: [[0.0; MOST]; MOST] }
    }
}

/// What can be minimised.
pub(super) trait Objective {
    /// Number of unknowns, at most [`MOST`].
    fn dimension(&self) -> usize;
    /// Value and derivatives.
    fn local(&self, x: &Vector) -> Local;
}

/// Where a minimisation ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Minimum {
    pub x: Vector,
    pub value: f64,
    pub steps: usize,
    /// Whether no further descent was possible to working precision.
    pub converged: bool,
}

/// How a minimisation goes about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Most evaluations.
    pub most: usize,
    /// Whether the start is near a minimum: second derivatives are then trusted at once.
    pub warm: bool,
    /// Relative decrease that is not worth a further step.
    pub precision: f64,
}

/// Minimises from `start`.
pub(super) fn minimise(objective: &impl Objective, start: &Vector, effort: Effort) -> Minimum {
    let Effort { most, warm, precision } = effort;
    let n = objective.dimension();
    let mut x = *start;
    let mut here = objective.local(&x);
    let mut newton = warm;
    let mut damping = if warm { 1e-6 } else { 1e-3 };
    let mut steps = 1;
    let mut refused = 0;
    if !here.value.is_finite() {
        return Minimum { x, value: f64::INFINITY, steps, converged: false };
    }
    while steps < most {
        let model = if newton { &here.hessian } else { &here.majoriser };
        let Some(step) = damped_step(model, &here, n, damping) else {
            // Curved the wrong way: a majorising step gets out of here faster than a heavily damped Newton step.
            damping = if newton { 1e-3 } else { (damping * 10.0).max(1e-6) };
            newton = false;
            refused += 1;
            if refused > 60 {
                break;
            }
            continue;
        };
        let predicted = predicted_decrease(model, &here.gradient, &step, n);
        if newton && predicted <= precision * here.value.abs() + 1e-300 && damping < 1e-2 {
            return Minimum { x, value: here.value, steps, converged: true };
        }
        let mut next = x;
        for i in 0..n {
            next[i] += step[i];
        }
        let there = objective.local(&next);
        steps += 1;
        let gained = here.value - there.value;
        if gained > 0.0 {
            refused = 0;
            let ratio = gained / predicted;
            damping = if ratio > 0.7 {
                damping * 0.1
            } else if ratio > 0.2 {
                damping * 0.5
            } else {
                damping * 2.0
            };
            damping = damping.max(1e-12);
            let small = gained < 0.05 * here.value;
            (x, here) = (next, there);
            if !newton && small {
                newton = true;
                damping = damping.min(1e-4);
            }
        } else {
            // No descent: either the model is wrong (damp more) or nothing is left at this precision.
            let negligible = predicted <= 1e-13 * here.value.abs();
            if negligible && (newton || damping > 1.0) {
                return Minimum { x, value: here.value, steps, converged: true };
            }
            if !newton && negligible {
                newton = true;
            }
            damping = (damping * 6.0).max(1e-9);
            refused += 1;
            if refused > 60 {
                break;
            }
        }
    }
    Minimum { x, value: here.value, steps, converged: false }
}

/// -(model + damping * scale)^-1 gradient, or `None` where the damped model is not positive definite.
fn damped_step(model: &Matrix, here: &Local, n: usize, damping: f64) -> Option<Vector> {
    let largest = (0..n).map(|i| here.majoriser[i][i]).fold(0.0, f64::max);
    let mut a = *model;
    for (i, row) in a.iter_mut().enumerate().take(n) {
        row[i] += damping * here.majoriser[i][i].max(1e-9 * largest);
    }
    let lower = cholesky(&a, n)?;
    let mut s = [0.0; MOST];
    for i in 0..n {
        let mut sum = -here.gradient[i];
        for j in 0..i {
            sum -= lower[i][j] * s[j];
        }
        s[i] = sum / lower[i][i];
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            s[i] -= lower[j][i] * s[j];
        }
        s[i] /= lower[i][i];
    }
    s[..n].iter().all(|v| v.is_finite()).then_some(s)
}

fn cholesky(a: &Matrix, n: usize) -> Option<Matrix> {
    let mut lower = [[0.0; MOST]; MOST];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[i][j];
            for (l, m) in lower[i][..j].iter().zip(&lower[j][..j]) {
                sum -= l * m;
            }
            if i == j {
                if !(sum > 1e-14 * a[i][i].abs()) {
                    return None;
                }
                lower[i][i] = sum.sqrt();
            } else {
                lower[i][j] = sum / lower[j][j];
            }
        }
    }
    Some(lower)
}

fn predicted_decrease(model: &Matrix, gradient: &Vector, step: &Vector, n: usize) -> f64 {
    let mut linear = 0.0;
    let mut quadratic = 0.0;
    for i in 0..n {
        linear += gradient[i] * step[i];
        for j in 0..n {
            quadratic += step[i] * model[i][j] * step[j];
        }
    }
    -(linear + 0.5 * quadratic)
}
