//! What the words of a column name say: one grammar for compound names, in place of a list of spellings.
//!
//! A name is split into words (`nTrain`, `n_train` and "N train" are the same). Some words say *what is counted* (any
//! count noun), some *that* something is counted (`n`, `num`, `count`, `size`), some *of which part* (`train`, `test`),
//! and some that it is no count at all (`per`, `std`, `seconds`, `fraction`).

use crate::read::words;

/// The part of the data that a name speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What the model learns from.
    Training,
    /// What it is measured on.
    Evaluation,
}

/// A count that a name promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Of which part; `None` where the name does not say.
    pub place: Option<Place>,
    /// How sure that is, from 0 to 1.
    pub sure: f64,
    /// True where a word for records of data is among the words, or nothing but a sign of counting; tokens are no records.
    pub data: bool,
}

/// What a spread belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// A standard error.
    Error,
    /// A standard deviation.
    Deviation,
    /// The lower end of an interval.
    Low,
    /// The upper end of an interval.
    High,
    /// Smallest, largest, variance, p-value and the like, which nothing here uses.
    Other,
}

const TRAINING: &[&str] = &[
    "train",
    "training",
    "trained",
    "trn",
    "learning",
    "fit",
    "fitted",
    "labelled",
    "labeled",
    "annotated",
    "finetuning",
    "finetune",
];
const EVALUATION: &[&str] = &[
    "test",
    "tested",
    "testing",
    "eval",
    "evaluation",
    "evaluated",
    "val",
    "valid",
    "validation",
    "validated",
    "dev",
    "holdout",
    "heldout",
    "held",
    "cv",
    "crossval",
    "oof",
];
/// Words that say that something is counted.
const MARKS: &[&str] = &["n", "num", "number", "nr", "no", "nb", "count", "counts", "cnt", "total", "amount", "anzahl"];
/// Words that may stand before or after "size" where it means an amount of data.
const DATA: &[&str] = &["data", "dataset", "set", "sample", "subset", "corpus", "subsample", "budget", "pool"];
/// Count nouns of data. Any other plural is taken for one where another sign of counting stands beside it.
const NOUNS: &[&str] = &[
    "record",
    "row",
    "example",
    "sample",
    "document",
    "doc",
    "text",
    "sentence",
    "token",
    "pair",
    "conversation",
    "dialogue",
    "dialog",
    "utterance",
    "image",
    "clip",
    "video",
    "recording",
    "instance",
    "item",
    "entry",
    "line",
    "point",
    "datapoint",
    "observation",
    "case",
    "patient",
    "subject",
    "template",
    "hour",
    "annotation",
    "message",
    "ticket",
    "question",
    "prompt",
    "turn",
    "word",
    "tweet",
    "post",
    "review",
    "paragraph",
    "article",
    "page",
    "zeile",
    "zeilen",
    "problem",
    "structure",
    "frame",
    "scan",
];
/// Plurals that count something else than data.
const OTHER_THINGS: &[&str] = &[
    "class",
    "classe",
    "category",
    "feature",
    "column",
    "field",
    "channel",
    "band",
    "layer",
    "head",
    "dim",
    "param",
    "parameter",
    "epoch",
    "step",
    "iteration",
    "fold",
    "seed",
    "run",
    "rep",
    "repeat",
    "trial",
    "draw",
    "worker",
    "gpu",
    "error",
    "byte",
    "file",
    "object",
    "shard",
    "bit",
    "label",
    "tag",
    "note",
    "tie",
    "duplicate",
    "language",
    "weight",
    "core",
    "day",
    "week",
    "month",
    "year",
    "estimator",
    "tree",
    "neuron",
    "unit",
    "component",
    "cluster",
    "neighbor",
    "neighbour",
    "leaf",
    "leave",
    "node",
    "block",
    "expert",
    "gram",
    "term",
    "topic",
    "round",
    "agent",
    "thread",
    "job",
    "statu",
    "bia",
    "los",
    "acces",
    "licen",
    "right",
    "detail",
    "remark",
    "comment",
    "flop",
    "pass",
    "passed",
    "fail",
    "failed",
    "failure",
    "success",
    "successful",
    "proces",
    "analysi",
];
/// Units of sizes of files and pictures: what they measure is no count.
const UNITS: &[&str] =
    &["kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "byte", "bytes", "px", "pixels", "mm", "cm", "km", "meters"];
/// Words for names of rows: no row is counted by them.
const NAMES: &[&str] =
    &["id", "ids", "idx", "index", "hash", "key", "uuid", "name", "kind", "type", "version", "url", "path", "split"];
const SHARES: &[&str] =
    &["fraction", "frac", "percent", "pct", "percentage", "ratio", "share", "portion", "proportion", "rate", "density"];
const TIMES: &[&str] = &[
    "second",
    "seconds",
    "secs",
    "sec",
    "ms",
    "time",
    "times",
    "runtime",
    "duration",
    "latency",
    "elapsed",
    "timestamp",
    "date",
    "wall",
    "gpu",
    "cpu",
    "clock",
    "speed",
    "throughput",
    "created",
    "updated",
    "cost",
    "price",
    "usd",
    "eur",
];
const REPLICATES: &[&str] = &[
    "seed",
    "rep",
    "repeat",
    "repeats",
    "repetition",
    "replicate",
    "replication",
    "fold",
    "trial",
    "draw",
    "bootstrap",
    "resample",
    "shuffle",
    "rng",
    "attempt",
    "replica",
];
/// Names of a mere number of repetition, where its cells are whole numbers.
const INDICES: &[&str] =
    &["run", "run_id", "i", "j", "idx", "index", "nr", "no", "number", "round", "iteration", "iter"];
const SETTINGS: &[&str] = &[
    "param",
    "params",
    "config",
    "cfg",
    "hparam",
    "hparams",
    "hyperparameter",
    "hyperparameters",
    "args",
    "settings",
    "setting",
    "mlflow",
    "tags",
];
const FILLERS: &[&str] =
    &["of", "in", "the", "for", "used", "seen", "available", "a", "all", "used", "unique", "distinct"];
const MEANS: &[&str] = &["mean", "avg", "average", "median", "point", "estimate", "value", "score", "scores"];

/// A column name as words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Its words, lower case, in order.
    pub words: Vec<String>,
    /// True where a part before a point or stroke says that it is a setting (`params.depth`, `config/lr`), or an
    /// underline before it that it is of the tool itself (`_runtime`).
    pub internal: bool,
}

