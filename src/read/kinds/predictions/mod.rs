//! Predictions: what is true of each item beside what was predicted. They become evaluations by the metrics of
//! [`crate::metric::scores`].

mod extract;
mod weigh;

use crate::data::Predictions;
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, alone};
use crate::read::roles::{Accepts, RoleSpec};

/// The name of the kind.
pub const KIND: Kind = Kind("predictions");

/// Labels and predictions, one item a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "predictions",
    counted: ("table of predictions", "tables of predictions"),
    shown: ("evidence", "measured-title"),
    list: "predictions",
    weight: 0,
    wide: true,
    roles: ROLES,
    weigh: weigh::weigh,
    beside: alone,
    extract: extract::extract,
    count: |e| e.predictions.len(),
    add: |item, file, to| Ok(to.predictions.push(Predictions { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "truth",
        "Truth",
        Accepts::Text,
        "What is true of the item: a class, a number or a reference text.",
        "y_true true_label gold_label gold truth ground_truth label true target actual observed reference references \
         expected expected_output labels y_test",
    )
    .needed(),
    RoleSpec::new(
        "prediction",
        "Prediction",
        Accepts::Text,
        "What was predicted of it.",
        "y_pred prediction predicted pred predicted_label pred_label predicted_class y_hat yhat hypothesis preds \
         predictions model_output output response answer generated",
    ),
    RoleSpec::new(
        "score",
        "Score",
        Accepts::Number,
        "Score or probability of the positive class; a column called confidence is that in the prediction.",
        "y_score y_prob y_proba probability proba prob score confidence conf pred_proba predicted_probability",
    ),
    RoleSpec::new(
        "item",
        "Item",
        Accepts::Text,
        "Name of the item; rows of one name are tries of one item.",
        "item item_id question_id sample_id doc_id example_id prompt_id case_id item_name id uid index idx",
    ),
    RoleSpec::new(
        "slice",
        "Slice",
        Accepts::Text,
        "Group that the item is of.",
        "slice category class_group group subgroup language subset segment cohort site hospital domain dialect gender \
         age_group task subtask",
    ),
    RoleSpec::new(
        "model",
        "Model",
        Accepts::Text,
        "What predicted it.",
        "model run model_name run_name checkpoint system experiment model_id variant",
    ),
    RoleSpec::new(
        "time",
        "Time",
        Accepts::Text,
        "When: baseline, after, a date.",
        "time when phase period before_after",
    ),
    RoleSpec::new(
        "positive",
        "Positive class",
        Accepts::Text,
        "The class that precision and recall are of; the same in every row.",
        "positive_class",
    ),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where it is not measured.",
        "illustrative example_value made_up",
    ),
];

#[cfg(test)]
mod tests;
