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
    "deviance",
    "smape",
    "wape",
    "mase",
    "rmsle",
    "msle",
    "nrmse",
    "medae",
    "crossentropy",
    "xent",
    "hausdorff",
    "hd95",
    "assd",
    "lpips",
    "rmsd",
    "crps",
    "hamming",
    "ade",
    "fde",
    "aer",
    "jer",
    "der",
];

/// Endings of a single word that say the same: "logloss", "MSELoss".
const DOWN_ENDINGS: &[&str] = &["loss", "error", "perplexity", "entropy"];

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
    "auprc",
    "aupr",
    "prauc",
    "pr_auc",
    "roc_auc",
    "average_precision",
    "jaccard",
    "ppv",
    "npv",
    "tpr",
    "tnr",
    "fpr",
    "fnr",
    "fbeta",
    "f2",
    "ssim",
    "c_index",
    "cindex",
    "concordance",
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
    "matthews",
    "matthews_correlation",
    "map",
    "spearman",
    "pearson",
    "spearmanr",
    "pearsonr",
    "correlation",
    "faithfulness",
    "relevancy",
    "relevance",
    "groundedness",
    "correctness",
    "comet",
    "cometkiwi",
    "bleurt",
    "spbleu",
    "sacrebleu",
    "gleu",
    "cider",
    "spice",
    "psnr",
    "pesq",
    "stoi",
    "qwk",
    "nse",
    "kge",
    "ari",
    "nmi",
    "lddt",
    "gdt",
];

/// The names under which the words of a metric may be known: as it is written, with the words of `valAcc` apart, and without
/// the number that counts variants (`bleu4`, `acc1`, but not `f1`).
fn spellings(metric: &str) -> Vec<String> {
    let mut apart = String::with_capacity(metric.len() + 4);
    let mut before = ' ';
    for c in metric.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            apart.push('_');
        }
        apart.push(c);
        before = c;
    }
    let stem = |word: &str| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() < 2 { word.to_owned() } else { stem.to_owned() }
    };
    let plain = |id: &str| id.split('_').map(stem).collect::<Vec<_>>().join("_");
    let (id, apart) = (metric_id(metric), metric_id(&apart));
    // "mIoU", "mDice": the `m` of a mean.
    let mean = |word: &str| {
        let rest = word.strip_prefix('m').filter(|rest| rest.len() > 2 && FRACTIONS.contains(rest));
        rest.unwrap_or(word).to_owned()
    };
    let meant = id.split('_').map(mean).collect::<Vec<_>>().join("_");
    let mut out = vec![plain(&id), plain(&apart), meant, apart, id];
    out.dedup();
    out
}

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
    let known = spellings(metric);
    let has = |list: &[&str]| known.iter().any(|id| has_words(id, list));
    let ends = |word: &str| word != "gloss" && DOWN_ENDINGS.iter().any(|e| word.ends_with(e));
    let reduced = has(&["reduction", "free", "non", "anti", "resistance"]);
    if has(DOWN) || known.iter().any(|id| id.split('_').any(ends)) {
        Some(if reduced { Direction::Higher } else { Direction::Lower })
    } else if has(FRACTIONS) || has(UP) {
        Some(Direction::Higher)
    } else {
        None
    }
}

/// True for a metric that usually lies between 0 and 1.
#[must_use]
pub fn is_fraction(metric: &str) -> bool {
    spellings(metric).iter().any(|id| has_words(id, FRACTIONS))
}

/// Smallest and largest possible value of a metric of that name that took such values: 0 to 1 for a share, 0 to 100 for one
/// written in per cent. The one guess of it: page, report and command line take this.
#[must_use]
pub fn usual_range(metric: &str, values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let within = |top: f64| values.clone().filter(|v| v.is_finite()).all(|v| (0.0..=top).contains(&v));
    if !is_fraction(metric) {
        None
    } else if within(1.0) {
        Some((0.0, 1.0))
    } else {
        within(100.0).then_some((0.0, 100.0))
    }
}

