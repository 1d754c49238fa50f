//! Rows to scaling runs.

use super::{Extracted, Source};
use crate::data::ScalingRun;

/// Reads every row with parameters, tokens and loss, all above zero.
pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
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
