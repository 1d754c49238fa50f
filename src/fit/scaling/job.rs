//! A fit in steps: one start or one replicate each, so that a worker can report progress and be stopped in between.

use super::approaches::approaches;
use super::bootstrap::{Replicates, spread};
use super::diagnose;
use super::engine::{Engine, distinct};
use super::options::{Base, FITTABLE, ScalingOptions, Tie};
use super::penalty::Penalty;
use super::rectified::{self, Series};
use super::result::{Exponent, FrontierEntry, LocalMinimum, ScalingFit};
use super::runs::{Chosen, DropRule, MOST_FITTED, choose, flop, published_runs, spread_over};
use super::solver::{Minimum, Vector};
use crate::data::{Diagnostic, Progress, ScalingRun, Steps};
use crate::num::math::ln;
use crate::scaling::Chinchilla;
use std::collections::BTreeMap;

/// A fit under way. Dropping it cancels it.
pub struct ScalingJob {
    fit: ScalingFit,
    options: ScalingOptions,
    chosen: Chosen,
    work: Work,
}

enum Work {
    /// Nothing can be fitted.
    Nothing,
    /// A law with starts and replicates.
    Law {
        engine: Engine,
        minima: Vec<Minimum>,
        best: Option<Minimum>,
        others: Vec<Vector>,
        replicates: Box<Replicates>,
    },
    /// One rectified curve a step.
    Curves(Vec<(String, Vec<(f64, f64)>)>),
}

/// Starts within this of the best objective, relatively, count as having reached it.
const AT_BEST: f64 = 1e-6;

/// Fits a scaling law. Never panics: what could not be done is among the diagnostics, and `objective` is then `None`.
#[must_use]
pub fn fit_scaling(runs: &[ScalingRun], options: &ScalingOptions) -> ScalingFit {
    ScalingJob::new(runs, options).run(())
}

impl ScalingJob {
    /// Chooses the runs and lines up the starts.
    #[must_use]
    pub fn new(runs: &[ScalingRun], options: &ScalingOptions) -> Self {
        let mut options = options.clone();
        if !(options.level > 0.0 && options.level < 1.0) {
            options.level = 0.9;
        }
        let mut fit = ScalingFit {
            law: options.law.clone(),
            loss: options.penalty.id().to_owned(),
            penalty: options.penalty,
            level: options.level,
            ..ScalingFit::default()
        };
        let needs_size = options.law != "rectified" && options.law != "quality";
        let zero = |r: &&ScalingRun| options.law == "rectified" && r.tokens == 0.0;
        let untuned = runs.iter().filter(zero).count();
        let given: Vec<ScalingRun> = runs.iter().filter(|r| !zero(r)).cloned().collect();
        if untuned > 0 {
            let text = format!("{untuned} points at size 0 (before fine-tuning) are not part of the fit");
            fit.diagnostics.push(Diagnostic::info("size-zero", text));
        }
        if options.recognise && options.law == "data-constrained" && options.drop.is_empty() && published_runs(&given) {
            let text = "these are the runs of Muennighoff et al. 2023: what they left out by hand is left out here too";
            let mend = "Turn the recognition off (drop rule \"none\") to fit every run.";
            fit.diagnostics.push(Diagnostic::info("published-protocol", text).mend(mend));
            options.drop.push(DropRule::PublishedOutliers);
        }
        let mut chosen = choose(&given, &options.drop, needs_size);
        fit.diagnostics.append(&mut chosen.diagnostics);
        fit.dropped = std::mem::take(&mut chosen.dropped);
        // One series is one fit of the rectified law, however many there are.
        if options.law != "rectified" && chosen.kept.len() > MOST_FITTED {
            let text =
                format!("of {} runs {MOST_FITTED}, spread evenly over their compute, are fitted", chosen.kept.len());
            fit.diagnostics.push(Diagnostic::info("runs-thinned", text));
            let places = spread_over(&chosen.kept, MOST_FITTED);
            chosen.kept = places.iter().filter_map(|i| chosen.kept.get(*i).cloned()).collect();
        }
        fit.n = chosen.kept.len();
        fit.models = distinct(chosen.kept.iter().map(|r| r.params));
        let work = begin(&mut fit, &chosen, &options);
        Self { fit, options, chosen, work }
    }
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let (done, total) = match &self.work {
            Work::Nothing => (0, 0),
            Work::Law { engine, minima, replicates, .. } => {
                (minima.len() + replicates.theta.len(), engine.starts() + self.options.bootstrap)
            }
            Work::Curves(curves) => (self.fit.series.len(), curves.len()),
        };
        Progress::of("fitting a scaling law", done, total)
    }
}

