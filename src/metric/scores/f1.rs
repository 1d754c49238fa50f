//! F1: harmonic mean of precision and recall.

use super::confusion::{Average, Counts, averaged, ratio};
use super::data::Data;
use super::metric::{Metric, Needs, Weighted};

/// F1: harmonic mean of precision and recall. Of the positive class, or averaged over the classes.
pub struct FOne {
    id: &'static str,
    label: &'static str,
    average: Average,
    needs: Needs,
    standard: bool,
}

/// That of the positive class.
pub const F1: FOne =
    FOne { id: "f1", label: "F1", average: Average::Positive, needs: Needs::TwoClasses, standard: true };
/// The mean over the classes.
pub const F1_MACRO: FOne =
    FOne { id: "f1_macro", label: "macro F1", average: Average::Macro, needs: Needs::Classes, standard: true };
/// That of all classes counted together.
pub const F1_MICRO: FOne =
    FOne { id: "f1_micro", label: "micro F1", average: Average::Micro, needs: Needs::ManyClasses, standard: false };
/// The mean over the classes, weighted by their items.
pub const F1_WEIGHTED: FOne = FOne {
    id: "f1_weighted",
    label: "weighted F1",
    average: Average::Weighted,
    needs: Needs::ManyClasses,
    standard: true,
};

fn one(c: Counts) -> f64 {
    ratio(2.0 * c.tp, 2.0 * c.tp + c.fp + c.fn_)
}

impl Metric for FOne {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        "2 true positives / (2 true positives + false positives + false negatives); averaged as its name says, 0 for a class without any"
    }
    fn source(&self) -> &'static str {
        "scikit-learn f1_score, zero_division=0"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        self.needs
    }
    fn standard(&self) -> bool {
        self.standard
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let (labels, average) = (data.labels.as_ref()?, self.average);
        Some(Box::new(move |weights| averaged(labels, weights, average, one)))
    }
}
