//! What a scaling-law fit has to say about itself, in plain words.

use super::engine::{Engine, TermsEngine};
use super::model::Source;
use super::options::ScalingOptions;
use super::repeats::{LEAST as REPEATS_LEAST, MOST as REPEATS_MOST};
use super::result::{EXPONENT_NAMES, ProfileRange, ScalingFit, SeriesFit};
use super::runs::flop;
use super::solver::Minimum;
use crate::data::{Diagnostic, ScalingRun};
use crate::num::math::{exp, ln};

pub(super) fn too_few(name: &str, found: usize, needed: usize) -> Diagnostic {
    let of = if name.is_empty() { String::new() } else { format!(" of {name}") };
    Diagnostic::error("too-few-runs", format!("{found} usable runs{of} are too few for this law"))
        .expected(format!("at least {needed} with different sizes"))
        .mend("Add runs, or choose a law with fewer parameters.")
}

pub(super) fn no_minimum(name: &str) -> Diagnostic {
    let of = if name.is_empty() { String::new() } else { format!(" for {name}") };
    Diagnostic::error("no-minimum", format!("no start reached a minimum{of}"))
        .mend("Check that the columns are what the law expects: parameters, tokens, loss in nats.")
}

/// Ends the message with a full stop, so that what follows it on the same line reads well.
pub(super) fn close(d: &mut Diagnostic) {
    if !d.message.ends_with(['.', '?', '!']) {
        d.message.push('.');
    }
}

/// Remarks on one rectified fit.
pub(super) fn rectified(fit: &SeriesFit) -> Vec<Diagnostic> {
    let name = if fit.id.is_empty() { "this series" } else { fit.id.as_str() };
    let remark = |which: &String| {
        let text = if which == "D_l" {
            format!(
                "{name}: D_l runs to 0, a pure power law fits as well; the loss before fine-tuning is not identified"
            )
        } else {
            format!("{name}: E runs to 0; the floor is not identified and far extrapolations are not to be trusted")
        };
        Diagnostic::warning("fit-degenerate", text)
    };
    fit.degenerate.iter().map(remark).collect()
}

/// Remarks before a fit: what the runs cannot show. Errors here mean that no fit is made.
pub(super) fn before(runs: &[ScalingRun], options: &ScalingOptions) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let distinct = |of: &dyn Fn(&ScalingRun) -> f64| super::engine::distinct(runs.iter().map(of));
    let one_size = distinct(&|r| r.params) < 2;
    match options.law.as_str() {
        "chinchilla" | "fine-tuning" if one_size && !runs.is_empty() => out.push(
            Diagnostic::error(
                "one-model-size",
                "all runs have the same number of parameters: its effect cannot be seen",
            )
            .mend("Add runs of other sizes, or use the rectified law on one model."),
        ),
        "quality" if distinct(&|r| r.quality.unwrap_or(1.0)) < 2 => out.push(
            Diagnostic::error("one-quality", "all runs have the same quality: its effect cannot be seen")
                .mend("Name the quality column, or fit the Chinchilla law."),
        ),
        "quality" if one_size => out.push(Diagnostic::info(
            "size-term-absent",
            "all runs have the same number of parameters: A and alpha are left out, their share is part of E",
        )),
        "data-constrained" if runs.iter().all(|r| r.unique_tokens.is_none_or(|u| r.tokens <= 1.01 * u)) => out.push(
            Diagnostic::error("no-repeats", "no run repeats its data: R_D* cannot be seen")
                .mend("Name the column of distinct tokens, or fit the Chinchilla law."),
        ),
        _ => {}
    }
    if distinct(&|r| r.tokens) < 2 && !runs.is_empty() {
        out.push(Diagnostic::error(
            "one-data-size",
            "all runs have the same amount of data: its effect cannot be seen",
        ));
    }
    let repeating = runs.iter().filter(|r| r.unique_tokens.is_some_and(|u| r.tokens > 1.01 * u)).count();
    if repeating > 0 && options.law != "data-constrained" && options.law != "rectified" {
        let text = format!("{repeating} runs repeat their data, which this law counts as new");
        out.push(
            Diagnostic::warning("repeats-counted-as-new", text)
                .mend("Fit the data-constrained law, or leave them out."),
        );
    }
    if runs.iter().any(|r| r.loss > 50.0) {
        let text = "some losses are above 50: are they in nats per token?";
        out.push(Diagnostic::warning("loss-unit", text).expected("nats per token").mend("Divide by the right factor."));
    }
    let bits = |r: &ScalingRun| r.flop.is_some_and(|c| (c / (6.0 * r.params * r.tokens) - 1.0).abs() > 0.2);
    let off = runs.iter().filter(|r| bits(r)).count();
    if off > 0 {
        let text = format!("the compute column differs from 6 N D by more than 20 % in {off} of {} runs", runs.len());
        out.push(Diagnostic::info("compute-differs", text));
    }
    out
}

