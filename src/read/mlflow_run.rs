//! Runs as MLflow's interface gives them (`runs/get`, `runs/search`): the last value of each metric, by run. Parameters and tags
//! are no metrics.

use super::kinds::evaluations;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// Runs of MLflow.
pub struct MlflowRun;

const COLUMNS: [&str; 3] = ["metric", "value", "model"];

fn runs<'n>(root: &'n Node<'n>) -> Vec<&'n Node<'n>> {
    let one = root.get("run").into_iter();
    let all = one.chain(root.get("runs").map(Node::list).unwrap_or_default());
    all.filter(|r| r.path(&["data", "metrics"]).is_some_and(|m| !m.list().is_empty()) && r.get("info").is_some())
        .collect()
}

impl Format for MlflowRun {
    fn id(&self) -> &'static str {
        "mlflow_run"
    }
    fn label(&self) -> &'static str {
        "MLflow run (JSON)"
    }
    fn claims(&self, input: &Input) -> bool {
        let metric = |m: &Node| m.get("key").is_some() && m.get("value").is_some();
        input.tree.is_some_and(|root| {
            let runs = runs(root);
            !runs.is_empty()
                && runs
                    .iter()
                    .all(|r| r.path(&["data", "metrics"]).map(Node::list).unwrap_or_default().iter().all(metric))
        })
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let mut cells = Cells::new(COLUMNS.len());
        let mut unfinished = 0_usize;
        for run in input.tree.map(runs).unwrap_or_default() {
            let info = |key: &str| run.path(&["info", key]).map(|n| n.cell().into_owned()).unwrap_or_default();
            let name = [info("run_name"), info("run_id"), info("run_uuid")].into_iter().find(|n| !n.is_empty());
            unfinished += usize::from(!matches!(info("status").as_str(), "" | "FINISHED" | "3"));
            let mut last: Vec<(String, f64, String)> = Vec::new();
            for metric in run.path(&["data", "metrics"]).map(Node::list).unwrap_or_default() {
                let cell = |key: &str| metric.get(key).map(|n| n.cell().into_owned()).unwrap_or_default();
                let step = metric.get("step").and_then(Node::number).unwrap_or(0.0);
                match last.iter_mut().find(|(key, _, _)| *key == cell("key")) {
                    Some(known) if step >= known.1 => (known.1, known.2) = (step, cell("value")),
                    Some(_) => {}
                    None => last.push((cell("key"), step, cell("value"))),
                }
            }
            for (key, _, value) in &last {
                cells.push_row([key.as_str(), value, name.as_deref().unwrap_or_default()]);
            }
        }
        if unfinished > 0 {
            let message = "Some runs did not finish, or are still running; their last values were read.";
            notes.add(Diagnostic::warning("run-unfinished", message).found(&format!("{unfinished} such runs")));
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table = Table { part: "$".into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true };
        let document = Document { format: self.id().into(), ..Document::default() };
        let map = TableMap::same_names(evaluations::KIND, &COLUMNS);
        Ok(Checked { value: document.with(table, map, "metrics of MLflow runs"), diagnostics: notes.finish() })
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    type Row<'a> = (&'a str, f64, Option<&'a str>, Option<&'a str>);

    fn check(text: &str, expected: &[Row]) {
        let said = read_evidence("x", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
        let found: Vec<Row> = said
            .evaluations
            .iter()
            .map(|e| (e.metric.as_str(), e.value, e.model.as_deref(), e.slice.as_deref()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_last_value_of_each_metric_is_read_and_parameters_are_none() {
        check(
            r#"{"run": {"info": {"run_id": "abc", "run_name": "calm-fish-1", "status": "FINISHED"}, "data": {"metrics":
               [{"key": "val_accuracy", "value": 0.7, "step": 1}, {"key": "val_accuracy", "value": 0.83, "step": 3},
                {"key": "val_loss", "value": 0.41, "step": 3}], "params": [{"key": "lr", "value": "0.001"}]}}}"#,
            &[("val_accuracy", 0.83, Some("calm-fish-1"), None), ("val_loss", 0.41, Some("calm-fish-1"), None)],
        );
        check(
            "runs:\n- info: {run_id: a}\n  data:\n    metrics:\n    - {key: f1, value: 0.5}\n- info: {run_id: b}\n  data:\n    metrics:\n    - {key: f1, value: 0.6}\n",
            &[("f1", 0.5, Some("a"), None), ("f1", 0.6, Some("b"), None)],
        );
    }

    #[test]
    fn changed_inputs_of_helm_are_a_slice_and_its_own_work_is_no_metric() {
        check(
            r#"[{"name": {"name": "exact_match", "split": "test"}, "count": 3, "sum": 2.1, "mean": 0.7, "stddev": 0.1},
                {"name": {"name": "exact_match", "split": "test", "perturbation": {"name": "robustness"}}, "count": 3, "sum": 1.8, "mean": 0.6, "stddev": 0.1},
                {"name": {"name": "num_train_instances", "split": "test"}, "count": 3, "sum": 15, "mean": 5, "stddev": 0}]"#,
            &[("exact_match", 0.7, None, None), ("exact_match", 0.6, None, Some("test, robustness"))],
        );
    }
}
