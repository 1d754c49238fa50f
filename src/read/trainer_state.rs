//! `trainer_state.json` of the Hugging Face trainer: loss and evaluation scores by optimiser step.

use super::kinds::curves;
use super::tree::Node;
use super::{Document, Format, Guess, Input, Limits, Notes, ReadError, columns, records};
use crate::data::{Checked, Diagnostic};

/// The state of a trainer.
pub struct TrainerState;

impl Format for TrainerState {
    fn id(&self) -> &'static str {
        "trainer_state"
    }
    fn label(&self) -> &'static str {
        "Hugging Face trainer state (JSON)"
    }
    fn claims(&self, input: &Input) -> bool {
        input.tree.is_some_and(|root| {
            matches!(root.get("log_history"), Some(Node::List(_))) && root.get("global_step").is_some()
        })
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let Some(root) = input.tree else { return Err(ReadError::NoTable("it is no JSON".into())) };
        let history = root.get("log_history").map(Node::list).unwrap_or_default();
        if history.is_empty() {
            return Err(ReadError::NoTable("the trainer logged nothing (log_history is empty)".into()));
        }
        let rows: Vec<(Option<&str>, &Node)> = history.iter().map(|n| (None, n)).collect();
        let table = records::records_table(&rows, "$.log_history", limits, &mut notes);
        let number = |key: &str| root.get(key).and_then(Node::number);
        if let (Some(done), Some(planned)) = (number("global_step"), number("max_steps")) {
            if planned > done && planned > 0.0 {
                let message = format!("Training stopped at step {done} of {planned}.");
                notes.add(Diagnostic::warning("trainer-stopped", message));
            }
        }
        let mut guess: Guess = columns::guess_as(&table, curves::KIND);
        guess
            .map
            .measures
            .retain(|m| !["runtime", "per_second", "grad_norm", "learning_rate"].iter().any(|w| m.column.contains(w)));
        guess.confidence = 1.0;
        let document = Document { format: self.id().into(), ..Document::default() };
        Ok(Checked { value: document.with(table, guess.map, &guess.reason), diagnostics: notes.finish() })
    }
}
