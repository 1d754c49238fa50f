//! Two inputs at once: which verdict where, and the boundary between verdicts.

use super::axis::{Axis, Scale};
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::context;
use crate::analysis::readout::subject::View;
use crate::data::Amount;
use crate::decide::sensitivity::{Grid, GridInput, grid, telling};
use crate::decide::{Action, GRID};

/// One chart: the two inputs whose flips are nearest.
pub struct VerdictGrid;

/// Values of each input.
pub const STEPS: usize = GRID;
/// Regions of fewer cells get no label.
const LEAST_CELLS: usize = 4;

impl Chart for VerdictGrid {
    fn id(&self) -> &'static str {
        "verdict-grid"
    }
    fn label(&self) -> &'static str {
        "Verdict over two inputs"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let Some(exploration) = view.exploration else { return Vec::new() };
        let ctx = context(view.prepared, view.pack, view.scenario);
        let inputs = telling(&ctx, &exploration.flips, view.decision, (None, None));
        inputs.and_then(|(x, y)| grid(&ctx, &x, &y, STEPS)).map(|g| spec(&g, &view.pack.currency)).into_iter().collect()
    }
}

/// The role under which a verdict is drawn.
#[must_use]
pub fn role(action: Action) -> Role {
    match action {
        Action::CompleteFoundation => Role::Complete,
        Action::MeasureFirst => Role::Measure,
        Action::DoNotExpand => Role::Stop,
        Action::ImproveQuality => Role::Improve,
        Action::ExpandTargeted => Role::Expand,
    }
}

fn short(action: Action) -> &'static str {
    match action {
        Action::CompleteFoundation => "Complete",
        Action::MeasureFirst => "Measure",
        Action::DoNotExpand => "Enough",
        Action::ImproveQuality => "Improve",
        Action::ExpandTargeted => "Expand",
    }
}

/// The finding: which verdicts there are.
fn finding(grid: &Grid) -> String {
    let there = |a: &&Action| grid.verdicts.iter().flatten().any(|v| v == *a);
    let present: Vec<&str> = Action::ALL.iter().filter(there).map(|a| a.inline()).collect();
    match present.as_slice() {
        [one] => format!("Over these ranges the verdict stays “{one}”."),
        many => format!("Over these ranges the verdict can be {}.", quoted(many)),
    }
}

fn quoted(words: &[&str]) -> String {
    let all: Vec<String> = words.iter().map(|w| format!("“{w}”")).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => all.concat(),
    }
}

/// The axis of an input: half a cell beyond its first and last value, so that every cell is whole.
fn axis(input: &GridInput) -> Axis {
    let (first, last) = (input.values.first().copied().unwrap_or(0.0), input.values.last().copied().unwrap_or(1.0));
    let half = 0.5 / (input.values.len().max(2) - 1) as f64;
    let make = if input.log { Axis::log } else { Axis::linear };
    let plain = make(first, last, &input.title(), input.unit);
    let mut wide = Axis { low: plain.value(-half), high: plain.value(1.0 + half), ..plain };
    if input.log {
        wide.title.push_str(" (log scale)");
        wide.scale = Scale::Log { zero: false };
    }
    wide
}

/// The edges of the cells along an axis.
fn edges(axis: &Axis, cells: usize) -> Vec<f64> {
    (0..=cells).map(|i| axis.value(i as f64 / cells.max(1) as f64)).collect()
}

/// Rectangles of one verdict: rows with the same stretch one above the other are one.
fn rectangles(verdicts: &[Vec<Action>]) -> Vec<(Action, (usize, usize), (usize, usize))> {
    let mut done = Vec::new();
    let mut open: Vec<(Action, (usize, usize), (usize, usize))> = Vec::new();
    for (row, line) in verdicts.iter().enumerate() {
        let mut next = Vec::new();
        let mut start = 0;
        for column in 1..=line.len() {
            if line.get(column) == line.get(start) {
                continue;
            }
            let (action, across) = (line[start], (start, column));
            let from = open.iter().find(|o| o.0 == action && o.1 == across).map_or(row, |o| o.2.0);
            next.push((action, across, (from, row + 1)));
            start = column;
        }
        done.extend(open.into_iter().filter(|o| !next.iter().any(|n| n.0 == o.0 && n.1 == o.1)));
        open = next;
    }
    done.extend(open);
    done
}

