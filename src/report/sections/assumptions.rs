//! The assumption log: every number that no file gives, with its range, source and owner.

use super::references::cite;
use super::{ILLUSTRATIVE, show};
use crate::analysis;
use crate::analysis::readout::what_if;
use crate::data::units;
use crate::decide::assumptions::{Assumed, Kind, assumptions};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};
use crate::scenario::{About, Annotation};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let log = log(input);
    if !log.rows.is_empty() {
        blocks.push(paragraph("Ranges are read as the 10th and 90th percentile. Each number can be moved in the app; “changed” marks those that this scenario moves."));
        blocks.push(Block::Table(log));
    }
    blocks.extend(prices(input));
    blocks.extend(scaling(input));
    let marked: Vec<Text> = illustrative(input).into_iter().map(Text::from).collect();
    if let Some(l) = list(marked) {
        blocks.push(heading("Illustrative numbers", "illustrative"));
        blocks.push(paragraph("These stand in for numbers that were not measured or sourced; replace them before relying on what follows from them."));
        blocks.push(l);
    }
    blocks
}

/// Columns for what somebody wrote or changed are there only where somebody did.
fn log(input: &ReportInput<'_>) -> Table {
    let scenario = input.scenario();
    let all = assumptions(&analysis::context(input.prepared, input.pack, scenario));
    let note = |a: &Assumed| scenario.notes.get(&a.about()).or_else(|| scenario.notes.get(&About::from(a.id.as_str())));
    // Prices have a table of their own; here are those that somebody wrote about.
    let rows: Vec<&Assumed> = all.iter().filter(|a| a.kind != Kind::Price || note(a).is_some()).collect();
    let written = |pick: fn(&Annotation) -> &String| rows.iter().any(|a| note(a).is_some_and(|n| !pick(n).is_empty()));
    let optional: [(&str, fn(&Annotation) -> &String); 3] =
        [("Owner", |n| &n.owner), ("Date", |n| &n.date), ("Confidence", |n| &n.confidence)];
    let changed = rows.iter().any(|a| a.changed);
    let optional: Vec<_> = optional.into_iter().filter(|(_, pick)| written(*pick)).collect();
    let mut columns = vec!["Assumption", "#Value"];
    if changed {
        columns.push("#Policy");
    }
    columns.extend(["#Range", "Source"]);
    columns.extend(optional.iter().map(|(name, _)| *name));
    columns.extend(["Used for", "Meaning"]);
    let mut table = Table::new("assumption-log", "Assumptions in force", &columns);
    for a in rows {
        let note = note(a);
        let own = note.map(|n| n.source.as_str()).filter(|s| !s.is_empty());
        let source = match (own, a.source.is_empty()) {
            (Some(own), _) => own.into(),
            (None, true) => "not given".into(),
            (None, false) => cite(input, &a.source),
        };
        let meaning = match note {
            Some(n) if !n.text.is_empty() => format!("{} Note: {}", a.help, n.text),
            _ => a.help.clone(),
        };
        let name = match a.kind {
            Kind::WhatIf => format!("What if: {}", a.label),
            Kind::Price => format!("Price: {}", a.label),
            Kind::Assumption => a.label.clone(),
        };
        let mut cells: Vec<Cell> = vec![
            Text::from(name).mark_if(a.illustrative, ILLUSTRATIVE).mark_if(a.changed, "changed").into(),
            Cell::shown(a.value, a.value.map_or_else(|| "unknown".into(), |v| show(input, v, a.unit))),
        ];
        if changed {
            let policy = a.policy.filter(|_| a.changed);
            cells.push(Cell::shown(policy, policy.map_or_else(|| "–".into(), |v| show(input, v, a.unit))));
        }
        let range = a.range.map(|(low, high)| format!("{} to {}", show(input, low, a.unit), show(input, high, a.unit)));
        cells.push(range.unwrap_or_else(|| "–".into()).into());
        cells.push(source.into());
        for (_, pick) in &optional {
            let text = note.map(pick).filter(|t| !t.is_empty());
            cells.push(text.map_or("not given", String::as_str).into());
        }
        cells.push(a.used().into());
        cells.push(meaning.trim().into());
        table.push(cells);
    }
    table
}

fn prices(input: &ReportInput<'_>) -> Vec<Block> {
    let all = assumptions(&analysis::context(input.prepared, input.pack, input.scenario()));
    let known = all.iter().filter(|a| a.kind == Kind::Price).filter_map(|a| Some((a, a.value?, a.range?)));
    let changed = all.iter().any(|a| a.kind == Kind::Price && a.changed);
    let mut columns = vec!["What", "#Low", "#Likely", "#High"];
    if changed {
        columns.push("#Policy");
    }
    let mut table = Table::new("prices", "Prices and speeds", &columns);
    for (a, value, (low, high)) in known {
        let cell = |v: f64| Cell::shown(Some(v), show(input, v, a.unit));
        let name = Text::from(a.label.as_str());
        let name = name.mark_if(a.illustrative && !a.changed, ILLUSTRATIVE).mark_if(a.changed, "changed");
        let mut cells = vec![name.into(), cell(low), cell(value), cell(high)];
        if changed {
            let policy = a.policy.filter(|_| a.changed);
            cells.push(Cell::shown(policy, policy.map_or_else(|| "–".into(), |v| show(input, v, a.unit))));
        }
        table.push(cells);
    }
    if table.rows.is_empty() { Vec::new() } else { vec![heading("Prices", "prices-heading"), Block::Table(table)] }
}

/// Numbers from the literature, or from the person's own runs.
fn scaling(input: &ReportInput<'_>) -> Vec<Block> {
    let Some(constants) = what_if::in_force(&input.view()) else { return Vec::new() };
    let mut table = Table::new(
        "scaling-constants",
        &format!("Constants of the scaling law in force: {}", constants.name),
        &["Constant", "#Value", "Meaning"],
    );
    for (symbol, meaning, value) in constants.rows() {
        table.push(vec![symbol.into(), Cell::shown(Some(value), units::digits(value, 4)), meaning.as_str().into()]);
    }
    let source = format!("Source: {}. How they are known: {}.", constants.source, constants.provenance);
    vec![heading("Scaling law", "scaling-constants-heading"), Block::Table(table), paragraph(source)]
}

fn illustrative(input: &ReportInput<'_>) -> Vec<String> {
    let e = &input.prepared.evidence;
    let mut items = Vec::new();
    let mut add = |what: &str, names: Vec<&str>| {
        if !names.is_empty() {
            items.push(format!("{what}: {}", names.join(", ")));
        }
    };
    add("Thresholds", input.pack.gates.iter().filter(|g| g.illustrative).map(|g| g.label.as_str()).collect());
    add("Data sets", e.datasets.iter().filter(|d| d.illustrative).map(|d| d.name.as_str()).collect());
    add("Evaluations", e.evaluations.iter().filter(|v| v.illustrative).map(|v| v.label.as_str()).collect());
    add("Learning curves", e.curves.iter().filter(|c| c.illustrative).map(|c| c.label.as_str()).collect());
    add("Verification results", e.checks.iter().filter(|c| c.illustrative).map(|c| c.id.as_str()).collect());
    items
}
