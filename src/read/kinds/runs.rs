//! Scaling runs: trained models with parameters, tokens and loss.

use super::{Kind, KindSpec, Weighing, Weight, alone};
use crate::data::ScalingRun;
use crate::read::extract::{Extracted, Source};
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

fn weigh(w: &mut Weighing) -> Weight {
    const NEEDED: [&str; 3] = ["params", "tokens", "loss"];
    let mean = NEEDED.iter().map(|id| w.score(id)).sum::<f64>() / 3.0;
    (if NEEDED.iter().all(|id| w.has(id)) { 0.98 * mean } else { 0.0 }, None)
}

/// Reads every row with parameters, tokens and loss, all above zero.
fn extract(source: &mut Source, out: &mut Extracted) {
    let [name, params, tokens, loss] = ["name", "params", "tokens", "loss"].map(|id| source.field(id));
    let [unique, quality, flop] = ["unique_tokens", "quality", "flop"].map(|id| source.field(id));
    for row in 0..source.rows() {
        let n = source.number("params", params.as_ref(), row).filter(|x| *x > 0.0);
        let d = source.number("tokens", tokens.as_ref(), row).filter(|x| *x > 0.0);
        let l = source.number("loss", loss.as_ref(), row).filter(|x| *x > 0.0);
        let (Some(params), Some(tokens), Some(loss)) = (n, d, l) else {
            source.skip(row, "row-not-a-run", "The row lacks parameters, tokens or loss above zero and was skipped.");
            continue;
        };
        let run = ScalingRun {
            name: source.text("name", name.as_ref(), row).unwrap_or_default(),
            params,
            tokens,
            loss,
            unique_tokens: source.number("unique_tokens", unique.as_ref(), row),
            quality: source.number("quality", quality.as_ref(), row),
            flop: source.number("flop", flop.as_ref(), row),
            file: source.file.to_owned(),
            row: source.source_row(row),
        };
        out.evidence.runs.push(run);
        out.read += 1;
    }
}
