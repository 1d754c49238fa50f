//! `headroom fit scaling`: a scaling law from a table of trained models, as JSON or text.
//!
//! The JSON is a [`ScalingFit`]: `law`, `loss`, `n`, `objective`, `params`, `standard_errors`, `intervals`, `level`,
//! `starts`, `starts_at_best`, `local_minima`, `frontier` (`C`, `N`, `D`, `tokens_per_parameter`, `loss`,
//! `extrapolation`, `intervals`), `dropped`, `diagnostics`, and where they apply `exponents`, `approaches`, `profiles`
//! (likelihood ranges) and, with `--compare`, `side_by_side`. Intervals are `[lower, upper]`.
//!
//! The rectified law is fitted to each series by itself: rows of one name, or one row of a wide file whose column names
//! are sizes. Its JSON has `series` (`id`, `n`, `objective`, `rmsd_log`, `params`, `starts`, `starts_at_best`,
//! `degenerate`, ...) and `mean_rmsd_log`; `objective` is then the sum over series, and `params` is filled only where
//! there is one series.

mod table;
mod text;

use super::{Outcome, Refusal};
use crate::data::{Diagnostic, Level, Steps};
use crate::fit::scaling::{
    Base, DropRule, FITTABLE, Penalty, ScalingFit, ScalingJob, ScalingOptions, SideBySide, Starts, Tie,
};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `headroom fit scaling`.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Table with one trained model a row (CSV, TSV or JSON); for the rectified law also sizes as columns.
    pub file: PathBuf,
    /// Table to read where the file has several: a sheet or a JSON path.
    #[arg(long)]
    pub part: Option<String>,
    /// Law: chinchilla, data-constrained, quality, fine-tuning or rectified.
    #[arg(long, default_value = "chinchilla")]
    pub law: String,
    /// Loss function: huber and lad on log loss, squares on loss (on log loss for the rectified law, where it is the
    /// default), asymmetric on loss. Otherwise huber is the default.
    #[arg(long)]
    pub loss: Option<String>,
    /// Threshold of huber, in units of log loss [default: 1e-3].
    #[arg(long)]
    pub delta: Option<f64>,
    /// Weight of over-prediction of asymmetric.
    #[arg(long, default_value_t = 10.0)]
    pub weight: f64,
    /// Hold alpha and beta equal. Without it that happens only where few models cannot tell them apart.
    #[arg(long, conflicts_with = "no_tie")]
    pub tie: bool,
    /// Never hold alpha and beta equal.
    #[arg(long)]
    pub no_tie: bool,
    /// Bootstrap replicates, for standard errors and intervals.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub bootstrap: usize,
    /// Seed of the bootstrap.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Compute budgets for the frontier, FLOP [default: the largest of the runs, ten and a hundred times it].
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "C")]
    pub budget: Vec<f64>,
    /// Level of the intervals.
    #[arg(long, default_value_t = 0.9)]
    pub level: f64,
    /// Leave runs out: highest:K, tokens-per-parameter:X, epochs:X, params:N, flop:C or muennighoff (several allowed).
    /// `none` keeps every run, also where the published runs of the data-constrained law are recognised.
    #[arg(long, value_name = "RULE")]
    pub drop: Vec<String>,
    /// Starts: standard (a grid over exponents, constants solved for) or full (the grid of the literature).
    #[arg(long, default_value = "standard")]
    pub starts: String,
    /// Base of the data-constrained law: published (C4), runs (fitted to runs without repeats) or E,A,B,alpha,beta.
    #[arg(long, default_value = "published")]
    pub base: String,
    /// Distinct tokens that exist: the data-constrained frontier then counts repeats.
    #[arg(long, value_name = "U")]
    pub unique: Option<f64>,
    /// Name a column: ROLE=COLUMN with the roles params, tokens, loss, flop, unique, epochs, quality, series.
    #[arg(long, value_name = "ROLE=COLUMN")]
    pub column: Vec<String>,
    /// Add the fit under every loss function and the published constants, side by side (Chinchilla law).
    #[arg(long)]
    pub compare: bool,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

/// The fit, with the comparison where it was asked for.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    fit: ScalingFit,
    #[serde(skip_serializing_if = "Option::is_none")]
    side_by_side: Option<SideBySide>,
}

