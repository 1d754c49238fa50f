//! The data-constrained law: what repeats are worth, on a fixed base.
//!
//! Only R_D* and R_N* are fitted, as in Muennighoff et al. 2023. The objective has several minima that differ by a tenth
//! of a percent, so every one found is reported.

use super::passes::{Pass, through, value};
use super::penalty::{Penalty, Shape};
use super::solver::{Local, MOST as UNKNOWNS, Minimum, Objective, Vector, minimise};
use crate::data::ScalingRun;
use crate::num::math::{exp, exp_m1, ln, pow};
use crate::scaling::Chinchilla;

/// Least and greatest R_D* and R_N*: beyond, nothing changes any more.
pub(super) const LEAST: f64 = 1e-3;
pub(super) const MOST: f64 = 1e6;

/// One run as the law sees it.
#[derive(Clone, Copy, Debug)]
struct Row {
    observed: f64,
    /// U_N and how often beyond it N goes.
    useful: f64,
    excess: f64,
    /// U and how often it is repeated.
    unique: f64,
    repeats: f64,
}

/// The law on its runs.
pub(super) struct RepeatsEngine {
    base: Chinchilla,
    rows: Vec<Row>,
    pub stages: Vec<Shape>,
    on_log: bool,
    pub starts: Vec<Vector>,
}

struct RepeatsObjective<'a> {
    engine: &'a RepeatsEngine,
    counts: Option<&'a [u32]>,
    shape: Shape,
}

/// A power-law term of a diminishing resource: value, first and second derivative by u = ln R*.
fn term(weight: f64, exponent: f64, unique: f64, repeats: f64, r_star: f64) -> (f64, f64, f64) {
    if repeats == 0.0 {
        return (weight * pow(unique, -exponent), 0.0, 0.0);
    }
    let x = repeats / r_star;
    let (fall, decay) = (-exp_m1(-x), exp(-x));
    let worth = unique * (1.0 + r_star * fall);
    let slope = fall - x * decay;
    let first = r_star * unique * slope / worth;
    let second = r_star * unique * (slope - x * x * decay) / worth;
    let value = weight * pow(worth, -exponent);
    (value, -exponent * value * first, value * (exponent * (exponent + 1.0) * first * first - exponent * second))
}

impl Objective for RepeatsObjective<'_> {
    fn dimension(&self) -> usize {
        2
    }
    fn local(&self, x: &Vector) -> Local {
        let mut out = Local::zero();
        let base = &self.engine.base;
        let [r_d, r_n] = [x[0], x[1]].map(|u| exp(u).clamp(LEAST, MOST));
        for (i, row) in self.engine.rows.iter().enumerate() {
            let w = self.counts.map_or(1.0, |c| f64::from(c[i]));
            if w == 0.0 {
                continue;
            }
            let (data, mut d1, mut d2) = term(base.b, base.beta, row.unique, row.repeats, r_d);
            let (size, mut n1, mut n2) = term(base.a, base.alpha, row.useful, row.excess, r_n);
            if r_d == LEAST || r_d == MOST {
                (d1, d2) = (0.0, 0.0);
            }
            if r_n == LEAST || r_n == MOST {
                (n1, n2) = (0.0, 0.0);
            }
            let total = base.e + data + size;
            let (r, scale) =
                if self.engine.on_log { (row.observed - ln(total), 1.0 / total) } else { (row.observed - total, 1.0) };
            let cost = self.shape.cost(r);
            let g = [d1 * scale, n1 * scale];
            let second = [d2 * scale, n2 * scale];
            out.value += w * cost.value;
            for i in 0..2 {
                out.gradient[i] -= w * cost.slope * g[i];
                for j in 0..2 {
                    let outer = g[i] * g[j];
                    let bend = if i == j { second[i] } else { 0.0 } - if self.engine.on_log { outer } else { 0.0 };
                    out.hessian[i][j] += w * (cost.curvature * outer - cost.slope * bend);
                    out.majoriser[i][j] += w * cost.weight * outer;
                }
            }
        }
        out
    }
}

