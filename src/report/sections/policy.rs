//! What the project changes of the policy pack that it came from.

use crate::analysis::asking::gate_in_words;
use crate::policy::{self, GateChange, PolicyPack, defaults};
use crate::report::ReportInput;
use crate::report::parts::{Block, Table, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let used = &input.project.policy;
    if used.own.is_empty() {
        return Vec::new();
    }
    let Some(base) = base(input) else {
        return vec![paragraph(
            "The policy pack that this project came from is not here, so that its changes cannot be told.",
        )];
    };
    let (changes, lists) = (used.own.gates(&base), used.own.lists.changes(&base));
    if changes.is_empty() && lists.is_empty() {
        return Vec::new();
    }
    let mut table =
        Table::new("policy-table", "What differs from the pack", &["Gate or list", "In the pack", "In this project"]);
    for change in &changes {
        let (gate, was, is) = match change {
            GateChange::Added(gate) => (gate, "not asked".to_owned(), gate_in_words(&base, gate)),
            GateChange::Changed(was, now) => (now, gate_in_words(&base, was), gate_in_words(&base, now)),
            GateChange::Off(gate) => (gate, gate_in_words(&base, gate), "not asked".to_owned()),
        };
        table.push(vec![gate.label.as_str().into(), was.as_str().into(), is.as_str().into()]);
    }
    for (kind, words) in &lists {
        table.push(vec![kind.word().into(), "".into(), words.as_str().into()]);
    }
    vec![
        paragraph(format!("It came from the pack “{}”. Every gate and list that differs is below.", base.name)),
        Block::Table(table),
    ]
}

/// The pack without the project's changes: the file that it was dropped as, or the one that ships.
fn base(input: &ReportInput<'_>) -> Option<PolicyPack> {
    let used = &input.project.policy;
    let text = match &used.hash {
        Some(hash) => {
            input.files.iter().find(|(h, _)| h == hash).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        }
        None => defaults::PACKS.iter().find(|(id, _)| *id == used.id).map(|(_, text)| (*text).to_owned()),
    }?;
    policy::parse(text.trim_start_matches('\u{FEFF}')).ok().map(|p| p.value)
}
