//! Where to start from. A single start is not enough: of the 4500 starts of the literature about one in ten ends at the
//! best minimum.
//!
//! The standard set lays a grid over the exponents only and solves for the constants, which are linear once the
//! exponents are fixed (variable projection, Golub and Pereyra 1973, doi 10.1137/0710036): a few dozen starts that all
//! fit the data roughly do what thousands of blind ones do. The full grid of the literature is there for comparison.

use super::model::Model;
use super::solver::{MOST, Vector};
use super::terms::Rows;
use crate::num::linear::solve_spd;
use crate::num::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// Which starts to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Starts {
    /// A grid over the exponents, constants solved for.
    #[default]
    Standard,
    /// The grid of Hoffmann et al. 2022, appendix D.2, over all unknowns: 4500 for the Chinchilla law.
    Full,
}

/// Least magnitude of a term at a start, of the least loss: from nearly nothing a term grows back only slowly.
const LEAST_SHARE: f64 = 0.1;

/// The starts for a model on its rows, in centred unknowns.
pub(super) fn starts(kind: Starts, model: &Model, rows: &Rows) -> Vec<Vector> {
    match kind {
        Starts::Standard => projected(model, rows),
        Starts::Full => blind(model, rows),
    }
}

/// Every combination of the values of each axis, last axis fastest.
fn product(axes: &[&[f64]], mut each: impl FnMut(&[f64])) {
    let mut at = vec![0usize; axes.len()];
    let mut values: Vec<f64> = axes.iter().map(|a| a[0]).collect();
    loop {
        each(&values);
        let mut axis = axes.len();
        loop {
            if axis == 0 {
                return;
            }
            axis -= 1;
            at[axis] += 1;
            if at[axis] < axes[axis].len() {
                values[axis] = axes[axis][at[axis]];
                break;
            }
            at[axis] = 0;
            values[axis] = axes[axis][0];
        }
    }
}

fn projected(model: &Model, rows: &Rows) -> Vec<Vector> {
    let slopes = model.slopes();
    let grid: &[f64] = match slopes.len() {
        0 | 1 => &[0.03, 0.05, 0.08, 0.12, 0.17, 0.23, 0.3, 0.38, 0.47, 0.58, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0],
        2 => &[0.05, 0.12, 0.22, 0.35, 0.5, 0.75, 1.1, 1.6],
        _ => &[0.1, 0.25, 0.45, 0.9],
    };
    let mut out = Vec::new();
    product(&vec![grid; slopes.len()], |exponents| {
        let mut x = [0.0; MOST];
        for (&slot, &value) in slopes.iter().zip(exponents) {
            x[slot] = value;
        }
        project(model, rows, &mut x);
        out.push(x);
    });
    out
}

/// Sets the constants of `x` to those of the relative least-squares fit at its exponents, none of them negative.
pub(super) fn project(model: &Model, rows: &Rows, x: &mut Vector) {
    let terms = &model.layout.terms;
    let k = terms.len();
    let mut normal = vec![0.0; k * k];
    let mut right = vec![0.0; k];
    for (f, &loss) in rows.features.iter().zip(&rows.loss) {
        let mut column = [0.0; MOST];
        for (c, term) in column.iter_mut().zip(terms) {
            let z: f64 = term.slopes.iter().map(|&(slot, feature)| x[slot] * f[feature]).sum();
            *c = exp(-z) / loss;
        }
        for i in 0..k {
            right[i] += column[i];
            for j in 0..k {
                normal[i * k + j] += column[i] * column[j];
            }
        }
    }
    // Few terms: try every set of terms allowed to be positive, keep the best that is.
    let mut best = (f64::INFINITY, vec![0.0; k]);
    for mask in 1..1usize << k {
        let chosen: Vec<usize> = (0..k).filter(|i| mask >> i & 1 == 1).collect();
        let m = chosen.len();
        let mut a = vec![0.0; m * m];
        let mut b = vec![0.0; m];
        for (p, &i) in chosen.iter().enumerate() {
            b[p] = right[i];
            for (q, &j) in chosen.iter().enumerate() {
                a[p * m + q] = normal[i * k + j];
            }
        }
        let Some(solution) = solve_spd(&a, &b) else { continue };
        if solution.iter().any(|v| !(*v > 0.0)) {
            continue;
        }
        let explained: f64 = solution.iter().zip(&b).map(|(s, r)| s * r).sum();
        if -explained < best.0 {
            best = (-explained, vec![0.0; k]);
            for (&i, v) in chosen.iter().zip(solution) {
                best.1[i] = v;
            }
        }
    }
    let scale = rows.loss.iter().copied().fold(f64::INFINITY, f64::min).max(1e-12);
    for (term, value) in terms.iter().zip(&best.1) {
        x[term.constant] = ln(value.max(LEAST_SHARE * scale));
    }
}

fn blind(model: &Model, rows: &Rows) -> Vec<Vector> {
    const EXPONENT: &[f64] = &[0.0, 0.5, 1.0, 1.5, 2.0];
    const WEIGHT: &[f64] = &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0];
    const FLOOR: &[f64] = &[-1.0, -0.5, 0.0, 0.5, 1.0];
    let slopes = model.slopes();
    let floor = model.layout.terms[0].constant;
    let axes: Vec<&[f64]> = (0..model.layout.unknowns)
        .map(|i| {
            if slopes.contains(&i) {
                EXPONENT
            } else if i == floor {
                FLOOR
            } else {
                WEIGHT
            }
        })
        .collect();
    let mut out = Vec::new();
    product(&axes, |values| {
        let mut raw = [0.0; MOST];
        raw[..values.len()].copy_from_slice(values);
        out.push(model.layout.shifted(&raw, &rows.means, -1.0));
    });
    out
}
