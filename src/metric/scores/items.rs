//! Rows of predictions as the data of metrics. Task, classes and positive class are decided once, from all rows: a slice is a
//! part of the whole and measured as such.

use super::data::{Data, Labels};
pub use super::task::class;
use super::task::{Plan, Task, class_of};
use crate::data::{Prediction, Predictions};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Names of a positive class.
const POSITIVE: [&str; 7] = ["1", "true", "yes", "positive", "pos", "y", "t"];

/// What was taken for granted of the predictions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taken {
    /// Nothing.
    #[default]
    Nothing,
    /// What was predicted are probabilities of class 1; from 0.5 on they were taken for it.
    Chances,
    /// Of so many rows the class was taken from the score, from 0.5 on the positive one.
    Cut(usize),
    /// No class was predicted and the scores are no probabilities: they rank the items and no more.
    Ranks,
}

/// The rows that can be measured, in an order that is not that of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items {
    /// What metrics are computed of.
    pub data: Data,
    /// The name of each item.
    pub names: Vec<String>,
    /// The slice of each item.
    pub slices: Vec<Option<String>>,
    /// The positive class, where there is one.
    pub positive: Option<String>,
    /// What was taken for granted.
    pub taken: Taken,
}

impl Items {
    /// Those of all rows.
    #[must_use]
    pub fn of(p: &Predictions) -> Self {
        let plan = Plan::of(p);
        let mut rows: Vec<&Prediction> = p.rows.iter().filter(|r| plan.measures(r)).collect();
        let key = |r: &Prediction| (r.truth.clone(), r.predicted.clone(), r.score.map(f64::to_bits));
        rows.sort_by(|a, b| a.item.cmp(&b.item).then_with(|| key(a).cmp(&key(b))));
        let mut out = Self {
            names: rows.iter().map(|r| r.item.clone()).collect(),
            slices: rows.iter().map(|r| r.slice.clone()).collect(),
            ..Self::default()
        };
        let all: Vec<usize> = (0..rows.len()).collect();
        let pair = |r: &&Prediction| Some((r.truth_number?, r.predicted_number?));
        let keep = match plan.task {
            Task::Numbers => {
                out.data.numbers = Some(rows.iter().filter_map(pair).collect());
                all
            }
            Task::Texts => {
                out.data.texts = Some(rows.iter().map(|r| (r.truth.clone(), r.predicted.clone())).collect());
                all
            }
            Task::Chances => {
                let cut = |r: &&Prediction| Prediction {
                    score: r.predicted_number,
                    predicted: (if r.predicted_number >= Some(0.5) { "1" } else { "0" }).to_owned(),
                    predicted_number: None,
                    ..(*r).clone()
                };
                let rows: Vec<Prediction> = rows.iter().map(cut).collect();
                let keep = out.classes(p, &rows.iter().collect::<Vec<_>>(), plan);
                out.taken = Taken::Chances;
                keep
            }
            Task::Classes => out.classes(p, &rows, plan),
        };
        if keep.len() < rows.len() {
            out = out.at(&keep);
        }
        out.data.clusters = clusters(&out.names);
        out
    }
    /// The items at these places.
    #[must_use]
    pub fn at(&self, places: &[usize]) -> Self {
        Self {
            data: self.data.at(places),
            names: places.iter().filter_map(|at| self.names.get(*at).cloned()).collect(),
            slices: places.iter().filter_map(|at| self.slices.get(*at).cloned()).collect(),
            ..Self { positive: self.positive.clone(), taken: self.taken, ..Self::default() }
        }
    }
    /// The items of each slice, by its name; those of none are among no slice.
    #[must_use]
    pub fn by_slice(&self) -> BTreeMap<Option<&str>, Self> {
        let mut places: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (at, slice) in self.slices.iter().enumerate() {
            places.entry(slice.as_deref()).or_default().push(at);
        }
        places.into_iter().map(|(slice, places)| (slice, self.at(&places))).collect()
    }
    /// Fills in the data of rows with classes. Returns the places of those of which a class is known.
    fn classes(&mut self, p: &Predictions, rows: &[&Prediction], plan: Plan) -> Vec<usize> {
        let truths: Vec<String> = rows.iter().map(|r| class_of(&r.truth, r.truth_number)).collect();
        let columns: Vec<String> = p.columns.iter().map(|c| class(c)).collect();
        let mut names: BTreeSet<String> = truths.iter().cloned().collect();
        let predicted: Vec<String> = rows.iter().map(|r| class_of(&r.predicted, r.predicted_number)).collect();
        names.extend(predicted.iter().filter(|c| !c.is_empty()).cloned());
        let aligned = names.iter().all(|n| columns.contains(n));
        if aligned {
            names.extend(columns.iter().cloned());
        }
        let mut classes: Vec<String> = names.into_iter().collect();
        classes.sort_by(|a, b| by_class(a, b));
        let place: BTreeMap<&str, usize> = classes.iter().enumerate().map(|(i, c)| (c.as_str(), i)).collect();
        // Columns that are not called after the classes are taken in their order, where there are as many.
        let order: Option<Vec<usize>> = if columns.is_empty() {
            None
        } else if aligned {
            classes.iter().map(|c| columns.iter().position(|n| n == c)).collect()
        } else {
            (columns.len() == classes.len()).then(|| (0..columns.len()).collect())
        };
        let probabilities: Option<Vec<Vec<f64>>> = order.and_then(|order| {
            let of = |r: &&Prediction| {
                order.iter().map(|at| r.probabilities.get(*at).copied().filter(|v| v.is_finite())).collect()
            };
            rows.iter().map(of).collect()
        });
        let positive = positive(p, &classes, &truths);
        self.positive = positive.and_then(|at| classes.get(at).cloned());
        if plan.ranks {
            self.taken = Taken::Ranks;
            self.data.positives = positive.map(|at| truths.iter().map(|t| *t == classes[at]).collect());
            self.data.scores = positive.and_then(|_| rows.iter().map(|r| r.score).collect());
            return (0..rows.len()).collect();
        }
        let likeliest = |at: usize| {
            let all = probabilities.as_ref()?.get(at)?;
            (0..all.len()).reduce(|a, b| if all[b] > all[a] { b } else { a })
        };
        let cut = |r: &Prediction| {
            let score = r.score.filter(|_| plan.cut)?;
            positive.map(|p| if score >= 0.5 { p } else { 1 - p })
        };
        let said = |at: usize| place.get(predicted[at].as_str()).copied().or_else(|| likeliest(at));
        let found: Vec<Option<usize>> = (0..rows.len()).map(|at| said(at).or_else(|| cut(rows[at]))).collect();
        let cuts = (0..rows.len()).filter(|at| said(*at).is_none() && found[*at].is_some()).count();
        if cuts > 0 {
            self.taken = Taken::Cut(cuts);
        }
        let keep: Vec<usize> = (0..rows.len()).filter(|at| found[*at].is_some()).collect();
        let predicted: Vec<usize> = found.into_iter().map(Option::unwrap_or_default).collect();
        let truth: Vec<usize> = truths.iter().filter_map(|t| place.get(t.as_str()).copied()).collect();
        let two = positive.filter(|_| classes.len() == 2);
        // A probability of class 1 is one of the other, where that is the positive one.
        let turned = plan.task == Task::Chances && self.positive.as_deref() == Some("0");
        let given = |(r, c): (&&Prediction, &usize)| {
            let score = r.score?;
            Some(if turned || p.confidence && Some(*c) != two { 1.0 - score } else { score })
        };
        let of_positive = two.and_then(|at| {
            probabilities.as_ref().map(|all| all.iter().map(|p| p.get(at).copied().unwrap_or(0.0)).collect())
        });
        self.data.scores = of_positive.or_else(|| two.and_then(|_| rows.iter().zip(&predicted).map(given).collect()));
        self.data.probabilities = probabilities.filter(|_| two.is_none());
        self.data.labels = Some(Labels { classes, truth, predicted, positive }).filter(|_| !keep.is_empty());
        keep
    }
}

