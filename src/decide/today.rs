//! Today's measurement of a metric: which of several evaluations is judged and, where none was loaded, the last point of
//! the metric's learning curve.

use super::change::named_before;
use super::context::Context;
use crate::data::evaluation::{BEFORE, names_metric};
use crate::data::{Direction, Evaluation, LearningCurve, units};
use crate::fit::CurveFit;
use crate::metric::mean_and_error;
use crate::policy::{Comparator, Gate};
use std::borrow::Cow;

/// A measurement and how it was chosen.
#[derive(Clone, Debug)]
pub struct Today<'a> {
    /// The measurement, as an evaluation.
    pub evaluation: Cow<'a, Evaluation>,
    /// How it was chosen among several, or where it was taken from instead, after "It is"; nothing where there was no choice.
    pub basis: Option<String>,
    /// The curve whose last point it is.
    pub curve: Option<&'a LearningCurve>,
    /// The slice that is furthest from the gate's target, and how many there are.
    pub worst: Option<(&'a Evaluation, usize)>,
}

/// What the evidence says today about the metric of a gate; `None` for a gate of another rule, and where nothing was measured.
#[must_use]
pub fn today<'a>(gate: &Gate, ctx: &Context<'a>) -> Option<Today<'a>> {
    let metric = gate.metric()?;
    let (time, slice) = (gate.parameter("time"), gate.parameter("slice"));
    let of_metric = named(metric, ctx);
    let runs = candidates(gate, &of_metric);
    if let Some((chosen, basis)) = choose(&runs, gate, wanted_run(gate, ctx)) {
        let basis = with_left_out(basis, gate, &of_metric, &runs);
        let worst = if slice.is_none() { worst(&of_metric, chosen, gate) } else { None };
        return Some(Today { evaluation: Cow::Borrowed(chosen), basis, curve: None, worst });
    }
    // The curve speaks of the metric where nothing else does; never in place of a run, a time or a slice that is not there.
    if time.is_some() || slice.is_some() || named_run(wanted_run(gate, ctx)).is_some() || !of_metric.is_empty() {
        return None;
    }
    let whole = |c: &LearningCurve| (c.series().is_empty(), c.observations.len());
    let (curve, fit) = ctx.curve(gate).or_else(|| ctx.curves_of(metric).max_by_key(|(c, _)| whole(c)))?;
    let point = last_point(curve, fit)?;
    let among = ctx.curves_of(metric).count();
    let which = if among > 1 {
        format!("learning curve “{}”, one of {among},", curve.label)
    } else {
        "learning curve".into()
    };
    let basis = format!(
        "the last point of the {which} at {}; no evaluation was loaded",
        units::show(largest(curve), curve.size_unit)
    );
    Some(Today { evaluation: Cow::Owned(point), basis: Some(basis), curve: Some(curve), worst: None })
}

/// The measurements that a gate chooses among: those of its time and slice, and what is marked as taken before a change only
/// where there is nothing else.
fn candidates<'a>(gate: &Gate, of_metric: &[&'a Evaluation]) -> Vec<&'a Evaluation> {
    let (time, slice) = (gate.parameter("time"), gate.parameter("slice"));
    let wanted = |e: &&Evaluation| {
        let right_time = time.is_none_or(|t| e.time.as_deref().is_some_and(|got| got.eq_ignore_ascii_case(t)));
        right_time
            && match slice {
                Some(s) => e.slice.as_deref().is_some_and(|got| got.eq_ignore_ascii_case(s)),
                None => e.is_overall(),
            }
    };
    let all: Vec<&Evaluation> = of_metric.iter().copied().filter(wanted).collect();
    let now = |before: fn(&Evaluation) -> bool| -> Vec<&'a Evaluation> {
        all.iter().copied().filter(|e| time.is_some() || !before(e)).collect()
    };
    let found = [now(|e| is_before(e) || named_before(e)), now(is_before)].into_iter().find(|list| !list.is_empty());
    found.unwrap_or(all)
}

