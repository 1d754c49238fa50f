//! Before and after: did the targeted metrics improve, and did nothing else regress?

use super::{capital, explained};
use crate::data::units;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let explained = explained(input);
    let changes = explained.changes;
    if changes.is_empty() {
        return Vec::new();
    }
    let columns = [
        "Metric",
        "#Before",
        "#After",
        "#Improvement (95 % interval)",
        "#p after Holm's correction",
        "#Smallest change this would detect",
        "Compared",
        "Result",
    ];
    let mut table = Table::new("change-table", "Evaluations before and after", &columns);
    for c in &changes {
        let gain = units::score(c.improvement);
        let interval = c.interval.map_or(format!("{gain} (interval unknown)"), |(a, b)| {
            format!("{gain} ({} to {})", units::score(a), units::score(b))
        });
        table.push(vec![
            c.label.as_str().into(),
            Cell::shown(Some(c.before), units::score(c.before)),
            Cell::shown(Some(c.after), units::score(c.after)),
            Cell::shown(Some(c.improvement), interval),
            Cell::shown(c.p_holm, c.p_words()),
            Cell::shown(c.detectable, c.detectable.map_or("unknown".into(), units::score)),
            c.basis().into(),
            c.words.as_str().into(),
        ]);
    }
    let mut blocks = Vec::new();
    blocks.extend(explained.after.map(|a| paragraph(format!("{}: {}", capital(a.outcome.word()), a.sentence))));
    blocks.extend([
        paragraph(
            "Positive is better, whichever way the metric improves. Where both evaluations give the same items, they are compared item by item: passes and failures with the exact McNemar test, other scores with exact sign flips where they are few and Student's t where they are many; otherwise as independent samples. P-values are corrected for the number of metrics (Holm 1979). The smallest change is the one that such a comparison detects with probability 0.8.",
        ),
        Block::Table(table),
    ]);
    blocks
}
