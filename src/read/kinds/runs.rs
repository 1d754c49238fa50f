//! Scaling runs: trained models with parameters, tokens and loss.

use crate::data::ScalingRun;
use crate::read::extract::{Extracted, Field, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, RoleSpec};

/// The name of the kind.
pub const KIND: Kind = Kind("scaling_runs");

/// Trained models, one a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "scaling runs",
    counted: ("scaling run", "scaling runs"),
    shown: ("scaling", ""),
    list: "runs",
    weight: 2,
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    count: |e| e.runs.len(),
    add: |item, file, to| Ok(to.runs.push(ScalingRun { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new("name", "Name", Accepts::Text, "Name of the run.", "name run model run_name model_name id config"),
    RoleSpec::new(
        "params",
        "Parameters N",
        Accepts::Count,
        "Parameters of the model.",
        "params n_params parameters num_params num_parameters model_size n non_embedding_params \
         total_params n_parameters",
    )
    .needed(),
    RoleSpec::new(
        "tokens",
        "Tokens D",
        Accepts::Count,
        "Training tokens seen, repeats included.",
        "tokens d training_tokens train_tokens total_tokens num_tokens n_tokens tokens_seen data",
    )
    .needed(),
    RoleSpec::new(
        "loss",
        "Loss",
        Accepts::Number,
        "Final loss in nats per token.",
        "loss val_loss validation_loss final_loss test_loss eval_loss l train_loss cross_entropy",
    )
    .needed(),
    RoleSpec::new(
        "unique_tokens",
        "Unique tokens",
        Accepts::Count,
        "Unique training tokens.",
        "unique_tokens u unique tokens_unique distinct_tokens u_d",
    ),
    RoleSpec::new(
        "epochs",
        "Epochs",
        Accepts::Number,
        "Passes over the unique tokens; stands for them where they have no column.",
        "epochs epoch num_epochs n_epochs passes",
    ),
    RoleSpec::new(
        "quality",
        "Quality",
        Accepts::Fraction,
        "Data quality between 0 and 1.",
        "quality q data_quality quality_score",
    ),
    RoleSpec::new(
        "flop",
        "Compute",
        Accepts::Number,
        "Training compute in FLOP.",
        "flop flops c compute budget training_flops total_flops total_flos",
    ),
];

/// Of parameters, tokens and compute two give the third.
fn weigh(w: &mut Weighing) -> Weight {
    let found: Vec<f64> = ["params", "tokens", "flop"].iter().filter_map(|id| w.scores.get(id)).copied().collect();
    if !w.has("loss") || found.len() < 2 {
        return (0.0, None);
    }
    let mean = (w.score("loss") + found[0] + found[1]) / 3.0;
    (if w.has("params") && w.has("tokens") { 0.98 } else { 0.9 } * mean, None)
}

/// Reads every row with parameters, tokens and loss, all above zero. Compute stands for the one of parameters and tokens
/// that is not there (C = 6 N D), epochs for unique tokens. Where sizes are columns, each is a run on that much data.
fn extract(source: &mut Source, out: &mut Extracted) {
    let [name, params, tokens, loss] = ["name", "params", "tokens", "loss"].map(|id| source.field(id));
    let [unique, epochs, quality, flop] = ["unique_tokens", "epochs", "quality", "flop"].map(|id| source.field(id));
    let map = source.map;
    let across: Vec<(f64, Field)> = map
        .measures
        .iter()
        .filter_map(|m| Some((m.size?, source.column(&m.column, m.scale, Accepts::Number)?)))
        .collect();
    for row in 0..source.rows() {
        let known = |x: &f64| *x > 0.0;
        let compute = source.number("flop", flop.as_ref(), row);
        let implied = |other: Option<f64>| Some(compute.filter(known)? / 6.0 / other?);
        let n = source.number("params", params.as_ref(), row).filter(known);
        let d = source.number("tokens", tokens.as_ref(), row).filter(known);
        let (n, d) = (n.or_else(|| implied(d)), d.or_else(|| implied(n)));
        let losses: Vec<(f64, f64)> = if across.is_empty() {
            let l = source.number("loss", loss.as_ref(), row);
            d.zip(l).into_iter().collect()
        } else {
            across.iter().filter_map(|(size, field)| Some((*size, source.quantity(field, row)?.value))).collect()
        };
        let losses: Vec<(f64, f64)> = losses.into_iter().filter(|(_, l)| known(l)).collect();
        let (Some(params), false) = (n, losses.is_empty()) else {
            source.skip(row, "row-not-a-run", "The row lacks parameters, tokens or loss above zero and was skipped.");
            continue;
        };
        let called = source.text("name", name.as_ref(), row);
        let row_name = || source.source_row(row).filter(|_| !across.is_empty()).map(|row| format!("row {row}"));
        let called = called.or_else(row_name);
        let passes = source.number("epochs", epochs.as_ref(), row).filter(known);
        let unique_tokens = source.number("unique_tokens", unique.as_ref(), row);
        let quality = source.number("quality", quality.as_ref(), row);
        for (tokens, loss) in losses {
            out.evidence.runs.push(ScalingRun {
                name: called.clone().unwrap_or_default(),
                params,
                tokens,
                loss,
                unique_tokens: unique_tokens.or_else(|| Some(tokens / passes?.max(1.0))),
                quality,
                flop: compute,
                file: source.file.to_owned(),
                row: source.source_row(row),
            });
        }
        out.read += 1;
    }
}
