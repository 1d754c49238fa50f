//! `headroom distill`: what self-data distillation takes, from a pilot.

use super::{Outcome, Refusal, print};
use crate::data::units::{compact, grouped};
use crate::decide::distillation::{Pilot, Plan, Ranged, plan};
use serde::Serialize;
use std::process::ExitCode;

/// Options of `headroom distill`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "A pilot lets the model answer anew and counts how many answers still come to the reference. Ranges are of 95 %. Exit code: 0 done, 2 on bad input."
)]
pub struct Arguments {
    /// Answers that the pilot generated.
    #[arg(long, value_name = "N")]
    pub generated: f64,
    /// Of those, that were accepted.
    #[arg(long, value_name = "N")]
    pub accepted: f64,
    /// Records wanted with an answer of the model's own.
    #[arg(long, value_name = "K")]
    pub records: f64,
    /// Price of one generated answer.
    #[arg(long, value_name = "MONEY")]
    pub price: Option<f64>,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    headroom: &'static str,
    version: u32,
    plan: &'a Plan,
}

/// Runs the subcommand.
///
/// # Errors
/// Numbers that cannot be.
pub fn run(arguments: &Arguments) -> Outcome {
    let Arguments { generated, accepted, records, price, json } = *arguments;
    let found = plan(Pilot { generated, accepted, wanted: records, price });
    let found = found.map_err(|fault| Refusal(fault.to_string()))?;
    if json {
        let report = Report { headroom: "distill", version: 1, plan: &found };
        print(&serde_json::to_string_pretty(&report).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = vec![found.sentence.clone(), String::new()];
    let line = |name: &str, r: Ranged, show: fn(f64) -> String| {
        let high = r.high.map_or_else(|| "no end".to_owned(), show);
        format!("{name:<22} {} ({} to {high})", show(r.likely), show(r.low))
    };
    out.extend(found.generations.map(|r| line("generations", r, grouped)));
    out.extend(found.cost.map(|r| line("cost", r, compact)));
    out.push(line("own answers, once each", found.replaced, |x| grouped(x.round())));
    out.push(
        "What these records are worth is told by runs on them: give them as \"selection\" in a learning curve.".into(),
    );
    print(&out.join("\n"));
    Ok(ExitCode::SUCCESS)
}
