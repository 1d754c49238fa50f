//! What a selected record is worth: the size at which random records reach the score that selected ones reached.

use super::curve_fit::CurveFit;
use super::forecast::SEARCH_FACTOR;
use super::model_fit::ModelFit;
use super::predictive::Predictive;
use crate::data::SelectedRun;
use crate::num::math::{exp, ln};
use crate::num::stream::Stream;
use crate::num::{normal, student};
use serde::{Deserialize, Serialize};

/// Level of the range that is given with a rate.
pub const LEVEL: f64 = 0.8;
/// Draws of curve and score.
const DRAWS: usize = 400;
/// Stream of their order.
const SEED: u64 = 20_261_201;
/// Sizes between the smallest and the largest measured ones.
const INSIDE: usize = 24;
/// Degrees of freedom of the possible curves: how far they lie from the truth is known of some tens of points at best.
const FREEDOM: f64 = 30.0;
/// Fewest runs whose own spread says how certain their mean is.
const SPREAD: usize = 3;

/// How far the size can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Both ends of the range.
    Both,
    /// The lower end alone: the curve may never get there.
    AtLeast,
    /// The upper end alone: the smallest size may get there.
    AtMost,
    /// Neither: the curve is too flat for the noise, or the score beyond it.
    #[default]
    Nothing,
}

/// The exchange rate of one method at one size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exchange {
    /// The way of selecting, as written.
    pub method: String,
    /// Records that were selected, in the unit of the curve.
    pub selected: f64,
    /// Runs behind the score.
    pub runs: usize,
    /// Mean score of the runs.
    pub score: f64,
    /// Standard error of it; of the mean difference where the runs are paired.
    pub se: f64,
    /// Runs that are paired with a random one of their seed and size; zero where the score itself is compared.
    pub pairs: usize,
    /// Size at which random records reach it; `None` where the middle of the draws does not.
    pub median: Option<f64>,
    /// Ends of the range, where they can be told.
    pub lower: Option<f64>,
    /// See [`Self::lower`].
    pub upper: Option<f64>,
    /// How far it can be told.
    pub told: Told,
    /// Sizes searched.
    pub within: (f64, f64),
    /// Every draw of the size, ascending: zero below the smallest measured size, infinite beyond the search.
    #[serde(skip)]
    pub draws: Vec<f64>,
}

impl Exchange {
    /// Random records for one selected, with its range; `None` where it cannot be told.
    #[must_use]
    pub fn rate(&self) -> Option<(f64, f64, f64)> {
        let (median, lower, upper) = (self.median?, self.lower?, self.upper?);
        Some((median / self.selected, lower / self.selected, upper / self.selected))
    }
    /// The size of quantile level `u`.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let at = (u * self.draws.len() as f64).floor() as usize;
        self.draws.get(at.min(self.draws.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }
}

/// Families with their weights and numbers of parameters.
struct Weighed<'a> {
    weights: Vec<(&'a ModelFit, f64, f64)>,
    noise: f64,
    n: f64,
    fit: &'a CurveFit,
}

impl Weighed<'_> {
    /// Mean of the families at a size, and how far it may be from the truth, on the fitted scale: as the mean of the points is,
    /// and as the families differ. `None` without a family.
    fn at(&self, size: f64) -> Option<(f64, f64)> {
        let values =
            self.weights.iter().filter_map(|(m, w, k)| Some((m.value(size).filter(|v| v.is_finite())?, *w, *k)));
        let values: Vec<(f64, f64, f64)> = values.collect();
        let total: f64 = values.iter().map(|v| v.1).sum();
        if !(total > 0.0) {
            return None;
        }
        let of = |part: &dyn Fn(&(f64, f64, f64)) -> f64| values.iter().map(|v| v.1 * part(v)).sum::<f64>() / total;
        let mean = of(&|v| v.0);
        let unit = self.fit.scale.unit(mean);
        let spread = of(&|v| ((v.0 - mean) / unit) * ((v.0 - mean) / unit));
        Some((mean, (self.noise * of(&|v| v.2) / self.n + spread).sqrt()))
    }
}

