//! Research comparison: each finding, what we do, how the two compare, and what would change the status.

use super::{ILLUSTRATIVE, explained};
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Table, Text, heading, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let findings = explained(input).findings;
    if findings.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        "finding-table",
        "Research findings evaluated on this evidence",
        &["Finding", "What the research says", "Our application", "Status"],
    );
    for f in &findings {
        let status = match &f.also {
            Some((also, what)) => format!("{}; {}: {what}", f.status.word(), also.word()),
            None => f.status.word().to_owned(),
        };
        table.push(vec![
            Cell::from(Text::default().link(f.label.as_str(), format!("#finding-{}", anchor(&f.id)))),
            f.claim.as_str().into(),
            f.application.as_str().into(),
            Text::default().strong(status).mark_if(f.illustrative, ILLUSTRATIVE).into(),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    for f in &findings {
        blocks.push(heading(f.label.clone(), format!("finding-{}", anchor(&f.id))));
        blocks.push(paragraph(f.comparison.as_str()));
        if !f.facts.is_empty() {
            blocks.push(Block::Facts { items: f.facts.iter().map(|(n, v)| (n.clone(), v.as_str().into())).collect() });
        }
        if !f.action.is_empty() {
            blocks.push(paragraph(Text::default().strong("What would change the status: ").and(f.action.as_str())));
        }
        if !f.source.is_empty() {
            blocks.push(paragraph(format!("Source: {}", f.source)));
        }
    }
    blocks
}
