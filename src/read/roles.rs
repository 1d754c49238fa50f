//! What a column can be, as data: the mapping form, its help and the guesses need no further code.

use serde::{Deserialize, Serialize};

/// What a table is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Data sets, one a row.
    Inventory,
    /// Measured metrics.
    Evaluations,
    /// A metric at several training-set sizes.
    Curves,
    /// Trained models with parameters, tokens and loss.
    ScalingRuns,
    /// Verification results.
    Checks,
    /// Not recognised.
    #[default]
    Unknown,
}

impl Kind {
    /// Every kind a table can be read as.
    pub const ALL: [Self; 5] = [Self::Inventory, Self::Evaluations, Self::Curves, Self::ScalingRuns, Self::Checks];
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Inventory => "inventory of data sets",
            Self::Evaluations => "evaluations",
            Self::Curves => "learning curves",
            Self::ScalingRuns => "scaling runs",
            Self::Checks => "verification checks",
            Self::Unknown => "not recognised",
        }
    }
}

/// What the cells of a column must be to play a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Any text.
    Text,
    /// A number of any size and sign.
    Number,
    /// A whole number of things.
    Count,
    /// Bytes, with or without a unit.
    Bytes,
    /// A share: 0.08 or 8 %.
    Fraction,
    /// Two numbers, `[0.71, 0.79]`.
    Interval,
    /// Yes or no.
    YesNo,
    /// Present, partial or missing.
    Status,
    /// Pretraining, fine-tuning, preference or evaluation.
    Stage,
    /// Higher or lower.
    Direction,
}

impl Accepts {
    /// True where the cells are numbers.
    #[must_use]
    pub fn numeric(self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Bytes | Self::Fraction)
    }
    /// What is expected, for a diagnostic.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Count => "a count such as 300000, 300,000 or 300k",
            Self::Bytes => "a size such as 117743 or 6.4 GB",
            Self::Fraction => "a share such as 0.08 or 8 %",
            Self::Interval => "two numbers such as [0.71, 0.79]",
            Self::YesNo => "yes or no",
            Self::Status => "present, partial or missing",
            Self::Stage => "pretraining, sft, preference or evaluation",
            Self::Direction => "higher or lower",
        }
    }
}

/// One role a column can play in a table of one kind.
#[derive(Clone, Copy, Debug)]
pub struct RoleSpec {
    /// Stable identifier, unique within the kind.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// The kind of table it belongs to.
    pub kind: Kind,
    /// True where a row without it says nothing. (In evaluations and curves, measure columns may stand for `value`.)
    pub required: bool,
    /// What its cells must be.
    pub accepts: Accepts,
    /// Column names that mean it, normalised, best first.
    pub synonyms: &'static [&'static str],
    /// One sentence of help.
    pub help: &'static str,
}