impl CurveFit {
    /// The exchange rates of these runs, one for each method and size, in order of appearance. Nothing without a fit.
    #[must_use]
    pub fn exchanges(&self, runs: &[SelectedRun]) -> Vec<Exchange> {
        let grid = if runs.is_empty() || self.n < 2 { Vec::new() } else { self.whole_curve() };
        if grid.is_empty() {
            return Vec::new();
        }
        let id = |run: &SelectedRun| (run.method.to_lowercase(), run.size.to_bits());
        let mut seen: Vec<(String, u64)> = Vec::new();
        for run in runs.iter().filter(|r| r.size > 0.0 && r.size.is_finite() && r.value.is_finite()) {
            if !seen.contains(&id(run)) {
                seen.push(id(run));
            }
        }
        let own = |key: &(String, u64)| runs.iter().filter(|r| id(r) == *key).collect::<Vec<_>>();
        seen.iter().map(|key| self.exchange(&grid, &own(key))).collect()
    }
    /// The possible curves from the smallest measured size to the end of the search. Between the sizes that were measured a curve
    /// is known as the mean of its points is; beyond them what is uncertain in its further course is added.
    fn whole_curve(&self) -> Vec<(f64, Predictive)> {
        let (first, last) = (self.points.sizes.iter().copied().find(|s| *s > 0.0), self.last_seen.x);
        let Some(first) = first.filter(|f| *f < last) else { return Vec::new() };
        let families = self.families();
        let widened = |p: Predictive, known: f64, further: f64, more: f64| {
            let scale = |x: f64| (known * known + x * x).sqrt();
            Predictive { below: scale(further), above: scale(more), freedom: FREEDOM, ..p }
        };
        let size = |i: usize| first * exp(ln(last / first) * i as f64 / INSIDE as f64);
        let inside = |s: f64| {
            let p = self.underlying(s, None)?;
            let (value, known) = families.at(s).unwrap_or((p.median, p.below));
            Some((s, widened(Predictive { median: self.inside(value), ..p }, known, 0.0, 0.0)))
        };
        let at_last = families.at(last).map_or(0.0, |(_, known)| known);
        let ahead = self.ahead().iter().filter_map(|(s, p)| {
            let onward = self.onward(*s)?;
            Some((*s, widened(*p, at_last, onward.below, onward.above)))
        });
        (0..INSIDE).map(size).filter_map(inside).chain(ahead).collect()
    }
    /// The families by how well they explain the points (Akaike's weights, with the noise known).
    fn families(&self) -> Weighed<'_> {
        let n = self.n as f64;
        let all = self.models.iter().filter(|m| super::combine::is_member(&m.id));
        let fitted: Vec<(&ModelFit, f64, f64)> = all
            .filter_map(|m| Some((m, m.sse?, m.params.len() as f64)))
            .filter(|m| m.1.is_finite() && m.2 < n)
            .collect();
        let rest = |(_, sse, k): &(&ModelFit, f64, f64)| sse / (n - k).max(1.0);
        let least = fitted.iter().map(rest).fold(f64::INFINITY, f64::min);
        // Points that lie further from every curve than their errors say tell more of the noise than the errors do.
        let noise = self.noise_on_scale().powi(2).max(least);
        let worth = |(_, sse, k): &(&ModelFit, f64, f64)| sse / noise + 2.0 * k;
        let best = fitted.iter().map(worth).fold(f64::INFINITY, f64::min);
        let weights = fitted.iter().map(|f| (f.0, exp(-0.5 * (worth(f) - best)), f.2)).collect();
        Weighed { weights, noise, n, fit: self }
    }
    fn exchange(&self, grid: &[(f64, Predictive)], runs: &[&SelectedRun]) -> Exchange {
        let Some(first) = runs.first() else { return Exchange::default() };
        let score = mean(runs.iter().map(|r| r.value));
        let noise = self.noise_sd.max(0.0);
        let differences: Vec<f64> = runs.iter().filter_map(|r| Some(r.value - r.random?)).collect();
        // A pair tells the difference at its size, where the curve is known; what both runs share is in neither.
        let here = (differences.len() >= 2).then(|| around(grid, first.size)).flatten();
        let (shift, se) = match here {
            Some(_) => (mean(differences.iter().copied()), error(&differences, &[], noise * std::f64::consts::SQRT_2)),
            None => {
                let values: Vec<f64> = runs.iter().map(|r| r.value).collect();
                let stated: Vec<f64> = runs.iter().filter_map(|r| r.se).collect();
                (score, error(&values, &stated, noise))
            }
        };
        let freedom = FREEDOM;
        let mut draws: Vec<f64> = (0..DRAWS)
            .map(|i| {
                // Levels of the curve lie evenly, those of the score are drawn.
                let t = student::quantile((i as f64 + 0.5) / DRAWS as f64, freedom);
                let z = normal::quantile(Stream::new(SEED, i as u64).uniform());
                self.reached_by(
                    grid,
                    t,
                    here.map_or(0.0, |(a, b, share)| a.at(t) * (1.0 - share) + b.at(t) * share) + shift + z * se,
                )
            })
            .collect();
        draws.sort_by(f64::total_cmp);
        let within = (grid.first().map_or(0.0, |g| g.0), self.last_seen.x * SEARCH_FACTOR);
        let mut out = Exchange {
            method: first.method.clone(),
            selected: first.size,
            runs: runs.len(),
            score,
            se,
            pairs: if here.is_some() { differences.len() } else { 0 },
            within,
            draws,
            ..Exchange::default()
        };
        let known = |size: f64| Some(size).filter(|s| *s > 0.0 && s.is_finite());
        out.median = known(out.quantile(0.5));
        out.lower = known(out.quantile(0.5 - LEVEL / 2.0));
        out.upper = known(out.quantile(0.5 + LEVEL / 2.0));
        out.told = match (out.lower, out.upper) {
            (Some(_), Some(_)) => Told::Both,
            (Some(_), None) => Told::AtLeast,
            (None, Some(_)) => Told::AtMost,
            (None, None) => Told::Nothing,
        };
        out
    }
    /// The size at which the curve of standard deviate `t` reaches a value: zero where the smallest does, infinite where none.
    fn reached_by(&self, grid: &[(f64, Predictive)], t: f64, value: f64) -> f64 {
        let sign = self.direction.sign();
        let mut before: Option<(f64, f64)> = None;
        for (size, p) in grid {
            let behind = sign * (value - p.at(t));
            if behind <= 0.0 {
                return match before {
                    None => 0.0,
                    Some((smaller, was)) => smaller * exp(was / (was - behind) * ln(size / smaller)),
                };
            }
            before = Some((*size, behind));
        }
        f64::INFINITY
    }
}