/// The cluster of each item, where rows of one name are tries of one item.
fn clusters(names: &[String]) -> Option<Vec<usize>> {
    let mut at = 0;
    let next = |i: usize| {
        at += usize::from(i > 0 && names[i] != names[i - 1]);
        at
    };
    names.windows(2).any(|w| w[0] == w[1]).then(|| (0..names.len()).map(next).collect())
}

/// Classes in the order in which a person counts them: numbers by their value, before words by their letters.
pub(super) fn by_class(a: &str, b: &str) -> Ordering {
    let by_value = match (amount(a), amount(b)) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_value.then_with(|| a.cmp(b))
}

fn amount(class: &str) -> Option<f64> {
    class.parse().ok().filter(|v: &f64| v.is_finite())
}

/// The positive one of two classes: the one that was named, one with such a name, else the rarer one.
fn positive(p: &Predictions, classes: &[String], truths: &[String]) -> Option<usize> {
    if classes.len() != 2 {
        return None;
    }
    let named = p.positive.as_deref().and_then(|n| classes.iter().position(|c| *c == class(n)));
    let known = || classes.iter().position(|c| POSITIVE.contains(&c.to_lowercase().as_str()));
    let first = truths.iter().filter(|t| **t == classes[0]).count();
    named.or_else(known).or(Some(usize::from(first * 2 >= truths.len())))
}

/// True where the class that is called positive was only taken because it is the rarer one.
#[must_use]
pub fn positive_was_guessed(p: &Predictions) -> bool {
    !p.positive_given && p.positive.as_ref().is_some_and(|c| !POSITIVE.contains(&c.to_lowercase().as_str()))
}
