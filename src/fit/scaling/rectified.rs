//! The rectified law, one curve at a time: L = B / (D_l + D^beta) + E (Lin et al. 2024, arXiv 2402.02314).
//!
//! Least squares are taken on ln loss here, as in the reference code; the other loss functions keep their meaning.
//! Unknowns: ln P, ln s, beta, ln E with P = B / M^beta, s = D_l / M^beta and M the middle of the sizes, so that the
//! degenerate limits (D_l -> 0, E -> 0) are flat directions instead of walls.

use super::passes::{Pass, through};
use super::penalty::{Penalty, Shape};
use super::result::SeriesFit;
use super::solver::{Local, MOST, Minimum, Objective, Vector, minimise};
use super::{bootstrap, diagnose};
use crate::num::math::{exp, ln};
use std::collections::BTreeMap;

/// Parameters in the law's order.
const NAMES: [&str; 4] = ["B", "D_l", "beta", "E"];
/// Starts: exponents, and where in the range of sizes (0 smallest, 1 largest) the law bends.
const EXPONENTS: [f64; 6] = [0.1, 0.2, 0.36, 0.6, 1.0, 1.6];
const BENDS: [f64; 5] = [-0.6, 0.0, 0.3, 0.6, 0.9];

/// One series: sizes and losses, both positive.
pub(super) struct Series<'a> {
    pub id: &'a str,
    pub points: &'a [(f64, f64)],
}

struct Rows {
    observed: Vec<f64>,
    log_loss: Vec<f64>,
    x: Vec<f64>,
    middle: f64,
    on_log: bool,
}

struct RectifiedObjective<'a> {
    rows: &'a Rows,
    counts: Option<&'a [u32]>,
    shape: Shape,
}

impl Objective for RectifiedObjective<'_> {
    fn dimension(&self) -> usize {
        4
    }
    fn local(&self, u: &Vector) -> Local {
        let mut out = Local::zero();
        let (p, s, beta, floor) = (exp(u[0]), exp(u[1]), u[2], exp(u[3]));
        for (i, (&x, &y)) in self.rows.x.iter().zip(&self.rows.observed).enumerate() {
            let weight = self.counts.map_or(1.0, |c| f64::from(c[i]));
            if weight == 0.0 {
                continue;
            }
            let grown = exp(beta * x);
            let q = p / (s + grown);
            let total = q + floor;
            let h = s / (s + grown);
            let k = 1.0 - h;
            let scale = if self.rows.on_log { 1.0 / total } else { 1.0 };
            let (q, e) = (q * scale, floor * scale);
            let g = [q, -q * h, -q * k * x, e];
            let mut second = [[0.0; 4]; 4];
            second[0] = [q, -q * h, -q * k * x, 0.0];
            second[1] = [-q * h, q * h * (h - k), 2.0 * q * h * k * x, 0.0];
            second[2] = [-q * k * x, 2.0 * q * h * k * x, q * k * x * x * (k - h), 0.0];
            second[3][3] = e;
            let r = if self.rows.on_log { y - ln(total) } else { y - total };
            let cost = self.shape.cost(r);
            out.value += weight * cost.value;
            for i in 0..4 {
                out.gradient[i] -= weight * cost.slope * g[i];
                for j in 0..4 {
                    let outer = g[i] * g[j];
                    let bend = if self.rows.on_log { second[i][j] - outer } else { second[i][j] };
                    out.hessian[i][j] += weight * (cost.curvature * outer - cost.slope * bend);
                    out.majoriser[i][j] += weight * cost.weight * outer;
                }
            }
        }
        out
    }
}

impl Rows {
    fn new(points: &[(f64, f64)], on_log: bool) -> Self {
        let x: Vec<f64> = points.iter().map(|p| ln(p.0)).collect();
        let low = x.iter().copied().fold(f64::INFINITY, f64::min);
        let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let middle = 0.5 * (low + high);
        let log_loss: Vec<f64> = points.iter().map(|p| ln(p.1)).collect();
        let observed = if on_log { log_loss.clone() } else { points.iter().map(|p| p.1).collect() };
        Self { observed, log_loss, x: x.iter().map(|v| v - middle).collect(), middle, on_log }
    }
    fn natural(&self, u: &Vector) -> [f64; 4] {
        let shift = u[2] * self.middle;
        [exp(u[0] + shift), exp(u[1] + shift), u[2], exp(u[3])]
    }
    fn starts(&self) -> Vec<Vector> {
        let low = self.x.iter().copied().fold(f64::INFINITY, f64::min);
        let mut out = Vec::with_capacity(EXPONENTS.len() * BENDS.len());
        for beta in EXPONENTS {
            for bend in BENDS {
                let mut u = [0.0; MOST];
                u[1] = beta * (low - 2.0 * low * bend);
                u[2] = beta;
                self.project(&mut u);
                out.push(u);
            }
        }
        out
    }
    /// P and E by relative least squares at given s and beta, neither negative.
    fn project(&self, u: &mut Vector) {
        let s = exp(u[1]);
        let (mut qq, mut q1, mut ee, mut qr, mut er) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut least = f64::INFINITY;
        for (&x, &log_loss) in self.x.iter().zip(&self.log_loss) {
            let loss = exp(log_loss);
            least = least.min(loss);
            let (a, b) = (1.0 / (s + exp(u[2] * x)) / loss, 1.0 / loss);
            qq += a * a;
            q1 += a * b;
            ee += b * b;
            qr += a;
            er += b;
        }
        let det = qq * ee - q1 * q1;
        let (p, e) = ((qr * ee - er * q1) / det, (er * qq - qr * q1) / det);
        let (p, e) = if e > 0.0 && p > 0.0 { (p, e) } else { (qr / qq, 0.0) };
        u[0] = ln(p.max(1e-300));
        u[3] = ln(e.max(0.02 * least));
    }
}

