//! `headroom gate`: every gate with its outcome, and an exit code for a pipeline.

use super::load::{self, Inputs, Loaded};
use super::{Outcome as Ended, plain, print, print_painted};
use crate::data::Unit;
use crate::decide::{Decision, GateOutcome, Outcome};
use crate::policy::{Phase, Severity};
use serde::Serialize;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Options of `headroom gate`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Exit code: 0 when no gate fails, 1 when one does (gates of severity \"info\" and waived gates do not count) or when a file said nothing, 2 on bad input."
)]
pub struct Arguments {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
    /// An unknown gate counts as a failure.
    #[arg(long)]
    pub strict: bool,
}

/// The result as JSON: `ok`, `verdict`, `counts` by outcome, and `gates` as the decision has them.
#[derive(Serialize)]
struct Report<'a> {
    headroom: &'static str,
    version: u32,
    ok: bool,
    strict: bool,
    verdict: &'static str,
    counts: Counts,
    failed: Vec<&'a str>,
    unknown: Vec<&'a str>,
    /// Files that were given and said nothing.
    unread: &'a [String],
    gates: &'a [GateOutcome],
}

#[derive(Clone, Copy, Serialize)]
struct Counts {
    pass: usize,
    warn: usize,
    fail: usize,
    unknown: usize,
    not_triggered: usize,
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read.
pub fn run(arguments: &Arguments) -> Ended {
    let loaded = load::load(&arguments.inputs)?;
    loaded.complain();
    let decision = loaded.decide();
    // A file that said nothing may be the one with the failure: what was asked for was not judged.
    let ok = loaded.unread.is_empty() && !decision.outcomes.iter().any(|o| counts_as_failure(o, arguments.strict));
    if arguments.json {
        let ids = |outcome: Outcome| {
            decision.outcomes.iter().filter(|o| o.outcome == outcome).map(|o| o.gate.as_str()).collect()
        };
        let report = Report {
            headroom: "gates",
            version: 1,
            ok,
            strict: arguments.strict,
            verdict: decision.verdict.action.id(),
            counts: counts(&decision),
            failed: ids(Outcome::Fail),
            unknown: ids(Outcome::Unknown),
            unread: &loaded.unread,
            gates: &decision.outcomes,
        };
        print(&serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let text = table(&loaded, &decision, colour);
        if colour { print_painted(&text) } else { print(&text) }
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn counts_as_failure(o: &GateOutcome, strict: bool) -> bool {
    let counts = o.waiver.is_none() && o.severity != Severity::Info;
    counts && (o.outcome == Outcome::Fail || (strict && o.outcome == Outcome::Unknown))
}

fn counts(decision: &Decision) -> Counts {
    let n = |outcome: Outcome| decision.outcomes.iter().filter(|o| o.outcome == outcome).count();
    Counts {
        pass: n(Outcome::Pass),
        warn: n(Outcome::Warn),
        fail: n(Outcome::Fail),
        unknown: n(Outcome::Unknown),
        not_triggered: n(Outcome::NotTriggered),
    }
}

/// The table: one line a gate, by phase, then the verdict and what is unknown.
fn table(loaded: &Loaded, decision: &Decision, colour: bool) -> String {
    let mut out = String::new();
    let label = |o: &GateOutcome| plain(&o.label);
    let show = |value: f64, unit: Unit| loaded.pack.amount(value, unit).to_string();
    let gate = |o: &GateOutcome| loaded.pack.gate(&o.gate);
    let measured = |o: &GateOutcome| match (gate(o), o.measurement.value) {
        (Some(gate), Some(value)) => loaded.pack.measured(gate, value),
        _ => "unknown".to_owned(),
    };
    let needed = |o: &GateOutcome| match o.unit {
        Unit::YesNo => show(o.threshold, o.unit),
        _ => format!("{} {}", o.comparator.symbol(), show(o.threshold, o.unit)),
    };
    let width =
        |f: &dyn Fn(&GateOutcome) -> String| decision.outcomes.iter().map(|o| f(o).chars().count()).max().unwrap_or(0);
    let (label_width, measured_width, needed_width) = (width(&label).min(60), width(&measured), width(&needed));
    for phase in Phase::ALL {
        let own: Vec<&GateOutcome> = decision.outcomes.iter().filter(|o| o.phase == phase).collect();
        if own.is_empty() {
            continue;
        }
        out.push_str(&format!("{}: {}\n", phase.word(), phase.question()));
        for o in own {
            let margin = o
                .margin
                .filter(|_| o.unit != Unit::YesNo)
                .map_or(String::new(), |m| format!("  margin {}{}", if m > 0.0 { "+" } else { "" }, show(m, o.unit)));
            let waived = if o.waiver.is_some() { "  (waived)" } else { "" };
            let word = format!("{:<13}", format!("{} {}", o.outcome.icon(), o.outcome.word().to_uppercase()));
            let line = format!(
                "  {}  {}  {}  needs {}{margin}{waived}",
                if colour { painted(o.outcome, &word) } else { word },
                padded(&label(o), label_width),
                padded_left(&measured(o), measured_width),
                padded(&needed(o), needed_width),
            );
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    let c = counts(decision);
    out.push_str(&format!(
        "{} pass, {} warn, {} fail, {} unknown, {} not triggered.\n",
        c.pass, c.warn, c.fail, c.unknown, c.not_triggered
    ));
    for o in decision.outcomes.iter().filter(|o| o.outcome == Outcome::Unknown) {
        let because = o.measurement.because.as_deref().unwrap_or("no file says");
        out.push_str(&format!("Unknown: {}: {}.\n", label(o), plain(because)));
    }
    let doubtful = |o: &&GateOutcome| {
        let m = &o.measurement;
        m.value.is_some() && m.interval.is_none() && !m.assumed && !m.not_triggered
    };
    for o in decision.outcomes.iter().filter(doubtful) {
        if let Some(because) = &o.measurement.because {
            out.push_str(&format!("Doubtful: {}: {}.\n", label(o), plain(because)));
        }
    }
    let verdict = &decision.verdict;
    out.push_str(&format!(
        "Verdict ({}): {}. {}",
        plain(&loaded.project.scenario().name),
        verdict.action.words(),
        plain(&verdict.sentence)
    ));
    out
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.chars().count())))
}

fn padded_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.chars().count())))
}

fn painted(outcome: Outcome, word: &str) -> String {
    let code = match outcome {
        Outcome::Pass => "32",
        Outcome::Warn => "33",
        Outcome::Fail => "1;31",
        Outcome::Unknown | Outcome::NotTriggered => "2",
    };
    format!("\u{1b}[{code}m{word}\u{1b}[0m")
}
