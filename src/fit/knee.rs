//! Where a curve changes its rate: two straight lines in ln n and ln error.
//!
//! A knee found on normalised axes (Satopää et al. 2011) moves with the range shown; this break does not, and its two
//! rates have a meaning: the exponents before and after.

use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// A broken line ln e = intercept + before · ln n + (after − before) · max(ln n − ln size, 0).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Break {
    /// Size at the break.
    pub size: f64,
    /// Slope of ln e over ln n before it.
    pub before: f64,
    /// Slope after it.
    pub after: f64,
    /// Intercept.
    pub intercept: f64,
    /// Sum of squares in ln e.
    pub sse: f64,
}

/// The best break of positive values over positive sizes; `None` below five points. Exhaustive over the places between
/// points, then refined.
#[must_use]
pub fn two_segments(sizes: &[f64], values: &[f64]) -> Option<Break> {
    if sizes.len() < 5 || sizes.len() != values.len() || sizes.iter().chain(values).any(|v| !(*v > 0.0)) {
        return None;
    }
    let x: Vec<f64> = sizes.iter().map(|n| ln(*n)).collect();
    let y: Vec<f64> = values.iter().map(|e| ln(*e)).collect();
    let (low, high) = (x[1], x[x.len() - 2]);
    let fit = |at: f64| -> Option<Break> {
        let rows: Vec<[f64; 3]> = x.iter().map(|v| [1.0, *v, (v - at).max(0.0)]).collect();
        let mut normal = [0.0; 9];
        let mut right = [0.0; 3];
        for (row, target) in rows.iter().zip(&y) {
            for i in 0..3 {
                right[i] += row[i] * target;
                for j in 0..3 {
                    normal[3 * i + j] += row[i] * row[j];
                }
            }
        }
        let b = crate::num::linear::solve_spd(&normal, &right)?;
        let sse = rows
            .iter()
            .zip(&y)
            .map(|(r, t)| {
                let miss = t - b[0] - b[1] * r[1] - b[2] * r[2];
                miss * miss
            })
            .sum();
        Some(Break { size: exp(at), before: b[1], after: b[1] + b[2], intercept: b[0], sse })
    };
    const GRID: usize = 200;
    let step = (high - low) / GRID as f64;
    let mut centre = (0..=GRID)
        .map(|i| low + step * i as f64)
        .filter_map(|at| Some((fit(at)?.sse, at)))
        .min_by(|a, b| a.0.total_cmp(&b.0))?
        .1;
    let mut width = step;
    while width > 1e-9 {
        let best = [-1.0, -0.5, 0.0, 0.5, 1.0]
            .iter()
            .map(|s| (centre + s * width).clamp(low, high))
            .filter_map(|at| Some((fit(at)?.sse, at)))
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        centre = best.1;
        width *= 0.6;
    }
    fit(centre)
}
