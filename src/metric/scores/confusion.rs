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
    /// Weight of a true class.
    #[must_use]
    pub fn truth(&self, class: usize) -> f64 {
        (0..self.k).map(|p| self.get(class, p)).sum()
    }
    /// Weight of what was predicted to be of a class.
    #[must_use]
    pub fn predicted(&self, class: usize) -> f64 {
        (0..self.k).map(|t| self.get(t, class)).sum()
    }
    /// Weight of all items.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.counts.iter().sum()
    }
    /// Weight of what was predicted right.
    #[must_use]
    pub fn right(&self) -> f64 {
        (0..self.k).map(|c| self.get(c, c)).sum()
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

impl Counts {
    fn of(c: &Confusion, class: usize) -> Self {
        let tp = c.get(class, class);
        Self { tp, fp: c.predicted(class) - tp, fn_: c.truth(class) - tp }
    }
}

/// A metric of single classes, averaged. Where it is undefined for a class it counts as 0, as in scikit-learn
/// (`zero_division=0`); a class that neither occurs nor is predicted is none.
pub(super) fn averaged(labels: &Labels, weights: &[f64], average: Average, of: fn(Counts) -> f64) -> Option<f64> {
    let c = Confusion::of(labels, weights);
    if c.total() <= 0.0 {
        return None;
    }
    let there: Vec<usize> = (0..c.k).filter(|k| c.truth(*k) > 0.0 || c.predicted(*k) > 0.0).collect();
    match average {
        Average::Positive => labels.positive.map(|class| of(Counts::of(&c, class))),
        Average::Macro => {
            let sum: f64 = there.iter().map(|k| of(Counts::of(&c, *k))).sum();
            Some(sum / there.len().max(1) as f64)
        }
        Average::Micro => {
            let all = there.iter().map(|k| Counts::of(&c, *k));
            let sum = |a: Counts, b: Counts| Counts { tp: a.tp + b.tp, fp: a.fp + b.fp, fn_: a.fn_ + b.fn_ };
            all.reduce(sum).map(of)
        }
        Average::Weighted => {
            let sum: f64 = there.iter().map(|k| of(Counts::of(&c, *k)) * c.truth(*k)).sum();
            Some(sum / c.total())
        }
    }
}

/// a / b, 0 where b is.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
