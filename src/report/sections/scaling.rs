//! What published scaling laws say about this model and this much data, and the person's own runs.

use super::curves::facts;
use super::{capital, figure};
use crate::analysis::readout::{scaling_facts, what_if};
use crate::data::{Unit, units};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};
use crate::scaling::readout;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = input.view();
    let choice = what_if::choice(&view);
    let mut blocks = vec![paragraph(
        "These laws describe pretraining from nothing. Fine-tuning starts from a trained model and needs far less: read them as an upper bound, and the volume gates and learning curves first.",
    )];
    let set = what_if::in_force(&view);
    let read = set.and_then(|s| readout(&s.law, &choice.what_if).map(|r| (s, r)));
    match read {
        Some((set, read)) => {
            blocks.push(paragraph(format!(
                "{} records ({}) of {} tokens each, {} distinct, for a model of {}.",
                units::compact(choice.records),
                choice.records_basis,
                units::grouped(choice.tokens_per_record),
                units::show(choice.unique_share, Unit::Fraction),
                units::show(choice.what_if.params, Unit::Parameters)
            )));
            blocks.extend(figure::all(input, "scaling-frontier"));
            let lines = scaling_facts::facts(&set.name, &choice, &read);
            blocks.push(Block::Table(facts(
                "scaling-table",
                &format!("Estimates under the constants “{}”", set.name),
                &lines,
            )));
            let caveats = std::iter::once(format!("Source: {}. How it is known: {}.", set.source, set.provenance))
                .chain(set.caveats.iter().map(|c| capital(c)));
            blocks.extend(list(caveats.map(Text::from).collect()));
            let advised = scaling_facts::advised(&view, read.flop, &choice.what_if);
            let mut table = Table::new(
                "advice",
                "Best split of this compute under each set of constants",
                &["Constants", "#Tokens per parameter", "#Parameters", "#Tokens"],
            );
            for a in &advised {
                table.push(vec![
                    a.name.as_str().into(),
                    Cell::shown(Some(a.tokens_per_parameter), units::digits(a.tokens_per_parameter, 3)),
                    Cell::number(Some(a.params), Unit::Count),
                    Cell::number(Some(a.tokens), Unit::Count),
                ]);
            }
            blocks.push(paragraph(scaling_facts::sensitivity(&advised, read.flop)));
            blocks.push(Block::Details { summary: "Every set of constants".into(), blocks: vec![Block::Table(table)] });
        }
        None => {
            blocks.push(paragraph("The chosen constants do not apply to this choice of parameters, tokens and epochs."))
        }
    }
    let volumes = scaling_facts::volumes(&view);
    let volumes = volumes.iter().map(|v| Text::from(v.outcome).and(format!(" {}: {}", v.label, v.sentence)));
    if let Some(l) = list(volumes.collect()) {
        blocks.extend([heading("Volume requirements", "volumes"), l]);
    }
    blocks.extend(runs(input));
    blocks
}

fn runs(input: &ReportInput<'_>) -> Vec<Block> {
    let runs = &input.prepared.evidence.runs;
    if runs.is_empty() {
        return Vec::new();
    }
    let columns = ["Run", "#Parameters", "#Tokens", "#Tokens per parameter", "#Loss"];
    let mut table = Table::new("runs", "Scaling runs as the files give them", &columns);
    for r in runs {
        let ratio = r.tokens / r.params;
        table.push(vec![
            if r.name.is_empty() { "unnamed" } else { r.name.as_str() }.into(),
            Cell::number(Some(r.params), Unit::Count),
            Cell::number(Some(r.tokens), Unit::Count),
            Cell::shown(Some(ratio), units::digits(ratio, 3)),
            Cell::shown(Some(r.loss), units::fixed(r.loss, 3)),
        ]);
    }
    let summary = format!("All {} runs", runs.len());
    vec![heading("Own runs", "runs-heading"), Block::Details { summary, blocks: vec![Block::Table(table)] }]
}
