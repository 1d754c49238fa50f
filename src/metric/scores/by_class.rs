//! What precision, recall and F1 have in common: a ratio of counts of single classes, of the positive one or averaged.

use super::confusion::{Average, Counts, averaged};
use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// A metric of single classes. Of the positive class, or averaged over the classes.
pub struct ByClass {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    /// Which classes it is of.
    pub(super) average: Average,
    /// From how many classes on it says something of its own.
    pub(super) needs: Needs,
    /// Whether it is computed without being asked for.
    pub(super) standard: bool,
    /// What it is of one class.
    pub(super) kind: &'static Kind,
}

/// What a metric is of one class.
pub struct Kind {
    /// How it is computed, in one line.
    pub(super) formula: &'static str,
    /// Where the definition comes from.
    pub(super) source: &'static str,
    /// From the counts of a class.
    pub(super) of: fn(Counts) -> f64,
}

impl Metric for ByClass {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        self.kind.formula
    }
    fn source(&self) -> &'static str {
        self.kind.source
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
        let (labels, average, of) = (data.labels.as_ref()?, self.average, self.kind.of);
        Some(Box::new(move |weights| averaged(labels, weights, average, of)))
    }
}
