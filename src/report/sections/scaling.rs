//! What published scaling laws say about this model and this much data, and the person's own runs.

use super::capital;
use crate::data::{Stage, Unit, units};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};
use crate::scaling::{Chinchilla, PublishedSet, Readout, WhatIf, published, readout};

/// Constants used unless a scenario names others.
const DEFAULT_SET: &str = "besiroglu";

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let set = input.scenario().law.as_deref().and_then(published).or_else(|| published(DEFAULT_SET));
    let tokens = tokens(input);
    match (set, tokens) {
        (Some(set), Some((tokens, basis))) => {
            let what = WhatIf {
                params: input.scenario().assumption(input.pack, "parameters"),
                unique_tokens: tokens,
                epochs: input.scenario().assumption(input.pack, "epochs"),
                ..WhatIf::default()
            };
            match Chinchilla::from_slice(set.values).and_then(|law| readout(&law, &what)) {
                Some(r) => blocks.extend(estimates(set, &what, &basis, &r)),
                None => blocks.push(paragraph(
                    "The chosen constants do not apply to this choice of parameters, tokens and epochs.",
                )),
            }
        }
        _ => blocks.push(paragraph(
            "Unknown: the inventory gives neither tokens nor records, so tokens per parameter cannot be estimated.",
        )),
    }
    blocks.extend(runs(input));
    blocks
}

/// Distinct training tokens and where the number comes from.
fn tokens(input: &ReportInput<'_>) -> Option<(f64, String)> {
    let stages = &input.prepared.inventory.stages;
    let training = || stages.iter().filter(|(s, _)| matches!(s, Stage::Pretraining | Stage::Sft)).map(|(_, g)| g);
    let (mut tokens, mut records, mut silent) = (0.0, 0.0, 0);
    for g in training() {
        tokens += g.tokens.value.unwrap_or(0.0);
        records += g.records.value.unwrap_or(0.0);
        silent += if g.tokens.value.is_some() { g.tokens.unknown } else { 0 };
    }
    if tokens > 0.0 {
        let gaps =
            if silent > 0 { format!("; {silent} data sets give none, so it is a lower bound") } else { String::new() };
        return Some((
            tokens,
            format!("tokens that the inventory gives for pretraining and supervised fine-tuning{gaps}"),
        ));
    }
    if records <= 0.0 {
        records = input.prepared.inventory.all.records.value?;
    }
    let each = input.scenario().assumption(input.pack, "tokens_per_record");
    (records > 0.0 && each > 0.0).then(|| {
        (
            records * each,
            format!("{} records at an assumed {} tokens each", units::compact(records), units::compact(each)),
        )
    })
}

fn estimates(set: &PublishedSet, what: &WhatIf, basis: &str, r: &Readout) -> Vec<Block> {
    let optimal = r.optimal_tokens_for_params;
    let mut first = format!(
        "{} distinct tokens ({basis}), seen {} times, are {} tokens per parameter of a model with {}",
        units::compact(what.unique_tokens),
        units::digits(what.epochs, 3),
        units::digits(r.tokens_per_parameter, 3),
        units::show(what.params, Unit::Parameters)
    );
    if let Some(optimal) = optimal {
        first.push_str(&format!(
            "; training such a model from nothing is compute-optimal at {} tokens ({} per parameter)",
            units::compact(optimal),
            units::digits(optimal / what.params, 3)
        ));
    }
    first.push('.');
    let mut table =
        Table::new("scaling-table", &format!("Estimates under the constants “{}”", set.name), &["Estimate", "#Value"]);
    let mut row = |name: &str, value: Option<f64>, text: String| {
        table.push(vec![name.into(), Cell::shown(value, text)]);
    };
    row("Training compute", Some(r.flop), format!("{} FLOP", units::compact(r.flop)));
    row("Predicted loss, nats per token", Some(r.loss), units::fixed(r.loss, 3));
    row("Loss that no data removes at this size", Some(r.floor_at_this_size), units::fixed(r.floor_at_this_size, 3));
    row(
        "Worth of the tokens seen, in distinct ones",
        Some(r.effective_tokens),
        units::show(r.effective_tokens, Unit::Tokens),
    );
    row(
        "Loss removed by twice the distinct data",
        Some(r.gain_of_doubling_data),
        units::fixed(r.gain_of_doubling_data, 3),
    );
    row("Loss removed by one more epoch", Some(r.gain_of_one_more_epoch), units::fixed(r.gain_of_one_more_epoch, 4));
    row(
        "Loss removed by twice the parameters",
        Some(r.gain_of_doubling_params),
        units::fixed(r.gain_of_doubling_params, 3),
    );
    if let Some((low, high)) = r.sensitivity.tokens_per_parameter {
        let text = format!("{} to {}", units::digits(low, 3), units::digits(high, 3));
        row("Optimal tokens per parameter at this compute, over all published constants", None, text);
    }
    let caveats = std::iter::once(format!("Source: {}. How it is known: {}.", set.source, set.provenance.label()))
        .chain(set.caveats.iter().map(|c| capital(c)))
        .map(Text::from);
    let mut blocks = vec![
        paragraph(first),
        paragraph(
            "These laws describe pretraining from nothing. Fine-tuning starts from a trained model and needs far less: read them as an upper bound, and the volume gates and learning curves first.",
        ),
        Block::Table(table),
    ];
    blocks.extend(list(caveats.collect()));
    blocks
}

fn runs(input: &ReportInput<'_>) -> Vec<Block> {
    let runs = &input.prepared.evidence.runs;
    if runs.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        "runs",
        "Scaling runs as the files give them",
        &["Run", "#Parameters", "#Tokens", "#Tokens per parameter", "#Loss"],
    );
    for r in runs {
        table.push(vec![
            if r.name.is_empty() { "unnamed" } else { r.name.as_str() }.into(),
            Cell::number(Some(r.params), Unit::Count),
            Cell::number(Some(r.tokens), Unit::Count),
            Cell::shown(Some(r.tokens / r.params), units::digits(r.tokens / r.params, 3)),
            Cell::shown(Some(r.loss), units::fixed(r.loss, 3)),
        ]);
    }
    vec![
        heading("Own runs", "runs-heading"),
        Block::Details { summary: format!("All {} runs", runs.len()), blocks: vec![Block::Table(table)] },
    ]
}
