//! The measured metrics, those that a gate looks at first.

use super::figure;
use crate::analysis::context;
use crate::analysis::readout::items::worst_slices;
use crate::data::units;
use crate::decide::measured;
use crate::report::ReportInput;
use crate::report::parts::{Block, Table, Text, heading, list, paragraph};

/// Rows in the report; the rest are counted.
const MOST: usize = 60;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let all = measured(&context(input.prepared, input.pack, input.scenario()));
    if all.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        "measured-metrics",
        "Evaluations with their 90 % intervals, and the gates that look at them",
        &["Metric", "Value", "Measured on", "Gates", "From"],
    );
    for m in all.iter().take(MOST) {
        let gates: Vec<String> = m.gates.iter().map(|g| g.label.clone()).collect();
        let from = match m.evaluation.row {
            Some(row) => format!("{}, row {row}", m.evaluation.file),
            None => m.evaluation.file.clone(),
        };
        let label = match m.evaluation.illustrative {
            true => format!("{} (illustrative)", m.label),
            false => m.label.clone(),
        };
        let asked = m.unused().map_or_else(|| units::listed(&gates), str::to_owned);
        table.push(vec![
            label.into(),
            m.in_words().into(),
            m.on().into(),
            asked.into(),
            Text::from(from.as_str()).into(),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    if all.len() > MOST {
        blocks.push(paragraph(format!(
            "{} not listed.",
            units::counted(all.len() - MOST, "more evaluation is", "more evaluations are")
        )));
    }
    blocks.extend(figure::all(input, "confusion"));
    blocks.extend(figure::all(input, "reliability"));
    let worst = worst_slices(&input.prepared.evidence);
    if let Some(l) = list(worst.into_iter().map(Text::from).collect()) {
        blocks.extend([heading("Worst slices", ""), l]);
    }
    blocks
}
