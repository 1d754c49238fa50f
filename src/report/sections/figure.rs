//! Charts in the report: the same drawings as on the page, with the numbers behind them.

use crate::chart::{self, ChartSpec, DataTable, notes};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Figure, Table};

/// Width that figures are drawn for, CSS pixels: two stand side by side on a page, and on a phone the text stays legible.
const WIDTH: f64 = 500.0;

/// The charts of a kind; none where there is no such kind or the evidence has nothing for it.
pub(super) fn all(input: &ReportInput<'_>, kind: &str) -> Vec<Block> {
    let specs = chart::chart(kind).map(|c| c.specs(&input.view())).unwrap_or_default();
    specs.into_iter().map(|spec| one(&noted(input, spec))).collect()
}

/// The chart with what people wrote on places of it.
pub(super) fn noted(input: &ReportInput<'_>, mut spec: ChartSpec) -> ChartSpec {
    let words = notes::sentences(&spec, input.scenario());
    spec = notes::marked(&spec, input.scenario());
    spec.notes.extend(words);
    spec
}

/// The same without the table behind each, for the page that has no room for it.
pub(super) fn small(input: &ReportInput<'_>, kind: &str) -> Vec<Block> {
    let bare = |block: Block| match block {
        Block::Figure(f) => Block::Figure(Figure { table: None, notes: Vec::new(), id: String::new(), ..f }),
        other => other,
    };
    all(input, kind).into_iter().map(bare).collect()
}

/// The same without the table behind each, where the section has it as a table of its own.
pub(super) fn pictures(input: &ReportInput<'_>, kind: &str) -> Vec<Block> {
    let bare = |block: Block| match block {
        Block::Figure(f) => Block::Figure(Figure { table: None, ..f }),
        other => other,
    };
    all(input, kind).into_iter().map(bare).collect()
}

/// One chart.
pub(super) fn one(spec: &ChartSpec) -> Block {
    let id = format!("figure-{}", crate::report::escape::anchor(&spec.id));
    Block::Figure(Figure {
        title: spec.title.clone(),
        // The caption says the finding; the picture's own name says what is drawn.
        svg: chart::compact(&chart::draw(spec, WIDTH), &spec.description),
        table: Some(table(&spec.table)),
        description: spec.description.clone(),
        notes: spec.notes.clone(),
        illustrative: spec.illustrative,
        id,
    })
}

fn table(data: &DataTable) -> Table {
    let mut table = Table::new("", "", &[]);
    let number = |i: usize| data.rows.iter().any(|r| r.get(i).is_some_and(chart::Cell::is_number));
    table.columns = data
        .columns
        .iter()
        .enumerate()
        .map(|(i, name)| crate::report::parts::Column { label: super::capital(name), numeric: number(i) })
        .collect();
    for row in &data.rows {
        let cells = row.iter().map(|cell| match cell {
            chart::Cell::Number(value, _) | chart::Cell::Shown(value, _) => Cell::shown(Some(*value), cell.show()),
            other => other.show().into(),
        });
        table.push(cells.collect());
    }
    table
}
