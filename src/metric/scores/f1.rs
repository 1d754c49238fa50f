//! F1: harmonic mean of precision and recall.

use super::by_class::{ByClass, Kind};
use super::confusion::{Average, ratio};
use super::data::Needs;

const KIND: Kind = Kind {
    formula: "2 true positives / (2 true positives + false positives + false negatives); averaged as its name says, 0 for a class without any",
    source: "scikit-learn f1_score, zero_division=0",
    of: |c| ratio(2.0 * c.tp, 2.0 * c.tp + c.fp + c.fn_),
};

/// That of the positive class.
pub const F1: ByClass = ByClass {
    id: "f1",
    label: "F1",
    average: Average::Positive,
    needs: Needs::TwoClasses,
    standard: true,
    kind: &KIND,
};
/// The mean over the classes.
pub const F1_MACRO: ByClass = ByClass {
    id: "f1_macro",
    label: "macro F1",
    average: Average::Macro,
    needs: Needs::Classes,
    standard: true,
    kind: &KIND,
};
/// That of all classes counted together.
pub const F1_MICRO: ByClass = ByClass {
    id: "f1_micro",
    label: "micro F1",
    average: Average::Micro,
    needs: Needs::ManyClasses,
    standard: false,
    kind: &KIND,
};
/// The mean over the classes, weighted by their items.
pub const F1_WEIGHTED: ByClass = ByClass {
    id: "f1_weighted",
    label: "weighted F1",
    average: Average::Weighted,
    needs: Needs::ManyClasses,
    standard: true,
    kind: &KIND,
};
