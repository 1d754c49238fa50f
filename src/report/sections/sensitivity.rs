//! Sensitivity: how sure the verdict is, and which inputs move the chance of success.

use super::{figure, show};
use crate::data::{Unit, units};
use crate::decide::FlipSubject;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let chances = &input.exploration.chances;
    let mut blocks = Vec::new();
    if chances.sure().is_some() {
        let mut table = Table::new(
            "verdict-chances",
            "Probability of each verdict, if the uncertain numbers were known",
            &["Verdict", "#Probability"],
        );
        for (action, p) in &chances.verdicts {
            table.push(vec![action.words().into(), Cell::chance(Some(*p))]);
        }
        blocks.push(heading("How sure", "how-sure"));
        blocks.push(paragraph(format!(
            "From {} draws of everything uncertain through the decision itself; Monte Carlo error at most {}.",
            units::grouped(chances.draws as f64),
            units::show(chances.monte_carlo_error, Unit::Fraction)
        )));
        blocks.push(Block::Table(table));
        if !chances.targets.is_empty() {
            let mut targets =
                Table::new("target-chances", "Probability that each target is met today", &["Target", "#Probability"]);
            for (_, label, p) in &chances.targets {
                targets.push(vec![label.as_str().into(), Cell::chance(*p)]);
            }
            if let Some(all) = chances.all_targets {
                targets.push(vec!["All measured targets".into(), Cell::chance(Some(all))]);
            }
            blocks.push(Block::Table(targets));
        }
        if !chances.gates.is_empty() {
            let mut gates = Table::new(
                "gate-chances",
                "Probability of each outcome, for gates that the draws touch",
                &["Gate", "#Pass", "#Warn", "#Fail", "#Unknown"],
            );
            for g in &chances.gates {
                let label = input.decision.outcome(&g.gate).map_or(g.gate.as_str(), |o| o.label.as_str());
                let cell = |p: f64| Cell::chance(Some(p));
                gates.push(vec![label.into(), cell(g.pass), cell(g.warn), cell(g.fail), cell(g.unknown)]);
            }
            blocks.push(Block::Details { summary: "Gates".into(), blocks: vec![Block::Table(gates)] });
        }
    }
    let pairs = input.exploration.pairs.iter().map(|(a, b, action)| {
        Text::from(format!("“{a}” and “{b}” together: the verdict becomes “{}”.", action.inline()))
    });
    if let Some(l) = list(pairs.collect()) {
        blocks.push(heading("Pairs that flip it together", "pairs"));
        blocks.push(paragraph("Neither does alone:"));
        blocks.push(l);
    }
    let tornado = &input.exploration.tornado;
    if !tornado.bars.is_empty() {
        blocks.push(heading("One input at a time", "tornado"));
        blocks.extend(figure::pictures(input, "tornado"));
        blocks.push(Block::Table(bars(input)));
    }
    let grid = figure::all(input, "verdict-grid");
    if !grid.is_empty() {
        blocks.push(heading("Two inputs at once", "two-inputs"));
        blocks.extend(grid);
    }
    blocks
}

fn bars(input: &ReportInput<'_>) -> Table {
    let tornado = &input.exploration.tornado;
    let base = tornado.base.map_or("unknown".to_owned(), units::chance);
    let caption = format!(
        "Probability of meeting all measured targets within the record budget (as things stand {base}) when one input moves"
    );
    let columns = ["Input", "#Low", "#Probability there", "#High", "#Probability there", "Verdicts", "Range from"];
    let mut table = Table::new("tornado-table", &caption, &columns);
    for bar in &tornado.bars {
        let (low, high) = bar.verdicts;
        let kind = match bar.subject {
            FlipSubject::Threshold(_) => ", threshold",
            FlipSubject::Fact(_) => ", measured",
            FlipSubject::Assumption(_) => "",
        };
        let verdicts = if low == high { low.words().to_owned() } else { format!("{} / {}", low.words(), high.words()) };
        table.push(vec![
            Text::from(format!("{}{}", bar.label, kind)).mark_if(bar.non_monotone, "not in one direction").into(),
            Cell::shown(Some(bar.inputs.0), show(input, bar.inputs.0, bar.unit)),
            Cell::chance(Some(bar.outputs.0)),
            Cell::shown(Some(bar.inputs.1), show(input, bar.inputs.1, bar.unit)),
            Cell::chance(Some(bar.outputs.1)),
            verdicts.into(),
            bar.basis.as_str().into(),
        ]);
    }
    table
}