/// Every role, in the order in which a form shows them.
pub const ROLES: &[RoleSpec] = &{
    use Accepts::{Bytes, Count, Direction as Way, Fraction, Interval, Number, Stage, Status, Text, YesNo};
    const fn role(
        kind: Kind,
        id: &'static str,
        label: &'static str,
        required: bool,
        accepts: Accepts,
        synonyms: &'static [&'static str],
        help: &'static str,
    ) -> RoleSpec {
        RoleSpec { id, label, kind, required, accepts, synonyms, help }
    }
    const I: Kind = Kind::Inventory;
    const E: Kind = Kind::Evaluations;
    const C: Kind = Kind::Curves;
    const S: Kind = Kind::ScalingRuns;
    const V: Kind = Kind::Checks;
    [
        role(I, "name", "Name", true, Text, &["name", "dataset", "data_set", "dataset_name", "data_set_name", "title", "source", "id", "file", "filename", "path", "subset", "config", "config_name", "datensatz"], "Name of the data set."),
        role(I, "family", "Family", false, Text, &["family", "dataset_family", "category", "group", "capability", "domain", "topic", "type"], "The capability the data set covers; a policy lists the required ones."),
        role(I, "tier", "Tier", false, Count, &["tier", "quality_tier", "tier_number", "priority_tier"], "Quality class, 1 the best."),
        role(I, "stage", "Stage", false, Stage, &["stage", "training_stage", "phase", "purpose", "use", "used_for", "training_phase"], "What the records train: pretraining, supervised fine-tuning, preference alignment or evaluation."),
        role(I, "curriculum", "Curriculum stage", false, Count, &["curriculum", "curriculum_stage", "sft_stage", "stage_number", "curriculum_step"], "Numbered stage within supervised fine-tuning."),
        role(I, "status", "Status", false, Status, &["status", "availability", "available", "present", "state", "complete", "completeness", "exists"], "Whether the data set is present, partial or missing."),
        role(I, "objects", "Objects", false, Count, &["objects", "files", "object_count", "file_count", "num_files", "n_files", "nfiles", "num_objects", "shards", "number_of_files"], "Files or objects that are there."),
        role(I, "records", "Records", false, Count, &["records", "num_examples", "examples", "rows", "conversations", "samples", "num_rows", "num_records", "record_count", "n_records", "num_samples", "n_samples", "pairs", "texts", "documents", "docs", "items", "count", "n", "count_of_rows", "number_of_records", "size_records", "zeilen", "instances", "entries", "lines"], "Texts, pairs or conversations that are there."),
        role(I, "bytes", "Bytes", false, Bytes, &["bytes", "num_bytes", "size_bytes", "dataset_size", "size_in_bytes", "file_size", "filesize", "size_on_disk", "disk_size", "content_size", "contentsize", "volume", "storage", "size", "download_size"], "Size of what is there."),
        role(I, "missing_bytes", "Missing bytes", false, Bytes, &["missing_bytes", "bytes_missing", "missing_size", "size_missing", "missing"], "Size of what is known to be missing."),
        role(I, "tokens", "Tokens", false, Count, &["tokens", "num_tokens", "token_count", "n_tokens", "total_tokens", "tokens_total"], "Tokens that are there."),
        role(I, "quality", "Quality", false, Fraction, &["quality", "quality_score", "avg_quality", "mean_quality", "average_quality", "quality_mean", "score"], "Quality score between 0 and 1."),
        role(I, "duplication", "Duplication", false, Fraction, &["duplication", "duplication_rate", "duplicate_rate", "dup_rate", "duplicate_share", "duplicates_share", "dedup_rate", "duplicate_fraction", "duplicates_pct"], "Share of records that duplicate another."),
        role(I, "duplicates", "Duplicates", false, Count, &["duplicates", "duplicate_count", "num_duplicates", "n_duplicates", "dups", "duplicate_records"], "Number of duplicate records."),
        role(I, "licence", "Licence", false, Text, &["licence", "license", "licenses", "licences", "licence_name", "license_name", "rights", "lizenz"], "Licence, as written."),
        role(I, "split", "Split", false, Text, &["split", "subset_split", "partition", "fold"], "Train, validation or test."),
        role(I, "note", "Note", false, Text, &["note", "notes", "comment", "comments", "description", "remark", "remarks"], "Free text."),
        role(I, "illustrative", "Illustrative", false, YesNo, &["illustrative", "example_value", "made_up"], "Yes where the numbers are not measured."),
        role(E, "metric", "Metric", true, Text, &["metric", "metric_name", "measure", "measurement", "name", "indicator", "criterion", "key", "test"], "Which metric was measured."),
        role(E, "value", "Value", true, Number, &["value", "score", "result", "metric_value", "mean", "estimate", "measured", "wert", "rating"], "The measured value."),
        role(E, "unit", "Unit", false, Text, &["unit", "units", "value_unit"], "Unit of the value; \"%\" divides it by 100."),
        role(E, "se", "Standard error", false, Number, &["se", "stderr", "std_err", "standard_error", "sem", "std_error", "se_value"], "Standard error of the value."),
        role(E, "sd", "Standard deviation", false, Number, &["sd", "std", "stddev", "std_dev", "standard_deviation", "stdev"], "Standard deviation of single items or runs; with n it gives the standard error."),
        role(E, "n", "n", false, Count, &["n", "num_samples", "n_samples", "effective", "items", "count", "sample_size", "samples", "num_examples", "raters", "support", "num_seeds", "seeds"], "Items behind the value."),
        role(E, "low", "Lower bound", false, Number, &["low", "lower", "ci_low", "ci_lower", "lower_95", "ci95_low", "lo", "lower_bound", "ci_lo", "conf_low"], "Lower end of the 95 % interval."),
        role(E, "high", "Upper bound", false, Number, &["high", "upper", "ci_high", "ci_upper", "upper_95", "ci95_high", "hi", "upper_bound", "ci_hi", "conf_high"], "Upper end of the 95 % interval."),
        role(E, "interval", "Interval", false, Interval, &["interval", "ci", "ci95", "ci_95", "confidence_interval", "95_ci"], "The 95 % interval in one cell."),
        role(E, "direction", "Direction", false, Way, &["direction", "higher_is_better", "better", "goal", "lower_is_better", "greater_is_better"], "Which way the metric improves."),
        role(E, "slice", "Slice", false, Text, &["slice", "task", "benchmark", "dataset", "language", "subset", "category", "class", "group", "split", "task_name", "segment"], "Task, language or class that was measured."),
        role(E, "model", "Model", false, Text, &["model", "run", "model_name", "run_name", "checkpoint", "run_id", "system", "experiment"], "What was measured."),
        role(E, "time", "Time", false, Text, &["time", "date", "when", "stage", "phase", "timestamp", "created", "period", "before_after", "version"], "When: baseline, after, a date, a stage."),
        role(E, "illustrative", "Illustrative", false, YesNo, &["illustrative", "example_value", "made_up"], "Yes where the value is not measured."),
        role(C, "size", "Training-set size", true, Count, &["size", "train_size", "training_size", "training_set_size", "training_records", "train_records", "records", "samples", "num_samples", "n_samples", "examples", "num_examples", "train_examples", "training_examples", "n_train", "num_train", "train_samples", "training_samples", "tokens", "train_tokens", "training_tokens", "tokens_seen", "total_tokens", "num_tokens", "data_size", "dataset_size", "data", "n", "anchor", "x", "step", "steps", "global_step", "iteration", "iter", "epoch"], "How much was trained on."),
        role(C, "value", "Value", true, Number, &["value", "score", "y", "result", "metric_value", "mean", "performance"], "The measured value."),
        role(C, "metric", "Metric", false, Text, &["metric", "metric_name", "measure", "key", "tag"], "Which metric was measured, where the table has several."),
        role(C, "series", "Series", false, Text, &["series", "curve", "curve_id", "run", "run_name", "model", "name", "config", "config_name", "learner", "experiment", "dataset", "method", "task", "slice", "group"], "What keeps one curve from another: model, task, run."),
        role(C, "se", "Standard error", false, Number, &["se", "stderr", "std_err", "standard_error", "sem", "std_error", "value_se"], "Standard error of the value."),
        role(C, "sd", "Standard deviation", false, Number, &["sd", "std", "stddev", "std_dev", "standard_deviation", "stdev"], "Standard deviation of single items or runs; with n it gives the standard error."),
        role(C, "n", "n", false, Count, &["items", "eval_items", "n_eval", "eval_samples", "test_size", "n_test", "num_seeds", "seeds", "count"], "Evaluation items behind the value."),
        role(C, "low", "Lower bound", false, Number, &["low", "lower", "ci_low", "ci_lower", "lower_95", "lo", "lower_bound", "ci_lo"], "Lower end of the 95 % interval."),
        role(C, "high", "Upper bound", false, Number, &["high", "upper", "ci_high", "ci_upper", "upper_95", "hi", "upper_bound", "ci_hi"], "Upper end of the 95 % interval."),
        role(C, "direction", "Direction", false, Way, &["direction", "higher_is_better", "lower_is_better", "goal"], "Which way the metric improves."),
        role(C, "illustrative", "Illustrative", false, YesNo, &["illustrative", "example_value", "made_up"], "Yes where the values are not measured."),
        role(S, "name", "Name", false, Text, &["name", "run", "model", "run_name", "model_name", "id", "config"], "Name of the run."),
        role(S, "params", "Parameters N", true, Count, &["params", "n_params", "parameters", "num_params", "num_parameters", "model_size", "n", "non_embedding_params", "total_params", "n_parameters"], "Parameters of the model."),
        role(S, "tokens", "Tokens D", true, Count, &["tokens", "d", "training_tokens", "train_tokens", "total_tokens", "num_tokens", "n_tokens", "tokens_seen", "data"], "Training tokens seen, repeats included."),
        role(S, "loss", "Loss", true, Number, &["loss", "val_loss", "validation_loss", "final_loss", "test_loss", "eval_loss", "l", "train_loss", "cross_entropy"], "Final loss in nats per token."),
        role(S, "unique_tokens", "Unique tokens", false, Count, &["unique_tokens", "u", "unique", "tokens_unique", "distinct_tokens", "u_d"], "Unique training tokens."),
        role(S, "quality", "Quality", false, Fraction, &["quality", "q", "data_quality", "quality_score"], "Data quality between 0 and 1."),
        role(S, "flop", "Compute", false, Number, &["flop", "flops", "c", "compute", "budget", "training_flops", "total_flops", "total_flos"], "Training compute in FLOP."),
        role(V, "check", "Check", true, Text, &["check", "check_id", "gate", "verification", "test", "name", "id", "rule"], "Which check: leakage, pii, provenance, hash, split, statistics."),
        role(V, "value", "Result", true, YesNo, &["value", "result", "outcome", "passed", "pass", "status", "offences", "offenses", "violations", "count", "ok"], "Offences, a share, or passed and failed."),
        role(V, "note", "Note", false, Text, &["note", "notes", "comment", "description", "details"], "What was looked at."),
        role(V, "illustrative", "Illustrative", false, YesNo, &["illustrative", "example_value", "made_up"], "Yes where the value is not measured."),
    ]
};

/// The roles of one kind of table.
pub fn roles(kind: Kind) -> impl Iterator<Item = &'static RoleSpec> {
    ROLES.iter().filter(move |r| r.kind == kind)
}

/// One role of one kind.
#[must_use]
pub fn role(kind: Kind, id: &str) -> Option<&'static RoleSpec> {
    roles(kind).find(|r| r.id == id)
}
