//! Scenarios side by side: does the decision change?

use super::show;
use crate::analysis;
use crate::data::units;
use crate::decide::{Decision, Outcome};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Column, Table, Text, heading, paragraph};
use crate::scenario::Scenario;
use std::collections::BTreeSet;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let scenarios = &input.project.scenarios;
    if scenarios.len() < 2 {
        return Vec::new();
    }
    let decisions: Vec<Decision> = scenarios.iter().map(|s| analysis::decide(input.prepared, input.pack, s)).collect();
    let mut blocks =
        vec![paragraph(format!("Compared with “{}”, the scenario this report is about.", input.scenario().name))];
    blocks.push(Block::Table(verdicts(input, &decisions)));
    let differences = differences(input);
    if !differences.rows.is_empty() {
        blocks.push(heading("What differs between them", "scenario-differences-heading"));
        blocks.push(Block::Table(differences));
    }
    blocks
}

fn verdicts(input: &ReportInput<'_>, decisions: &[Decision]) -> Table {
    let columns =
        ["Scenario", "Verdict", "Does the decision change?", "#Changes", "#Pass", "#Warn", "#Fail", "#Unknown", "Why"];
    let mut table = Table::new("scenario-table", "Scenarios and their verdicts", &columns);
    for (i, (s, d)) in input.project.scenarios.iter().zip(decisions).enumerate() {
        let changes = if i == input.project.active {
            "this scenario".into()
        } else if d.verdict.action == input.decision.verdict.action {
            Text::from("no")
        } else {
            Text::default().strong("yes")
        };
        let number = |outcome: Outcome| {
            let n = d.outcomes.iter().filter(|o| o.outcome == outcome).count();
            Cell::shown(Some(n as f64), units::grouped(n as f64))
        };
        table.push(vec![
            s.name.as_str().into(),
            d.verdict.action.words().into(),
            changes.into(),
            Cell::shown(Some(s.changes() as f64), s.changes().to_string()),
            number(Outcome::Pass),
            number(Outcome::Warn),
            number(Outcome::Fail),
            number(Outcome::Unknown),
            d.verdict.sentence.as_str().into(),
        ]);
    }
    table
}

/// One row for each threshold, assumption, what-if value, model, law and waiver that any scenario changes.
fn differences(input: &ReportInput<'_>) -> Table {
    let scenarios = &input.project.scenarios;
    let mut table = Table::new(
        "scenario-differences",
        "Settings of each scenario, where they differ from the policy or from one another",
        &["Setting"],
    );
    table.columns.extend(scenarios.iter().map(|s| Column { label: s.name.clone(), numeric: true }));
    let mut row = |name: String, cell: &dyn Fn(&Scenario) -> Cell| {
        let mut cells: Vec<Cell> = vec![name.into()];
        cells.extend(scenarios.iter().map(cell));
        table.push(cells);
    };
    let keys = |of: &dyn Fn(&Scenario) -> Vec<String>| scenarios.iter().flat_map(of).collect::<BTreeSet<String>>();
    for id in keys(&|s| s.thresholds.keys().cloned().collect()) {
        let Some(gate) = input.pack.gate(&id) else { continue };
        row(format!("Threshold of “{}”", gate.label), &|s| {
            let t = s.threshold(gate);
            Cell::shown(Some(t), format!("{} {}", gate.comparator.symbol(), show(input, t, gate.unit)))
        });
    }
    for id in keys(&|s| s.assumptions.keys().cloned().collect()) {
        let known = input.pack.assumption(&id);
        row(known.map_or(id.clone(), |a| a.label.clone()), &|s| {
            let v = s.assumption(input.pack, &id);
            Cell::shown(Some(v), show(input, v, known.map(|a| a.unit).unwrap_or_default()))
        });
    }
    for key in keys(&|s| s.what_if.keys().cloned().collect()) {
        let gate = input.pack.gates.iter().find(|g| crate::decide::fact_key(g) == key);
        let unit = gate.map(|g| g.unit).unwrap_or_default();
        row(format!("What if “{}”", gate.map_or(key.as_str(), |g| g.label.as_str())), &|s| match s.what_if.get(&key)
        {
            Some(v) => Cell::shown(Some(*v), show(input, *v, unit)),
            None => "as measured".into(),
        });
    }
    for curve in keys(&|s| s.models.keys().cloned().collect()) {
        let label =
            input.prepared.evidence.curves.iter().find(|c| c.id == curve).map_or(curve.as_str(), |c| c.label.as_str());
        row(format!("Curve family of “{label}”"), &|s| {
            s.models.get(&curve).map_or("combination", String::as_str).into()
        });
    }
    if scenarios.iter().any(|s| s.law.is_some()) {
        row("Scaling constants".into(), &|s| s.law.as_deref().unwrap_or("the program's default").into());
    }
    for gate in keys(&|s| s.waivers.keys().cloned().collect()) {
        let label = input.pack.gate(&gate).map_or(gate.as_str(), |g| g.label.as_str());
        row(format!("Waiver of “{label}”"), &|s| s.waivers.get(&gate).map_or("none", |w| w.reason.as_str()).into());
    }
    table
}