fn stages(penalty: Penalty) -> (Vec<Shape>, bool) {
    (penalty.stages(), penalty.on_log() || penalty == Penalty::Squares)
}

/// Fits one series; `replicates` bootstrap refits with the seed.
pub(super) fn fit(series: &Series<'_>, penalty: Penalty, replicates: usize, seed: u64, level: f64) -> SeriesFit {
    let mut out = SeriesFit {
        id: series.id.to_owned(),
        n: series.points.len(),
        objective: None,
        rmsd_log: None,
        params: BTreeMap::new(),
        standard_errors: BTreeMap::new(),
        intervals: BTreeMap::new(),
        starts: 0,
        starts_at_best: 0,
        degenerate: Vec::new(),
        diagnostics: Vec::new(),
    };
    if super::engine::distinct(series.points.iter().map(|p| p.0)) < 5 {
        out.diagnostics.push(diagnose::too_few(series.id, series.points.len(), 5));
        return out;
    }
    let (stages, on_log) = stages(penalty);
    let rows = Rows::new(series.points, on_log);
    let descend = |from: &Vector, counts: Option<&[u32]>, pass: Pass| {
        through(&stages, from, pass, |shape, x, effort| {
            minimise(&RectifiedObjective { rows: &rows, counts, shape }, x, effort)
        })
    };
    let minima: Vec<Minimum> = rows.starts().iter().map(|start| descend(start, None, Pass::Whole)).collect();
    let Some(best) = minima.iter().min_by(|a, b| a.value.total_cmp(&b.value)).filter(|m| m.value.is_finite()) else {
        out.diagnostics.push(diagnose::no_minimum(series.id));
        return out;
    };
    let theta = rows.natural(&best.x);
    out.objective = Some(best.value);
    out.starts = minima.len();
    out.starts_at_best = minima.iter().filter(|m| m.value <= best.value * (1.0 + 1e-6)).count();
    out.rmsd_log = Some(rmsd(series.points, &theta));
    out.params = NAMES.iter().zip(theta).map(|(name, v)| ((*name).to_owned(), v)).collect();
    out.degenerate = degenerate(&rows, &best.x, series.points);
    out.diagnostics = diagnose::rectified(&out);
    let mut drawn = Vec::new();
    let mut replicated: Vec<[f64; 4]> = Vec::with_capacity(replicates);
    for i in 0..replicates {
        bootstrap::counts(series.points.len(), seed, i, &mut drawn);
        let found = descend(&best.x, Some(&drawn), Pass::Refit);
        let theta = rows.natural(&found.x);
        if found.value.is_finite() && theta.iter().all(|v| v.is_finite()) {
            replicated.push(theta);
        }
    }
    for (i, name) in NAMES.iter().enumerate() {
        if let Some((deviation, interval)) = bootstrap::spread(replicated.iter().map(|t| t[i]).collect(), level) {
            out.standard_errors.insert((*name).to_owned(), deviation);
            out.intervals.insert((*name).to_owned(), interval);
        }
    }
    out
}

/// Root mean square residual of ln loss.
fn rmsd(points: &[(f64, f64)], theta: &[f64; 4]) -> f64 {
    let law = &crate::scaling::laws::rectified::Rectified;
    let square = |&(d, loss): &(f64, f64)| {
        let predicted = crate::scaling::ScalingLaw::value(law, theta, &crate::scaling::Point::new(1.0, d));
        let r = ln(loss / predicted);
        r * r
    };
    (points.iter().map(square).sum::<f64>() / points.len() as f64).sqrt()
}

/// Which limits the fit ran into.
fn degenerate(rows: &Rows, u: &Vector, points: &[(f64, f64)]) -> Vec<String> {
    let low = rows.x.iter().copied().fold(f64::INFINITY, f64::min);
    let least = points.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let mut out = Vec::new();
    if exp(u[1]) < 1e-3 * exp(u[2] * low) {
        out.push("D_l".to_owned());
    }
    if exp(u[3]) < 1e-3 * least {
        out.push("E".to_owned());
    }
    out
}
