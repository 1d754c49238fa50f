//! Synthesis: where the evidence agrees with the research, where it does not, and what it says against each perspective.

use super::{capital, explained};
use crate::report::ReportInput;
use crate::report::parts::{Block, Text, heading, list};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let s = explained(input).synthesis;
    let mut blocks = Vec::new();
    for (title, lines) in [("Strong alignment", &s.strong), ("Moderate alignment", &s.moderate), ("Gaps", &s.gaps)] {
        if let Some(l) = list(lines.iter().map(|t| Text::from(t.as_str())).collect()) {
            blocks.extend([heading(title, ""), l]);
        }
    }
    let against = input
        .exploration
        .perspectives
        .perspectives
        .iter()
        .map(|p| Text::default().strong(format!("{}: ", p.label)).and(capital(&p.verdict)));
    if let Some(l) = list(against.collect()) {
        blocks.extend([heading("Against each perspective", ""), l]);
    }
    blocks
}
