//! One law's objective as the job drives it: starts, refits of resamples, parameters.

use super::model::Model;
use super::options::ScalingOptions;
use super::passes::{Held, Pass, through};
use super::penalty::{Penalty, Shape};
use super::repeats::RepeatsEngine;
use super::runs::{Chosen, MOST_SEARCHED, spread_over};
use super::solver::{Minimum, Vector, minimise};
use super::starts::{Starts, project, starts};
use super::terms::{Rows, TermObjective};
use crate::data::ScalingRun;

/// A law on its runs.
pub(super) enum Engine {
    /// A sum of power laws.
    Terms(Box<TermsEngine>),
    /// Repeats on a fixed base.
    Repeats(Box<RepeatsEngine>),
}

impl Engine {
    /// The engine of a law, for runs already chosen. `None` for laws that have no engine (rectified).
    pub(super) fn new(chosen: &Chosen, options: &ScalingOptions, base: Option<[f64; 5]>, tied: bool) -> Option<Self> {
        let model = match options.law.as_str() {
            "chinchilla" => Model::chinchilla(tied),
            "quality" => Model::quality(distinct(chosen.kept.iter().map(|r| r.params)) > 1),
            "fine-tuning" => Model::fine_tuning(),
            "data-constrained" => {
                return Some(Self::Repeats(Box::new(RepeatsEngine::new(&chosen.kept, base?, options.penalty))));
            }
            _ => return None,
        };
        Some(Self::Terms(Box::new(TermsEngine::new(model, &chosen.kept, options.penalty, options.starts))))
    }
    pub(super) fn starts(&self) -> usize {
        match self {
            Self::Terms(t) => t.starts.len(),
            Self::Repeats(r) => r.starts.len(),
        }
    }
    pub(super) fn unknowns(&self) -> usize {
        match self {
            Self::Terms(t) => t.model.layout.unknowns,
            Self::Repeats(_) => 2,
        }
    }
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Terms(t) => t.rows.loss.len(),
            Self::Repeats(r) => r.len(),
        }
    }
    /// Minimises from start `i` under the first shape, on few of the runs where there are many.
    pub(super) fn run(&self, i: usize) -> Minimum {
        match self {
            Self::Terms(t) => t.descend(t.searched.as_ref().unwrap_or(&t.rows), &t.starts[i], Pass::First),
            Self::Repeats(r) => r.descend(&r.starts[i], None, Pass::First),
        }
    }
    /// Goes on from where a start ended to the penalty itself, on all runs.
    pub(super) fn sharpen(&self, from: &Minimum) -> Minimum {
        let sharp = match self {
            Self::Terms(t) if t.searched.is_some() => t.descend(&t.rows, &from.x, Pass::Whole),
            Self::Terms(t) => t.descend(&t.rows, &from.x, Pass::Sharpen),
            Self::Repeats(r) => r.descend(&from.x, None, Pass::Sharpen),
        };
        Minimum { steps: from.steps + sharp.steps, converged: from.converged, ..sharp }
    }
    /// Whether the starts look at some of the runs only.
    pub(super) fn searches_few(&self) -> bool {
        matches!(self, Self::Terms(t) if t.searched.is_some())
    }
    /// Whether where a start ends is not the end: the penalty has sharper shapes, or there are more runs.
    pub(super) fn goes_on(&self) -> bool {
        match self {
            Self::Terms(t) => t.stages.len() > 1 || t.searched.is_some(),
            Self::Repeats(r) => r.stages.len() > 1,
        }
    }
    /// Refits a resample in which row i counts `counts[i]` times, from the point estimate.
    pub(super) fn refit(&self, counts: &[u32], from: &Vector, scratch: &mut Rows) -> Minimum {
        match self {
            Self::Terms(t) => {
                t.rows.resample(counts, scratch);
                t.descend(scratch, from, Pass::Refit)
            }
            Self::Repeats(r) => r.descend(from, Some(counts), Pass::Refit),
        }
    }
    /// The law's parameters in order, absent ones 0.
    pub(super) fn natural(&self, x: &Vector) -> Vec<f64> {
        match self {
            Self::Terms(t) => t.model.natural(x, &t.rows.means),
            Self::Repeats(r) => r.natural(x),
        }
    }
    /// Names of the parameters that this fit has, with their place in the law's order.
    pub(super) fn names(&self) -> Vec<(usize, &'static str)> {
        match self {
            Self::Terms(t) => t.names(),
            Self::Repeats(_) => RepeatsEngine::NAMES.iter().copied().enumerate().collect(),
        }
    }
    /// Residuals of ln loss at a point.
    pub(super) fn log_residuals(&self, x: &Vector, runs: &[ScalingRun]) -> Vec<f64> {
        let id = match self {
            Self::Terms(t) => t.model.law,
            Self::Repeats(_) => "data-constrained",
        };
        let theta = self.natural(x);
        let Some(law) = crate::scaling::law(id) else { return Vec::new() };
        let predict = |run: &ScalingRun| {
            let at = crate::scaling::Point {
                n: run.params,
                d: run.tokens,
                unique: run.unique_tokens,
                quality: run.quality,
                kl: None,
            };
            law.value(&theta, &at)
        };
        runs.iter().map(|run| crate::num::math::ln(run.loss / predict(run))).collect()
    }
}

