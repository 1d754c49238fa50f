//! Summaries of HELM (`stats.json`): a metric a row, with the number behind it and its deviation. What was measured on changed
//! inputs is a slice of its own, and what HELM counts of its own work is no metric.

use super::kinds::evaluations;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// A summary of HELM.
pub struct HelmStats;

const COLUMNS: [&str; 5] = ["metric", "slice", "value", "sd", "n"];
/// Beginnings of what HELM counts or times of its own work.
const WORK: &[&str] =
    &["num_", "inference_", "training_", "finish_reason", "prompt_", "max_prob", "batch_size", "estimated_"];

impl Format for HelmStats {
    fn id(&self) -> &'static str {
        "helm_stats"
    }
    fn label(&self) -> &'static str {
        "HELM summary (stats.json)"
    }
    fn claims(&self, input: &Input) -> bool {
        let stats = input.tree.map(Node::list).unwrap_or_default();
        let stat = |s: &Node| s.path(&["name", "name"]).is_some() && s.get("count").is_some() && s.get("sum").is_some();
        !stats.is_empty() && stats.iter().all(stat)
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let mut cells = Cells::new(COLUMNS.len());
        let mut work = 0_usize;
        for stat in input.tree.map(Node::list).unwrap_or_default() {
            let cell = |path: &[&str]| stat.path(path).map(|n| n.cell().into_owned()).unwrap_or_default();
            let (metric, mean) = (cell(&["name", "name"]), cell(&["mean"]));
            if mean.is_empty() || WORK.iter().any(|w| metric.starts_with(w)) {
                work += 1;
                continue;
            }
            let parts =
                [cell(&["name", "split"]), cell(&["name", "sub_split"]), cell(&["name", "perturbation", "name"])];
            let slice: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
            cells.push_row([metric.as_str(), &slice.join(", "), &mean, &cell(&["stddev"]), &cell(&["count"])]);
        }
        if work > 0 {
            let message = format!("{work} numbers that HELM keeps of its own work were left out.");
            notes.add(Diagnostic::info("helm-work", message));
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table = Table { part: "$".into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true };
        let document = Document { format: self.id().into(), ..Document::default() };
        let map = TableMap::same_names(evaluations::KIND, &COLUMNS);
        Ok(Checked { value: document.with(table, map, "a summary of HELM"), diagnostics: notes.finish() })
    }
}