/// Remarks after a fit.
pub(super) fn after(fit: &mut ScalingFit, runs: &[ScalingRun], engine: &Engine, budgets_asked: bool) {
    let mut out = Vec::new();
    let share = fit.starts_at_best as f64 / fit.starts.max(1) as f64;
    if fit.starts_at_best < 2 && fit.starts > 1 {
        let text = format!("only 1 of {} starts reached the best minimum: a better one may exist", fit.starts);
        out.push(Diagnostic::warning("one-start-at-best", text).mend("Use the full grid of starts."));
    } else if share < 0.25 {
        let text = format!(
            "{} of {} starts reached the best minimum; a single start would likely miss it",
            fit.starts_at_best, fit.starts
        );
        out.push(Diagnostic::info("many-minima", text));
    }
    let ratio = runs.len() as f64 / engine.unknowns() as f64;
    if ratio < 3.0 {
        let text = format!("{} runs for {} fitted parameters: expect wide intervals", runs.len(), engine.unknowns());
        out.push(Diagnostic::warning("few-runs", text));
    }
    if let (Some(e), Some(least)) = (fit.params.get("E"), runs.iter().map(|r| r.loss).min_by(f64::total_cmp)) {
        if *e < 1e-3 * least {
            let text = "E runs to 0: the floor is not identified, and advice for large budgets leans on it";
            out.push(Diagnostic::warning("fit-degenerate", text));
        }
    }
    for name in EXPONENT_NAMES {
        if let Some(v) = fit.params.get(name).filter(|v| !(**v > 0.0)) {
            let text = format!("{name} is {v:.3}: more of it would not help, which these runs cannot really show");
            out.push(Diagnostic::warning("exponent-not-positive", text));
        }
    }
    let largest = runs.iter().map(flop).fold(0.0, f64::max);
    if let Some(far) =
        fit.frontier.iter().map(|f| f.extrapolation).max_by(f64::total_cmp).filter(|x| budgets_asked && *x > 10.0)
    {
        let text =
            format!("the largest budget asked for is {far:.0} times that of the largest run ({largest:.2e} FLOP)");
        out.push(Diagnostic::warning("extrapolation", text).mend("Trust the trend more than the numbers."));
    }
    out.extend(unbounded(fit));
    for profile in fit.profiles.iter().filter(|p| !fit.is_open(&p.parameter)) {
        out.push(weak(profile));
        let at = fit.params.get(&profile.parameter).copied().unwrap_or(1.0);
        if !(REPEATS_LEAST * 1.001..REPEATS_MOST * 0.999).contains(&at) {
            let text = format!("{} runs to the end of its range: these runs do not show it", profile.parameter);
            out.push(
                Diagnostic::warning("fit-degenerate", text).mend("Leave out runs of many passes over little data."),
            );
        }
    }
    fit.diagnostics.extend(out);
}

fn weak(p: &ProfileRange) -> Diagnostic {
    let end = |v: Option<f64>| v.map_or("beyond the range tried".to_owned(), |v| format!("{v:.3}"));
    let text = format!(
        "{}: values from {} to {} fit about as well ({} % likelihood range)",
        p.parameter,
        end(p.lower),
        end(p.upper),
        (100.0 * p.level).round()
    );
    let wide = match (p.lower, p.upper) {
        (Some(low), Some(high)) => high > 3.0 * low,
        _ => true,
    };
    if wide { Diagnostic::warning("weakly-identified", text) } else { Diagnostic::info("likelihood-range", text) }
}

/// Runs up to which exponents are profiled: with more, a bootstrap of them is to be trusted.
const FEW_RUNS: usize = 120;
/// Largest exponent tried: beyond it nothing is told from an infinite one.
const LARGEST_EXPONENT: f64 = 100.0;
/// Smallest exponent tried.
const LEAST_EXPONENT: f64 = 0.005;
/// From one value to the next, upwards to tell whether there is an end, downwards to find the other.
const STEPS: (f64, f64) = (1.6, 0.85);

