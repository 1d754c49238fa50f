//! Bounded weighted least squares of one family by variable projection.
//!
//! The linear pair (offset, amplitude) is solved exactly, under its bounds, for every trial of the search coordinates
//! (Golub & Pereyra 1973, doi 10.1137/0710036). A fixed grid gives the starts, so that the result depends on no random
//! numbers; each is then improved by Levenberg-Marquardt steps projected on the box (Moré 1978).

use super::working::Working;
use crate::curve::{CurveModel, Linear, Params, Span};
use crate::num::linear::solve_spd;
use serde::{Deserialize, Serialize};

/// Why the search for parameters ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Termination {
    /// Steps became negligible inside the bounds.
    Converged,
    /// Steps became negligible with at least one parameter on its bound.
    AtBound,
    /// The iteration limit was reached before.
    IterationLimit,
    /// The amplitude is zero: the family sees no improvement and is a constant.
    NoTrend,
    /// Solved directly, no search needed.
    Direct,
    /// The best of several grid points, without a successful step.
    GridPoint,
    /// Fewer points than parameters.
    TooFewPoints,
    /// The formula is not defined for such data.
    NotApplicable,
}

/// Data in working values.
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    /// Sizes.
    pub sizes: &'a [f64],
    /// Working values.
    pub values: &'a [f64],
    /// Weights (inverse variances up to a factor).
    pub weights: &'a [f64],
    /// Span of the sizes.
    pub span: Span,
    /// How working values relate to measured ones.
    pub working: Working,
    /// Require an amplitude that improves.
    pub improving: bool,
}

/// The best parameters found.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Natural parameters.
    pub params: Params,
    /// Weighted sum of squares.
    pub objective: f64,
    /// Why the search ended.
    pub termination: Termination,
    /// Starts that were improved, and how many ended at the best objective (1e-6 relative).
    pub starts: (usize, usize),
}

struct Trial {
    objective: f64,
    offset: f64,
    amplitude: f64,
    residuals: Vec<f64>,
}

/// Fits `model` to the problem. `None` when no trial gave finite values.
#[must_use]
pub fn solve(model: &dyn CurveModel, problem: &Problem<'_>) -> Option<Solution> {
    let axes = model.axes(&problem.span);
    if axes.is_empty() {
        let trial = evaluate(model, problem, &[])?;
        let termination = if trial.amplitude == 0.0 { Termination::NoTrend } else { Termination::Direct };
        let params = model.assemble(&problem.span, trial.offset, trial.amplitude, &[]);
        return Some(Solution { params, objective: trial.objective, termination, starts: (1, 1) });
    }
    let starts = grid_starts(model, problem, &axes);
    let mut best: Option<(Vec<f64>, Trial, Termination)> = None;
    let mut objectives = Vec::with_capacity(starts.len());
    for theta in &starts {
        let Some((theta, trial, termination)) = improve(model, problem, &axes, theta) else { continue };
        objectives.push(trial.objective);
        if best.as_ref().is_none_or(|b| trial.objective < b.1.objective) {
            best = Some((theta, trial, termination));
        }
    }
    let (theta, trial, mut termination) = best?;
    if trial.amplitude == 0.0 {
        termination = Termination::NoTrend;
    }
    let close = objectives.iter().filter(|o| **o <= trial.objective * (1.0 + 1e-6) + 1e-30).count();
    Some(Solution {
        params: model.assemble(&problem.span, trial.offset, trial.amplitude, &theta),
        objective: trial.objective,
        termination,
        starts: (objectives.len(), close),
    })
}

/// The best grid points that are not next to a better one.
fn grid_starts(model: &dyn CurveModel, problem: &Problem<'_>, axes: &[crate::curve::Axis]) -> Vec<Vec<f64>> {
    const STARTS: usize = 3;
    let total: usize = axes.iter().map(|a| a.points).product();
    let position = |mut index: usize| -> Vec<usize> {
        axes.iter()
            .map(|a| {
                let i = index % a.points;
                index /= a.points;
                i
            })
            .collect()
    };
    let theta_at = |at: &[usize]| -> Vec<f64> {
        at.iter().zip(axes).map(|(i, a)| a.low + (a.high - a.low) * *i as f64 / (a.points.max(2) - 1) as f64).collect()
    };
    let mut scored: Vec<(f64, Vec<usize>)> = Vec::with_capacity(total);
    for index in 0..total {
        let at = position(index);
        if let Some(objective) = objective_only(model, problem, &theta_at(&at)) {
            scored.push((objective, at));
        }
    }
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut chosen: Vec<Vec<usize>> = Vec::new();
    for (_, at) in &scored {
        let near = chosen.iter().any(|c| c.iter().zip(at).all(|(a, b)| a.abs_diff(*b) <= 2));
        if !near {
            chosen.push(at.clone());
        }
        if chosen.len() == STARTS {
            break;
        }
    }
    chosen.iter().map(|at| theta_at(at)).collect()
}