/// How the measurement was chosen, with what the name of a file left out of the choice.
fn with_left_out(
    basis: Option<String>,
    gate: &Gate,
    of_metric: &[&Evaluation],
    runs: &[&Evaluation],
) -> Option<String> {
    let named = |e: &&&Evaluation| !is_before(e) && named_before(e) && !runs.iter().any(|r| std::ptr::eq(*r, **e));
    let mut files: Vec<String> = Vec::new();
    if gate.parameter("time").is_none() {
        for e in of_metric.iter().filter(named) {
            let file = format!("“{}”", e.file);
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    if files.is_empty() {
        return basis;
    }
    let left = format!("not that of {}, named as measured before", units::listed(&files));
    Some(basis.map_or_else(|| format!("the one of today, {left}"), |basis| format!("{basis}; {left}")))
}

/// A gate that has several runs to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct RunChoice {
    /// The gate.
    pub gate: String,
    /// Its name.
    pub label: String,
    /// What can be chosen: `newest`, `best` and the names of the runs, each with the measured value in words.
    pub runs: Vec<(String, String)>,
    /// What the scenario chose; nothing where the policy's way is in force.
    pub chosen: Option<String>,
    /// The run that is judged without a choice, in words.
    pub default: String,
}

/// Every gate that has several runs to choose from, in the order of the policy.
#[must_use]
pub fn run_choices(ctx: &Context<'_>) -> Vec<RunChoice> {
    let choice = |gate: &Gate| {
        let found = named(gate.metric()?, ctx);
        let runs = candidates(gate, &found);
        let mut named: Vec<(String, String)> = Vec::new();
        // Of two rows of one run the later is judged.
        for e in runs.iter().rev() {
            let Some(name) = run_name(e).filter(|name| !named.iter().any(|(n, _)| n == name)) else { continue };
            let n = e.n.map_or_else(String::new, |n| format!(", n {}", units::grouped(n)));
            named.push((name.to_owned(), format!("{name}: {}{n}", units::score(e.value))));
        }
        named.reverse();
        let one_file = named.len() < 2 && runs.iter().all(|e| e.model.is_none());
        if runs.len() < 2 || named.is_empty() || one_file {
            return None;
        }
        let best = choose(&runs, gate, Some("best"))?.0;
        let (default, why) = choose(&runs, gate, gate.parameter("run"))?;
        let name = run_name(default).map_or_else(String::new, |m| format!("{m}, "));
        let why = why.unwrap_or_default();
        let mut all = vec![("best".to_owned(), format!("the best: {}", units::score(best.value)))];
        if gate.parameter("run").is_some() {
            all.insert(0, ("newest".to_owned(), "the newest".to_owned()));
        }
        all.extend(named);
        Some(RunChoice {
            gate: gate.id.clone(),
            label: gate.label.clone(),
            runs: all,
            chosen: ctx.scenario.runs.get(&gate.id).cloned(),
            default: format!("{name}{}: {why}", units::score(default.value)),
        })
    };
    ctx.pack.gates.iter().filter_map(choice).collect()
}

/// Why nothing is known of the metric of a gate.
#[must_use]
pub fn absent(gate: &Gate, ctx: &Context<'_>) -> String {
    let metric = gate.metric().unwrap_or_default();
    let label = ctx.pack.metric(metric).map_or(metric, |m| &m.label).to_lowercase();
    let all = named(metric, ctx);
    let sliced: Vec<&Evaluation> = all.iter().copied().filter(|e| !e.is_overall()).collect();
    let run = named_run(wanted_run(gate, ctx));
    if sliced.is_empty() || gate.parameter("time").is_some() || run.is_some() {
        let marks =
            ["time", "slice"].into_iter().filter_map(|name| Some(format!("{name} “{}”", gate.parameter(name)?)));
        let asked: Vec<String> = marks.chain(run.map(|run| format!("run “{run}”"))).collect();
        let asked = if asked.is_empty() { String::new() } else { format!(" marked with {}", asked.join(" and ")) };
        let others = if all.is_empty() { "" } else { "; others were" };
        return format!("no evaluation of {label}{asked} was loaded{others}");
    }
    let mut names: Vec<String> = Vec::new();
    for e in &sliced {
        let name = format!("“{}” {}", e.slice.as_deref().unwrap_or_default(), units::score(e.value));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = names.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if gate.parameter("slice").is_some() {
        return format!("{label} was measured on other slices only ({names}{more})");
    }
    format!("{label} was measured by slice only ({names}{more}); load an overall value, or let the gate name its slice")
}

/// Most slices named in a sentence.
const NAMED: usize = 4;

/// What is judged today, and what it is compared with.
pub(super) struct Earlier<'a> {
    /// The measurement that is judged.
    pub now: &'a Evaluation,
    /// The one before it.
    pub before: &'a Evaluation,
}

/// The measurement of a metric and slice that is judged today and the one that it is compared with: the run or time that
/// `baseline` names, else what is marked as taken before.
///
/// # Errors
/// In words, where one of the two is not there.
pub(super) fn earlier<'a>(gate: &Gate, metric: &str, ctx: &Context<'a>) -> Result<Earlier<'a>, String> {
    let slice = gate.parameter("slice");
    let of_slice = |e: &&Evaluation| match slice {
        Some(s) => e.slice.as_deref().is_some_and(|got| got.eq_ignore_ascii_case(s)),
        None => e.is_overall(),
    };
    let all: Vec<&Evaluation> = named(metric, ctx).into_iter().filter(of_slice).collect();
    let wanted = gate.parameter("baseline");
    let is = |text: &Option<String>, word: &str| text.as_deref().is_some_and(|t| t.trim().eq_ignore_ascii_case(word));
    let marked = |e: &Evaluation| is_before(e) || named_before(e);
    let of_baseline = |e: &Evaluation| match wanted {
        Some(word) => is(&e.model, word) || is(&e.time, word),
        None => marked(e),
    };
    let (before, now): (Vec<&Evaluation>, Vec<&Evaluation>) = all.iter().partition(|e| of_baseline(e));
    // What is marked as taken before is not what is judged, whatever it is compared with.
    let now: Vec<&Evaluation> = now.into_iter().filter(|e| !marked(e)).collect();
    // The best run is the best by the metric, not by the drop.
    let direction = ctx.pack.metric(metric).map(|m| m.direction).or_else(|| now.iter().find_map(|e| e.direction));
    let comparator = match direction {
        Some(Direction::Lower) => Comparator::AtMost,
        _ => Comparator::AtLeast,
    };
    let gate = &Gate { comparator, ..gate.clone() };
    let label = ctx.pack.metric(metric).map_or(metric, |m| &m.label).to_lowercase();
    let label = slice.map_or_else(|| label.clone(), |s| format!("{label} of “{s}”"));
    let Some((now, _)) = choose(&now, gate, wanted_run(gate, ctx)) else {
        return Err(format!("no evaluation of {label} besides the earlier one was loaded"));
    };
    // Another model's value is no "before", unless it was asked for by its name.
    let same = |e: &&&Evaluation| match (&e.model, &now.model) {
        (Some(a), Some(b)) => wanted.is_some() || a == b,
        _ => true,
    };
    let found = before.iter().rev().filter(same).max_by_key(|e| e.model.is_some() && e.model == now.model);
    let Some(before) = found else {
        let other = before.iter().rev().find_map(|e| e.model.as_deref());
        if let (None, Some(other)) = (wanted, other) {
            return Err(format!(
                "the earlier evaluation of {label} is of another model (“{other}”): name it as what the drop is counted from, if it is meant"
            ));
        }
        return Err(match wanted {
            Some(word) => format!("no evaluation of {label} is of the run or time “{word}”"),
            None => format!(
                "no earlier evaluation of {label} was loaded: mark one with “before” or “baseline” in a column “time” or in its file's name"
            ),
        });
    };
    Ok(Earlier { now, before })
}