/// Words of ordinary language that name a metric only where they are the whole of a name or its last word: "safety
/// rules" and "error count" are none.
const ORDINARY: &[&str] = &[
    "error",
    "err",
    "bias",
    "harm",
    "pass",
    "safety",
    "score",
    "agreement",
    "rating",
    "reward",
    "empathy",
    "appropriateness",
    "competency",
    "crisis_response",
    "helpfulness",
    "refusal",
    "unsafe",
    "violation",
    "violations",
    "duplication",
    "duplicates",
    "toxic",
    "latency",
    "regret",
    "parseable",
    "entropy",
    "divergence",
    "em",
    "ter",
    "mer",
    "kl",
    "stereotype",
    "hallucination",
    "der",
    "ade",
    "fde",
    "comet",
    "spice",
    "cider",
    "concordance",
];

/// Words behind a metric that say how it was computed, not what it is of.
const QUALIFIERS: &[&str] = &[
    "rate",
    "score",
    "scores",
    "mean",
    "avg",
    "average",
    "median",
    "macro",
    "micro",
    "weighted",
    "norm",
    "normalized",
    "normalised",
    "total",
    "overall",
    "pct",
    "percent",
    "test",
    "val",
    "eval",
    "dev",
    "train",
    "final",
    "best",
    "index",
];

/// Last words that make another thing of a metric's name: "loss weight", "error count", "recall threshold".
const NOT_METRICS: &[&str] = &[
    "count",
    "counts",
    "weight",
    "weights",
    "coef",
    "coefficient",
    "lambda",
    "threshold",
    "thresholds",
    "target",
    "budget",
    "rules",
    "scale",
    "seed",
    "path",
    "file",
    "files",
    "type",
    "kind",
    "name",
    "function",
    "fn",
    "rank",
    "id",
    "items",
    "records",
    "rows",
    "samples",
    "examples",
    "documents",
    "runtime",
    "time",
    "seconds",
    "date",
    "note",
    "notes",
    "reason",
    "model",
];

/// True where the word is that metric: as it is, with a number or letter behind it (`rouge1`, `rougeL`, `hit10`), or with
/// the `m` of a mean before it (`mAP`, `mIoU`).
fn is_word(word: &str, metric: &str) -> bool {
    let tail = |rest: &str| {
        rest.bytes().all(|b| b.is_ascii_digit()) || (metric == "rouge" && matches!(rest, "l" | "lsum" | "n" | "w"))
    };
    word.strip_prefix(metric).is_some_and(tail)
        || (metric.len() >= 2 && word.strip_prefix('m').is_some_and(|w| w == metric))
}

/// True for a name that is known to be a metric: words of the trade wherever they stand, words of ordinary language only
/// as the head of the name. A number is no name, and neither is a word within a longer one.
#[must_use]
pub fn is_metric(name: &str) -> bool {
    let part = name.rsplit('.').next().filter(|p| p.chars().any(char::is_alphabetic)).unwrap_or(name);
    let id = metric_id(part);
    let words: Vec<&str> = id.split('_').collect();
    if words.last().is_none_or(|w| NOT_METRICS.contains(w)) {
        return false;
    }
    let listed = || [DOWN, FRACTIONS, UP].into_iter().flatten();
    let trade = listed().filter(|m| !ORDINARY.contains(m)).any(|metric| {
        let parts: Vec<&str> = metric.split('_').collect();
        words.windows(parts.len()).any(|w| match (w, parts.as_slice()) {
            ([word], [metric]) => is_word(word, metric),
            _ => w == parts,
        })
    });
    let mut head = words.as_slice();
    while let [rest @ .., last] = head {
        let spare = QUALIFIERS.contains(last) || last.bytes().all(|b| b.is_ascii_digit()) || last.len() == 1;
        if rest.is_empty() || !spare {
            break;
        }
        head = rest;
    }
    trade
        || [words.as_slice(), head].iter().any(|head| {
            let head = head.join("_");
            ORDINARY.iter().any(|m| head == *m || head.strip_suffix(m).is_some_and(|rest| rest.ends_with('_')))
        })
}

