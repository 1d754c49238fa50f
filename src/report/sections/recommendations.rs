//! Recommendations by horizon, each with the trigger that makes it due.

use super::{capital, explained};
use crate::report::ReportInput;
use crate::report::parts::{Block, Table, Text, heading};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let all = explained(input).recommendations;
    let mut horizons: Vec<u32> = all.iter().map(|r| r.recommendation.months).collect();
    horizons.sort_by_key(|m| if *m == 0 { u32::MAX } else { *m });
    horizons.dedup();
    let mut blocks = Vec::new();
    for months in horizons {
        let (title, id) = match months {
            0 => ("Research, without a date".to_owned(), "recommended-research".to_owned()),
            m => (format!("Within {m} months"), format!("recommended-{m}")),
        };
        let mut table = Table::new(&id, &title, &["What", "Now", "Trigger", "Why", "To prepare"]);
        for r in all.iter().filter(|r| r.recommendation.months == months) {
            let trigger =
                if r.evidence.is_empty() { r.trigger.clone() } else { format!("{}; {}", r.trigger, r.evidence) };
            table.push(vec![
                r.recommendation.label.as_str().into(),
                Text::default().strong(r.due.words()).into(),
                capital(&trigger).into(),
                r.recommendation.rationale.as_str().into(),
                r.recommendation.prepare.as_str().into(),
            ]);
        }
        blocks.push(heading(title, ""));
        blocks.push(Block::Table(table));
    }
    blocks
}