/// Likelihood ranges of what a fit may not show: values whose refitted objective is within what noise of this size explains.
/// R_D* and R_N* of the law with repeats always; of the others the exponents that have no upper end.
///
/// Deviations that a robust loss sums are taken as Laplace (2 n ln f is then minus twice the log likelihood), squares
/// as Gaussian (n ln f); the line is the 0.9 quantile of chi squared with one degree of freedom, 2.706 (profile likelihood:
/// Venzon, Moolgavkar 1988, doi 10.2307/2347496).
pub(super) fn profiles(engine: &Engine, best: &Minimum, squares: bool) -> Vec<ProfileRange> {
    const CHI: f64 = 2.705_543_454_095_404;
    let n = engine.rows() as f64;
    let line = best.value * exp(CHI / if squares { n } else { 2.0 * n });
    let range = |name: &str, profile: Vec<(f64, f64)>| {
        let inside = |p: &(f64, f64)| p.1 <= line;
        let first = profile.iter().position(inside);
        let last = profile.iter().rposition(inside);
        ProfileRange {
            parameter: name.to_owned(),
            lower: first.filter(|i| *i > 0).map(|i| profile[i].0),
            upper: last.filter(|i| *i + 1 < profile.len()).map(|i| profile[i].0),
            level: 0.9,
            profile,
        }
    };
    let spaced = |low: f64, high: f64, count: usize| -> Vec<f64> {
        (0..count).map(|i| exp(ln(low) + ln(high / low) * i as f64 / (count - 1) as f64)).collect()
    };
    match engine {
        Engine::Repeats(repeats) => {
            let values = spaced(0.2, 1000.0, 61);
            [(0, "R_D_star"), (1, "R_N_star")].map(|(i, name)| range(name, repeats.profile(i, &values))).into()
        }
        Engine::Terms(terms) if terms.rows.loss.len() <= FEW_RUNS => {
            let exponents = terms.model.parameters.iter().filter_map(|(name, source)| match source {
                Source::Plain(slot) if best.x[*slot] > 0.0 => Some((*name, *slot)),
                _ => None,
            });
            exponents.filter_map(|(name, slot)| open_above(terms, best, line, name, slot)).collect()
        }
        Engine::Terms(_) => Vec::new(),
    }
}

/// The range of an exponent that has no upper end; `None` where it has one.
fn open_above(terms: &TermsEngine, best: &Minimum, line: f64, name: &str, slot: usize) -> Option<ProfileRange> {
    let here = (best.x[slot], best.value);
    let mut profile = vec![here];
    let mut from = best.x;
    while from[slot] < LARGEST_EXPONENT {
        let value = (from[slot] * STEPS.0).min(LARGEST_EXPONENT);
        let there = terms.held(slot, value, &mut from);
        if !(there <= line) {
            return None;
        }
        profile.push((value, there));
    }
    let (mut from, mut before, mut lower) = (best.x, here, None);
    while from[slot] > LEAST_EXPONENT && lower.is_none() {
        let value = from[slot] * STEPS.1;
        let there = terms.held(slot, value, &mut from);
        profile.insert(0, (value, there));
        if !(there <= line) {
            // Straight between the two, on the logarithm of the exponent.
            let share = ((line - before.1) / (there - before.1)).clamp(0.0, 1.0);
            lower = Some(before.0 * exp(share * ln(value / before.0)));
        }
        before = (value, there);
    }
    Some(ProfileRange { parameter: name.to_owned(), lower, upper: None, level: 0.9, profile })
}

/// What to know of exponents whose range is open above: they are not in the runs.
fn unbounded(fit: &ScalingFit) -> Vec<Diagnostic> {
    let say = |p: &&ProfileRange| {
        let from = p.lower.map_or_else(|| "of every size tried".to_owned(), |v| format!("from {v:.2} up"));
        let text = format!(
            "{} is not bounded by these runs: values {from} fit about as well ({} % likelihood range), so no interval of it and no best split of compute can be given",
            p.parameter,
            (100.0 * p.level).round()
        );
        Diagnostic::warning("exponent-unbounded", text)
            .mend("Add runs that differ more in what it stands for: model sizes for alpha, tokens for beta.")
    };
    fit.profiles.iter().filter(|p| fit.is_open(&p.parameter)).map(|p| say(&p)).collect()
}
