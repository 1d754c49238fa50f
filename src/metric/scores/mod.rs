//! Metrics computed from items: labels and predictions, numbers, texts, ratings.
//!
//! A metric is one file and one line in [`METRICS`]: name, formula, source, range, direction, what it needs, and how it is
//! computed from items with weights. One value, a resample of the items and a resample of clusters of them differ in the
//! weights only. What is undefined (no positive item, one class only) is `None`, never 0, but where the source says otherwise.

mod accuracy;
mod agreement;
mod auroc;
mod average_precision;
mod balanced_accuracy;
mod bleu;
mod bootstrap;
mod brier;
mod by_class;
mod chrf;
mod confusion;
mod data;
mod ece;
mod exact_match;
mod f1;
mod items;
mod kappa;
mod mae;
mod mcc;
mod metric;
mod perplexity;
mod precision;
mod r2;
mod recall;
mod rmse;
mod rouge;
mod rows;
mod task;
mod win_rate;

pub use bootstrap::{Difference, Measured, difference, measure, measure_all};
pub use confusion::{Confusion, confusion};
pub use data::{Data, Labels, Needs};
pub use ece::{BINS, Bin, reliability};
pub use items::{Items, Taken, class, positive_was_guessed};
pub use metric::{Metric, Weighted};
pub use rows::{evaluate, evaluations, fitting, scores_part};

/// Every metric, in the order in which they are shown.
pub const METRICS: &[&dyn Metric] = &[
    &accuracy::Accuracy,
    &balanced_accuracy::BalancedAccuracy,
    &precision::PRECISION,
    &recall::RECALL,
    &f1::F1,
    &precision::PRECISION_MACRO,
    &recall::RECALL_MACRO,
    &f1::F1_MACRO,
    &f1::F1_MICRO,
    &f1::F1_WEIGHTED,
    &precision::PRECISION_WEIGHTED,
    &recall::RECALL_WEIGHTED,
    &mcc::Mcc,
    &kappa::KAPPA,
    &kappa::KAPPA_LINEAR,
    &kappa::KAPPA_QUADRATIC,
    &auroc::Auroc,
    &average_precision::AveragePrecision,
    &brier::Brier,
    &ece::Ece,
    &mae::Mae,
    &rmse::Rmse,
    &r2::R2,
    &exact_match::ExactMatch,
    &rouge::ROUGE_1,
    &rouge::ROUGE_2,
    &rouge::ROUGE_L,
    &bleu::Bleu,
    &chrf::Chrf,
    &perplexity::Perplexity,
    &win_rate::WinRate,
    &agreement::ALPHA_NOMINAL,
    &agreement::ALPHA_INTERVAL,
];

/// The metric of that identifier.
#[must_use]
pub fn metric(id: &str) -> Option<&'static dyn Metric> {
    METRICS.iter().find(|m| m.id() == id).copied()
}

#[cfg(test)]
mod tests;