impl RepeatsEngine {
    /// Parameters in the law's order.
    pub(super) const NAMES: [&'static str; 7] = ["E", "A", "B", "alpha", "beta", "R_D_star", "R_N_star"];

    pub(super) fn new(runs: &[ScalingRun], base: [f64; 5], penalty: Penalty) -> Self {
        let [e, a, b, alpha, beta] = base;
        let base = Chinchilla { e, a, b, alpha, beta };
        let row = |run: &ScalingRun| {
            let unique = run.unique_tokens.unwrap_or(run.tokens).min(run.tokens);
            let useful = run.params.min(base.params_for_tokens(unique));
            Row {
                observed: if penalty.on_log() { ln(run.loss) } else { run.loss },
                useful,
                excess: (run.params / useful - 1.0).max(0.0),
                unique,
                repeats: (run.tokens / unique - 1.0).max(0.0),
            }
        };
        let mut starts = Vec::new();
        for i in 0..14 {
            for j in 0..12 {
                let mut x = [0.0; UNKNOWNS];
                x[0] = ln(0.3) + ln(4000.0) * f64::from(i) / 13.0;
                x[1] = ln(0.3) + ln(1000.0) * f64::from(j) / 11.0;
                starts.push(x);
            }
        }
        Self { base, rows: runs.iter().map(row).collect(), stages: penalty.stages(), on_log: penalty.on_log(), starts }
    }
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
    fn objective<'a>(&'a self, counts: Option<&'a [u32]>, shape: Shape) -> RepeatsObjective<'a> {
        RepeatsObjective { engine: self, counts, shape }
    }
    pub(super) fn descend(&self, from: &Vector, counts: Option<&[u32]>, pass: Pass) -> Minimum {
        through(&self.stages, from, pass, |shape, x, effort| minimise(&self.objective(counts, shape), x, effort))
    }
    pub(super) fn natural(&self, x: &Vector) -> Vec<f64> {
        let mut out = self.base.to_array().to_vec();
        out.extend([x[0], x[1]].map(|u| exp(u).clamp(LEAST, MOST)));
        out
    }
    /// Value of the objective at (R_D*, R_N*).
    pub(super) fn value(&self, r_d: f64, r_n: f64) -> f64 {
        let mut x = [0.0; UNKNOWNS];
        (x[0], x[1]) = (ln(r_d), ln(r_n));
        self.stages.last().map_or(f64::NAN, |&shape| value(&self.objective(None, shape), &x))
    }
    /// The minimum in whose basin (R_D*, R_N*) lies.
    pub(super) fn settle(&self, r_d: f64, r_n: f64) -> Minimum {
        let mut x = [0.0; UNKNOWNS];
        (x[0], x[1]) = (ln(r_d), ln(r_n));
        self.descend(&x, None, Pass::Whole)
    }
    /// Objective along one parameter (0: R_D*, 1: R_N*), the other refitted at each value by a scan and golden section.
    pub(super) fn profile(&self, which: usize, values: &[f64]) -> Vec<(f64, f64)> {
        let Some(&shape) = self.stages.last() else { return Vec::new() };
        let objective = self.objective(None, shape);
        let at = |held: f64, other: f64| {
            let mut x = [0.0; UNKNOWNS];
            x[which] = ln(held);
            x[1 - which] = other;
            objective.local(&x).value
        };
        let scan: Vec<f64> = (0..24).map(|i| ln(0.2) + ln(5000.0) * f64::from(i) / 23.0).collect();
        let best = |held: f64| {
            let values: Vec<f64> = scan.iter().map(|&other| at(held, other)).collect();
            let i = (0..values.len()).min_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or(0);
            let (mut low, mut high) = (scan[i.saturating_sub(1)], scan[(i + 1).min(scan.len() - 1)]);
            let mut least = values[i];
            for _ in 0..24 {
                let (p, q) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                let (fp, fq) = (at(held, p), at(held, q));
                least = least.min(fp).min(fq);
                if fp <= fq { high = q } else { low = p }
            }
            least
        };
        values.iter().map(|&v| (v, best(v))).collect()
    }
}
