//! Perspectives: argument, counter-evidence, response, verdict; then what each would bring and the regret of each.

use super::{ILLUSTRATIVE, capital, show};
use crate::data::{Unit, units};
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Column, Table, Text, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = &input.exploration.perspectives;
    let mut blocks = Vec::new();
    for p in &view.perspectives {
        let title = if p.own { format!("{} (the team's own)", p.label) } else { p.label.clone() };
        blocks.push(heading(title, format!("perspective-{}", anchor(&p.id))));
        blocks.push(paragraph(Text::default().strong("Argument. ").and(p.argument.as_str())));
        if !p.counter_evidence.is_empty() {
            blocks.push(paragraph(Text::default().strong("Counter-evidence.")));
            blocks.extend(list(p.counter_evidence.iter().map(|c| Text::from(capital(c))).collect()));
        }
        blocks.push(paragraph(Text::default().strong("Response. ").and(capital(&p.response))));
        blocks.push(paragraph(Text::default().strong("Verdict. ").and(capital(&p.verdict))));
        blocks.push(paragraph(Text::default().strong("What it would do now. ").and(capital(&p.would_do))));
        blocks.extend(list(p.after.iter().map(|c| Text::from(capital(c))).collect()));
    }
    if view.perspectives.is_empty() {
        return blocks;
    }
    blocks.push(heading("What each would bring", "perspective-outcomes"));
    blocks.push(Block::Table(outcomes(input)));
    let regrets = regrets(input);
    if !regrets.rows.is_empty() {
        blocks.push(Block::Table(regrets));
    }
    let label = |id: &Option<String>| {
        id.as_ref().map(|id| view.perspectives.iter().find(|p| p.id == *id).map_or(id.clone(), |p| p.label.clone()))
    };
    let mut lines = Vec::new();
    if let Some(best) = label(&view.best_expected) {
        lines.push(Text::from("Highest expected net benefit: ").strong(best));
    }
    if let Some(careful) = label(&view.minimax) {
        lines.push(Text::from("Smallest largest regret: ").strong(careful));
    }
    blocks.extend(list(lines));
    blocks
}

fn money(input: &ReportInput<'_>, value: Option<f64>) -> Cell {
    Cell::shown(value, value.map_or("unknown".into(), |v| show(input, v, Unit::Money)))
}

fn outcomes(input: &ReportInput<'_>) -> Table {
    let view = &input.exploration.perspectives;
    let columns = [
        "Perspective",
        "Agreement",
        "#Cost",
        "#All targets met",
        "#Net benefit",
        "#Expected regret",
        "#Largest regret",
        "Expected metrics",
    ];
    let mut table =
        Table::new("perspective-table", "Expected outcome of each perspective as a decision rule", &columns);
    for p in &view.perspectives {
        let metrics: Vec<String> = p.metrics.iter().map(|(name, v)| format!("{name} {}", units::score(*v))).collect();
        table.push(vec![
            Text::from(p.label.as_str()).mark_if(view.illustrative, ILLUSTRATIVE).into(),
            p.agreement.words().into(),
            money(input, p.cost),
            Cell::chance(p.success),
            money(input, p.net_benefit),
            money(input, p.expected_regret),
            money(input, p.largest_regret),
            if metrics.is_empty() { "unknown".to_owned() } else { metrics.join(", ") }.into(),
        ]);
    }
    table
}

fn regrets(input: &ReportInput<'_>) -> Table {
    let view = &input.exploration.perspectives;
    let mut table =
        Table::new("regret-table", "Regret: how much worse than the best perspective in each state", &["Perspective"]);
    table.columns.extend(view.states.iter().map(|s| Column { label: s.clone(), numeric: true }));
    for p in view.perspectives.iter().filter(|p| !p.regrets.is_empty() && p.regrets.len() == view.states.len()) {
        let mut row: Vec<Cell> = vec![p.label.as_str().into()];
        row.extend(p.regrets.iter().map(|r| money(input, Some(*r))));
        table.push(row);
    }
    table
}
