//! Counts of true and predicted classes, with weights.

use super::data::{Data, Labels};

/// How often each class was taken for each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confusion {
    /// Number of classes.
    pub k: usize,
    /// Weight of the items of a true class (row) that were predicted to be of a class (column).
    pub counts: Vec<f64>,
}

impl Confusion {
    /// Counts the items.
    #[must_use]
    pub fn of(labels: &Labels, weights: &[f64]) -> Self {
        let k = labels.classes.len();
        let mut counts = vec![0.0; k * k];
        for ((truth, predicted), w) in labels.truth.iter().zip(&labels.predicted).zip(weights) {
            if let Some(cell) = counts.get_mut(truth * k + predicted) {
                *cell += w;
            }
        }
        Self { k, counts }
    }
    /// Weight of a true class that was predicted as another.
    #[must_use]
    pub fn get(&self, truth: usize, predicted: usize) -> f64 {
        self.counts.get(truth * self.k + predicted).copied().unwrap_or(0.0)
    }
}

/// What most metrics of classes need of their counts, without a table of every class against every other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Margins {
    /// Weight of each true class.
    pub(super) truth: Vec<f64>,
    /// Weight of what was predicted to be of each class.
    pub(super) predicted: Vec<f64>,
    /// Weight of what was predicted right, by class.
    pub(super) right: Vec<f64>,
    /// Weight of all items.
    pub(super) total: f64,
}

impl Margins {
    /// Counts the items.
    pub(super) fn of(labels: &Labels, weights: &[f64]) -> Self {
        let k = labels.classes.len();
        let mut out = Self { truth: vec![0.0; k], predicted: vec![0.0; k], right: vec![0.0; k], total: 0.0 };
        let add = |to: &mut [f64], class: usize, w: f64| to.get_mut(class).map_or((), |cell| *cell += w);
        for ((truth, predicted), w) in labels.truth.iter().zip(&labels.predicted).zip(weights) {
            add(&mut out.truth, *truth, *w);
            add(&mut out.predicted, *predicted, *w);
            if truth == predicted {
                add(&mut out.right, *truth, *w);
            }
            out.total += w;
        }
        out
    }
    /// Number of classes.
    pub(super) fn k(&self) -> usize {
        self.truth.len()
    }
    fn counts(&self, class: usize) -> Counts {
        let tp = self.right[class];
        Counts { tp, fp: self.predicted[class] - tp, fn_: self.truth[class] - tp }
    }
}

/// The counts of data that have classes.
#[must_use]
pub fn confusion(data: &Data) -> Option<Confusion> {
    let labels = data.labels.as_ref()?;
    Some(Confusion::of(labels, &vec![1.0; labels.truth.len()]))
}

/// How a metric of single classes becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Average {
    /// That of the positive class.
    Positive,
    /// The mean over the classes.
    Macro,
    /// That of all classes counted together.
    Micro,
    /// The mean over the classes, each with the share of items it truly has.
    Weighted,
}

/// True positives, false positives and false negatives.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub(super) tp: f64,
    pub(super) fp: f64,
    pub(super) fn_: f64,
}

/// A metric of single classes, averaged. Where it is undefined for a class it counts as 0, as in scikit-learn
/// (`zero_division=0`); a class that neither occurs nor is predicted is none.
pub(super) fn averaged(labels: &Labels, weights: &[f64], average: Average, of: fn(Counts) -> f64) -> Option<f64> {
    let c = Margins::of(labels, weights);
    if c.total <= 0.0 {
        return None;
    }
    let there: Vec<usize> = (0..c.k()).filter(|k| c.truth[*k] > 0.0 || c.predicted[*k] > 0.0).collect();
    match average {
        Average::Positive => labels.positive.map(|class| of(c.counts(class))),
        Average::Macro => {
            let sum: f64 = there.iter().map(|k| of(c.counts(*k))).sum();
            Some(sum / there.len().max(1) as f64)
        }
        Average::Micro => {
            let all = there.iter().map(|k| c.counts(*k));
            let sum = |a: Counts, b: Counts| Counts { tp: a.tp + b.tp, fp: a.fp + b.fp, fn_: a.fn_ + b.fn_ };
            all.reduce(sum).map(of)
        }
        Average::Weighted => {
            let sum: f64 = there.iter().map(|k| of(c.counts(*k)) * c.truth[*k]).sum();
            Some(sum / c.total)
        }
    }
}

/// a / b, 0 where b is.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
