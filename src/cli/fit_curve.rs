//! `headroom fit curve`: learning curves from a table, forecasts and data requirements as JSON or text.

mod output;

use super::columns::{self, Named, Said, Wanted};
use super::{Outcome, Refusal};
use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, Direction, LearningCurve, Level};
use crate::fit::{CurveFit, Families, FitOptions, fit_curve};
use crate::read::kinds::curves;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `headroom fit curve`.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Learning curves: a table (CSV, TSV, JSON, JSON Lines, spreadsheet), evidence or a saved project.
    pub file: PathBuf,
    /// Table to read where the file has several: a sheet or a JSON path.
    #[arg(long)]
    pub part: Option<String>,
    /// Column of the training-set size; guessed when not named.
    #[arg(long, value_name = "COL")]
    pub x: Option<String>,
    /// Column of the metric; guessed when not named.
    #[arg(long, value_name = "COL")]
    pub y: Option<String>,
    /// Column of the standard error of the metric.
    #[arg(long, value_name = "COL")]
    pub se: Option<String>,
    /// Column that tells the curves apart.
    #[arg(long, value_name = "COL")]
    pub series: Option<String>,
    /// Which way the metric improves; guessed from its name when not given.
    #[arg(long, value_parser = parse_direction)]
    pub direction: Option<Direction>,
    /// Smallest and largest possible value of the metric, e.g. 0,1.
    #[arg(long, value_parser = parse_range, allow_hyphen_values = true)]
    pub range: Option<(f64, f64)>,
    /// Fit only sizes up to this one.
    #[arg(long, conflicts_with = "until_fraction")]
    pub until: Option<f64>,
    /// Fit only sizes up to this fraction of each curve's largest, but at least four points.
    #[arg(long)]
    pub until_fraction: Option<f64>,
    /// Forecast at these sizes (several after one --at, with blanks or commas between them; FILE stands before it).
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "SIZE")]
    pub at: Vec<f64>,
    /// Forecast at each curve's largest size.
    #[arg(long)]
    pub at_last: bool,
    /// How much data for this value of the metric.
    #[arg(long, allow_hyphen_values = true)]
    pub target: Option<f64>,
    /// Probability that the measured value improves on the last seen one by at least this much.
    #[arg(long)]
    pub gain: Option<f64>,
    /// Level of the intervals.
    #[arg(long, default_value_t = 0.9)]
    pub level: f64,
    /// Level of the range of sizes for --target.
    #[arg(long, default_value_t = 0.8)]
    pub requirement_level: f64,
    /// How many times the last seen size the search for --target goes.
    #[arg(long, default_value_t = crate::fit::SEARCH_FACTOR)]
    pub max_factor: f64,
    /// Plan collecting for --target in up to this many rounds (1 to 5), measuring and fitting again after each.
    #[arg(long, requires = "target", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub rounds: Option<u8>,
    /// Probability of the target that the plans of --rounds end with.
    #[arg(long, default_value_t = crate::decide::collection::PLAN_CHANCE.1)]
    pub chance: f64,
    /// Price of one more record, for the expected cost of --rounds.
    #[arg(long)]
    pub price: Option<f64>,
    /// Families: auto, all, or identifiers separated by commas.
    #[arg(long, default_value = "auto")]
    pub models: String,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

fn parse_direction(text: &str) -> Result<Direction, String> {
    match text.to_ascii_lowercase().as_str() {
        "lower" | "down" | "min" => Ok(Direction::Lower),
        "higher" | "up" | "max" => Ok(Direction::Higher),
        _ => Err("expected lower or higher".into()),
    }
}

fn parse_range(text: &str) -> Result<(f64, f64), String> {
    let ends: Vec<f64> = text.split(',').filter_map(|t| t.trim().parse().ok()).collect();
    match ends.as_slice() {
        [low, high] if low < high => Ok((*low, *high)),
        _ => Err("expected two numbers, the smaller first, as in 0,1".into()),
    }
}

/// One curve, what of it was fitted, and where to forecast.
struct Series {
    label: String,
    fit: CurveFit,
    at: Vec<f64>,
}

/// Runs the subcommand.
///
/// # Errors
/// A file that cannot be read or has no usable columns, options out of range.
pub fn run(arguments: &Arguments) -> Outcome {
    check(arguments)?;
    let options = FitOptions {
        level: arguments.level,
        models: Families::parse(&arguments.models).map_err(|id| {
            let known: Vec<&str> = crate::curve::MODELS.iter().map(|m| m.about().id).collect();
            Refusal(format!("--models: no family \"{id}\"; known are {}", known.join(", ")))
        })?,
        ..FitOptions::default()
    };
    let (curves, notes) = curves(arguments)?;
    for note in notes.iter().filter(|d| d.level > Level::Info) {
        super::say(&note.to_string());
    }
    let names = names(&curves);
    let bar = progress(curves.len());
    let mut series = Vec::with_capacity(curves.len());
    for (mut curve, name) in curves.into_iter().zip(names) {
        curve.id = name;
        let last = curve.observations.iter().map(|o| o.size).filter(|s| s.is_finite()).fold(0.0, f64::max);
        restrict(&mut curve, arguments, last);
        let mut at: Vec<f64> = arguments.at.clone();
        if arguments.at_last {
            at.push(last);
        }
        let mut fit = fit_curve(&curve, &options);
        if arguments.direction.is_none() {
            fit.diagnostics.push(Diagnostic::info(
                "direction-guessed",
                format!("taken as: {}; say otherwise with --direction", fit.direction.words()),
            ));
        }
        series.push(Series { label: curve.label, fit, at });
        bar.inc(1);
    }
    bar.finish_and_clear();
    let report = output::report(&series, notes, arguments);
    super::print(&if arguments.json { report.to_json() } else { report.to_text() });
    Ok(ExitCode::SUCCESS)
}

