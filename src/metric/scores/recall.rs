//! Recall.

use super::by_class::{ByClass, Kind};
use super::confusion::{Average, ratio};
use super::data::Needs;

const KIND: Kind = Kind {
    formula: "true positives / positives; averaged as its name says, 0 for a class without any",
    source: "scikit-learn recall_score, zero_division=0",
    of: |c| ratio(c.tp, c.tp + c.fn_),
};

/// That of the positive class.
pub const RECALL: ByClass = ByClass {
    id: "recall",
    label: "recall",
    average: Average::Positive,
    needs: Needs::TwoClasses,
    standard: true,
    kind: &KIND,
};
/// The mean over the classes.
pub const RECALL_MACRO: ByClass = ByClass {
    id: "recall_macro",
    label: "macro recall",
    average: Average::Macro,
    needs: Needs::ManyClasses,
    standard: false,
    kind: &KIND,
};
/// The mean over the classes, weighted by their items.
pub const RECALL_WEIGHTED: ByClass = ByClass {
    id: "recall_weighted",
    label: "weighted recall",
    average: Average::Weighted,
    needs: Needs::ManyClasses,
    standard: false,
    kind: &KIND,
};
