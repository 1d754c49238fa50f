//! Files of open_lm and its scaling study (Gadre et al. 2024, arXiv:2403.08540): a run with its validation losses, and
//! the in-context-learning scores of a checkpoint. In a run file `tokens` means training tokens under
//! `hyperparameters` and evaluation tokens under `results`.

use super::kinds::{curves, evaluations, runs};
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// A run file or a scores file.
pub struct OpenLm;

impl Format for OpenLm {
    fn id(&self) -> &'static str {
        "open_lm"
    }
    fn label(&self) -> &'static str {
        "open_lm run or scores (JSON)"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        let run = root.path(&["hyperparameters", "tokens"]).is_some()
            && root.get("results").is_some_and(|r| !r.list().is_empty());
        run || root.path(&["eval_metrics", "icl"]).is_some_and(|m| !m.map().is_empty())
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let document = Document { format: self.id().into(), together: true, ..Document::default() };
        let document = match input.tree {
            Some(root) if root.get("hyperparameters").is_some() => run(root, document, &mut notes),
            Some(root) => scores(root, document, &mut notes),
            None => document,
        };
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}

fn table(part: &str, columns: &[&str], cells: Cells) -> Table {
    Table {
        part: part.into(),
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        cells,
        first_row: 1,
        jumps: Vec::new(),
        typed: true,
    }
}

/// A readable name of a validation set: the folder or file of its shards.
fn validation_name(result: &Node) -> String {
    let path = result.get("val_data").map(|v| v.cell().into_owned()).unwrap_or_default();
    let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let last = parts.pop().unwrap_or("validation");
    let shard = last.starts_with("shard") || last.chars().all(|c| c.is_ascii_digit() || ".tar".contains(c));
    let name = if shard { parts.pop().unwrap_or(last) } else { last };
    name.trim_end_matches(".tar").to_owned()
}

fn run(root: &Node, document: Document, notes: &mut Notes) -> Document {
    const CURVE: [&str; 6] = ["size", "value", "low", "high", "n", "series"];
    const RUN: [&str; 4] = ["name", "params", "tokens", "loss"];
    let cell = |keys: &[&str]| root.path(keys).map(|n| n.cell().into_owned()).unwrap_or_default();
    let name = cell(&["name"]);
    let tokens = cell(&["hyperparameters", "tokens"]);
    // The name ends with the multiple of the compute-optimal tokens; without it the runs of one model share a name.
    let multiple = cell(&["hyperparameters", "chinchilla_multiplier"]);
    let stem = name.strip_suffix(&multiple).and_then(|s| s.strip_suffix('-')).unwrap_or(&name).to_owned();
    let mut cells = Cells::new(CURVE.len());
    let mut best: Option<(f64, String, String)> = None;
    let trained_on = cell(&["dataset_name"]);
    let corpus = trained_on.split('_').next().unwrap_or_default().to_owned();
    for result in root.get("results").map(Node::list).unwrap_or_default() {
        let get = |key: &str| result.get(key).map(|n| n.cell().into_owned()).unwrap_or_default();
        let on = validation_name(result);
        let loss = get("loss");
        cells.push_row([
            tokens.as_str(),
            &loss,
            &get("loss_sequences_lower_95"),
            &get("loss_sequences_upper_95"),
            &get("sequences"),
            &format!("{stem}, {on}"),
        ]);
        let own = !corpus.is_empty() && on.contains(&corpus);
        let weight = result.get("sequences").and_then(Node::number).unwrap_or(0.0) + if own { 1e12 } else { 0.0 };
        if best.as_ref().is_none_or(|(w, _, _)| weight > *w) {
            best = Some((weight, loss, on));
        }
    }
    let mut map = TableMap::same_names(curves::KIND, &CURVE);
    map.constants.insert("metric".into(), "validation loss".into());
    map.constants.insert("size_unit".into(), "tokens".into());
    let document = document.with(
        table("$.results", &CURVE, cells),
        map,
        "validation losses of an open_lm run at its training tokens",
    );
    let Some((_, loss, on)) = best else { return document };
    notes.add(Diagnostic::info("open-lm-loss", format!("The loss of the scaling run is the one on \"{on}\".")));
    let mut cells = Cells::new(RUN.len());
    cells.push_row([name.as_str(), &cell(&["hyperparameters", "params"]), &tokens, &loss]);
    document.with(
        table("$.hyperparameters", &RUN, cells),
        TableMap::same_names(runs::KIND, &RUN),
        "parameters, tokens and loss of an open_lm run",
    )
}

fn scores(root: &Node, document: Document, notes: &mut Notes) -> Document {
    const SCORES: [&str; 4] = ["metric", "slice", "value", "model"];
    let model = root.get("model").map(|n| n.cell().into_owned()).unwrap_or_default();
    let mut cells = Cells::new(SCORES.len());
    for (task, value) in root.path(&["eval_metrics", "icl"]).map(Node::map).unwrap_or_default() {
        cells.push_row(["accuracy", task.as_ref(), value.cell().as_ref(), model.as_str()]);
    }
    notes.add(Diagnostic::info("open-lm-no-error", "The file gives no standard errors and no number of items."));
    let map = TableMap::same_names(evaluations::KIND, &SCORES);
    document.with(
        table("$.eval_metrics.icl", &SCORES, cells),
        map,
        "in-context-learning scores of an open_lm checkpoint",
    )
}