/// True for a name of a setting of the training: what is chosen, not measured.
#[must_use]
pub fn is_setting(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "lr",
        "alpha",
        "beta",
        "gamma",
        "lambda",
        "dropout",
        "temperature",
        "momentum",
        "decay",
        "weight",
        "weights",
        "margin",
        "threshold",
        "warmup",
        "clip",
        "noise",
        "depth",
        "width",
        "eta",
        "tau",
        "sigma",
        "epsilon",
        "penalty",
        "budget",
        "subsample",
        "learning",
        "hyper",
        "scale",
        "splits",
        "split",
    ];
    metric_id(name).split('_').any(|w| WORDS.contains(&w))
}

/// True for a property of labels or annotators: it tells of the data, not of a model.
#[must_use]
pub fn is_of_data(name: &str) -> bool {
    let id = metric_id(name);
    has_words(&id, &["agreement", "kappa", "alpha", "consistency", "reliability"])
        && has_words(
            &id,
            &["label", "labels", "annotator", "annotators", "annotation", "rater", "raters", "inter", "intra", "coder"],
        )
        || has_words(&id, &["iaa"])
}

/// True for the row of a table of slices that is not of a slice: the whole.
#[must_use]
pub fn is_overall(slice: &str) -> bool {
    matches!(
        metric_id(slice).as_str(),
        "" | "all"
            | "overall"
            | "total"
            | "test"
            | "test_set"
            | "whole"
            | "everything"
            | "entire"
            | "full"
            | "aggregate"
            | "aggregated"
            | "all_data"
            | "all_slices"
            | "all_classes"
            | "gesamt"
    )
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
        for name in ["logloss", "valLoss", "MSELoss", "cv_MAE", "rmse_log10", "Perplexity", "top1_error", "nRMSE"] {
            assert_eq!(usual_direction(name), Some(Direction::Lower), "{name}");
        }
        for name in ["valAcc", "macroF1", "bleu4", "acc1", "R2", "rouge_l", "error reduction"] {
            assert_eq!(usual_direction(name), Some(Direction::Higher), "{name}");
        }
        for name in ["terms", "seconds", "gloss", "summaries", "macro", "loser", "f"] {
            assert_eq!(usual_direction(name), None, "{name}");
        }
        let range = |metric: &str, values: &[f64]| usual_range(metric, values.iter().copied());
        assert_eq!(range("valAcc", &[0.2, f64::NAN, 0.9]), Some((0.0, 1.0)));
        assert_eq!(range("accuracy", &[61.0, 0.4]), Some((0.0, 100.0)));
        assert_eq!((range("accuracy", &[61.0, 101.0]), range("loss", &[0.1])), (None, None));
        assert!(is_fraction("acc_norm") && !is_fraction("perplexity"));
    }

    #[test]
    fn a_word_within_a_longer_name_makes_no_metric() {
        for name in [
            "accuracy",
            "val_acc",
            "F1 score (doc avg)",
            "NDCG@10",
            "log_loss",
            "roc_auc",
            "rouge1",
            "eval_rougeL",
            "val_mIoU",
            "mAP50",
            "e_mae_mev_per_atom",
            "rmse_log10",
            "safety",
            "safety score",
            "bias_rate",
            "Empathy",
            "task_pass",
            "pass@1",
            "metrics.f1",
            "recall_fraud",
            "crisis response",
            "matthews_correlation",
        ] {
            assert!(is_metric(name), "{name}");
        }
        for name in [
            "safety_rules",
            "families.safety_rules.evidence_count",
            "error_count",
            "loss_weight",
            "glossary",
            "bias_records",
            "recall threshold",
            "0.2",
            "2024",
            "passenger",
            "datasets.safety_guidelines",
            "mapping",
            "accuracy_target",
        ] {
            assert!(!is_metric(name), "{name}");
        }
        assert!(is_overall("All") && is_overall("  ") && !is_overall("German"));
    }
}
