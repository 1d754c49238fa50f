//! The inventory rolled up, gaps first.

use super::{ILLUSTRATIVE, capital, count};
use crate::data::{Unit, units};
use crate::decide::inventory::{Group, Total};
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Table, Text, heading, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    if input.prepared.evidence.datasets.is_empty() {
        return vec![paragraph("Unknown: no inventory was loaded.")];
    }
    let mut blocks = Vec::new();
    if !input.decision.completion.is_empty() {
        blocks.push(paragraph("To complete, by training weight at stake:"));
        blocks.push(Block::Table(completion(input)));
    }
    blocks.push(heading("Tiers", "tiers"));
    blocks.push(Block::Table(tiers(input)));
    if input.prepared.inventory.untiered > 0 {
        let n = count(input.prepared.inventory.untiered, "data set names", "data sets name");
        blocks.push(paragraph(format!("{n} no tier and count for none.")));
    }
    blocks.push(heading("Families", "families"));
    blocks.push(Block::Table(families(input)));
    blocks.push(heading("Training stages", "stages"));
    blocks.push(Block::Table(stages(input)));
    blocks.push(Block::Details {
        summary: format!("All {}", count(input.prepared.evidence.datasets.len(), "data set", "data sets")),
        blocks: vec![Block::Table(datasets(input))],
    });
    blocks
}

fn completion(input: &ReportInput<'_>) -> Table {
    let mut table =
        Table::new("completion", "What to complete", &["What", "Why", "#Training weight at stake", "#Missing"]);
    for c in &input.decision.completion {
        table.push(vec![
            c.label.as_str().into(),
            capital(&c.detail).into(),
            Cell::shown(c.weight, c.weight.map_or("–".into(), |w| units::show(w, Unit::Fraction))),
            Cell::shown(c.missing_bytes, c.missing_bytes.map_or("–".into(), units::bytes)),
        ]);
    }
    table
}

/// A sum, with a sign where some data sets do not give the number.
fn total(t: Total, unit: Unit) -> Cell {
    let Some(value) = t.value else { return Cell::number(None, unit) };
    let text = units::show(value, if unit == Unit::Records { Unit::Count } else { unit });
    Cell::shown(Some(value), if t.unknown > 0 { format!("≥ {text}") } else { text })
}

fn status_words(g: &Group) -> String {
    let words = ["present", "partial", "missing", "unknown"];
    let parts: Vec<String> =
        words.iter().zip(g.by_status).filter(|(_, n)| *n > 0).map(|(w, n)| format!("{n} {w}")).collect();
    if parts.is_empty() { "none".into() } else { parts.join(", ") }
}

/// Bytes missing; a dash where nothing is.
fn missing(g: &Group) -> Cell {
    if g.missing_bytes.value.is_none() && g.missing_bytes.unknown == 0 {
        "–".into()
    } else {
        total(g.missing_bytes, Unit::Bytes)
    }
}

fn tiers(input: &ReportInput<'_>) -> Table {
    let columns = [
        "Tier",
        "#Weight missing",
        "Data sets",
        "#Records",
        "#Size",
        "#Missing",
        "#Quality",
        "#Duplicates",
        "How the missing weight was found",
    ];
    let caption = "Tiers: what is there and what is missing of the training weight (≥: some data sets do not say)";
    let mut table = Table::new("tier-table", caption, &columns);
    for t in &input.prepared.inventory.tiers {
        let g = &t.group;
        let label = if t.label.is_empty() { format!("{}", t.tier) } else { format!("{}: {}", t.tier, t.label) };
        let percent = |x: f64| units::show(x, Unit::Fraction);
        let lacks = t.missing_weight.map_or("unknown".into(), percent);
        let quality = g.quality.map_or("unknown".into(), units::score);
        table.push(vec![
            Cell::from(Text::from(label).mark_if(g.illustrative, ILLUSTRATIVE)).anchored(format!("tier-{}", t.tier)),
            Cell::shown(t.missing_weight, format!("{lacks} of {}", percent(t.weight))),
            status_words(g).into(),
            total(g.records, Unit::Records),
            total(g.bytes, Unit::Bytes),
            missing(g),
            Cell::shown(g.quality, format!("{quality}, needs {}", units::score(t.minimum_quality))),
            Cell::number(g.duplication, Unit::Fraction),
            t.basis.as_str().into(),
        ]);
    }
    table
}

fn families(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "family-table",
        "Families (≥: some data sets do not say)",
        &["Family", "Required", "Status", "Why", "#Objects", "#Records", "#Size", "#Missing", "#Quality"],
    );
    for f in &input.prepared.inventory.families {
        let g = &f.group;
        table.push(vec![
            Cell::from(Text::from(f.label.as_str()).mark_if(g.illustrative, ILLUSTRATIVE))
                .anchored(format!("family-{}", anchor(&f.id))),
            if f.required { "yes" } else { "no" }.into(),
            f.status.word().into(),
            f.why.as_str().into(),
            total(g.objects, Unit::Count),
            total(g.records, Unit::Records),
            total(g.bytes, Unit::Bytes),
            missing(g),
            Cell::number(g.quality, Unit::Number),
        ]);
    }
    table
}

fn stages(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "stage-table",
        "Training stages (≥: some data sets do not say)",
        &["Stage", "Data sets", "#Records", "#Tokens", "#Size"],
    );
    for (stage, g) in &input.prepared.inventory.stages {
        table.push(vec![
            capital(stage.words()).into(),
            status_words(g).into(),
            total(g.records, Unit::Records),
            total(g.tokens, Unit::Count),
            total(g.bytes, Unit::Bytes),
        ]);
    }
    table
}

fn datasets(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "datasets",
        "Data sets as the files give them",
        &[
            "Name",
            "Family",
            "#Tier",
            "Stage",
            "Status",
            "#Objects",
            "#Records",
            "#Size",
            "#Missing",
            "#Quality",
            "#Duplicates",
            "Licence",
            "File and row",
        ],
    );
    for d in &input.prepared.evidence.datasets {
        let source = d.row.map_or(d.file.clone(), |r| format!("{}, row {r}", d.file));
        table.push(vec![
            Text::from(d.name.as_str()).mark_if(d.illustrative, ILLUSTRATIVE).into(),
            d.family.as_deref().unwrap_or("unknown").into(),
            Cell::shown(d.tier.map(f64::from), d.tier.map_or("unknown".into(), |t| t.to_string())),
            d.stage.map_or("unknown", |s| s.words()).into(),
            d.status.word().into(),
            Cell::number(d.objects, Unit::Count),
            Cell::number(d.records, Unit::Count),
            Cell::number(d.bytes, Unit::Bytes),
            Cell::shown(d.missing_bytes, d.missing_bytes.map_or("–".into(), units::bytes)),
            Cell::number(d.quality, Unit::Number),
            Cell::number(d.duplication, Unit::Fraction),
            d.licence.as_deref().unwrap_or("unknown").into(),
            source.into(),
        ]);
    }
    table
}
