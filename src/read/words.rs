//! Words people use in cells and metric names: status, stage, yes and no, directions.

use crate::data::{Direction, Stage, Status, evaluation::metric_id};

/// Status of a data set, where the word is known.
#[must_use]
pub fn status(text: &str) -> Option<Status> {
    Some(match metric_id(text).as_str() {
        "present" | "complete" | "completed" | "available" | "yes" | "y" | "true" | "1" | "done" | "ok" | "ready"
        | "full" | "exists" | "collected" | "finished" | "in_place" | "loaded" | "synced" => Status::Present,
        "partial" | "partially" | "partly" | "incomplete" | "in_progress" | "ongoing" | "some" | "started" | "wip"
        | "limited" | "in_work" | "uploading" | "partial_upload" => Status::Partial,
        "missing" | "absent" | "no" | "n" | "false" | "0" | "planned" | "not_available" | "unavailable"
        | "required" | "todo" | "to_do" | "not_present" | "not_started" | "lost" | "none" | "gap" => Status::Missing,
        "unknown" => Status::Unknown,
        _ => return None,
    })
}

/// Stage a data set trains, where the word is known.
#[must_use]
pub fn stage(text: &str) -> Option<Stage> {
    let id = metric_id(text);
    let has = |words: &[&str]| words.iter().any(|w| id.contains(w));
    Some(
        if matches!(id.as_str(), "eval" | "test" | "validation" | "holdout")
            || has(&["evaluation", "benchmark", "held_out"])
        {
            Stage::Evaluation
        } else if matches!(id.as_str(), "pt" | "cpt")
            || has(&["pretrain", "pre_train", "continued_train", "domain_adapt"])
        {
            Stage::Pretraining
        } else if has(&["preference", "rlhf", "dpo", "orpo", "simpo", "kto", "alignment", "reward", "ppo"]) {
            Stage::Preference
        } else if id == "ft"
            || has(&[
                "sft",
                "fine_tun",
                "finetun",
                "supervised",
                "instruct",
                "foundation",
                "expertise",
                "roleplay",
                "specialised",
                "specialized",
            ])
        {
            Stage::Sft
        } else {
            return None;
        },
    )
}

/// Yes or no, where the word is known.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    Some(match metric_id(text).as_str() {
        "yes" | "y" | "true" | "1" | "passed" | "pass" | "ok" | "success" | "succeeded" | "ja" | "oui" | "green" => {
            true
        }
        "no" | "n" | "false" | "0" | "failed" | "fail" | "error" | "failure" | "nein" | "non" | "red" => false,
        _ => match text.trim() {
            "✓" | "✔" | "✅" | "☑" => true,
            "✗" | "✘" | "❌" | "✕" => false,
            _ => return None,
        },
    })
}

/// Direction written in a cell. `column` matters for `true` and `false`: `lower_is_better` turns them round.
#[must_use]
pub fn direction(text: &str, column: &str) -> Option<Direction> {
    let way = |higher: bool| if higher { Direction::Higher } else { Direction::Lower };
    Some(match metric_id(text).as_str() {
        "higher" | "higher_is_better" | "up" | "max" | "maximise" | "maximize" | "increase" | "asc" | "high" => {
            Direction::Higher
        }
        "lower" | "lower_is_better" | "down" | "min" | "minimise" | "minimize" | "decrease" | "desc" | "low" => {
            Direction::Lower
        }
        _ => match text.trim() {
            "↑" | ">" | ">=" | "≥" => Direction::Higher,
            "↓" | "<" | "<=" | "≤" => Direction::Lower,
            other => {
                let turned = metric_id(column).contains("lower");
                way(yes_no(other)? != turned)
            }
        },
    })
}

