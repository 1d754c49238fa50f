//! `headroom decide`: the verdict, its reasons, and what would flip it.

use super::load::{self, Inputs};
use super::{Outcome as Ended, plain, print};
use crate::analysis::asking;
use crate::analysis::explain;
use crate::analysis::readout::curve_targets::curve_targets;
use crate::analysis::readout::most_gain::most_gain;
use crate::data::units;
use crate::policy::Proposal;
use crate::report::json;
use serde::Serialize;
use std::process::ExitCode;

/// Options of `headroom decide`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "The fields of --json are documented in docs/command-line.md. Exit code: 0 done, 2 on bad input."
)]
pub struct Arguments {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

/// The decision, with what to add to the policy pack where files name targets.
#[derive(Serialize)]
struct Result<'a> {
    #[serde(flatten)]
    document: json::Document<'a>,
    #[serde(skip_serializing_if = "Proposal::is_empty")]
    proposed: &'a Proposal,
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read.
pub fn run(arguments: &Arguments) -> Ended {
    let loaded = load::load(&arguments.inputs)?;
    loaded.complain();
    let decision = loaded.decide();
    let exploration = loaded.explore();
    let input = loaded.report(&decision, &exploration);
    let proposed = asking::proposed(&loaded.pack, &loaded.prepared.evidence);
    if arguments.json {
        let result = Result { document: json::document(&input), proposed: &proposed };
        print(&serde_json::to_string_pretty(&result).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    let verdict = &decision.verdict;
    let mut lines = vec![format!("{}.", verdict.action.words()), plain(&verdict.sentence)];
    lines.extend(exploration.assumed.iter().map(|a| format!("Assumed: {}", plain(&a.sentence))));
    lines.extend([String::new(), "Why:".into()]);
    lines.extend(
        verdict
            .reasons
            .iter()
            .map(|r| format!("  {} {:<8} {}", r.outcome.icon(), r.outcome.word(), plain(&decision.reason_alone(r)))),
    );
    if !decision.completion.is_empty() {
        lines.extend([String::new(), "To complete:".into()]);
        lines.extend(decision.completion.iter().map(|c| format!("  {}: {}", plain(&c.label), plain(&c.detail))));
    }
    let explained = explain(&loaded.prepared, &loaded.pack, loaded.project.scenario(), &decision);
    if let Some(after) = &explained.after {
        lines.extend([String::new(), "Before and after:".into(), format!("  {}", plain(&after.sentence))]);
        lines.extend(explained.changes.iter().map(|c| {
            let (before, after) = (units::score(c.before), units::score(c.after));
            format!("  {}: {before} to {after}, {} ({})", plain(&c.label), c.words, c.basis())
        }));
    }
    let curves = curve_targets(&input.view());
    if !curves.is_empty() {
        lines.extend([String::new(), "What the learning curves say:".into()]);
        lines.extend(curves.iter().map(|c| format!("  {}", plain(&c.finding))));
        lines.extend(most_gain(&input.view()).iter().map(|m| format!("  {}", plain(&m.sentence))));
    }
    lines.extend([String::new(), "What would flip it, nearest first:".into()]);
    if exploration.flips.is_empty() {
        lines.push("  Nothing that moves alone.".into());
    }
    lines.extend(exploration.flips.iter().map(|f| format!("  {}", plain(&f.sentence))));
    if exploration.chances.sure().is_some() {
        lines.extend([String::new(), "How sure, if the uncertain numbers were known:".into()]);
        let chances = exploration.chances.verdicts.iter();
        lines.extend(chances.map(|(a, p)| format!("  {:>9}  {}", units::chance(*p), a.words())));
    }
    if let Some(best) = &exploration.options.best {
        let mix = if best.options.is_empty() { "nothing".to_owned() } else { best.options.join(", ") };
        lines.extend([String::new(), format!("Best under the budget: {}.", plain(&mix))]);
    }
    let information = &exploration.information;
    if !information.recommendation.is_empty() {
        lines.extend([String::new(), plain(&information.recommendation)]);
    }
    if !proposed.gates.is_empty() {
        lines.extend([
            String::new(),
            "Proposed by the targets in the files, in force in no gate (--json writes them as gates):".into(),
        ]);
        lines.extend(proposed.gates.iter().map(|g| {
            format!(
                "  {} {} {}  ({})",
                plain(&g.label),
                g.comparator.symbol(),
                units::show(g.threshold, g.unit),
                plain(&g.source)
            )
        }));
    }
    print(&lines.join("\n"));
    Ok(ExitCode::SUCCESS)
}