/// The evaluations of a metric: those whose name fits best, so that two names in one file are never taken for two runs.
fn named<'a>(metric: &str, ctx: &Context<'a>) -> Vec<&'a Evaluation> {
    let all: Vec<(usize, &Evaluation)> =
        ctx.evidence.evaluations.iter().filter_map(|e| Some((fit(metric, &e.metric, ctx)?, e))).collect();
    let best = all.iter().map(|(rank, _)| *rank).min();
    all.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, e)| e).collect()
}

/// How well a name in a file fits the metric: the identifier itself, then the policy's other names in their order, then the
/// same words, those of a test before others.
fn fit(metric: &str, found: &str, ctx: &Context<'_>) -> Option<usize> {
    if found == metric {
        return Some(0);
    }
    let aliases = ctx.pack.metric(metric).map_or(&[][..], |m| m.aliases.as_slice());
    let alias = aliases.iter().position(|a| names_metric(a, found)).map(|at| 1 + at);
    let tested = || found.split('_').any(|word| matches!(word, "test" | "testing" | "heldout" | "holdout"));
    let words = || ctx.is_metric(metric, found).then(|| 1 + aliases.len() + usize::from(!tested()));
    alias.or_else(words)
}

fn is_before(e: &Evaluation) -> bool {
    e.time.as_deref().is_some_and(|t| BEFORE.iter().any(|word| t.trim().eq_ignore_ascii_case(word)))
}

