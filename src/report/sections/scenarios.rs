//! Scenarios side by side: does the decision change?

use super::{count, figure};
use crate::analysis::readout::View;
use crate::analysis::{SideBySide, side_by_side};
use crate::chart::scenario_curves;
use crate::data::{Unit, units};
use crate::decide::Outcome;
use crate::decide::chance::DRAWS;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Column, Table, Text, paragraph};
use crate::scenario::Scenario;

/// Most scenarios that curves are laid over one another for.
const MOST_CURVES: usize = 4;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    if input.project.scenarios.len() < 2 {
        return Vec::new();
    }
    // The scenario that the report is about comes first, and the others are told against it.
    let others = input.project.scenarios.iter().enumerate().filter(|(i, _)| *i != input.project.active);
    let order: Vec<&Scenario> = std::iter::once(input.scenario()).chain(others.map(|(_, s)| s)).collect();
    let found = side_by_side(input.prepared, input.pack, &order);
    let mut blocks = vec![
        paragraph(Text::default().strong("Does the decision change?").and(format!(" {}", found.answer))),
        paragraph(format!(
            "Told against “{}”, the scenario this report is about. Probabilities from {} draws, the same for each scenario; Monte Carlo error at most {}.",
            input.scenario().name,
            units::grouped(DRAWS as f64),
            units::show(found.monte_carlo_error, Unit::Fraction)
        )),
        Block::Table(table(&found)),
    ];
    let views: Vec<View<'_>> = order
        .iter()
        .zip(&found.scenarios)
        .take(MOST_CURVES)
        .map(|(scenario, compared)| View {
            prepared: input.prepared,
            pack: input.pack,
            scenario,
            decision: &compared.decision,
            exploration: None,
        })
        .collect();
    blocks.extend(scenario_curves::specs(&views).iter().map(figure::one));
    blocks
}

fn table(found: &SideBySide) -> Table {
    let mut table = Table::new(
        "scenario-table",
        &format!("{} side by side", count(found.scenarios.len(), "scenario", "scenarios")),
        &["What"],
    );
    table.columns.extend(found.scenarios.iter().map(|c| Column { label: c.name.clone(), numeric: false }));
    let mut row = |label: &str, cells: Vec<Cell>| {
        table.push(std::iter::once(Cell::from(label)).chain(cells).collect());
    };
    let share = Cell::chance;
    let all = || found.scenarios.iter();
    let changes = all().enumerate().map(|(i, c)| match (i, c.changes) {
        (0, _) => "compared with".into(),
        (_, true) => Text::default().strong("yes").into(),
        (_, false) => "no".into(),
    });
    row("Does the decision change?", changes.collect());
    row("Verdict", all().map(|c| Text::default().strong(c.decision.verdict.action.words()).into()).collect());
    row("Why", all().map(|c| c.decision.verdict.sentence.as_str().into()).collect());
    row("Probability that it stays the verdict", all().map(|c| share(c.odds.and_then(|o| o.stays))).collect());
    row(
        "Probability that all measured targets are met today",
        all().map(|c| share(c.odds.and_then(|o| o.targets_met))).collect(),
    );
    for outcome in [Outcome::Pass, Outcome::Warn, Outcome::Fail, Outcome::Unknown] {
        let of = |c: &crate::analysis::Compared| {
            let n = c.decision.outcomes.iter().filter(|o| o.outcome == outcome).count() as f64;
            Cell::shown(Some(n), units::grouped(n))
        };
        row(&format!("Gates: {}", outcome.word()), all().map(of).collect());
    }
    for g in &found.gates {
        let cell = |o: &Option<Outcome>| o.map_or("–".into(), |o| Text::from(o).into());
        row(&g.label, g.outcomes.iter().map(cell).collect());
    }
    for s in &found.settings {
        row(&s.label, s.cells.iter().map(|c| c.as_str().into()).collect());
    }
    table
}
