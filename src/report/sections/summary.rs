//! One page for those who read one page.

use super::{ILLUSTRATIVE, capital, count, figure, show};
use crate::analysis::readout::card;
use crate::data::{Unit, units};
use crate::decide::Action;
use crate::report::ReportInput;
use crate::report::parts::{Block, PhaseMark, Text, VerdictCard, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let decision = input.decision;
    let mut blocks = vec![verdict_card(input)];
    let reasons: Vec<Text> = decision
        .verdict
        .reasons
        .iter()
        .take(3)
        .map(|r| {
            let label = decision.outcome(&r.gate).map_or(r.gate.clone(), |o| o.label.clone());
            let illustrative = decision.outcome(&r.gate).is_some_and(|o| o.measurement.illustrative);
            Text::from(r.outcome)
                .and(" ")
                .link(label, format!("#gate-{}", crate::report::escape::anchor(&r.gate)))
                .and(format!(". {}", capital(&r.text)))
                .mark_if(illustrative, ILLUSTRATIVE)
        })
        .collect();
    if let Some(l) = list(reasons) {
        blocks.extend([heading("Why", ""), l]);
    }
    let flips: Vec<Text> = input.exploration.flips.iter().take(3).map(|f| Text::from(f.sentence.as_str())).collect();
    blocks.push(heading("What would change it", ""));
    match list(flips) {
        Some(l) => blocks.push(l),
        None => blocks.push(paragraph(
            "Moving any one threshold, measured value or assumption through its range does not change the verdict.",
        )),
    }
    blocks.extend(figure::small(input, "tier-weight"));
    // Where the verdict is to measure first, what to measure comes before what to complete.
    let measure = Some(input.exploration.information.recommendation.as_str())
        .filter(|r| decision.verdict.action == Action::MeasureFirst && !r.is_empty());
    let completion = decision.completion.iter().take(3).map(|c| {
        let text = Text::default().strong(c.label.as_str()).and(format!(": {}", c.detail));
        match c.weight {
            Some(w) => text.and(format!("; training weight at stake {}", units::show(w, Unit::Fraction))),
            None => text,
        }
    });
    let next: Vec<Text> = measure.map(Text::from).into_iter().chain(completion).take(3).collect();
    if let Some(l) = list(next) {
        blocks.extend([heading("What to do next", ""), l]);
    }
    blocks.push(heading("Where it stands", ""));
    blocks.push(phases(input));
    blocks.push(Block::Facts { items: facts(input) });
    let assumed = decision.outcomes.iter().filter(|o| o.measurement.assumed).count();
    if assumed > 0 {
        blocks.push(paragraph(format!(
            "{} in this scenario: a what-if value stands in place of what was measured.",
            count(assumed, "gate is assumed", "gates are assumed")
        )));
    }
    blocks
}

/// The verdict, large.
pub(super) fn verdict_card(input: &ReportInput<'_>) -> Block {
    let verdict = &input.decision.verdict;
    Block::Verdict(VerdictCard {
        action: verdict.action.id().into(),
        words: verdict.action.words().into(),
        sentence: verdict.sentence.clone(),
        sure: sure(input),
        scenario: input.scenario().name.clone(),
    })
}

fn sure(input: &ReportInput<'_>) -> Option<String> {
    let chances = &input.exploration.chances;
    let given = match card::assumed(input.decision, input.pack, input.scenario()) {
        0 => String::new(),
        n => format!(", given {}", count(n, "assumed number", "assumed numbers")),
    };
    chances.sure().map(|sure| {
        let share = units::chance(sure);
        format!("Probability that it stays the verdict once the uncertain numbers are known: {share}{given}.")
    })
}

fn phases(input: &ReportInput<'_>) -> Block {
    let phases = input.decision.phases.iter().map(|p| PhaseMark {
        word: p.phase.word().into(),
        question: p.phase.question().into(),
        state: match (p.current, p.done) {
            (_, true) => "done".into(),
            (true, false) => "decides now".into(),
            (false, false) => "open".into(),
        },
        counts: p.by_outcome().collect(),
        current: p.current,
    });
    Block::Phases { phases: phases.collect() }
}

fn facts(input: &ReportInput<'_>) -> Vec<(String, Text)> {
    let inventory = &input.prepared.inventory;
    let evidence = &input.prepared.evidence;
    let mut facts = Vec::new();
    if !evidence.datasets.is_empty() {
        let of = |v: Option<f64>, unit: Unit| v.map_or("unknown".to_owned(), |v| show(input, v, unit));
        let all = &inventory.all;
        facts.push(("Data sets".to_owned(), units::grouped(all.datasets as f64).into()));
        facts.push(("Records".to_owned(), of(all.records.value, Unit::Count).into()));
        facts.push(("Size".to_owned(), of(all.bytes.value, Unit::Bytes).into()));
        if !inventory.tiers.is_empty() {
            facts.push(("Training weight missing".to_owned(), of(inventory.missing_weight, Unit::Fraction).into()));
        }
        let required = inventory.families.iter().filter(|f| f.required);
        let there = required.clone().filter(|f| f.status == crate::data::Status::Present).count();
        if required.clone().count() > 0 {
            facts.push(("Required families present".to_owned(), format!("{there} of {}", required.count()).into()));
        }
    }
    for gap in &input.decision.gaps {
        let text = format!("{} against {}", units::score(gap.value), units::score(gap.target));
        facts.push((format!("Gap: {}", gap.label), Text::from(text).mark_if(gap.illustrative, ILLUSTRATIVE)));
    }
    facts
}