type HeldTerms<'a> = Held<'a, TermObjective<'a>>;

/// A sum-of-powers law on its rows.
pub(super) struct TermsEngine {
    pub model: Model,
    pub rows: Rows,
    /// Some of the rows, where there are too many to look for minima on all; centred as they are.
    searched: Option<Rows>,
    pub starts: Vec<Vector>,
    stages: Vec<Shape>,
    on_log: bool,
}

impl TermsEngine {
    pub(super) fn new(model: Model, runs: &[ScalingRun], penalty: Penalty, kind: Starts) -> Self {
        let rows = Rows::new(runs.iter().map(|r| {
            let size = if r.params > 0.0 { r.params } else { 1.0 };
            (r.loss, size, r.tokens, r.quality.unwrap_or(1.0))
        }));
        let searched = (runs.len() > MOST_SEARCHED).then(|| {
            let mut counts = vec![0; runs.len()];
            spread_over(runs, MOST_SEARCHED).into_iter().for_each(|i| counts[i] = 1);
            let mut few = Rows::default();
            rows.resample(&counts, &mut few);
            few
        });
        let starts = starts(kind, &model, searched.as_ref().unwrap_or(&rows));
        Self { model, rows, searched, starts, stages: penalty.stages(), on_log: penalty.on_log() }
    }
    fn names(&self) -> Vec<(usize, &'static str)> {
        let present = |source| source != super::model::Source::Absent;
        let named = self.model.parameters.iter().enumerate();
        named.filter(|(_, (_, source))| present(*source)).map(|(i, (name, _))| (i, *name)).collect()
    }
    /// The least value of the objective with an exponent held at a value, from a point nearby and from the constants that fit
    /// best there; `at` becomes the point of it.
    pub(super) fn held(&self, slot: usize, value: f64, at: &mut Vector) -> f64 {
        let mut fresh = *at;
        fresh[slot] = value;
        project(&self.model, &self.rows, &mut fresh);
        let ends = [*at, fresh].map(|from| {
            through(&self.stages, &HeldTerms::less(slot, &from), Pass::Whole, |shape, x, effort| {
                let inner = TermObjective { layout: &self.model.layout, rows: &self.rows, shape, on_log: self.on_log };
                minimise(&Held { inner: &inner, slot, value }, x, effort)
            })
        });
        let end = if ends[1].value < ends[0].value { &ends[1] } else { &ends[0] };
        *at = HeldTerms::whole(slot, value, &end.x);
        end.value
    }
    fn descend(&self, rows: &Rows, from: &Vector, pass: Pass) -> Minimum {
        let objective = |shape| TermObjective { layout: &self.model.layout, rows, shape, on_log: self.on_log };
        through(&self.stages, from, pass, |shape, x, effort| minimise(&objective(shape), x, effort))
    }
}

/// Number of distinct values, to one part in a thousand.
pub(super) fn distinct(values: impl Iterator<Item = f64>) -> usize {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup_by(|b, a| (*b - *a).abs() <= 1e-3 * a.abs());
    sorted.len()
}
