//! The command line. One file a subcommand; each gives back what to print and the exit code.
//!
//! Exit codes: 0 done, 1 a gate fails, 2 bad input (one line on standard error says what and how to mend it).

mod bar;
pub mod columns;
pub mod decide;
pub mod distill;
pub mod duplicates;
pub mod fit_curve;
pub mod fit_scaling;
pub mod gate;
pub mod inspect;
pub mod load;
pub mod metrics;
mod metrics_table;
pub mod policy;
mod predictions;
pub mod report;
pub mod select;

use crate::data::units::shortened;
use crate::data::{visible, visible_lines};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Should we expand our training data set: by how much, where, at what cost, and what would change our mind?
#[derive(Debug, Parser)]
#[command(name = "headroom", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Every gate with its outcome; exits 0 when none fails, 1 when one does.
    Gate(gate::Arguments),
    /// The verdict, its reasons, and what would flip it.
    Decide(decide::Arguments),
    /// The decision as one file: HTML, Markdown, JSON or a decision record.
    Report(report::Arguments),
    /// Fit curves or laws to measurements.
    #[command(subcommand)]
    Fit(Fit),
    /// Write a policy pack from evidence, or say what one asks.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Say what is in files: kinds, roles of columns, rows read and skipped, and why.
    Inspect(inspect::Arguments),
    /// Compute metrics from items: exports of evaluation tools, labels and predictions, texts; by slice, against a baseline.
    Metrics(metrics::Arguments),
    /// Find duplicates and leaks in texts: inside and across splits, families and files.
    Duplicates(duplicates::Arguments),
    /// Select records instead of collecting more: what a part covers, beside random ones.
    Select(select::Arguments),
    /// Self-data distillation: generations and cost, from a pilot.
    Distill(distill::Arguments),
}

#[derive(Debug, Subcommand)]
enum Fit {
    /// Learning curves: a metric at several training-set sizes.
    Curve(fit_curve::Arguments),
    /// Scaling laws: trained models with their size, data and loss.
    Scaling(fit_scaling::Arguments),
}

/// What went wrong, in one line: bad input, exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// How a subcommand ended.
pub type Outcome = Result<ExitCode, Refusal>;

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::read::is_contained() {
            otherwise(info);
        }
    }));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are answers; anything else is bad input, said in one line.
        Err(e) if !e.use_stderr() => e.exit(),
        Err(e) if e.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => e.exit(),
        Err(e) => {
            let text = e.to_string();
            let lines: Vec<&str> = text.lines().take_while(|l| !l.starts_with("Usage")).map(str::trim).collect();
            let line = lines.join(" ");
            let line = line.split(" For more information").next().unwrap_or_default();
            let line = shortened(line.trim_start_matches("error: ").trim(), LONGEST_LINE / 2);
            say(&format!("{line} (see --help)"));
            return ExitCode::from(2);
        }
    };
    let outcome = match &arguments.command {
        Command::Gate(a) => gate::run(a),
        Command::Decide(a) => decide::run(a),
        Command::Report(a) => report::run(a),
        Command::Fit(Fit::Curve(a)) => fit_curve::run(a),
        Command::Fit(Fit::Scaling(a)) => fit_scaling::run(a),
        Command::Policy(p) => policy::run(p),
        Command::Inspect(a) => inspect::run(a),
        Command::Metrics(a) => metrics::run(a),
        Command::Duplicates(a) => duplicates::run(a),
        Command::Select(a) => select::run(a),
        Command::Distill(a) => distill::run(a),
    };
    match outcome {
        Ok(code) => code,
        Err(refusal) => {
            say(&refusal.to_string());
            ExitCode::from(2)
        }
    }
}

/// Text for one line of a terminal, with nothing hidden in it.
#[must_use]
pub fn plain(text: &str) -> String {
    visible(text).into_owned()
}

/// Longest line on standard error, in characters.
const LONGEST_LINE: usize = 2_000;

/// Says something on standard error, in one line that has an end.
pub fn say(text: &str) {
    eprintln!("headroom: {}", shortened(&visible(text), LONGEST_LINE));
}

/// Prints text on standard output with nothing hidden in it.
pub fn print(text: &str) {
    print_painted(&visible_lines(text));
}

/// Prints text that was made visible before it was painted; a closed pipe (`| head`) is not an error.
pub fn print_painted(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
}