/// Lines between cells of different verdicts, in cells: from, to.
fn boundary(verdicts: &[Vec<Action>]) -> Vec<((usize, usize), (usize, usize))> {
    let at = |row: usize, column: usize| verdicts.get(row).and_then(|l| l.get(column));
    let (rows, columns) = (verdicts.len(), verdicts.first().map_or(0, Vec::len));
    let mut lines = Vec::new();
    let mut runs = |outer: usize, inner: usize, differs: &dyn Fn(usize, usize) -> bool, upright: bool| {
        for i in 1..outer {
            let mut start = None;
            for j in 0..=inner {
                let here = j < inner && differs(i, j);
                match (here, start) {
                    (true, None) => start = Some(j),
                    (false, Some(from)) => {
                        lines.push(if upright { ((i, from), (i, j)) } else { ((from, i), (j, i)) });
                        start = None;
                    }
                    _ => {}
                }
            }
        }
    };
    runs(columns, rows, &|c, r| at(r, c - 1) != at(r, c), true);
    runs(rows, columns, &|r, c| at(r - 1, c) != at(r, c), false);
    lines
}

/// The chart of a grid.
#[must_use]
pub fn spec(grid: &Grid, currency: &str) -> ChartSpec {
    let (x, y) = (axis(&grid.x), axis(&grid.y));
    let columns = edges(&x, grid.x.values.len());
    let rows = edges(&y, grid.y.values.len());
    let all = rectangles(&grid.verdicts);
    let mut marks: Vec<Mark> =
        all.iter().map(|(a, c, r)| Mark::Bar((columns[c.0], columns[c.1]), (rows[r.0], rows[r.1]), role(*a))).collect();
    for (from, to) in boundary(&grid.verdicts) {
        marks.push(Mark::Line(vec![(columns[from.0], rows[from.1]), (columns[to.0], rows[to.1])], Role::Ink));
    }
    let mut labels = Vec::new();
    if let (Some(a), Some(b)) = (grid.x.today, grid.y.today) {
        let at = (x.clamp(a), y.clamp(b));
        marks.push(Mark::Diamond(at.0, at.1, Role::Today));
        let text = "today".to_owned();
        labels.push(Label { short: text.clone(), text, at, side: Side::Right, role: Role::Today, leader: true });
    }
    for action in Action::ALL {
        // In the middle of the largest rectangle of that verdict.
        let size = |r: &&(Action, (usize, usize), (usize, usize))| (r.1.1 - r.1.0) * (r.2.1 - r.2.0);
        let own = || all.iter().filter(|r| r.0 == action);
        let Some(largest) = own().max_by_key(size) else { continue };
        if own().map(|r| size(&r)).sum::<usize>() < LEAST_CELLS {
            continue;
        }
        let middle = |axis: &Axis, edges: &[f64], (a, b): (usize, usize)| {
            axis.value((axis.share(edges[a]) + axis.share(edges[b])) / 2.0)
        };
        labels.push(Label {
            text: action.words().into(),
            short: short(action).into(),
            at: (middle(&x, &columns, largest.1), middle(&y, &rows, largest.2)),
            side: Side::Centre,
            role: Role::Ink,
            leader: false,
        });
    }
    ChartSpec {
        id: "verdict-grid".into(),
        title: finding(grid),
        description: format!(
            "Map of the verdict over “{}” (across) and “{}” (upwards), every other input as it is; {} by {} cells, lines where the verdict turns.",
            grid.x.label,
            grid.y.label,
            grid.x.values.len(),
            grid.y.values.len()
        ),
        notes: vec![
            "Colour and words: the verdict there. Line: where it turns. Diamond: today. Each cell is decided by the real decision function at its middle.".into(),
        ],
        x,
        y,
        marks,
        labels,
        height: Height::Share(0.72, 260.0, 460.0),
        readings: readings(grid, currency),
        handle: None,
        table: table(grid, currency),
        illustrative: false,
    }
}

