//! The command line. One file a subcommand; each gives back what to print and the exit code.
//!
//! Exit codes: 0 done, 1 a gate fails, 2 bad input (one line on standard error says what and how to mend it).

pub mod fit_curve;
pub mod fit_scaling;
pub mod inspect;

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
    /// Fit curves or laws to measurements.
    #[command(subcommand)]
    Fit(Fit),
    /// Say what is in files: kinds, roles of columns, rows read and skipped, and why.
    Inspect(inspect::Arguments),
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
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Fit(Fit::Curve(a)) => fit_curve::run(a),
        Command::Fit(Fit::Scaling(a)) => fit_scaling::run(a),
        Command::Inspect(a) => inspect::run(a),
    };
    match outcome {
        Ok(code) => code,
        Err(refusal) => {
            eprintln!("headroom: {refusal}");
            ExitCode::from(2)
        }
    }
}

/// Prints text on standard output; a closed pipe (`| head`) is not an error.
pub fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
}
