//! Laws that are sums of power laws: loss = sum over terms of exp(c_k - sum_j s_kj x_j), x = logarithms of size, data
//! and quality. Chinchilla, its tied form, the quality-aware and the fine-tuning law are all of this kind, so one
//! objective with exact second derivatives serves them all.

use super::penalty::Shape;
use super::solver::{Local, MOST, Objective, Vector};
use crate::num::math::{exp, ln};

/// Most terms, and most features of a run.
const TERMS: usize = 3;
const FEATURES: usize = 3;

/// One power-law term: its constant and the slopes that multiply features, as indices into the unknowns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub constant: usize,
    /// `(unknown, feature)`: the term is exp(constant - sum of unknown * feature).
    pub slopes: Vec<(usize, usize)>,
}

/// Which law: its terms, and how many unknowns there are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub terms: Vec<Term>,
    pub unknowns: usize,
}

/// The runs as the objective reads them: centred features, so that constants and slopes hardly correlate.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// ln loss.
    pub log_loss: Vec<f64>,
    /// Loss.
    pub loss: Vec<f64>,
    /// ln N, ln D, ln Q less their means.
    pub features: Vec<[f64; FEATURES]>,
    /// How often each row counts.
    pub weights: Vec<f64>,
    /// The means that were taken off.
    pub means: [f64; FEATURES],
}

impl Rows {
    /// From `(loss, N, D, Q)`.
    pub(super) fn new(runs: impl Iterator<Item = (f64, f64, f64, f64)> + Clone) -> Self {
        let mut rows = Self::default();
        let mut sums = [0.0; FEATURES];
        for (loss, n, d, q) in runs {
            let f = [ln(n), ln(d), ln(q)];
            rows.log_loss.push(ln(loss));
            rows.loss.push(loss);
            rows.features.push(f);
            rows.weights.push(1.0);
            for (s, v) in sums.iter_mut().zip(f) {
                *s += v;
            }
        }
        let count = rows.loss.len().max(1) as f64;
        rows.means = sums.map(|s| s / count);
        for f in &mut rows.features {
            for (v, m) in f.iter_mut().zip(rows.means) {
                *v -= m;
            }
        }
        rows
    }
    /// The rows that a resample of given counts keeps (same centring), written over `into`.
    pub(super) fn resample(&self, counts: &[u32], into: &mut Rows) {
        into.log_loss.clear();
        into.loss.clear();
        into.features.clear();
        into.weights.clear();
        into.means = self.means;
        for (i, &count) in counts.iter().enumerate() {
            if count > 0 {
                into.log_loss.push(self.log_loss[i]);
                into.loss.push(self.loss[i]);
                into.features.push(self.features[i]);
                into.weights.push(f64::from(count) * self.weights[i]);
            }
        }
    }
}

/// The objective over `rows` under one shape.
pub(super) struct TermObjective<'a> {
    pub layout: &'a Layout,
    pub rows: &'a Rows,
    pub shape: Shape,
    pub on_log: bool,
}

impl Layout {
    /// Constants moved between centred (`sign` = -1) and raw (`sign` = +1) features.
    pub(super) fn shifted(&self, x: &Vector, means: &[f64; FEATURES], sign: f64) -> Vector {
        let mut out = *x;
        for term in &self.terms {
            for &(slope, feature) in &term.slopes {
                out[term.constant] += sign * x[slope] * means[feature];
            }
        }
        out
    }
}

impl Objective for TermObjective<'_> {
    fn dimension(&self) -> usize {
        self.layout.unknowns
    }

    fn local(&self, x: &Vector) -> Local {
        // The inner loops unroll once the number of unknowns is known.
        match self.layout.unknowns {
            3 => self.local_of::<3>(x),
            4 => self.local_of::<4>(x),
            5 => self.local_of::<5>(x),
            6 => self.local_of::<6>(x),
            _ => self.local_of::<MOST>(x),
        }
    }
}

impl TermObjective<'_> {
    fn local_of<const N: usize>(&self, x: &Vector) -> Local {
        let terms = &self.layout.terms;
        let mut value = 0.0;
        let mut gradient = [0.0; N];
        // Lower triangles.
        let (mut hessian, mut majoriser) = ([[0.0; N]; N], [[0.0; N]; N]);
        // A term without slopes is the same in every row.
        let mut same = [None; TERMS];
        for (s, term) in same.iter_mut().zip(terms) {
            *s = term.slopes.is_empty().then(|| exp(x[term.constant]));
        }
        let observed = if self.on_log { &self.rows.log_loss } else { &self.rows.loss };
        for ((f, &y), &w) in self.rows.features.iter().zip(observed).zip(&self.rows.weights) {
            let mut share = [0.0; TERMS];
            let mut total = 0.0;
            for ((s, term), same) in share.iter_mut().zip(terms).zip(same) {
                *s = same.unwrap_or_else(|| {
                    let mut z = x[term.constant];
                    for &(slope, feature) in &term.slopes {
                        z -= x[slope] * f[feature];
                    }
                    exp(z)
                });
                total += *s;
            }
            let scale = if self.on_log { 1.0 / total } else { 1.0 };
            let r = if self.on_log { y - ln(total) } else { y - total };
            let cost = self.shape.cost(r);
            value += w * cost.value;
            // g: derivative of the prediction (of its logarithm when on_log). M: sum of share * outer product.
            let mut g = [0.0; N];
            for (s, term) in share.iter_mut().zip(terms) {
                *s *= scale;
                g[term.constant] += *s;
                for &(slope, feature) in &term.slopes {
                    g[slope] -= *s * f[feature];
                }
            }
            let slope = w * cost.slope;
            let curve = if self.on_log { w * (cost.curvature + cost.slope) } else { w * cost.curvature };
            let weight = w * cost.weight;
            for i in 0..N {
                gradient[i] -= slope * g[i];
                for j in 0..=i {
                    let outer = g[i] * g[j];
                    hessian[i][j] += curve * outer;
                    majoriser[i][j] += weight * outer;
                }
            }
            for (s, term) in share.iter().zip(terms) {
                let k = slope * s;
                hessian[term.constant][term.constant] -= k;
                for (at, &(p, feature)) in term.slopes.iter().enumerate() {
                    let v = k * f[feature];
                    hessian[p.max(term.constant)][p.min(term.constant)] += v;
                    hessian[p][p] -= v * f[feature];
                    for &(q, other) in &term.slopes[..at] {
                        hessian[p.max(q)][p.min(q)] -= v * f[other];
                    }
                }
            }
        }
        let mut out = Local { value, ..Local::zero() };
        out.gradient[..N].copy_from_slice(&gradient);
        for i in 0..N {
            for j in 0..N {
                out.hessian[i][j] = hessian[i.max(j)][i.min(j)];
                out.majoriser[i][j] = majoriser[i.max(j)][i.min(j)];
            }
        }
        out
    }
}