/// The curves of the file, in the order they first appear.
fn curves(a: &Arguments) -> Result<(Vec<LearningCurve>, Vec<Diagnostic>), Refusal> {
    if a.x.is_some() && a.x == a.y {
        let column = a.x.as_deref().unwrap_or_default();
        return Err(Refusal(format!("{}: --x and --y are the same column \"{column}\"", a.file.display())));
    }
    const ROLES: [(&str, &str); 4] = [("size", "x"), ("value", "y"), ("se", "se"), ("series", "series")];
    let named = ROLES.iter().zip([&a.x, &a.y, &a.se, &a.series]).filter_map(|((role, option), column)| {
        Some(Named { role, column: column.as_deref()?, option: format!("--{option}") })
    });
    let wanted = Wanted {
        kind: curves::KIND,
        has: |e| !e.curves.is_empty(),
        also: &[],
        part: a.part.as_deref(),
        named: named.collect(),
        option: |role| format!("--{}", ROLES.iter().find(|r| r.0 == role).map_or(role, |r| r.1)),
    };
    let Said { evidence, diagnostics } = columns::read(&a.file, &wanted, |_, _| {})?;
    let mut curves = evidence.curves;
    for curve in &mut curves {
        curve.direction = a.direction.unwrap_or(curve.direction);
        curve.range = a.range.or(curve.range);
    }
    Ok((curves, diagnostics))
}

/// What the curves are called: their series as written, where the file has one metric and names series; else their
/// identifiers.
fn names(curves: &[LearningCurve]) -> Vec<String> {
    let series = |curve: &LearningCurve| {
        let label = curve.label.as_str();
        let inner = |at: usize| Some((label.get(..at)?, label.get(at + 2..)?.strip_suffix(')')?));
        let parts = label.match_indices(" (").filter_map(|(at, _)| inner(at));
        let own = parts.filter(|(metric, _)| metric_id(metric) == curve.metric).map(|(_, series)| series.to_owned());
        own.last()
    };
    let one = curves.windows(2).all(|w| w[0].metric == w[1].metric);
    let named: Option<Vec<String>> = curves.iter().map(series).collect();
    named.filter(|_| one).unwrap_or_else(|| curves.iter().map(|c| c.id.clone()).collect())
}

fn check(a: &Arguments) -> Result<(), Refusal> {
    let unit = |name: &str, v: f64| {
        if v > 0.0 && v < 1.0 { Ok(()) } else { Err(Refusal(format!("--{name} must lie between 0 and 1, found {v}"))) }
    };
    unit("level", a.level)?;
    unit("requirement-level", a.requirement_level)?;
    unit("chance", a.chance)?;
    if let Some(bad) = a.price.filter(|p| !(*p >= 0.0) || !p.is_finite()) {
        return Err(Refusal(format!("--price must not be negative, found {bad}")));
    }
    if let Some(f) = a.until_fraction
        && !(f > 0.0 && f <= 1.0)
    {
        return Err(Refusal(format!("--until-fraction must lie between 0 and 1, found {f}")));
    }
    if let Some(bad) = a.at.iter().find(|s| !(**s > 0.0) || !s.is_finite()) {
        return Err(Refusal(format!("--at must be a positive size, found {bad}")));
    }
    if !(a.max_factor > 1.0) || !a.max_factor.is_finite() {
        return Err(Refusal(format!("--max-factor must be greater than 1, found {}", a.max_factor)));
    }
    Ok(())
}

/// Keeps the part of the curve that may be seen. A fraction keeps at least the four smallest sizes.
fn restrict(curve: &mut LearningCurve, arguments: &Arguments, last: f64) {
    let limit = match (arguments.until, arguments.until_fraction) {
        (Some(size), _) => size,
        (None, Some(fraction)) => {
            let mut sizes: Vec<f64> =
                curve.observations.iter().map(|o| o.size).filter(|s| s.is_finite() && *s > 0.0).collect();
            sizes.sort_by(f64::total_cmp);
            sizes.dedup();
            let fourth = sizes.get(3).or(sizes.last()).copied().unwrap_or(last);
            (fraction * last).max(fourth)
        }
        (None, None) => return,
    };
    curve.observations.retain(|o| !(o.size > limit));
}

fn progress(total: usize) -> indicatif::ProgressBar {
    if total < 2 || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let bar = indicatif::ProgressBar::new(total as u64);
    bar.set_message("fitting curves");
    bar
}
