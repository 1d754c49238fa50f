//! What is predicted, decided once from all rows: classes, numbers or texts.

use crate::data::{Prediction, Predictions};
use std::collections::BTreeSet;

/// Most classes of whole numbers; more are amounts.
const CLASSES: usize = 20;
/// Share of cells that are numbers from which a column is one of numbers, and the others are cells that could not be read.
const NUMERIC: f64 = 0.9;

/// A class as it is compared: 1 and 1.0 are one class, True and true another.
#[must_use]
pub fn class(text: &str) -> String {
    class_of(text, text.trim().parse().ok())
}

/// The same of a cell that was read as a number.
pub(super) fn class_of(text: &str, number: Option<f64>) -> String {
    let text = text.trim();
    let plain = || text.bytes().all(|b| b.is_ascii_digit() || b"+-.,eE".contains(&b));
    match number {
        Some(v) if v.fract() == 0.0 && v.abs() < 1e15 && plain() => format!("{v:.0}"),
        _ => match text {
            "True" | "TRUE" => "true".into(),
            "False" | "FALSE" => "false".into(),
            other => other.to_owned(),
        },
    }
}

/// What is predicted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Task {
    #[default]
    Classes,
    Numbers,
    Texts,
    /// Two classes, and in place of the predicted one a probability.
    Chances,
}

/// How rows become the data of metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) task: Task,
    /// True where the truths are numbers, whether they are classes or amounts: "nan" is none of them.
    numeric: bool,
    /// True where a class that was not predicted is taken from the score: all of them lie between 0 and 1.
    pub(super) cut: bool,
    /// True where no class was predicted and the scores are no probabilities: they rank the items and no more.
    pub(super) ranks: bool,
    /// True where there are columns of the probability of each class.
    chances: bool,
}

impl Plan {
    /// That of all rows.
    pub(super) fn of(p: &Predictions) -> Self {
        let known: Vec<&Prediction> = p.rows.iter().filter(|r| !r.truth.is_empty()).collect();
        let (task, numeric) = task(&known);
        let scores = || known.iter().filter_map(|r| r.score);
        let names = known.iter().map(|r| class_of(&r.truth, r.truth_number));
        let said = known.iter().filter(|r| !r.predicted.is_empty());
        let names: BTreeSet<String> = names.chain(said.map(|r| class_of(&r.predicted, r.predicted_number))).collect();
        // The confidence in a prediction says nothing where there is none.
        let two = names.len() == 2 && !p.confidence && scores().next().is_some();
        let cut = two && scores().all(|s| (0.0..=1.0).contains(&s));
        let chances = !p.columns.is_empty();
        let given = |r: &&Prediction| !r.predicted.is_empty();
        let ranks = task == Task::Classes && two && !cut && !chances && !known.iter().any(given);
        Self { task, numeric, cut, ranks, chances }
    }
    /// True where the row can be measured: it has a truth and a prediction that are of the kind.
    pub(super) fn measures(self, r: &Prediction) -> bool {
        let nan = |text: &str| self.numeric && is_nan(text);
        match self.task {
            Task::Numbers | Task::Chances => r.truth_number.is_some() && r.predicted_number.is_some(),
            Task::Texts => !r.truth.is_empty() && !r.predicted.is_empty(),
            Task::Classes => {
                let probable = self.chances && r.probabilities.iter().all(|v| v.is_finite());
                let predicted = !r.predicted.is_empty() && !nan(&r.predicted);
                let scored = r.score.is_some() && (self.cut || self.ranks);
                !r.truth.is_empty() && !nan(&r.truth) && (predicted || probable || scored)
            }
        }
    }
}

fn is_nan(text: &str) -> bool {
    text.parse().is_ok_and(f64::is_nan)
}

fn whole(values: &[f64]) -> bool {
    values.iter().all(|v| v.fract() == 0.0)
}

/// The numbers of cells, where they are ones.
fn numbers<'r>(cells: impl Iterator<Item = (&'r str, Option<f64>)>) -> Option<Vec<f64>> {
    let (mut all, mut found) = (0_usize, Vec::new());
    for (_, number) in cells.filter(|(text, _)| !text.is_empty() && !is_nan(text)) {
        all += 1;
        found.extend(number);
    }
    (!found.is_empty() && found.len() as f64 >= NUMERIC * all as f64).then_some(found)
}

fn task(rows: &[&Prediction]) -> (Task, bool) {
    let distinct: BTreeSet<&str> = rows.iter().map(|r| r.truth.as_str()).collect();
    let truths = numbers(rows.iter().map(|r| (r.truth.as_str(), r.truth_number)));
    let amounts = |values: &[f64]| !whole(values) || distinct.len() > CLASSES;
    // A class may be called by a number beside others that are not.
    let every = |r: &&Prediction| r.truth_number.is_some() || is_nan(&r.truth);
    let Some(truths) = truths.filter(|t| amounts(t) || rows.iter().all(every as fn(&&Prediction) -> bool)) else {
        let words: usize = rows.iter().map(|r| r.truth.split_whitespace().count()).sum();
        let sentences = words >= 3 * rows.len();
        let many = distinct.len() > CLASSES && distinct.len() * 2 > rows.len();
        return (if sentences || many { Task::Texts } else { Task::Classes }, false);
    };
    let predicted = numbers(rows.iter().map(|r| (r.predicted.as_str(), r.predicted_number)));
    let given = rows.iter().any(|r| !r.predicted.is_empty());
    let binary = truths.iter().all(|t| *t == 0.0 || *t == 1.0);
    let task = match &predicted {
        Some(p) if binary && !whole(p) && p.iter().all(|p| (0.0..=1.0).contains(p)) => Task::Chances,
        Some(p) if !whole(p) => Task::Numbers,
        _ if amounts(&truths) && given => Task::Numbers,
        _ => Task::Classes,
    };
    (task, true)
}
