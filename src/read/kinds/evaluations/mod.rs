//! Evaluations: measured metrics.

mod agreement;
mod extract;
mod items;
mod naming;
mod weigh;

use crate::data::{Evaluation, evaluation::metric_id};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, alone};
use crate::read::roles::{Accepts, Counting, RoleSpec};

/// The name of the kind.
pub const KIND: Kind = Kind("evaluations");

/// Measured metrics.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "evaluations",
    counted: ("evaluation", "evaluations"),
    shown: ("evidence", "measured-title"),
    list: "evaluations",
    weight: 1,
    wide: true,
    roles: ROLES,
    weigh: weigh::weigh,
    beside: alone,
    extract: extract::extract,
    count: |e| e.evaluations.len(),
    add: |item, file, to| {
        let mut evaluation: Evaluation = serde_json::from_value(item)?;
        evaluation.file = file.into();
        if evaluation.metric.is_empty() {
            evaluation.metric = metric_id(&evaluation.label);
        }
        to.evaluations.push(evaluation);
        Ok(())
    },
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "metric",
        "Metric",
        Accepts::Text,
        "Which metric was measured.",
        "metric metric_name measure measurement name indicator criterion key test",
    )
    .needed(),
    RoleSpec::new(
        "value",
        "Value",
        Accepts::Number,
        "The measured value.",
        "value score result metric_value mean estimate measured wert rating",
    )
    .needed(),
    RoleSpec::new(
        "unit",
        "Unit",
        Accepts::Text,
        "Unit of the value; \"%\" divides it by 100.",
        "unit units value_unit",
    ),
    RoleSpec::new(
        "se",
        "Standard error",
        Accepts::Number,
        "Standard error of the value.",
        "se stderr std_err standard_error sem std_error se_value",
    ),
    RoleSpec::new(
        "sd",
        "Standard deviation",
        Accepts::Number,
        "Standard deviation of single items or runs; with n it gives the standard error.",
        "sd std stddev std_dev standard_deviation stdev",
    ),
    RoleSpec::new(
        "n",
        "n",
        Accepts::Count,
        "Items behind the value.",
        "n num_samples n_samples effective items count sample_size samples num_examples raters support \
         num_seeds seeds",
    )
    .counts(Counting::Items),
    RoleSpec::new(
        "item",
        "Item",
        Accepts::Text,
        "Name of a single item: rows of one metric become its mean, and before and after are compared item by item.",
        "item item_id question_id sample_id doc_id example_id prompt_id case_id item_name problem_idx problem_id \
         instance_id query_id test_id utterance_id session_id session conversation_id dialogue_id dialog_id transcript_id",
    ),
    RoleSpec::new(
        "low",
        "Lower bound",
        Accepts::Number,
        "Lower end of the 95 % interval.",
        "low lower ci_low ci_lower lower_95 ci95_low lo lower_bound ci_lo conf_low",
    ),
    RoleSpec::new(
        "high",
        "Upper bound",
        Accepts::Number,
        "Upper end of the 95 % interval.",
        "high upper ci_high ci_upper upper_95 ci95_high hi upper_bound ci_hi conf_high",
    ),
    RoleSpec::new(
        "interval",
        "Interval",
        Accepts::Interval,
        "The 95 % interval in one cell.",
        "interval ci ci95 ci_95 confidence_interval 95_ci",
    ),
    RoleSpec::new(
        "direction",
        "Direction",
        Accepts::Direction,
        "Which way the metric improves.",
        "direction higher_is_better better goal lower_is_better greater_is_better",
    ),
    RoleSpec::new(
        "slice",
        "Slice",
        Accepts::Text,
        "Task, language or class that was measured.",
        "slice task subtask benchmark dataset language subset category class group split task_name segment subgroup cohort \
         population site hospital clinic centre center department specialty accent dialect gender sex age_group age \
         ethnicity region country domain topic lang locale language_pair lang_pair pair scanner device speaker_group \
         difficulty label stratum",
    ),
    RoleSpec::new(
        "model",
        "Model",
        Accepts::Text,
        "What was measured.",
        "model run model_name run_name checkpoint run_id system experiment model_id variant",
    ),
    RoleSpec::new(
        "time",
        "Time",
        Accepts::Text,
        "When: baseline, after, a date, a stage.",
        "time date when stage phase timestamp created period before_after version",
    ),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where the value is not measured.",
        "illustrative example_value made_up",
    ),
];