/// A date that sorts as text: `2026-04-19…`.
fn date(e: &Evaluation) -> Option<&str> {
    let text = e.time.as_deref()?.trim();
    let mut parts = text.splitn(3, '-');
    let whole = |part: Option<&str>, digits: usize| {
        part.is_some_and(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
    };
    (whole(parts.next(), 4) && whole(parts.next(), 2)).then_some(text)
}

/// Which run a gate asks for: as the scenario says, else as the policy does.
fn wanted_run<'a>(gate: &'a Gate, ctx: &Context<'a>) -> Option<&'a str> {
    ctx.scenario.runs.get(&gate.id).map(String::as_str).or_else(|| gate.parameter("run"))
}

/// What a run is called: its model or, where no file names one, the file that it stands in.
fn run_name(e: &Evaluation) -> Option<&str> {
    e.model.as_deref().or(Some(e.file.as_str())).filter(|name| !name.is_empty())
}

/// The run that is asked for by its name, where the choice is not left to the newest or the best.
fn named_run(wanted: Option<&str>) -> Option<&str> {
    let choice = |run: &str| ["newest", "best"].iter().any(|word| run.eq_ignore_ascii_case(word));
    wanted.filter(|run| !choice(run))
}

/// The run that a gate judges, and why it is that one: the newest, or the best, or the one that `run` names.
fn choose<'a>(runs: &[&'a Evaluation], gate: &Gate, wanted: Option<&str>) -> Option<(&'a Evaluation, Option<String>)> {
    let sign = gate.comparator.sign();
    let best = runs.iter().copied().max_by(|a, b| (sign * a.value).total_cmp(&(sign * b.value)))?;
    let n = runs.len();
    let (chosen, why) = match wanted {
        Some(word) if word.eq_ignore_ascii_case("best") => (best, format!("the best of {n} runs")),
        Some(word) if named_run(wanted).is_some() => {
            let own = |e: &&&Evaluation| run_name(e).is_some_and(|m| m.eq_ignore_ascii_case(word));
            (*runs.iter().rev().find(own)?, format!("run “{word}”, of {n} runs"))
        }
        _ => {
            let dates: Option<Vec<(&str, &Evaluation)>> = runs.iter().map(|e| Some((date(e)?, *e))).collect();
            match dates.and_then(|d| d.into_iter().max_by(|a, b| a.0.cmp(b.0))) {
                Some((day, e)) => (e, format!("the newest of {n} runs, of {}", day.get(..10).unwrap_or(day))),
                None => (*runs.last()?, format!("the last of {n} runs in the files")),
            }
        }
    };
    if n == 1 {
        return Some((chosen, None));
    }
    let model = run_name(chosen).filter(|_| wanted.is_none());
    let model = model.map_or_else(String::new, |m| format!(" ({m})"));
    let other = if sign * best.value > sign * chosen.value {
        format!("; the best is {}", units::score(best.value))
    } else {
        String::new()
    };
    Some((chosen, Some(format!("{why}{model}{other}"))))
}

/// The slice of the chosen run that lies furthest on the bad side.
fn worst<'a>(of_metric: &[&'a Evaluation], chosen: &Evaluation, gate: &Gate) -> Option<(&'a Evaluation, usize)> {
    let own =
        |e: &&Evaluation| !e.is_overall() && e.model == chosen.model && e.time == chosen.time && e.file == chosen.file;
    let slices: Vec<&Evaluation> = of_metric.iter().copied().filter(own).collect();
    let sign = gate.comparator.sign();
    let worst = slices.iter().copied().min_by(|a, b| (sign * a.value).total_cmp(&(sign * b.value)))?;
    Some((worst, slices.len()))
}

fn largest(curve: &LearningCurve) -> f64 {
    curve.observations.iter().map(|o| o.size).filter(|s| s.is_finite()).fold(f64::NEG_INFINITY, f64::max)
}

/// The mean of the observations at the largest size, as an evaluation. Its error is that of the mean of the replicates, the
/// one the file gives, or that of single values about the curve; a number of items alone leaves it to the interval of counts.
fn last_point(curve: &LearningCurve, fit: &CurveFit) -> Option<Evaluation> {
    let size = largest(curve);
    let last: Vec<_> = curve.observations.iter().filter(|o| o.size == size && o.value.is_finite()).collect();
    let first = last.first()?;
    let values: Vec<f64> = last.iter().map(|o| o.value).collect();
    let n = values.len() as f64;
    let (value, spread) = mean_and_error(&values);
    let given: Option<f64> = last.iter().map(|o| Some(o.se? * o.se?)).sum::<Option<f64>>().map(|s| s.sqrt() / n);
    let items: Option<f64> = last.iter().map(|o| o.items).sum();
    let se = match (spread, given) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    let about = (items.is_none() && fit.noise_sd > 0.0).then(|| fit.noise_sd / n.sqrt());
    Some(Evaluation {
        metric: curve.metric.clone(),
        label: curve.label.clone(),
        value,
        se: se.filter(|s| *s > 0.0).or(about),
        n: items,
        direction: Some(curve.direction),
        file: curve.file.clone(),
        row: first.row,
        illustrative: curve.illustrative,
        ..Evaluation::default()
    })
}