impl Steps for ScalingJob {
    type Given<'a> = ();
    type Output = ScalingFit;

    fn step(&mut self, (): ()) -> Progress {
        match &mut self.work {
            Work::Nothing => {}
            Work::Law { engine, minima, best, others, replicates } => {
                if minima.len() < engine.starts() {
                    minima.push(engine.run(minima.len()));
                    if minima.len() == engine.starts() {
                        let found = settle(&mut self.fit, engine, minima, &self.chosen, &self.options);
                        (*best, *others) = found.map_or((None, Vec::new()), |(b, o)| (Some(b), o));
                    }
                } else if let (Some(best), true) = (&best, replicates.theta.len() < self.options.bootstrap) {
                    let from: Vec<Vector> = std::iter::once(best.x).chain(others.iter().copied()).collect();
                    replicates.next(engine, self.options.seed, &from);
                } else if best.is_none() {
                    self.options.bootstrap = replicates.theta.len();
                }
            }
            Work::Curves(curves) => {
                if let Some((id, points)) = curves.get(self.fit.series.len()) {
                    let o = &self.options;
                    let series = Series { id, points };
                    let fitted = rectified::fit(&series, o.penalty, o.bootstrap, o.seed, o.level);
                    self.fit.series.push(fitted);
                }
            }
        }
        self.progress()
    }
    fn finish(self) -> ScalingFit {
        let Self { mut fit, options, chosen, work } = self;
        match work {
            Work::Nothing => {}
            Work::Law { engine, best: Some(best), replicates, .. } => {
                conclude(&mut fit, &engine, &best, &replicates, &chosen, &options);
            }
            Work::Law { .. } => fit.diagnostics.push(diagnose::no_minimum("")),
            Work::Curves(_) => gather(&mut fit),
        }
        fit.diagnostics
            .iter_mut()
            .chain(fit.series.iter_mut().flat_map(|s| &mut s.diagnostics))
            .for_each(diagnose::close);
        if !fit.keep_finite() {
            let emptied =
                ScalingFit { law: fit.law, loss: fit.loss, penalty: fit.penalty, n: fit.n, ..ScalingFit::default() };
            fit = ScalingFit { diagnostics: fit.diagnostics, ..emptied };
            fit.diagnostics.push(diagnose::no_minimum(""));
        }
        fit
    }
}

/// What there is to do, or the reasons why nothing can be done.
fn begin(fit: &mut ScalingFit, chosen: &Chosen, options: &ScalingOptions) -> Work {
    if !FITTABLE.contains(&options.law.as_str()) {
        let text = format!("the law \"{}\" cannot be fitted to runs", options.law);
        fit.diagnostics.push(Diagnostic::error("law-unknown", text).expected(FITTABLE.join(", ")));
        return Work::Nothing;
    }
    let found = diagnose::before(&chosen.kept, options);
    let hopeless = found.iter().any(|d| d.level == crate::data::Level::Error);
    if options.law == "rectified" {
        return Work::Curves(curves(&chosen.kept));
    }
    fit.diagnostics.extend(found);
    if hopeless {
        return Work::Nothing;
    }
    let base = if options.law == "data-constrained" { base(fit, chosen, options) } else { None };
    let Some(engine) = Engine::new(chosen, options, base, options.tie == Tie::Yes) else { return Work::Nothing };
    fit.tied = options.tie == Tie::Yes && options.law == "chinchilla";
    if engine.rows() <= engine.unknowns() {
        fit.diagnostics.push(diagnose::too_few("", engine.rows(), engine.unknowns() + 1));
        return Work::Nothing;
    }
    Work::Law { engine, minima: Vec::new(), best: None, others: Vec::new(), replicates: Box::default() }
}

