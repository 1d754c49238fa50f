//! Which files stand behind the decision, and what there is to say about them.

use super::count;
use crate::data::units;
use crate::data::{Diagnostic, Unit};
use crate::read::KINDS;
use crate::read::kinds::{checks, curves, evaluations, inventory, runs};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let evidence = &input.prepared.evidence;
    let mut blocks = Vec::new();
    if evidence.files.is_empty() {
        blocks.push(paragraph("No file was loaded: every gate is unknown."));
    } else {
        let kinds: Vec<String> = KINDS
            .iter()
            .map(|k| ((k.count)(evidence), k))
            // What a decision rests on is named even where there is none of it; the rest becomes part of that.
            .filter(|(n, k)| {
                let asked = [inventory::KIND, evaluations::KIND, curves::KIND, runs::KIND, checks::KIND];
                *n > 0 || asked.contains(&k.kind)
            })
            .map(|(n, k)| count(n, k.counted.0, k.counted.1))
            .collect();
        let read = count(evidence.files.len(), "file", "files");
        blocks.push(paragraph(format!("{read} gave {}.", units::listed(&kinds))));
        blocks.push(Block::Table(files(input)));
    }
    blocks.extend(warnings(input));
    let left_out: Vec<Text> =
        input.project.files.iter().filter(|f| f.left_out).map(|f| Text::from(f.name.as_str())).collect();
    if let Some(l) = list(left_out) {
        blocks.extend([heading("Files left out by hand", ""), l]);
    }
    blocks
}

fn files(input: &ReportInput<'_>) -> Table {
    let mut table =
        Table::new("files", "Files read", &["File", "Taken for", "#Rows read", "#Rows skipped", "#Size", "SHA-256"]);
    for f in &input.prepared.evidence.files {
        let name = match &f.part {
            Some(part) => Text::from(f.name.as_str()).and(format!(", {part}")),
            None => f.name.as_str().into(),
        };
        table.push(vec![
            name.into(),
            f.kind.as_str().into(),
            Cell::shown(Some(f.rows_read as f64), units::grouped(f.rows_read as f64)),
            Cell::shown(Some(f.rows_skipped as f64), units::grouped(f.rows_skipped as f64)),
            Cell::number(Some(f.size as f64), Unit::Bytes),
            Text::default().code(f.hash.as_str()).into(),
        ]);
    }
    table
}

fn warnings(input: &ReportInput<'_>) -> Vec<Block> {
    let evidence = &input.prepared.evidence;
    let of_files = evidence.files.iter().flat_map(|f| f.diagnostics.iter().map(move |d| (f.name.as_str(), d)));
    let of_fits = input.prepared.curves.iter().flat_map(|c| {
        let label = evidence.curves.iter().find(|k| k.id == c.id).map_or(c.id.as_str(), |k| k.label.as_str());
        c.diagnostics.iter().map(move |d| (label, d))
    });
    let line = |(about, d): (&str, &Diagnostic)| {
        let text = d.to_string();
        if d.place.is_some() { Text::from(text) } else { Text::default().strong(about).and(format!(": {text}")) }
    };
    let mut blocks = Vec::new();
    blocks.push(heading("What the readers had to say", "warnings"));
    match list(of_files.map(line).collect()) {
        Some(l) => blocks.push(l),
        None => blocks.push(paragraph("Nothing was skipped, assumed or doubtful.")),
    }
    if let Some(l) = list(of_fits.map(line).collect()) {
        blocks.extend([heading("What the curve fits had to say", ""), l]);
    }
    blocks
}