fn objective_only(model: &dyn CurveModel, problem: &Problem<'_>, theta: &[f64]) -> Option<f64> {
    let basis = basis(model, problem, theta);
    let (_, _, objective) = linear_pair(model.about().linear, model.about().limit, problem, &basis)?;
    Some(objective)
}

type Basis = smallbuf::Buffer;

/// Up to 64 numbers on the stack, more on the heap: the inner loop allocates nothing for ordinary curves.
mod smallbuf {
    /// Numbers of one basis evaluation.
    pub struct Buffer {
        stack: [f64; 64],
        heap: Vec<f64>,
        count: usize,
    }
    impl Buffer {
        /// Collects an iterator of known length.
        pub fn collect(count: usize, values: impl Iterator<Item = f64>) -> Self {
            let mut out = Self { stack: [0.0; 64], heap: Vec::new(), count };
            if count <= 64 {
                for (slot, value) in out.stack.iter_mut().zip(values) {
                    *slot = value;
                }
            } else {
                out.heap = values.collect();
            }
            out
        }
    }
    impl std::ops::Deref for Buffer {
        type Target = [f64];
        fn deref(&self) -> &[f64] {
            if self.count <= 64 { &self.stack[..self.count] } else { &self.heap }
        }
    }
}

fn basis(model: &dyn CurveModel, problem: &Problem<'_>, theta: &[f64]) -> Basis {
    let params = model.assemble(&problem.span, 0.0, 1.0, theta);
    Basis::collect(problem.sizes.len(), problem.sizes.iter().map(|n| model.value(*n, &params)))
}

fn evaluate(model: &dyn CurveModel, problem: &Problem<'_>, theta: &[f64]) -> Option<Trial> {
    let basis = basis(model, problem, theta);
    let (offset, amplitude, objective) = linear_pair(model.about().linear, model.about().limit, problem, &basis)?;
    let residuals = basis
        .iter()
        .zip(problem.values)
        .zip(problem.weights)
        .map(|((g, y), w)| w.sqrt() * (y - offset - amplitude * g))
        .collect();
    Some(Trial { objective, offset, amplitude, residuals })
}

