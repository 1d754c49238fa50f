//! Recall.

use super::confusion::{Average, Counts, averaged, ratio};
use super::data::Data;
use super::metric::{Metric, Needs, Weighted};

/// Recall. Of the positive class, or averaged over the classes.
pub struct Recall {
    id: &'static str,
    label: &'static str,
    average: Average,
    needs: Needs,
    standard: bool,
}

/// That of the positive class.
pub const RECALL: Recall =
    Recall { id: "recall", label: "recall", average: Average::Positive, needs: Needs::TwoClasses, standard: true };
/// The mean over the classes.
pub const RECALL_MACRO: Recall = Recall {
    id: "recall_macro",
    label: "macro recall",
    average: Average::Macro,
    needs: Needs::ManyClasses,
    standard: false,
};
/// The mean over the classes, weighted by their items.
pub const RECALL_WEIGHTED: Recall = Recall {
    id: "recall_weighted",
    label: "weighted recall",
    average: Average::Weighted,
    needs: Needs::ManyClasses,
    standard: false,
};

fn one(c: Counts) -> f64 {
    ratio(c.tp, c.tp + c.fn_)
}

impl Metric for Recall {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        "true positives / positives; averaged as its name says, 0 for a class without any"
    }
    fn source(&self) -> &'static str {
        "scikit-learn recall_score, zero_division=0"
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
