//! Rows to predictions, and predictions to evaluations.

use crate::data::{Diagnostic, Prediction, Predictions, units};
use crate::metric::scores::{data_of, evaluate, has_chances, positive_was_guessed, scores_part};
use crate::read::extract::{Columns, Extracted, Field, Source};
use crate::read::number;
use std::collections::BTreeMap;

pub(super) fn extract(source: &mut Source, out: &mut Extracted) {
    let [truth, prediction, score, item] = ["truth", "prediction", "score", "item"].map(|id| source.field(id));
    let [slice, model, time, illustrative] = ["slice", "model", "time", "illustrative"].map(|id| source.field(id));
    let chances = Columns::all(source);
    let columns: Vec<String> = chances.iter().map(|c| c.measure.metric.clone()).collect();
    let confidence = score.as_ref().is_some_and(|f| f.name.to_lowercase().contains("conf"));
    let named = source.field("positive");
    let positive = if source.rows() > 0 { source.text("positive", named.as_ref(), 0) } else { None };
    let mut groups: BTreeMap<(Option<String>, Option<String>), Predictions> = BTreeMap::new();
    let mut without = 0_usize;
    for row in 0..source.rows() {
        let cell = |source: &Source, field: &Option<Field>| {
            let text = field.as_ref().map(|f| source.raw(f, row).trim()).unwrap_or_default();
            if number::is_unknown(text) { String::new() } else { text.to_owned() }
        };
        let (actual, predicted) = (cell(source, &truth), cell(source, &prediction));
        // A text may be empty or a stroke where it was predicted so; a truth that is unknown says nothing.
        let score = score.as_ref().and_then(|f| source.quantity(f, row)).map(|q| q.value);
        let probabilities: Vec<f64> =
            chances.iter().map(|c| source.quantity(&c.value, row).map_or(f64::NAN, |q| q.value)).collect();
        let none = predicted.is_empty() && score.is_none() && probabilities.iter().all(|p| p.is_nan());
        if actual.is_empty() || none {
            without += 1;
            continue;
        }
        let place = (source.text("model", model.as_ref(), row), source.text("time", time.as_ref(), row));
        let name = source.text("item", item.as_ref(), row).filter(|_| item.is_some());
        let name =
            name.unwrap_or_else(|| format!("{} row {}", source.file, source.source_row(row).unwrap_or_default()));
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
            truth: actual,
            predicted,
            score,
            probabilities,
            slice: source.text("slice", slice.as_ref(), row),
        });
        out.read += 1;
    }
    if without > 0 {
        let message = format!(
            "{} without a truth or without a prediction: not measured, and neither right nor wrong.",
            units::counted(without, "row", "rows")
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message).mend("Predict them before deciding on it."));
    }
    for (_, mut predictions) in groups {
        out.evidence.evaluations.extend(evaluate(&mut predictions));
        say(source, &predictions);
        out.evidence.predictions.push(predictions);
    }
}

/// What was taken for granted.
fn say(source: &mut Source, p: &Predictions) {
    if positive_was_guessed(p) {
        let class = p.positive.as_deref().unwrap_or_default();
        let message = format!("\"{class}\" was taken for the positive class: the rarer of two.");
        source.notes.add(Diagnostic::info("positive-class", message).mend("Name the positive class in the mapping."));
    }
    if has_chances(&p.rows) {
        let message = "The predictions are probabilities: from 0.5 on they were taken for class 1.";
        source.notes.add(Diagnostic::info("predictions-cut", message));
    }
    let rows: Vec<&Prediction> = p.rows.iter().collect();
    let (data, _) = data_of(p, &rows);
    if data.scores.is_some() && !scores_part(&data) {
        let class = p.positive.as_deref().unwrap_or_default();
        let message = format!(
            "The scores do not part what was predicted: some items predicted \"{class}\" have a lower score than some others. \
             What is computed from them (AUROC, average precision, Brier score, calibration) takes them for scores of \"{class}\"."
        );
        let mend = "Where they are the confidence in the prediction, call the column \"confidence\".";
        source.notes.add(Diagnostic::warning("scores-mixed", message).mend(mend));
    }
}
