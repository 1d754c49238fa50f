//! Precision.

use super::by_class::{ByClass, Kind};
use super::confusion::{Average, ratio};
use super::data::Needs;

const KIND: Kind = Kind {
    formula: "true positives / predicted positives; averaged as its name says, 0 for a class without any",
    source: "scikit-learn precision_score, zero_division=0",
    of: |c| ratio(c.tp, c.tp + c.fp),
};

/// That of the positive class.
pub const PRECISION: ByClass = ByClass {
    id: "precision",
    label: "precision",
    average: Average::Positive,
    needs: Needs::TwoClasses,
    standard: true,
    kind: &KIND,
};
/// The mean over the classes.
pub const PRECISION_MACRO: ByClass = ByClass {
    id: "precision_macro",
    label: "macro precision",
    average: Average::Macro,
    needs: Needs::ManyClasses,
    standard: false,
    kind: &KIND,
};
/// The mean over the classes, weighted by their items.
pub const PRECISION_WEIGHTED: ByClass = ByClass {
    id: "precision_weighted",
    label: "weighted precision",
    average: Average::Weighted,
    needs: Needs::ManyClasses,
    standard: false,
    kind: &KIND,
};