/// A reading for each cell, row by row.
fn readings(grid: &Grid, currency: &str) -> Vec<Reading> {
    let mut out = Vec::new();
    for (line, y) in grid.verdicts.iter().zip(&grid.y.values) {
        for (action, x) in line.iter().zip(&grid.x.values) {
            let amount = |value: f64, unit| Amount { value, unit, currency };
            let (a, b) = (amount(*x, grid.x.unit), amount(*y, grid.y.unit));
            let text = format!("{}: {a}; {}: {b}. {}", grid.x.label, grid.y.label, action.words());
            out.push(Reading { x: *x, y: *y, text });
        }
    }
    out
}

/// A row for each stretch of one verdict.
fn table(grid: &Grid, currency: &str) -> DataTable {
    let columns =
        [format!("{} at", grid.y.label), format!("{} from", grid.x.label), "to".to_owned(), "verdict".to_owned()];
    let cell = |value: f64, unit| Cell::amount(Amount { value, unit, currency });
    let mut table = DataTable { columns: columns.to_vec(), rows: Vec::new() };
    for (line, y) in grid.verdicts.iter().zip(&grid.y.values).rev() {
        let mut start = 0;
        for column in 1..=line.len() {
            if line.get(column) == line.get(start) {
                continue;
            }
            table.rows.push(vec![
                cell(*y, grid.y.unit),
                cell(grid.x.values[start], grid.x.unit),
                cell(grid.x.values[column - 1], grid.x.unit),
                Cell::Text(line[start].words().into()),
            ]);
            start = column;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Unit;
    use crate::decide::FlipSubject;

    fn small() -> Grid {
        let (a, b) = (Action::MeasureFirst, Action::ExpandTargeted);
        let input = |label: &str, log: bool| GridInput {
            subject: FlipSubject::Assumption(label.into()),
            label: label.into(),
            unit: Unit::Count,
            values: if log { vec![1.0, 10.0, 100.0] } else { vec![0.0, 1.0, 2.0] },
            today: Some(1.0),
            log,
        };
        Grid { x: input("x", true), y: input("y", false), verdicts: vec![vec![a, a, b], vec![a, a, b], vec![a, b, b]] }
    }

    #[test]
    fn rows_alike_are_one_rectangle_and_every_cell_is_covered_once() {
        let grid = small();
        let found = rectangles(&grid.verdicts);
        assert_eq!(found.len(), 4);
        let cells: usize = found.iter().map(|r| (r.1.1 - r.1.0) * (r.2.1 - r.2.0)).sum();
        assert_eq!(cells, 9);
        for (action, c, r) in found {
            assert!(grid.verdicts[r.0..r.1].iter().all(|line| line[c.0..c.1].iter().all(|a| *a == action)));
        }
    }

    #[test]
    fn the_boundary_runs_between_verdicts_and_nowhere_else() {
        let mut lines = boundary(&small().verdicts);
        lines.sort_unstable();
        assert_eq!(lines, [((1, 2), (1, 3)), ((1, 2), (2, 2)), ((2, 0), (2, 2))]);
    }

    #[test]
    fn values_stand_in_the_middle_of_their_cells() {
        let grid = small();
        for input in [&grid.x, &grid.y] {
            let axis = axis(input);
            for (i, v) in input.values.iter().enumerate() {
                assert!((axis.share(*v) - (i as f64 + 0.5) / 3.0).abs() < 1e-9, "{v}");
            }
        }
        assert_eq!(table(&grid, "$").rows.len(), 6);
        assert_eq!(
            spec(&grid, "$").title,
            "Over these ranges the verdict can be “measure first” or “expand, targeted”."
        );
    }
}
