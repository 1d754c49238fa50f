//! The other two ways to the frontier: the envelope of losses (approach 1) and IsoFLOP parabolas (approach 2).
//!
//! Hoffmann et al. 2022, sections 3.1 and 3.2, arXiv 2203.15556. Approach 2 is biased where exponents differ and
//! budgets are scanned widely (the parabola is only an approximation); approach 1 needs loss curves over training, and
//! on final losses alone it is rough. Both are given as checks beside the parametric fit, not as its equals.

use super::runs::flop;
use crate::data::ScalingRun;
use crate::num::linear::solve_spd;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// A frontier as a power law: N_opt = exp(n_intercept) C^a, D_opt = exp(d_intercept) C^b.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approach {
    /// 1 (envelope) or 2 (IsoFLOP parabolas).
    pub approach: u8,
    /// Exponent of N_opt.
    pub a: f64,
    /// Exponent of D_opt.
    pub b: f64,
    /// ln of the factor of N_opt.
    pub n_intercept: f64,
    /// ln of the factor of D_opt.
    pub d_intercept: f64,
    /// `(C, N_opt, D_opt)` of each budget it rests on.
    pub minima: Vec<(f64, f64, f64)>,
}

impl Approach {
    /// `(N_opt, D_opt)` at a budget, FLOP.
    #[must_use]
    pub fn at(&self, c: f64) -> (f64, f64) {
        (exp(self.n_intercept + self.a * ln(c)), exp(self.d_intercept + self.b * ln(c)))
    }
}

/// What the runs allow of approaches 1 and 2, in that order.
#[must_use]
pub fn approaches(runs: &[ScalingRun]) -> Vec<Approach> {
    let usable = |r: &&ScalingRun| [r.params, r.tokens, r.loss].iter().all(|v| v.is_finite() && *v > 0.0);
    let mut sorted: Vec<&ScalingRun> = runs.iter().filter(usable).collect();
    sorted.sort_by(|x, y| flop(x).total_cmp(&flop(y)));
    [(1, envelope(&sorted)), (2, parabolas(&sorted))]
        .into_iter()
        .filter_map(|(approach, minima)| power_law(approach, minima))
        .collect()
}

/// Approach 1: the run of least loss in each of up to ten bins of compute, where bins hold at least three runs.
fn envelope(sorted: &[&ScalingRun]) -> Vec<(f64, f64, f64)> {
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let (low, high) = (ln(flop(first)), ln(flop(last)));
    if sorted.len() < 12 || high - low < ln(10.0) {
        return Vec::new();
    }
    let bins = (sorted.len() / 4).clamp(4, 10);
    let bin = |run: &ScalingRun| (((ln(flop(run)) - low) / (high - low) * bins as f64) as usize).min(bins - 1);
    let mut out: Vec<(f64, f64, f64)> = Vec::new();
    let mut reached = f64::INFINITY;
    for b in 0..bins {
        let within = sorted.iter().filter(|r| bin(r) == b);
        let count = within.clone().count();
        let Some(best) = within.min_by(|x, y| x.loss.total_cmp(&y.loss)).filter(|_| count >= 3) else { continue };
        if best.loss < reached {
            reached = best.loss;
            out.push((flop(best), best.params, best.tokens));
        }
    }
    out
}

/// Approach 2: runs of about the same compute (within 5 % of the group's first), a parabola of loss over ln N each.
fn parabolas(sorted: &[&ScalingRun]) -> Vec<(f64, f64, f64)> {
    let mut out = Vec::new();
    let mut rest = sorted;
    while let Some(first) = rest.first() {
        let line = flop(first) * 1.05;
        let end = rest.partition_point(|r| flop(r) <= line);
        let (group, tail) = rest.split_at(end);
        rest = tail;
        out.extend(parabola(group));
    }
    out
}

fn parabola(group: &[&ScalingRun]) -> Option<(f64, f64, f64)> {
    if super::engine::distinct(group.iter().map(|r| r.params)) < 4 {
        return None;
    }
    let centre = group.iter().map(|r| ln(r.params)).sum::<f64>() / group.len() as f64;
    let x: Vec<f64> = group.iter().map(|r| ln(r.params) - centre).collect();
    let bottom = vertex(&x, group)?;
    let lowest = x.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if bottom < lowest || bottom > highest {
        return None;
    }
    let c = exp(group.iter().map(|r| ln(flop(r))).sum::<f64>() / group.len() as f64);
    let n = exp(centre + bottom);
    // D by a parabola of its own, as published: where sizes and tokens do not multiply to 6ND the two differ.
    let mean_d = group.iter().map(|r| ln(r.tokens)).sum::<f64>() / group.len() as f64;
    let y: Vec<f64> = group.iter().map(|r| ln(r.tokens) - mean_d).collect();
    let d = vertex(&y, group).map_or(c / 6.0 / n, |v| exp(mean_d + v));
    Some((c, n, d))
}

/// Where the least-squares parabola of loss over x is lowest; `None` where it opens downwards.
fn vertex(x: &[f64], group: &[&ScalingRun]) -> Option<f64> {
    let mut normal = [0.0; 9];
    let mut right = [0.0; 3];
    for (&x, run) in x.iter().zip(group) {
        let row = [1.0, x, x * x];
        for i in 0..3 {
            right[i] += row[i] * run.loss;
            for j in 0..3 {
                normal[i * 3 + j] += row[i] * row[j];
            }
        }
    }
    let fit = solve_spd(&normal, &right)?;
    (fit[2] > 0.0).then(|| -fit[1] / (2.0 * fit[2]))
}

/// Least squares in logarithms through the minima; at least three of them.
fn power_law(approach: u8, minima: Vec<(f64, f64, f64)>) -> Option<Approach> {
    if minima.len() < 3 {
        return None;
    }
    let count = minima.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| minima.iter().map(of).sum::<f64>() / count;
    let (x, n, d) = (mean(&|m| ln(m.0)), mean(&|m| ln(m.1)), mean(&|m| ln(m.2)));
    let spread = mean(&|m| (ln(m.0) - x) * (ln(m.0) - x));
    let a = mean(&|m| (ln(m.0) - x) * (ln(m.1) - n)) / spread;
    let b = mean(&|m| (ln(m.0) - x) * (ln(m.2) - d)) / spread;
    (a.is_finite() && b.is_finite()).then_some(Approach {
        approach,
        a,
        b,
        n_intercept: n - a * x,
        d_intercept: d - b * x,
        minima,
    })
}