/// A word without its plural ending.
fn singular(word: &str) -> &str {
    match word {
        "hours" => "hour",
        "bodies" | "entries" => "entry",
        _ if word.len() > 3 && !word.ends_with("ss") => word.strip_suffix('s').unwrap_or(word),
        _ => word,
    }
}

impl Name {
    /// The words of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut word = String::new();
        let chars: Vec<char> = name.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            let sign = match c {
                '#' => "number",
                '%' => "percent",
                _ => "",
            };
            let next_small = chars.get(i + 1).is_some_and(|n| n.is_lowercase());
            let before_small = i > 0 && chars[i - 1].is_lowercase();
            // "trainSize" and "nTrain", but neither "mIoU" nor "ROUGE".
            let humps = c.is_uppercase() && next_small && before_small && (word.len() > 1 || word == "n");
            if !c.is_alphanumeric() || humps {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if !sign.is_empty() {
                    words.push(sign.to_owned());
                }
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        let first = name.trim_start().split(['.', '/']).next().unwrap_or_default().to_lowercase();
        let setting = first.len() < name.trim().len() && SETTINGS.contains(&first.as_str());
        Self { words, internal: setting || name.trim_start().starts_with('_') }
    }
    /// True where one of the words is in the list.
    fn any(&self, list: &[&str]) -> bool {
        self.words.iter().any(|w| list.contains(&w.as_str()))
    }
    /// The words with `_` between.
    #[must_use]
    pub fn joined(&self) -> String {
        self.words.join("_")
    }
    /// The part of the data it speaks of.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        // "Documents evaluated" of a training run, "train_test": what is measured on is the narrower word.
        if self.any(EVALUATION) {
            Some(Place::Evaluation)
        } else if self.any(TRAINING) {
            Some(Place::Training)
        } else {
            None
        }
    }
    /// True for a seed, a fold, a repetition: rows that differ in it alone measure the same thing again.
    #[must_use]
    pub fn is_replicate(&self, whole_numbers: bool) -> bool {
        let counted = self.any(MARKS) && self.words.len() > 1;
        let state = self.joined() == "random_state";
        (self.any(REPLICATES) && !counted) || state || (whole_numbers && INDICES.contains(&self.joined().as_str()))
    }
    /// True for a duration, a date, a speed, a price.
    #[must_use]
    pub fn is_time(&self) -> bool {
        self.any(TIMES)
    }
    /// True for an amount for each of something: samples per second.
    #[must_use]
    pub fn is_rate(&self) -> bool {
        self.any(&["per"])
    }
    /// True for a size in bytes, pixels or metres.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.any(UNITS)
    }
    /// True for a setting of the training, which is chosen and not measured.
    #[must_use]
    pub fn is_setting(&self) -> bool {
        words::is_setting(&self.joined())
    }
    /// True for a share of something.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.any(SHARES)
    }
    /// True for a step of a run.
    #[must_use]
    pub fn is_step(&self) -> bool {
        self.any(&["step", "steps", "epoch", "epochs", "iteration", "iterations", "iter", "iters", "evaluations"])
    }
    /// The spread it names, with the words that are left: those of the metric it belongs to.
    #[must_use]
    pub fn spread(&self) -> Option<(Spread, Vec<&str>)> {
        let kind = |w: &str| {
            Some(match w {
                "se" | "stderr" | "sem" | "serr" => Spread::Error,
                "std" | "sd" | "stdev" | "stddev" | "deviation" | "dev" => Spread::Deviation,
                "lo" | "low" | "lower" | "lb" | "lcl" => Spread::Low,
                "hi" | "high" | "upper" | "ub" | "ucl" => Spread::High,
                "min" | "max" | "var" | "variance" | "iqr" | "p" | "pvalue" | "diff" | "difference" | "delta"
                | "ci" | "ci95" | "ci90" | "moe" | "margin" | "q05" | "q95" | "p05" | "p95" => Spread::Other,
                _ => return None,
            })
        };
        // "std_err" is an error and not a deviation; "standard error" too.
        let both = |a: &str, b: &[&str]| {
            self.words
                .windows(2)
                .any(|w| (w[0] == a || (a == "std" && w[0] == "standard")) && b.contains(&w[1].as_str()))
        };
        let error = both("std", &["err", "error"]);
        let dev = self.words.len() > 1 && self.words.iter().any(|w| w == "dev") && !both("std", &["dev", "deviation"]);
        let found = if error {
            Spread::Error
        } else {
            let kinds: Vec<Spread> =
                self.words.iter().filter(|w| !(dev && *w == "dev")).filter_map(|w| kind(w)).collect();
            *kinds.iter().find(|k| **k != Spread::Other).or(kinds.first())?
        };
        let own = |w: &&str| {
            let of_error = error && matches!(*w, "std" | "standard" | "err" | "error");
            let bound =
                matches!(*w, "bound" | "ci" | "ci95" | "95" | "90" | "conf" | "confidence" | "limit" | "standard");
            !of_error && !bound && (kind(w).is_none() || (dev && *w == "dev")) && !MEANS.contains(w)
        };
        Some((found, self.words.iter().map(String::as_str).filter(own).collect()))
    }
    /// The words of a metric without those for a mean.
    #[must_use]
    pub fn stem(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).filter(|w| !MEANS.contains(w)).collect()
    }
    /// The words without those for a part of the data and for a mean: what a training and a test score have in common.
    #[must_use]
    pub fn common(&self) -> Vec<&str> {
        self.stem().into_iter().filter(|w| !TRAINING.contains(w) && !EVALUATION.contains(w)).collect()
    }
    /// The count it promises, if it is one.
    #[must_use]
    pub fn count(&self) -> Option<Count> {
        let joined = self.joined();
        if self.internal
            || self.words.is_empty()
            || self.any(NAMES)
            || self.any(MEANS)
            || self.is_measured()
            || self.is_time()
            || self.is_rate()
            || self.is_share()
            || self.is_step()
        {
            return None;
        }
        let noun = |w: &str| NOUNS.contains(&singular(w));
        let other = |w: &str| OTHER_THINGS.contains(&singular(w)) || OTHER_THINGS.contains(&w);
        let plural = |w: &str| w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !other(w);
        if words::is_metric(&joined) || self.spread().is_some_and(|(kind, _)| kind != Spread::Other) {
            return None;
        }
        let mut sized = self.words.iter().any(|w| w == "size" || w == "sizes");
        let marked = self.any(MARKS);
        let (mut nouns, mut plurals, mut strange) = (0, 0, 0);
        for w in self.words.iter().map(String::as_str) {
            let known = MARKS.contains(&w)
                || TRAINING.contains(&w)
                || EVALUATION.contains(&w)
                || FILLERS.contains(&w)
                || DATA.contains(&w)
                || matches!(w, "size" | "sizes" | "x" | "anchor");
            if w.len() > 2 && noun(w) {
                nouns += 1;
            } else if plural(w) && !known {
                plurals += 1;
            } else if other(w) {
                return None;
            } else if !known {
                strange += 1;
            }
        }
        let place = self.place();
        // "batch_size", "image size", "size (px)": an amount of data only among words for data.
        sized &= strange == 0
            && (nouns == 0 || self.words.iter().any(|w| w.starts_with("sample") || w.starts_with("record")));
        let things = nouns + plurals > 0;
        // What is measured out is no record, however much of it there is.
        let measured = self.words.iter().any(|w| matches!(singular(w), "token" | "hour"));
        let data = !measured && (nouns > 0 || (plurals == 0 && strange == 0));
        let sure: f64 = match joined.as_str() {
            "size" => 1.0,
            "n" | "x" | "anchor" => 0.9,
            "data" | "train" | "training" => 0.75,
            _ if self.any(DATA) && !sized && !things && !marked && place.is_none() => return None,
            _ if place == Some(Place::Training) && (sized || marked || things) => 0.985,
            _ if place == Some(Place::Evaluation) && (sized || marked || things) => 0.96,
            _ if sized && (place.is_some() || self.any(DATA) || nouns > 0) => 0.98,
            _ if marked && nouns > 0 => 0.96,
            // "n_writers" may as well be a setting: surer than evaluations without names, less sure than those with.
            _ if marked && things => 0.7,
            _ if nouns > 0
                && strange + plurals == 0
                && self.words.iter().all(|w| noun(w) || FILLERS.contains(&w.as_str())) =>
            {
                0.97
            }
            _ if marked && strange == 0 && self.words.len() == 1 => 0.9,
            _ if marked && strange == 0 => 0.92,
            _ if nouns > 0 => 0.74,
            _ if plurals > 0 && strange == 0 && self.words.len() == 1 => 0.66,
            _ => return None,
        };
        Some(Count { place, sure: sure - 0.06 * f64::from(strange.min(3)), data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(name: &str) -> Option<Option<Place>> {
        Name::of(name).count().map(|c| c.place)
    }

    #[test]
    fn compound_names_are_counts_by_their_parts() {
        let nouns = ["rows", "documents", "patients", "writers", "templates", "molecules", "tickets", "Hours"];
        for noun in nouns {
            for name in [
                format!("train_{noun}"),
                format!("n_train_{noun}"),
                format!("{noun} in training"),
                format!("{noun} (train)"),
                format!("num_training_{noun}"),
            ] {
                assert_eq!(place_of(&name), Some(Some(Place::Training)), "{name}");
            }
            for name in [
                format!("n_{noun}"),
                format!("num_{noun}"),
                format!("# {noun}"),
                format!("number of {noun}"),
                noun.to_owned(),
            ] {
                assert_eq!(place_of(&name), Some(None), "{name}");
            }
            for name in [format!("{noun} evaluated"), format!("test_{noun}"), format!("n_val_{noun}")] {
                assert_eq!(place_of(&name), Some(Some(Place::Evaluation)), "{name}");
            }
            for name in
                [format!("{noun}_per_second"), format!("{noun}_fraction"), format!("std_{noun}"), format!("{noun} %")]
            {
                assert_eq!(place_of(&name), None, "{name}");
            }
        }
        for name in
            ["trainSize", "nTrain", "n_train", "Training_Samples", "training set size", "sample_size", "train_n"]
        {
            assert!(Name::of(name).count().is_some_and(|c| c.place != Some(Place::Evaluation)), "{name}");
        }
        for name in [
            "batch_size",
            "Size (px)",
            "model_size",
            "num_classes",
            "n_layers",
            "params.n_rows",
            "_runtime",
            "train_loss",
            "epochs",
            "status",
        ] {
            assert_eq!(place_of(name), None, "{name}");
        }
    }

    #[test]
    fn a_spread_knows_what_it_belongs_to() {
        for (name, kind, left) in [
            ("std_roc_auc", Spread::Deviation, "roc auc"),
            ("roc_auc_std", Spread::Deviation, "roc auc"),
            ("SD of accuracy", Spread::Deviation, "of accuracy"),
            ("f1_lo", Spread::Low, "f1"),
            ("macro_f1_upper", Spread::High, "macro f1"),
            ("accuracy_ci_low", Spread::Low, "accuracy"),
            ("ci_upper", Spread::High, ""),
            ("std_err", Spread::Error, ""),
            ("acc_stderr", Spread::Error, "acc"),
            ("val_std", Spread::Deviation, "val"),
        ] {
            let found = Name::of(name).spread().map(|(k, left)| (k, left.join(" ")));
            assert_eq!(found, Some((kind, left.to_owned())), "{name}");
        }
        assert_eq!(Name::of("dev_accuracy").spread(), None);
        assert_eq!(Name::of("slope").spread(), None);
    }

    #[test]
    fn repetitions_are_told_from_counts_of_them() {
        for name in ["seed", "rep", "cv_fold", "trial", "draw", "random_state", "bootstrap_id"] {
            assert!(Name::of(name).is_replicate(false), "{name}");
        }
        assert!(Name::of("run").is_replicate(true) && !Name::of("run").is_replicate(false));
        for name in ["n_seeds", "num_repeats", "method", "model"] {
            assert!(!Name::of(name).is_replicate(true), "{name}");
        }
    }
}
