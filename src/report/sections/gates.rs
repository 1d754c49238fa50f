//! Every gate with what was measured, what is needed, and why the gate is there.

use super::references::cite;
use super::{ILLUSTRATIVE, needs, show};
use crate::data::{Unit, units};
use crate::decide::{GateOutcome, Outcome};
use crate::policy::{Phase, Severity};
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};
use crate::scenario::About;

/// Most rows of evidence that are named for one gate; a passing one names one.
const MOST_ROWS: usize = 3;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for phase in Phase::ALL {
        let own: Vec<&GateOutcome> = input.decision.outcomes.iter().filter(|o| o.phase == phase).collect();
        if own.is_empty() {
            continue;
        }
        blocks.push(heading(
            format!("{}: {}", phase.word(), phase.question()),
            format!("phase-{}", phase.word().to_lowercase()),
        ));
        blocks.push(Block::Table(table(input, phase, &own)));
        blocks.push(Block::Details {
            summary: format!("Why these gates, and the evidence behind them ({})", phase.word().to_lowercase()),
            blocks: own.iter().flat_map(|o| reasons(input, o)).collect(),
        });
    }
    blocks.extend(waivers(input));
    blocks.extend(differences(input));
    blocks
}

fn table(input: &ReportInput<'_>, phase: Phase, own: &[&GateOutcome]) -> Table {
    let caption = format!("Gates of the phase “{}”", phase.word());
    let columns = ["Gate", "Outcome", "#Measured", "#Interval", "#n", "#Needed", "#Margin", "What a failure does"];
    let mut table = Table::new(&format!("gates-{}", phase.word().to_lowercase()), &caption, &columns);
    for o in own {
        let m = &o.measurement;
        let interval = m.interval.map_or("–".to_owned(), |(low, high)| {
            format!("{} to {}", show(input, low, o.unit), show(input, high, o.unit))
        });
        table.push(vec![
            Cell::from(Text::from(o.label.as_str())).anchored(format!("gate-{}", anchor(&o.gate))),
            Text::from(o.outcome)
                .mark_if(o.waiver.is_some(), "waived")
                .mark_if(m.assumed, "what-if")
                .mark_if(m.illustrative, ILLUSTRATIVE)
                .into(),
            Cell::shown(m.value, m.value.map_or("unknown".into(), |v| show(input, v, o.unit))),
            interval.into(),
            Cell::shown(m.n, m.n.map_or("–".into(), units::grouped)),
            Cell::shown(Some(o.threshold), needs(input, o.comparator, o.threshold, o.unit)),
            margin(input, o),
            match o.severity {
                Severity::Block => "stops the phase",
                Severity::Warn => "is counted",
                Severity::Info => "is shown",
            }
            .into(),
        ]);
    }
    table
}

fn margin(input: &ReportInput<'_>, o: &GateOutcome) -> Cell {
    match o.margin {
        Some(v) if o.unit != Unit::YesNo => {
            let text = show(input, v, o.unit);
            Cell::shown(Some(v), if v > 0.0 { format!("+{text}") } else { text })
        }
        _ => "–".into(),
    }
}

fn reasons(input: &ReportInput<'_>, o: &GateOutcome) -> Vec<Block> {
    let mut blocks =
        vec![heading(o.label.clone(), ""), paragraph(Text::from(o.outcome).and(format!(" {}", o.sentence)))];
    if let Some(because) = &o.measurement.because
        && o.measurement.value.is_some()
    {
        blocks.push(paragraph(format!("Note: {because}.")));
    }
    if let Some(gate) = input.pack.gate(&o.gate) {
        let mut words = Vec::new();
        if !gate.rationale.is_empty() {
            words.push(Text::from(format!("Why: {}", gate.rationale)));
        }
        if !gate.source.is_empty() {
            let mut from = Text::from("Threshold from: ");
            from.0.extend(cite(input, &gate.source).0);
            words.push(from.mark_if(gate.illustrative, ILLUSTRATIVE));
        }
        if !gate.remedy.is_empty() {
            words.push(Text::from(format!("When it fails: {}", gate.remedy)));
        }
        if !gate.owner.is_empty() {
            words.push(Text::from(format!("Owner: {}", gate.owner)));
        }
        blocks.extend(list(words));
    }
    if let Some(note) = input
        .scenario()
        .notes
        .get(&About::Gate(o.gate.clone()))
        .or_else(|| input.scenario().notes.get(&About::from(o.gate.as_str())))
    {
        let by = if note.owner.is_empty() { String::new() } else { format!(" ({})", note.owner) };
        blocks.push(paragraph(format!("Note{by}: {}", note.text)));
    }
    let behind = &o.measurement.evidence;
    let most = if o.outcome == Outcome::Pass { 1 } else { MOST_ROWS };
    let mut rows: Vec<Text> = behind
        .iter()
        .take(most)
        .map(|e| {
            Text::from(match (e.file.as_str(), e.row) {
                ("", _) => e.text.clone(),
                (file, Some(row)) => format!("{file}, row {row}: {}", e.text),
                (file, None) => format!("{file}: {}", e.text),
            })
        })
        .collect();
    if behind.len() > most {
        rows.push(Text::from(format!("and {} more", behind.len() - most)));
    }
    blocks.extend(list(rows));
    blocks
}

fn waivers(input: &ReportInput<'_>) -> Vec<Block> {
    let waivers = &input.scenario().waivers;
    if waivers.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new("waivers", "Gates waived in this scenario", &["Gate", "Reason", "Owner", "Until"]);
    for (gate, w) in waivers {
        let label = input.pack.gate(gate).map_or(gate.as_str(), |g| g.label.as_str());
        let given = |text: &str| if text.is_empty() { "not given".to_owned() } else { text.to_owned() };
        table.push(vec![label.into(), given(&w.reason).into(), given(&w.owner).into(), given(&w.expires).into()]);
    }
    vec![heading("Waivers", "waivers-heading"), Block::Table(table)]
}

fn differences(input: &ReportInput<'_>) -> Vec<Block> {
    let changed: Vec<&GateOutcome> =
        input.decision.outcomes.iter().filter(|o| o.threshold != o.policy_threshold).collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new("changed", "Thresholds that differ from the policy", &["Gate", "#Policy", "#In force"]);
    for o in changed {
        table.push(vec![
            o.label.as_str().into(),
            Cell::shown(Some(o.policy_threshold), needs(input, o.comparator, o.policy_threshold, o.unit)),
            Cell::shown(Some(o.threshold), needs(input, o.comparator, o.threshold, o.unit)),
        ]);
    }
    vec![heading("What differs from the policy", "changed-thresholds"), Block::Table(table)]
}