/// The places of the grid around a size, and how far it lies between them.
fn around(grid: &[(f64, Predictive)], size: f64) -> Option<(Predictive, Predictive, f64)> {
    let after = grid.iter().position(|(s, _)| *s >= size)?;
    let (end, b) = *grid.get(after)?;
    match after.checked_sub(1).and_then(|at| grid.get(at)) {
        Some(&(start, a)) => Some((a, b, ln(size / start) / ln(end / start))),
        None => (size == end).then_some((b, b, 0.0)),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    sum / n.max(1) as f64
}

/// Standard error of a mean: from the spread of several runs, else from what is stated, else from the noise of one; never
/// below what is stated of all.
fn error(values: &[f64], stated: &[f64], noise: f64) -> f64 {
    let n = values.len().max(1) as f64;
    let of_stated = (stated.len() == values.len() && !stated.is_empty())
        .then(|| mean(stated.iter().map(|s| s * s)).sqrt() / n.sqrt());
    if values.len() >= SPREAD {
        let centre = mean(values.iter().copied());
        let variance = values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (n - 1.0);
        return (variance / n).sqrt().max(of_stated.unwrap_or(0.0));
    }
    of_stated.unwrap_or(noise / n.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Direction, LearningCurve, Observation};
    use crate::fit::{FitOptions, fit_curve};
    use crate::num::math::pow;

    /// Truth: a − b n^−c, with the noise of a measurement.
    struct Made {
        top: f64,
        fall: f64,
        bend: f64,
        noise: f64,
    }

    impl Made {
        fn value(&self, n: f64) -> f64 {
            self.top - self.fall * pow(n, -self.bend)
        }
    }

    fn fitted(made: &Made, sizes: &[f64], s: &mut Stream) -> CurveFit {
        let one = |size: &f64| Observation {
            size: *size,
            value: made.value(*size) + made.noise * s.normal(),
            se: Some(made.noise),
            items: None,
            row: None,
        };
        let observations = sizes.iter().map(one).collect();
        let curve = LearningCurve {
            id: "c".into(),
            direction: Direction::Higher,
            range: Some((0.0, 1.0)),
            observations,
            ..LearningCurve::default()
        };
        fit_curve(&curve, &FitOptions::default())
    }

    fn run(size: f64, value: f64, se: f64) -> SelectedRun {
        SelectedRun { method: "s2l".into(), size, value, se: Some(se), ..SelectedRun::default() }
    }

    const SIZES: [f64; 8] = [1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3];

    /// How often the range holds the truth, of so many made curves; `pairs` are runs on random records with the same seed.
    fn held(far: f64, noisier: f64, pairs: usize) -> (usize, usize) {
        let (mut held, mut told) = (0, 0);
        for i in 0..CURVES {
            let mut s = Stream::new(11, i);
            let made = Made {
                top: 0.75 + 0.2 * s.uniform(),
                fall: 2.0 + 6.0 * s.uniform(),
                bend: 0.3 + 0.2 * s.uniform(),
                noise: noisier * (0.002 + 0.004 * s.uniform()),
            };
            let rate = 0.8 + 2.2 * s.uniform();
            let fit = fitted(&made, &SIZES, &mut s);
            let k = far * 16e3;
            let runs: Vec<SelectedRun> = if pairs == 0 {
                vec![run(k, made.value(k * rate) + made.noise * s.normal(), made.noise)]
            } else {
                let pair = |_| {
                    // What both share is larger than what they do not.
                    let shared = 3.0 * made.noise * s.normal();
                    let value = made.value(k * rate) + shared + made.noise * s.normal();
                    let random = Some(made.value(k) + shared + made.noise * s.normal());
                    SelectedRun { random, ..run(k, value, made.noise) }
                };
                (0..pairs).map(pair).collect()
            };
            let found = &fit.exchanges(&runs)[0];
            assert_eq!((found.runs, found.pairs), (runs.len(), pairs));
            told += usize::from(found.told == Told::Both);
            let (low, high) = (found.lower.unwrap_or(0.0), found.upper.unwrap_or(f64::INFINITY));
            held += usize::from((low..=high).contains(&(k * rate)));
        }
        (held, told)
    }

    const CURVES: u64 = 200;

    #[test]
    fn the_range_holds_a_known_rate_as_often_as_it_says() {
        let (mut all, mut of) = (0, 0);
        for (far, noisier) in [(0.25, 1.0), (1.0, 1.0), (4.0, 1.0), (8.0, 1.0), (1.0, 3.0), (4.0, 3.0)] {
            let (held, told) = held(far, noisier, 0);
            let share = held as f64 / CURVES as f64;
            eprintln!("{far} {noisier}: {share}, both ends told of {told}");
            assert!((0.7..=0.9).contains(&share), "{far} {noisier}: {share}");
            all += held;
            of += CURVES as usize;
        }
        let share = all as f64 / of as f64;
        assert!((0.75..=0.85).contains(&share), "{share}");
    }

    #[test]
    fn pairs_take_out_what_both_runs_share() {
        let (held, told) = held(1.0, 1.0, 8);
        let share = held as f64 / CURVES as f64;
        eprintln!("pairs: {share}, both ends told of {told}");
        assert!((0.7..=0.9).contains(&share) && told > 180, "{share} {told}");
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        let mut s = Stream::new(3, 0);
        let flat = Made { top: 0.7, fall: 0.0, bend: 0.5, noise: 0.01 };
        let fit = fitted(&flat, &SIZES, &mut s);
        let found = &fit.exchanges(&[run(16e3, 0.7, 0.01)])[0];
        assert!(found.told != Told::Both && found.rate().is_none(), "{found:?}");
        let good = Made { top: 0.9, fall: 5.0, bend: 0.5, noise: 0.002 };
        let fit = fitted(&good, &SIZES, &mut s);
        // Beyond the end of the curve, and below its beginning.
        let beyond = &fit.exchanges(&[run(16e3, 0.97, 0.002)])[0];
        assert!(beyond.upper.is_none() && beyond.told != Told::Both);
        let below = &fit.exchanges(&[run(1e3, 0.1, 0.002)])[0];
        assert_eq!((below.lower, below.median), (None, None));
        let found = fit.exchanges(&[run(16e3, good.value(32e3), 0.001), run(16e3, good.value(32e3), 0.001)]);
        assert_eq!(found.len(), 1);
        let (rate, low, high) = found[0].rate().unwrap();
        assert!(low < 2.0 && 2.0 < high && (1.6..2.5).contains(&rate), "{rate} {low} {high}");
        assert!(fit.exchanges(&[]).is_empty());
    }
}
