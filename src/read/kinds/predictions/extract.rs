//! Rows to predictions, and predictions to evaluations.

use crate::data::{Diagnostic, Evaluation, Prediction, Predictions, units};
use crate::metric::scores::{Items, Taken, evaluate, positive_was_guessed, scores_part};
use crate::read::extract::{Columns, Extracted, Field, Source};
use crate::read::number;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let [truth, prediction, score, item] = ["truth", "prediction", "score", "item"].map(|id| source.field(id));
    let [slice, model, time, illustrative] = ["slice", "model", "time", "illustrative"].map(|id| source.field(id));
    let chances = Columns::all(source);
    let columns: Vec<String> = chances.iter().map(|c| c.measure.metric.clone()).collect();
    let confidence = score.as_ref().is_some_and(|f| f.name.to_lowercase().contains("conf"));
    let named = source.field("positive");
    // A class may be called by a word for "unknown": of truths and the positive class only an empty cell is, and of
    // predictions one with such a word that is no class of the truths.
    let cell = |source: &Source, field: &Option<Field>, row: usize| {
        field.as_ref().map(|f| source.raw(f, row).trim()).unwrap_or_default().to_owned()
    };
    let first = if source.rows() > 0 { cell(source, &named, 0) } else { String::new() };
    let positive = Some(first).filter(|c| !c.is_empty()).or_else(|| source.constant("positive").map(str::to_owned));
    let quantities: Vec<&Field> = truth.iter().chain(&prediction).collect();
    let style = truth.as_ref().and_then(|_| source.style_of_all(&quantities));
    let amount = |cell: &str| style.and_then(|s| number::parse(cell, s, false).value());
    let classes: BTreeSet<String> = (0..source.rows()).map(|row| cell(source, &truth, row).to_lowercase()).collect();
    let unsaid = |cell: &str| number::is_unknown(cell) && !classes.contains(&cell.to_lowercase());
    let mut groups: BTreeMap<(Option<String>, Option<String>), Predictions> = BTreeMap::new();
    let mut without = 0_usize;
    for row in 0..source.rows() {
        let (actual, mut predicted) = (cell(source, &truth, row), cell(source, &prediction, row));
        if unsaid(&predicted) {
            predicted.clear();
        }
        let score = score.as_ref().and_then(|f| source.quantity(f, row)).map(|q| q.value);
        let probabilities: Vec<f64> =
            chances.iter().map(|c| source.quantity(&c.value, row).map_or(f64::NAN, |q| q.value)).collect();
        let none = predicted.is_empty() && score.is_none() && probabilities.iter().all(|p| p.is_nan());
        if actual.is_empty() || none {
            without += 1;
            continue;
        }
        let place = (source.text("model", model.as_ref(), row), source.text("time", time.as_ref(), row));
        let name = source.item(item.as_ref(), row);
        let group = groups.entry(place.clone()).or_insert_with(|| Predictions {
            model: place.0,
            time: place.1,
            columns: columns.clone(),
            confidence,
            positive: positive.clone(),
            positive_given: positive.is_some(),
            file: source.file.to_owned(),
            ..Predictions::default()
        });
        group.illustrative |= source.illustrative(illustrative.as_ref(), row);
        group.rows.push(Prediction {
            item: name,
            truth_number: amount(&actual),
            predicted_number: amount(&predicted),
            truth: actual,
            predicted,
            score,
            probabilities,
            slice: source.text("slice", slice.as_ref(), row),
        });
        out.read += 1;
    }
    let measured: Vec<(Predictions, Vec<Evaluation>, Items)> = groups
        .into_values()
        .map(|mut predictions| {
            let (found, items) = evaluate(&mut predictions);
            (predictions, found, items)
        })
        .collect();
    let lost = |(p, _, items): &(Predictions, Vec<Evaluation>, Items)| p.rows.len() - items.names.len();
    let odd: usize = measured.iter().filter(|m| m.2.data.numbers.is_some()).map(lost).sum();
    without += measured.iter().map(lost).sum::<usize>();
    if without > 0 {
        let message = format!(
            "{} without a truth or without a prediction{}: not measured, and neither right nor wrong.",
            units::counted(without, "row", "rows"),
            if odd > 0 {
                format!(" ({} of them because a cell is no number)", units::grouped(odd as f64))
            } else {
                String::new()
            }
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message).mend("Predict them before deciding on it."));
    }
    for (predictions, found, items) in measured {
        out.evidence.evaluations.extend(found);
        say(source, &predictions, &items);
        out.evidence.predictions.push(predictions);
    }
}

/// What was taken for granted.
fn say(source: &mut Source, p: &Predictions, items: &Items) {
    if positive_was_guessed(p) {
        let class = p.positive.as_deref().unwrap_or_default();
        let message = format!("\"{class}\" was taken for the positive class: the rarer of two.");
        source.notes.add(Diagnostic::info("positive-class", message).mend("Name the positive class in the mapping."));
    }
    let class = p.positive.as_deref().unwrap_or_default();
    let taken = match items.taken {
        Taken::Nothing => None,
        Taken::Chances => {
            Some("The predictions are probabilities: from 0.5 on they were taken for class 1.".to_owned())
        }
        Taken::Cut(rows) => Some(format!(
            "No class was predicted in {}: from a score of 0.5 on it was taken to be \"{class}\".",
            units::counted(rows, "row", "rows")
        )),
        Taken::Ranks => Some(format!(
            "No class was predicted and the scores do not lie between 0 and 1: they only rank how likely \"{class}\" is, and \
             nothing that needs a predicted class or a probability is computed."
        )),
    };
    if let Some(message) = taken {
        let note = Diagnostic::info("predictions-cut", message);
        source.notes.add(note.mend("Where another limit was meant, give the predicted class in a column."));
    }
    if items.data.scores.is_some() && !scores_part(&items.data) {
        let class = p.positive.as_deref().unwrap_or_default();
        let message = format!(
            "The scores do not part what was predicted: some items predicted \"{class}\" have a lower score than some others. \
             What is computed from them (AUROC, average precision, Brier score, calibration) takes them for scores of \"{class}\"."
        );
        let mend = "Where they are the confidence in the prediction, call the column \"confidence\".";
        source.notes.add(Diagnostic::warning("scores-mixed", message).mend(mend));
    }
}