/// Metrics that improve downwards: parts of normalised metric names.
const DOWN: &[&str] = &[
    "loss",
    "perplexity",
    "ppl",
    "error",
    "err",
    "wer",
    "cer",
    "mer",
    "ter",
    "rmse",
    "mse",
    "mae",
    "nll",
    "bits_per_byte",
    "bpb",
    "bpc",
    "bias",
    "toxicity",
    "toxic",
    "hallucination",
    "brier",
    "ece",
    "fid",
    "latency",
    "harm",
    "stereotype",
    "likelihood_difference",
    "likelihood_diff",
    "cross_entropy",
    "entropy",
    "kl",
    "divergence",
    "mape",
    "eer",
    "fpr",
    "fnr",
    "duplication",
    "duplicates",
    "violation",
    "violations",
    "refusal",
    "unsafe",
    "regret",
];

/// Metrics that improve upwards and lie between 0 and 1.
const FRACTIONS: &[&str] = &[
    "accuracy",
    "acc",
    "f1",
    "precision",
    "recall",
    "auc",
    "auroc",
    "exact_match",
    "em",
    "empathy",
    "appropriateness",
    "competency",
    "safety",
    "crisis_response",
    "balanced_accuracy",
    "pass",
    "win_rate",
    "hit_rate",
    "mrr",
    "ndcg",
    "iou",
    "dice",
    "specificity",
    "sensitivity",
    "bias",
    "toxicity",
    "error_rate",
    "wer",
    "cer",
    "mcc",
    "agreement",
    "helpfulness",
    "parseable",
    "acc_norm",
    "error",
    "err",
];

/// Further metrics that improve upwards.
const UP: &[&str] = &[
    "bleu",
    "rouge",
    "meteor",
    "chrf",
    "ctrs",
    "ethicsmh",
    "score",
    "reward",
    "bertscore",
    "eqbench",
    "elo",
    "r2",
    "kappa",
    "rating",
];

fn has_words(id: &str, list: &[&str]) -> bool {
    list.iter().any(|w| {
        id == *w
            || id.match_indices(w).any(|(at, _)| {
                let before = at == 0 || id.as_bytes().get(at - 1) == Some(&b'_');
                let after = matches!(id.as_bytes().get(at + w.len()), None | Some(b'_'));
                before && after
            })
    })
}

/// Which way a metric of that name usually improves; `None` for a name that says nothing.
#[must_use]
pub fn usual_direction(metric: &str) -> Option<Direction> {
    let id = metric_id(metric);
    let reduced = has_words(&id, &["reduction", "free", "non", "anti", "resistance"]);
    if has_words(&id, DOWN) {
        Some(if reduced { Direction::Higher } else { Direction::Lower })
    } else if has_words(&id, FRACTIONS) || has_words(&id, UP) {
        Some(Direction::Higher)
    } else {
        None
    }
}

/// True for a metric that usually lies between 0 and 1.
#[must_use]
pub fn is_fraction(metric: &str) -> bool {
    has_words(&metric_id(metric), FRACTIONS)
}

/// True for a name that is known to be a metric.
#[must_use]
pub fn is_metric(name: &str) -> bool {
    usual_direction(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood() {
        assert_eq!(status("Complete"), Some(Status::Present));
        assert_eq!(status("in progress"), Some(Status::Partial));
        assert_eq!(status("Not available"), Some(Status::Missing));
        assert_eq!(status("banana"), None);
        assert_eq!(stage("SFT stage 3"), Some(Stage::Sft));
        assert_eq!(stage("Pre-training"), Some(Stage::Pretraining));
        assert_eq!(stage("DPO"), Some(Stage::Preference));
        assert_eq!(direction("true", "higher_is_better"), Some(Direction::Higher));
        assert_eq!(direction("true", "lower_is_better"), Some(Direction::Lower));
        assert_eq!(direction("↓", "direction"), Some(Direction::Lower));
        assert_eq!(usual_direction("val/loss"), Some(Direction::Lower));
        assert_eq!(usual_direction("Word error rate (WER)"), Some(Direction::Lower));
        assert_eq!(usual_direction("Empathy"), Some(Direction::Higher));
        assert_eq!(usual_direction("pct_stereotype"), Some(Direction::Lower));
        assert_eq!(usual_direction("glossary"), None);
        assert!(is_fraction("acc_norm") && !is_fraction("perplexity"));
    }
}