/// The best offset and amplitude for a basis, within their bounds, and the weighted sum of squares.
fn linear_pair(linear: Linear, limit: Option<f64>, problem: &Problem<'_>, basis: &[f64]) -> Option<(f64, f64, f64)> {
    let (mut w, mut wg, mut wgg, mut wy, mut wgy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for ((g, y), weight) in basis.iter().zip(problem.values).zip(problem.weights) {
        w += weight;
        wg += weight * g;
        wgg += weight * g * g;
        wy += weight * y;
        wgy += weight * g * y;
    }
    if !(wgg.is_finite() && wgy.is_finite() && w > 0.0) {
        return None;
    }
    let (low, high) = match limit {
        Some(shift) => (problem.working.limit.0 - shift, problem.working.limit.1 - shift),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let floor = if problem.improving { 0.0 } else { f64::NEG_INFINITY };
    let sum = |offset: f64, amplitude: f64| -> f64 {
        let mut sum = 0.0;
        for ((g, y), weight) in basis.iter().zip(problem.values).zip(problem.weights) {
            let r = y - offset - amplitude * g;
            sum += weight * r * r;
        }
        sum
    };
    match linear {
        Linear::Last | Linear::ShapeFree => {
            let value = problem.values.last().copied()?;
            Some((value, 0.0, sum(value, 0.0)))
        }
        Linear::Offset => {
            let offset = ((wy - wg) / w).clamp(low, high);
            Some((offset, 1.0, sum(offset, 1.0)))
        }
        Linear::Amplitude => {
            if !(wgg > 0.0) {
                return None;
            }
            let amplitude = (wgy / wgg).max(floor);
            Some((0.0, amplitude, sum(0.0, amplitude)))
        }
        Linear::Both => {
            // Centred, so that a basis that hardly changes does not cancel.
            let (mean_g, mean_y) = (wg / w, wy / w);
            let (mut sgg, mut sgy) = (0.0, 0.0);
            for ((g, y), weight) in basis.iter().zip(problem.values).zip(problem.weights) {
                sgg += weight * (g - mean_g) * (g - mean_g);
                sgy += weight * (g - mean_g) * (y - mean_y);
            }
            let flat = !(sgg > 1e-24 * wgg.max(1e-300));
            let amplitude = if flat { 0.0 } else { (sgy / sgg).max(floor) };
            let offset = mean_y - amplitude * mean_g;
            if offset >= low && offset <= high {
                return Some((offset, amplitude, sum(offset, amplitude)));
            }
            let offset = offset.clamp(low, high);
            let amplitude = if wgg > 0.0 { ((wgy - offset * wg) / wgg).max(floor) } else { 0.0 };
            Some((offset, amplitude, sum(offset, amplitude)))
        }
    }
}

/// Projected Levenberg-Marquardt on the reduced problem from one start.
fn improve(
    model: &dyn CurveModel,
    problem: &Problem<'_>,
    axes: &[crate::curve::Axis],
    start: &[f64],
) -> Option<(Vec<f64>, Trial, Termination)> {
    const ITERATIONS: usize = 40;
    let m = axes.len();
    let mut theta = start.to_vec();
    let mut current = evaluate(model, problem, &theta)?;
    let mut damping = 1e-3;
    let mut moved = false;
    let mut ended = Termination::IterationLimit;
    let scale: f64 = problem.values.iter().zip(problem.weights).map(|(y, w)| w * y * y).sum();
    for _ in 0..ITERATIONS {
        let mut columns = Vec::with_capacity(m);
        for (k, a) in axes.iter().enumerate() {
            let step = (a.high - a.low) * 1e-6;
            let sign = if theta[k] + step > a.high { -1.0 } else { 1.0 };
            let mut shifted = theta.clone();
            shifted[k] += sign * step;
            let column: Vec<f64> = match evaluate(model, problem, &shifted) {
                Some(t) => t.residuals.iter().zip(&current.residuals).map(|(a, b)| (a - b) / (sign * step)).collect(),
                None => vec![0.0; current.residuals.len()],
            };
            columns.push(column);
        }
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let gradient: Vec<f64> = columns.iter().map(|c| dot(c, &current.residuals)).collect();
        // A coordinate on its bound whose descent points outward stays there.
        let free: Vec<usize> = (0..m)
            .filter(|&k| {
                let a = &axes[k];
                let edge = 1e-12 * (a.high - a.low);
                !((theta[k] <= a.low + edge && gradient[k] > 0.0) || (theta[k] >= a.high - edge && gradient[k] < 0.0))
            })
            .collect();
        if free.is_empty() {
            ended = Termination::AtBound;
            break;
        }
        let mut accepted = false;
        let mut tiny = false;
        for _ in 0..8 {
            let f = free.len();
            let mut normal = vec![0.0; f * f];
            let mut right = vec![0.0; f];
            for (i, &ki) in free.iter().enumerate() {
                right[i] = -gradient[ki];
                for (j, &kj) in free.iter().enumerate() {
                    normal[i * f + j] = dot(&columns[ki], &columns[kj]);
                }
                let width = axes[ki].high - axes[ki].low;
                normal[i * f + i] += damping * (normal[i * f + i] + 1e-12 * scale.max(1e-300) / (width * width));
            }
            let Some(step) = solve_spd(&normal, &right) else {
                damping *= 10.0;
                continue;
            };
            let mut next = theta.clone();
            for (i, &k) in free.iter().enumerate() {
                next[k] = (theta[k] + step[i]).clamp(axes[k].low, axes[k].high);
            }
            let largest =
                free.iter().map(|&k| (next[k] - theta[k]).abs() / (axes[k].high - axes[k].low)).fold(0.0, f64::max);
            if largest < 1e-10 {
                tiny = true;
                break;
            }
            match evaluate(model, problem, &next) {
                Some(trial) if trial.objective < current.objective => {
                    let drop = current.objective - trial.objective;
                    tiny = drop <= 1e-12 * current.objective + 1e-30 * scale;
                    theta = next;
                    current = trial;
                    damping = (damping * 0.2).max(1e-12);
                    accepted = true;
                    moved = true;
                    break;
                }
                _ => damping *= 8.0,
            }
        }
        if tiny || !accepted {
            let on_edge = theta.iter().zip(axes).any(|(t, a)| {
                let edge = 1e-9 * (a.high - a.low);
                *t <= a.low + edge || *t >= a.high - edge
            });
            ended = if on_edge {
                Termination::AtBound
            } else if tiny || moved {
                Termination::Converged
            } else {
                Termination::GridPoint
            };
            break;
        }
    }
    Some((theta, current, ended))
}