/// Runs by name, in order of appearance, each curve sorted by size.
fn curves(runs: &[ScalingRun]) -> Vec<(String, Vec<(f64, f64)>)> {
    let mut out: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for run in runs {
        match out.iter_mut().find(|(name, _)| *name == run.name) {
            Some((_, points)) => points.push((run.tokens, run.loss)),
            None => out.push((run.name.clone(), vec![(run.tokens, run.loss)])),
        }
    }
    for (_, points) in &mut out {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    out
}

/// E, A, B, alpha, beta of the data-constrained law.
fn base(fit: &mut ScalingFit, chosen: &Chosen, options: &ScalingOptions) -> Option<[f64; 5]> {
    let published = Chinchilla::from_slice(crate::scaling::constants::MUENNIGHOFF).map(|c| c.to_array());
    match &options.base {
        Base::Given(values) => Some(*values),
        Base::Published => {
            let text =
                "E, A, B, alpha and beta are those of Muennighoff et al. 2023 for C4; only R_D* and R_N* are fitted";
            fit.diagnostics
                .push(Diagnostic::info("base-published", text).mend("Fit the base to the runs for other data."));
            published
        }
        Base::Runs => {
            let fresh = |r: &&ScalingRun| r.unique_tokens.is_none_or(|u| r.tokens <= 1.01 * u);
            let once: Vec<ScalingRun> = chosen.kept.iter().filter(fresh).cloned().collect();
            let plain =
                ScalingOptions { law: "chinchilla".to_owned(), bootstrap: 0, drop: Vec::new(), ..options.clone() };
            let found = fit_scaling(&once, &plain);
            let law = found.chinchilla();
            if law.is_none() {
                let text =
                    format!("the {} runs without repeats do not fix a base; the published one is used", once.len());
                fit.diagnostics.push(Diagnostic::warning("base-not-fitted", text));
            }
            law.map(|l| l.to_array()).or(published)
        }
    }
}

/// After the last start: the best minimum, the others, and the tie.
fn settle(
    fit: &mut ScalingFit,
    engine: &mut Engine,
    minima: &[Minimum],
    chosen: &Chosen,
    options: &ScalingOptions,
) -> Option<(Minimum, Vec<Vector>)> {
    let minima = &sharpened(engine, minima);
    let best = *minima.iter().min_by(|a, b| a.value.total_cmp(&b.value)).filter(|m| m.value.is_finite())?;
    fit.starts = minima.len();
    fit.starts_at_best = minima.iter().filter(|m| m.value <= best.value * (1.0 + AT_BEST)).count();
    fit.local_minima = distinct_minima(engine, minima);
    if options.law == "chinchilla" && options.tie == Tie::Auto && (fit.models <= 8 || fit.n <= 12) {
        if let Some(held) = tie(fit, engine, best, chosen, options) {
            return Some(held);
        }
    }
    Some((best, others(minima, &best)))
}

/// Few models: hold alpha and beta equal unless the runs clearly say otherwise; `None` where they stay free.
fn tie(
    fit: &mut ScalingFit,
    engine: &mut Engine,
    free: Minimum,
    chosen: &Chosen,
    options: &ScalingOptions,
) -> Option<(Minimum, Vec<Vector>)> {
    let held = Engine::new(chosen, options, None, true)?;
    let minima: Vec<Minimum> = (0..held.starts()).map(|i| held.run(i)).collect();
    let minima = sharpened(&held, &minima);
    let best = *minima.iter().min_by(|a, b| a.value.total_cmp(&b.value))?;
    // Likelihood ratio against the 0.95 quantile of chi squared with one degree of freedom.
    let per_run = if matches!(options.penalty, Penalty::Squares) { 1.0 } else { 2.0 };
    let tiny = 1e-12 * fit.n as f64;
    let gain = per_run * fit.n as f64 * ln((best.value + tiny) / (free.value + tiny));
    let theta = engine.natural(&free.x);
    let values = format!("alpha {:.3}, beta {:.3}", theta[3], theta[4]);
    if gain > 3.841_458_820_694_124 {
        let text =
            format!("{} model sizes and {} runs separate alpha and beta only just ({values})", fit.models, fit.n);
        fit.diagnostics.push(Diagnostic::warning("few-models", text).mend("Compare with the tied fit."));
        return None;
    }
    let text = format!(
        "{} model sizes and {} runs cannot tell alpha from beta (free: {values}); they are held equal",
        fit.models, fit.n
    );
    fit.diagnostics.push(Diagnostic::warning("tied", text).mend("Ask for the free fit to see it, or add model sizes."));
    fit.tied = true;
    fit.starts = minima.len();
    fit.starts_at_best = minima.iter().filter(|m| m.value <= best.value * (1.0 + AT_BEST)).count();
    fit.local_minima = distinct_minima(&held, &minima);
    *engine = held;
    let others = others(&minima, &best);
    Some((best, others))
}

/// Where else a resample may have its minimum: other minima that are not much above the best, at most two.
fn others(minima: &[Minimum], best: &Minimum) -> Vec<Vector> {
    const NEAR: f64 = 1.5;
    let mut sorted: Vec<&Minimum> = minima.iter().filter(|m| m.converged && m.value <= NEAR * best.value).collect();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut last = best.value;
    let mut far = |m: &&Minimum| {
        m.value > last * (1.0 + 100.0 * AT_BEST) && {
            last = m.value;
            true
        }
    };
    sorted.into_iter().filter(|m| far(m)).take(2).map(|m| m.x).collect()
}

/// Where the starts end under the penalty itself. Starts that met under its first shape stay together: one goes on for
/// all of them. Those far above the best are not sharpened, only kept out of the best.
fn sharpened(engine: &Engine, minima: &[Minimum]) -> Vec<Minimum> {
    if !engine.goes_on() {
        return minima.to_vec();
    }
    let least = minima.iter().map(|m| m.value).fold(f64::INFINITY, f64::min);
    let mut known: Vec<(f64, Minimum)> = Vec::new();
    let mut sharp = |m: &Minimum| {
        let enough = known.len() >= 16 && (m.value > 1.01 * least || engine.searches_few());
        if !(m.value <= 1.5 * least) || enough {
            return Minimum { value: f64::INFINITY, ..*m };
        }
        if let Some((_, there)) = known.iter().find(|(value, _)| (m.value / value - 1.0).abs() <= AT_BEST) {
            return *there;
        }
        let there = engine.sharpen(m);
        known.push((m.value, there));
        there
    };
    // The best go first, since not all may go on; the answers stand in the order of the starts.
    let mut order: Vec<usize> = (0..minima.len()).collect();
    order.sort_by(|a, b| minima[*a].value.total_cmp(&minima[*b].value));
    let mut out = minima.to_vec();
    order.into_iter().for_each(|i| out[i] = sharp(&minima[i]));
    out
}

/// The distinct minima among where the starts ended, best first.
fn distinct_minima(engine: &Engine, minima: &[Minimum]) -> Vec<LocalMinimum> {
    let mut sorted: Vec<&Minimum> = minima.iter().filter(|m| m.value.is_finite()).collect();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut out: Vec<LocalMinimum> = Vec::new();
    for m in sorted {
        let first = out.is_empty();
        match out.iter_mut().find(|o| m.value <= o.objective * (1.0 + AT_BEST)) {
            Some(known) => known.starts += 1,
            None if m.converged || first => {
                let params = named(engine, &engine.natural(&m.x));
                // A start may run off along a constant that the runs do not hold.
                if params.values().all(|v| v.is_finite()) {
                    out.push(LocalMinimum { objective: m.value, params, starts: 1, published: None });
                }
            }
            None => {}
        }
    }
    if let Engine::Repeats(repeats) = engine {
        mark_published(repeats, engine, &mut out);
    }
    out.truncate(8);
    out
}

/// Says which minimum the published R_D*, R_N* belong to, adding it if no start ended there.
fn mark_published(repeats: &super::repeats::RepeatsEngine, engine: &Engine, found: &mut Vec<LocalMinimum>) {
    let &[.., r_d, r_n] = crate::scaling::constants::MUENNIGHOFF else { return };
    let there = repeats.settle(r_d, r_n);
    let label =
        format!("Muennighoff et al. 2023: R_D* {r_d:.3}, R_N* {r_n:.3}, objective {:.12e}", repeats.value(r_d, r_n));
    match found.iter_mut().find(|o| (there.value / o.objective - 1.0).abs() <= AT_BEST) {
        Some(known) => known.published = Some(label),
        None => {
            let params = named(engine, &engine.natural(&there.x));
            let at = found.partition_point(|o| o.objective < there.value);
            found.insert(at, LocalMinimum { objective: there.value, params, starts: 0, published: Some(label) });
        }
    }
}

fn named(engine: &Engine, theta: &[f64]) -> BTreeMap<String, f64> {
    engine.names().into_iter().filter_map(|(i, name)| Some((name.to_owned(), *theta.get(i)?))).collect()
}

/// Fills in everything that follows from the best minimum and the replicates.
fn conclude(
    fit: &mut ScalingFit,
    engine: &Engine,
    best: &Minimum,
    replicates: &Replicates,
    chosen: &Chosen,
    options: &ScalingOptions,
) {
    fit.theta = engine.natural(&best.x);
    fit.objective = Some(best.value);
    fit.params = named(engine, &fit.theta);
    let residuals = engine.log_residuals(&best.x, &chosen.kept);
    fit.rmsd_log = Some((residuals.iter().map(|r| r * r).sum::<f64>() / residuals.len().max(1) as f64).sqrt());
    fit.bootstrap = replicates.theta.iter().flatten().count();
    for (i, name) in engine.names() {
        let fixed = matches!(engine, Engine::Repeats(_)) && i < 5;
        let figures = if fixed { Vec::new() } else { replicates.figures(|t| t.get(i).copied()) };
        if let Some((deviation, interval)) = spread(figures, fit.level) {
            fit.standard_errors.insert(name.to_owned(), deviation);
            fit.intervals.insert(name.to_owned(), interval);
        }
    }
    fit.profiles = diagnose::profiles(engine, best, matches!(options.penalty, Penalty::Squares));
    // The resamples of few runs stay near the same point; what the profile leaves open has no interval.
    for (_, name) in engine.names() {
        if fit.is_open(name) {
            fit.standard_errors.remove(name);
            fit.intervals.remove(name);
        }
    }
    frontier(fit, replicates, chosen, options);
    fit.approaches = if options.law == "chinchilla" { approaches(&chosen.kept) } else { Vec::new() };
    let failed = replicates.theta.len() - fit.bootstrap;
    if failed > 0 {
        let text =
            format!("{failed} of {} bootstrap refits gave no fit and are not in the intervals", replicates.theta.len());
        fit.diagnostics.push(Diagnostic::warning("bootstrap-failures", text));
    }
    diagnose::after(fit, &chosen.kept, engine, !options.budgets.is_empty());
}

/// The frontier with its intervals.
fn frontier(fit: &mut ScalingFit, replicates: &Replicates, chosen: &Chosen, options: &ScalingOptions) {
    let Some(law) = fit.chinchilla() else { return };
    let largest = chosen.kept.iter().map(flop).fold(0.0, f64::max);
    let budgets = if options.budgets.is_empty() {
        vec![largest, 10.0 * largest, 100.0 * largest]
    } else {
        options.budgets.clone()
    };
    let repeats = options.unique_tokens.filter(|_| fit.law == "data-constrained");
    // (N, D, loss, epochs) at a budget under given parameters.
    let at = |theta: &[f64], c: f64| {
        let law = Chinchilla::from_slice(theta).filter(Chinchilla::has_frontier)?;
        match (repeats, theta) {
            (Some(unique), &[.., r_d, r_n]) => {
                let o = law.repeated_optimum(c, unique, r_d, r_n)?;
                Some((o.at, Some(o.epochs)))
            }
            _ => Some((law.optimum(c), None)),
        }
    };
    for c in budgets.into_iter().filter(|c| c.is_finite() && *c > 0.0) {
        let Some((o, epochs)) = at(&fit.theta, c) else { continue };
        let mut intervals = BTreeMap::new();
        let figures = [
            ("N", (|o| o.n) as fn(crate::scaling::Optimum) -> f64),
            ("D", |o| o.d),
            ("tokens_per_parameter", |o| o.tokens_per_parameter),
            ("loss", |o| o.loss),
        ];
        for (name, of) in figures {
            if let Some((_, interval)) = spread(replicates.figures(|t| at(t, c).map(|o| of(o.0))), fit.level) {
                intervals.insert(name.to_owned(), interval);
            }
        }
        let (n, d, loss) = (o.n, o.d, o.loss);
        let tokens_per_parameter = o.tokens_per_parameter;
        fit.frontier.push(FrontierEntry {
            c,
            n,
            d,
            tokens_per_parameter,
            loss,
            extrapolation: c / largest,
            epochs,
            intervals,
        });
    }
    let share = |t: &[f64]| Chinchilla::from_slice(t).filter(Chinchilla::has_frontier).map(|l| l.size_exponent());
    let spread = spread(replicates.figures(share), fit.level);
    fit.exponents = Some(Exponent {
        a: law.size_exponent(),
        b: law.data_exponent(),
        a_interval: spread.map(|s| s.1),
        a_standard_error: spread.map(|s| s.0),
    });
}

/// The rectified law: what the series have in common.
fn gather(fit: &mut ScalingFit) {
    let fitted: Vec<&_> = fit.series.iter().filter(|s| s.objective.is_some()).collect();
    let sum = |of: &dyn Fn(&super::result::SeriesFit) -> Option<f64>| fitted.iter().filter_map(|s| of(s)).sum::<f64>();
    if !fitted.is_empty() {
        fit.objective = Some(sum(&|s| s.objective));
        fit.mean_rmsd_log = Some(sum(&|s| s.rmsd_log) / fitted.len() as f64);
        fit.rmsd_log = fit.mean_rmsd_log;
    }
    fit.starts = fitted.iter().map(|s| s.starts).sum();
    fit.starts_at_best = fitted.iter().map(|s| s.starts_at_best).sum();
    if let [only] = fit.series.as_slice() {
        fit.params = only.params.clone();
        fit.theta = ["B", "D_l", "beta", "E"].iter().filter_map(|k| only.params.get(*k).copied()).collect();
        fit.standard_errors = only.standard_errors.clone();
        fit.intervals = only.intervals.clone();
    }
    let remarks: Vec<Diagnostic> = fit.series.iter().flat_map(|s| s.diagnostics.iter().cloned()).collect();
    fit.diagnostics.extend(remarks);
    let degenerate = fit.series.iter().filter(|s| !s.degenerate.is_empty()).count();
    if degenerate > 0 && fit.series.len() > 1 {
        let text = format!("{degenerate} of {} series ran into D_l -> 0 or E -> 0", fit.series.len());
        fit.diagnostics.push(Diagnostic::info("degenerate-series", text));
    }
    if fit.series.is_empty() {
        fit.diagnostics.push(diagnose::too_few("", 0, 5));
    }
}