/// Runs the subcommand.
///
/// # Errors
/// A file that cannot be read, columns that cannot be told, options out of range, runs that allow no fit.
pub fn run(arguments: &Arguments) -> Outcome {
    let options = options(arguments)?;
    let table::Read { runs, mut diagnostics } = table::read(arguments)?;
    let mut job = ScalingJob::new(&runs, &options);
    let bar = progress(job.progress().total);
    loop {
        let at = job.step(());
        if at.done.is_multiple_of(16) {
            bar.set_position(at.done as u64);
        }
        if at.finished() {
            break;
        }
    }
    bar.finish_and_clear();
    let mut fit = job.finish();
    if fit.objective.is_none() {
        let why = fit.diagnostics.iter().chain(&diagnostics).find(|d| d.level == Level::Error);
        let name = arguments.file.display();
        return Err(Refusal(
            why.map_or(format!("{name}: no fit was possible"), |d: &Diagnostic| format!("{name}: {d}")),
        ));
    }
    diagnostics.append(&mut fit.diagnostics);
    fit.diagnostics = diagnostics;
    let budgets: Vec<f64> = fit.frontier.iter().map(|f| f.c).collect();
    let side_by_side = (arguments.compare && fit.law == "chinchilla")
        .then(|| crate::fit::scaling::side_by_side(&runs, &options, &budgets));
    let report = Report { fit, side_by_side };
    let out = if arguments.json {
        serde_json::to_string_pretty(&report).map_err(|e| Refusal(format!("the result cannot be written ({e})")))?
    } else {
        text::write(&report.fit, report.side_by_side.as_ref())
    };
    super::print(&out);
    Ok(ExitCode::SUCCESS)
}

fn options(a: &Arguments) -> Result<ScalingOptions, Refusal> {
    let refuse = |text: String| Err(Refusal(text));
    if !FITTABLE.contains(&a.law.as_str()) {
        return refuse(format!("--law: no law \"{}\" can be fitted; known are {}", a.law, FITTABLE.join(", ")));
    }
    let usual = if a.law == "rectified" { "squares" } else { "huber" };
    let id = a.loss.as_deref().unwrap_or(usual);
    if a.delta.is_some_and(|d| !(d > 0.0 && d.is_finite())) || !(a.weight > 0.0 && a.weight.is_finite()) {
        return refuse("--delta and --weight must be positive numbers".to_owned());
    }
    let penalty = match Penalty::parse(id, a.delta) {
        Some(Penalty::Asymmetric { .. }) => Penalty::Asymmetric { weight: a.weight },
        Some(penalty) => penalty,
        None => return refuse(format!("--loss: no loss \"{id}\"; known are huber, lad, squares, asymmetric")),
    };
    if !(a.level > 0.0 && a.level < 1.0) {
        return refuse(format!("--level must lie between 0 and 1, found {}", a.level));
    }
    if let Some(bad) = a.budget.iter().chain(&a.unique).find(|c| !(**c > 0.0 && c.is_finite())) {
        return refuse(format!("--budget and --unique must be positive numbers, found {bad}"));
    }
    let mut drop = Vec::new();
    for rule in a.drop.iter().filter(|rule| *rule != "none") {
        match DropRule::parse(rule) {
            Some(parsed) => drop.push(parsed),
            None => return refuse(format!("--drop: \"{rule}\" is not a rule, such as highest:5 or epochs:60")),
        }
    }
    let starts = match a.starts.as_str() {
        "standard" => Starts::Standard,
        "full" => Starts::Full,
        other => return refuse(format!("--starts: expected standard or full, found \"{other}\"")),
    };
    Ok(ScalingOptions {
        law: a.law.clone(),
        penalty,
        tie: if a.tie {
            Tie::Yes
        } else if a.no_tie {
            Tie::No
        } else {
            Tie::Auto
        },
        starts,
        drop,
        recognise: a.drop.is_empty(),
        base: base(&a.base)?,
        bootstrap: a.bootstrap,
        seed: a.seed,
        level: a.level,
        budgets: a.budget.clone(),
        unique_tokens: a.unique,
    })
}

fn base(text: &str) -> Result<Base, Refusal> {
    match text {
        "published" => return Ok(Base::Published),
        "runs" => return Ok(Base::Runs),
        _ => {}
    }
    let values: Vec<f64> = text.split(',').filter_map(|v| v.trim().parse().ok()).filter(|v: &f64| *v > 0.0).collect();
    match <[f64; 5]>::try_from(values) {
        Ok(values) if text.split(',').count() == 5 => Ok(Base::Given(values)),
        _ => Err(Refusal(format!(
            "--base: expected published, runs or five positive numbers E,A,B,alpha,beta, found \"{text}\""
        ))),
    }
}

fn progress(total: usize) -> indicatif::ProgressBar {
    if total < 500 || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    indicatif::ProgressBar::new(total as u64)
}

#[cfg(test)]
mod tests;
