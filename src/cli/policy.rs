//! `headroom policy`: a policy pack written from evidence, and what a pack asks in sentences.

use super::load::{self, Inputs};
use super::{Outcome, Refusal, plain, print, say};
use crate::analysis::asking::{ask_all, found_metrics, found_words, pack_in_words};
use crate::policy::{self, PolicyPack, WrittenTarget, defaults};
use std::path::PathBuf;
use std::process::ExitCode;

/// What there is to do with a policy pack.
#[derive(Debug, clap::Subcommand)]
pub enum Policy {
    /// Write a policy pack from evidence and targets.
    New(New),
    /// Say what a policy pack asks, what it never asks, and what is wrong with it.
    Check(Check),
}

/// Options of `headroom policy new`.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Targets in the files (a table of metric and target) become gates, as those of --target do. \
Without a policy the general questions are the beginning. Exit code: 0 done, 2 on bad input.")]
pub struct New {
    #[command(flatten)]
    pub inputs: Inputs,
    /// File to write; standard output where not given.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Options of `headroom policy check`.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Exit code: 0 nothing is wrong, 1 a part of the pack has no effect, 2 it cannot be read.")]
pub struct Check {
    /// Policy pack: a file, or the identifier of one that ships with the program.
    pub pack: String,
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read, or a file that cannot be written.
pub fn run(what: &Policy) -> Outcome {
    match what {
        Policy::New(arguments) => new(arguments),
        Policy::Check(arguments) => check(arguments),
    }
}

fn new(arguments: &New) -> Outcome {
    let inputs = &arguments.inputs;
    let loaded = load::load(inputs)?;
    loaded.complain();
    let evidence = &loaded.prepared.evidence;
    // What was typed wins over what a file says.
    let typed = &loaded.project.policy.own.gates;
    let in_files = evidence.targets.iter().map(WrittenTarget::of);
    let (mut changes, _) = ask_all(&loaded.pack, evidence, &in_files.collect::<Vec<_>>())
        .map_err(|e| Refusal(format!("a target of the files cannot be: {e}.")))?;
    changes.gates.retain(|g| typed.iter().all(|t| t.with != g.with));
    let with = changes.applied(&loaded.pack);
    let name = inputs.name.clone().unwrap_or_else(|| "Own policy".to_owned());
    let found = found_metrics(evidence, &with);
    let new = found.iter().filter(|f| with.metrics.iter().all(|m| m.id != f.id)).map(|f| f.spec());
    let metrics = with.metrics.iter().cloned().chain(new).collect();
    let id = crate::data::evaluation::metric_id(&name).replace('_', "-");
    let pack = PolicyPack { id, name: plain(&name), metrics, ..with };
    let text = policy::write(&pack);
    say(&found_words(evidence, &pack));
    let targets = pack.gates.iter().filter(|g| g.asks_metric().is_some()).count();
    if targets == 0 {
        say("no target is asked yet: name one with --target, for instance --target \"accuracy>=0.9\".");
    }
    match &arguments.out {
        None => print(text.trim_end()),
        Some(out) => {
            std::fs::write(out, &text).map_err(|e| Refusal(format!("{}: cannot be written ({e})", out.display())))?;
            say(&format!("{} ({} gates).", out.display(), pack.gates.len()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(arguments: &Check) -> Outcome {
    let shipped = defaults::PACKS.iter().find(|(id, _)| *id == arguments.pack);
    let text = match shipped {
        Some((_, text)) => (*text).to_owned(),
        None => {
            let path = PathBuf::from(&arguments.pack);
            let bytes = load::bytes_of(&path)?;
            String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}').to_owned()
        }
    };
    let read = policy::parse(&text).map_err(|e| Refusal(format!("{}: {e}", arguments.pack)))?;
    let (pack, words) = (&read.value, pack_in_words(&read.value));
    let mut lines = vec![format!("{} ({})", plain(&pack.name), plain(&pack.id))];
    if !pack.description.is_empty() {
        lines.push(plain(&pack.description));
    }
    for (phase, gates) in &words.asked {
        lines.extend([String::new(), format!("{}: {}", phase.word(), phase.question())]);
        if gates.is_empty() {
            lines.push("  Nothing is asked.".into());
        }
        lines.extend(gates.iter().map(|g| format!("  {}", plain(g))));
    }
    if !words.never.is_empty() {
        lines.extend([String::new(), "Never asked:".into()]);
        lines.extend(words.never.iter().map(|n| format!("  {}", plain(n))));
    }
    let faults: Vec<String> = read.diagnostics.iter().map(ToString::to_string).chain(words.faults).collect();
    if !faults.is_empty() {
        lines.extend([String::new(), "Wrong:".into()]);
        lines.extend(faults.iter().map(|f| format!("  {}", plain(f))));
    }
    print(&lines.join("\n"));
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
