//! The verdict in full, and every way to flip it.

use super::{ILLUSTRATIVE, capital, show};
use crate::analysis::readout::expense;
use crate::data::{Unit, units};
use crate::decide::room::words;
use crate::decide::{FlipSubject, Room};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};
use crate::scenario::{Ballot, Round};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let decision = input.decision;
    let verdict = &decision.verdict;
    let mut blocks = vec![paragraph(Text::default().strong(format!("{}.", verdict.action.words())).and(format!(
        " {} The phase that decides is “{}”.",
        verdict.sentence,
        verdict.phase.word()
    )))];
    let assumed: Vec<Text> = input.exploration.assumed.iter().map(|a| Text::from(a.sentence.as_str())).collect();
    if let Some(l) = list(assumed) {
        blocks.extend([heading("Assumed, because nobody gave it, and the verdict moves with it", "assumed"), l]);
    }
    let reasons = verdict.reasons.iter().map(|r| {
        let label = decision.outcome(&r.gate).map_or(r.gate.clone(), |o| o.label.clone());
        Text::from(r.outcome)
            .and(" ")
            .link(label, format!("#gate-{}", crate::report::escape::anchor(&r.gate)))
            .and(format!(". {}", capital(&r.text)))
    });
    if let Some(l) = list(reasons.collect()) {
        blocks.extend([heading("Reasons, strongest first", ""), l]);
    }
    if !verdict.expand.is_empty() {
        blocks.push(heading("Where to expand", ""));
        blocks.push(Block::Table(expand(input)));
    }
    blocks.extend(expense::words(&input.exploration.options, input.scenario().expense).map(paragraph));
    if !decision.gaps.is_empty() {
        blocks.push(heading("Gaps to the targets", ""));
        blocks.push(Block::Table(gaps(input)));
    }
    blocks.push(heading("What would flip it", "flips"));
    if input.exploration.flips.is_empty() {
        blocks.push(paragraph(
            "Moving any one threshold, measured value or assumption through its range does not change the verdict.",
        ));
    } else {
        blocks.push(paragraph("Each row moves one thing and leaves the rest as it is; the value was found by search on the decision itself. Nearest first."));
        blocks.push(Block::Table(flips(input)));
    }
    blocks.extend(votes(input));
    blocks
}

fn expand(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "expand",
        "Records to add, by metric",
        &["Metric", "#Target", "#Records to add", "Families", "#Probability within the budget", "#Cost"],
    );
    for t in &input.decision.verdict.expand {
        let label = input.pack.metric(&t.metric).map_or(t.metric.clone(), |m| m.label.clone());
        table.push(vec![
            label.into(),
            Cell::number(Some(t.target), Unit::Number),
            Cell::number(Some(t.add_records), Unit::Count),
            family_labels(input, &t.families).into(),
            Cell::chance(Some(t.probability)),
            Cell::shown(t.cost, t.cost.map_or("unknown".into(), |c| show(input, c, Unit::Money))),
        ]);
    }
    table
}

fn gaps(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "gaps",
        "Metrics that miss their target, and what their learning curve says",
        &[
            "Metric",
            "#Measured",
            "#Target",
            "#Gain per doubling",
            "#Size needed (80 % range)",
            "#Probability within the budget",
            "Families that serve it",
        ],
    );
    for gap in &input.decision.gaps {
        let needed = match (gap.size_needed, &gap.curve) {
            (Some((median, Some(low), Some(high))), _) => {
                format!("{} ({} to {})", units::compact(median), units::compact(low), units::compact(high))
            }
            (Some((median, _, _)), _) => units::compact(median),
            (None, Some(_)) => "not reached within the range searched".into(),
            (None, None) => "unknown: no learning curve".into(),
        };
        table.push(vec![
            Text::from(gap.label.as_str()).mark_if(gap.illustrative, ILLUSTRATIVE).into(),
            Cell::number(Some(gap.value), Unit::Number),
            Cell::number(Some(gap.target), Unit::Number),
            Cell::number(gap.doubling, Unit::Number),
            Cell::shown(gap.size_needed.map(|s| s.0), needed),
            Cell::chance(gap.probability),
            family_labels(input, &gap.families).into(),
        ]);
    }
    table
}

fn flips(input: &ReportInput<'_>) -> Table {
    let mut table = Table::new(
        "flip-table",
        "Values at which the verdict becomes another",
        &[
            "What moves",
            "Kind",
            "#Today",
            "#Flips at",
            "#Standard deviations away",
            "#Probability that it lies there",
            "In a sentence",
        ],
    );
    for f in &input.exploration.flips {
        let kind = match f.subject {
            FlipSubject::Threshold(_) => "threshold",
            FlipSubject::Fact(_) => "measured value",
            FlipSubject::Assumption(_) => "assumption",
        };
        table.push(vec![
            f.label.as_str().into(),
            kind.into(),
            Cell::shown(f.today, f.today.map_or("unknown".into(), |v| show(input, v, f.unit))),
            Cell::shown(Some(f.at), show(input, f.at, f.unit)),
            Cell::shown(f.sds, f.sds.map_or("–".into(), |v| units::digits(v, 2))),
            Cell::shown(f.plausibility, f.plausibility.map_or("–".into(), units::chance)),
            f.sentence.as_str().into(),
        ]);
    }
    table
}

/// Columns only for what somebody said; nothing where nobody voted.
fn votes(input: &ReportInput<'_>) -> Vec<Block> {
    let room = Room::new(&input.scenario().votes, input.decision.verdict.action);
    if room.votes.is_empty() {
        return Vec::new();
    }
    let after = room.votes.iter().any(|v| v.after.is_some());
    let mut columns = vec!["Who", "Expected before the evidence"];
    if after {
        columns.push("Held after it");
    }
    columns.push("Same as the verdict");
    let mut table = Table::new("votes", "What participants expected, and the verdict", &columns);
    let said = |ballot: Option<Ballot>| {
        let sure = |b: &Ballot| {
            b.confidence.map(|c| format!(" ({} sure)", units::chance(f64::from(c) / 100.0))).unwrap_or_default()
        };
        ballot.map_or("no vote".to_owned(), |b| format!("{}{}", words(&b.verdict), sure(&b)))
    };
    let dissent = room.dissent();
    for vote in &room.votes {
        let mut cells: Vec<Cell> = vec![vote.who.as_str().into(), said(vote.ballot(Round::Before)).into()];
        if after {
            cells.push(said(vote.ballot(Round::After)).into());
        }
        cells.push(if dissent.contains(&vote) { "no" } else { "yes" }.into());
        table.push(cells);
    }
    let mut blocks = vec![heading("Votes", "")];
    blocks.extend(list(room.sentences().into_iter().map(Text::from).collect()));
    blocks.push(Block::Table(table));
    blocks
}

/// Names of families, the identifier where the policy does not know one.
fn family_labels(input: &ReportInput<'_>, ids: &[String]) -> String {
    if ids.is_empty() {
        return "none named by the policy".into();
    }
    let label = |id: &String| input.pack.families.iter().find(|f| f.id == *id).map_or(id.clone(), |f| f.label.clone());
    ids.iter().map(label).collect::<Vec<_>>().join(", ")
}
