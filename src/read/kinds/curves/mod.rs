//! Learning curves: a metric at several training-set sizes.

mod apart;
mod extract;
mod selected;
mod weigh;

use crate::data::LearningCurve;
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::KindSpec;
use crate::read::roles::{Accepts, Counting, RoleSpec};

pub use weigh::{size_unit, told_apart};

/// The name of the kind.
pub const KIND: Kind = Kind("curves");

/// A metric at several training-set sizes.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "learning curves",
    counted: ("learning curve", "learning curves"),
    shown: ("curves", ""),
    list: "curves",
    weight: 1,
    wide: true,
    roles: ROLES,
    weigh: weigh::weigh,
    beside: weigh::beside,
    extract: extract::extract,
    count: |e| e.curves.len(),
    add: |item, file, to| Ok(to.curves.push(LearningCurve { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "size",
        "Training-set size",
        Accepts::Count,
        "How much was trained on.",
        "size train_size training_size training_set_size n_train tokens train_tokens",
    )
    .needed()
    .counts(Counting::Training),
    RoleSpec::new(
        "value",
        "Value",
        Accepts::Number,
        "The measured value.",
        "value score y result metric_value mean performance",
    )
    .needed(),
    RoleSpec::new(
        "metric",
        "Metric",
        Accepts::Text,
        "Which metric was measured, where the table has several.",
        "metric metric_name measure key tag",
    ),
    RoleSpec::new(
        "series",
        "Series",
        Accepts::Text,
        "What keeps one curve from another: model, task, run.",
        "series curve curve_id run run_name model name config config_name learner experiment dataset \
         method task slice group",
    ),
    RoleSpec::new(
        "selection",
        "Selection",
        Accepts::Text,
        "How the records of a run were selected: random ones make the curve, the others (S2L, DELIFT …) are compared with it.",
        "selection selection_method selected_by selector subset_selection data_selection subset_method",
    ),
    RoleSpec::new(
        "seed",
        "Seed",
        Accepts::Text,
        "Seed of a run: a selected and a random run of one seed and size are a pair.",
        "seed run_seed random_seed",
    ),
    RoleSpec::new(
        "se",
        "Standard error",
        Accepts::Number,
        "Standard error of the value.",
        "se stderr std_err standard_error sem std_error value_se",
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
        "Evaluation items behind the value.",
        "items eval_items n_eval eval_samples test_size n_test num_seeds seeds n_seeds count",
    )
    .counts(Counting::Items),
    RoleSpec::new(
        "low",
        "Lower bound",
        Accepts::Number,
        "Lower end of the 95 % interval.",
        "low lower ci_low ci_lower lower_95 lo lower_bound ci_lo",
    ),
    RoleSpec::new(
        "high",
        "Upper bound",
        Accepts::Number,
        "Upper end of the 95 % interval.",
        "high upper ci_high ci_upper upper_95 hi upper_bound ci_hi",
    ),
    RoleSpec::new(
        "direction",
        "Direction",
        Accepts::Direction,
        "Which way the metric improves.",
        "direction higher_is_better lower_is_better goal",
    ),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where the values are not measured.",
        "illustrative example_value made_up",
    ),
];
