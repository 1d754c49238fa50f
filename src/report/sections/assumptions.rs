//! The assumption log: every number that no file gives, with its range, source and owner.

use super::references::cite;
use super::{ILLUSTRATIVE, show};
use crate::data::Unit;
use crate::policy::Range3;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !input.pack.assumptions.is_empty() {
        blocks.push(paragraph("Ranges are read as the 10th and 90th percentile. Each number can be moved in the app; “changed” marks those that this scenario moves."));
        blocks.push(Block::Table(log(input)));
    }
    blocks.extend(prices(input));
    let marked: Vec<Text> = illustrative(input).into_iter().map(Text::from).collect();
    if let Some(l) = list(marked) {
        blocks.push(heading("Illustrative numbers", "illustrative"));
        blocks.push(paragraph("These stand in for numbers that were not measured or sourced; replace them before relying on what follows from them."));
        blocks.push(l);
    }
    blocks
}

fn log(input: &ReportInput<'_>) -> Table {
    let columns = ["Assumption", "#Value", "#Range", "Source", "Owner", "Confidence", "Meaning"];
    let mut table = Table::new("assumption-log", "Assumptions in force", &columns);
    for a in &input.pack.assumptions {
        let value = input.scenario().assumption(input.pack, &a.id);
        let notes = &input.scenario().notes;
        let note = notes.get(&format!("assumption {}", a.id)).or_else(|| notes.get(&a.id));
        let source = if a.source.is_empty() { "not given".into() } else { cite(input, &a.source) };
        let meaning = match note {
            Some(n) if !n.text.is_empty() => format!("{} Note: {}", a.help, n.text),
            _ => a.help.clone(),
        };
        let given = |text: Option<&String>| text.filter(|t| !t.is_empty()).map_or("not given".to_owned(), Clone::clone);
        table.push(vec![
            Text::from(a.label.as_str())
                .mark_if(a.illustrative, ILLUSTRATIVE)
                .mark_if(input.scenario().assumptions.contains_key(&a.id), "changed")
                .into(),
            Cell::shown(Some(value), show(input, value, a.unit)),
            format!("{} to {}", show(input, a.low, a.unit), show(input, a.high, a.unit)).into(),
            source.into(),
            given(note.map(|n| &n.owner)).into(),
            given(note.map(|n| &n.confidence)).into(),
            meaning.trim().into(),
        ]);
    }
    table
}

fn prices(input: &ReportInput<'_>) -> Vec<Block> {
    let c = &input.pack.costs;
    let rows: [(&str, Option<Range3>, Unit); 9] = [
        ("Acquiring one record", c.acquire, Unit::Money),
        ("Labelling or reviewing one record", c.annotate, Unit::Money),
        ("One expert preference pair", c.preference_pair, Unit::Money),
        ("Raising one record to its tier's quality", c.improve, Unit::Money),
        ("Checking one record for duplicates", c.deduplicate, Unit::Money),
        ("10^18 FLOP of training", c.exaflop, Unit::Money),
        ("A week of delay", c.week_of_delay, Unit::Money),
        ("One evaluation item, rated", c.evaluation_item, Unit::Money),
        ("Records collected in a week", c.records_per_week, Unit::Count),
    ];
    let mut table = Table::new("prices", "Prices and speeds", &["What", "#Low", "#Likely", "#High"]);
    for (name, range, unit) in rows {
        let Some(r) = range else { continue };
        let cell = |v: f64| Cell::shown(Some(v), show(input, v, unit));
        table.push(vec![
            Text::from(name).mark_if(c.illustrative, ILLUSTRATIVE).into(),
            cell(r.low),
            cell(r.likely),
            cell(r.high),
        ]);
    }
    if table.rows.is_empty() { Vec::new() } else { vec![heading("Prices", "prices-heading"), Block::Table(table)] }
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
