//! Duplicates and leaks in the texts, as counts: no text and no name of a record stands in a report.

use super::{ILLUSTRATIVE, capital};
use crate::data::{Unit, units};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let Some(found) = &input.prepared.duplication else { return Vec::new() };
    let mut blocks = vec![
        paragraph(Text::from(found.in_words()).mark_if(found.illustrative, ILLUSTRATIVE)),
        paragraph(found.distinct_in_words()),
        paragraph(found.leaks_in_words()),
    ];
    if !found.groups.is_empty() {
        let columns = ["By", "Name", "#Records", "#Distinct", "#Duplicates within", "#In another as well"];
        let caption = "Records of text by split, family and file, and those that say the same";
        let mut table = Table::new("duplicates-table", caption, &columns);
        for g in &found.groups {
            let count = |n: usize| Cell::shown(Some(n as f64), units::grouped(n as f64));
            table.push(vec![
                capital(g.by.word()).into(),
                g.name.as_str().into(),
                count(g.records),
                count(g.distinct),
                Cell::number(Some(g.share()), Unit::Fraction),
                count(g.elsewhere),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    blocks.extend(list(found.caveats().into_iter().map(Text::from).collect()));
    blocks.push(paragraph(
        "Texts are compared without case and punctuation by their sets of 5-grams of words; candidates come of MinHash (14 buckets of 8 \
         hashes), and each was compared in full. Which records they are is not in this report: the page and the command line list them.",
    ));
    blocks
}
