//! Area under the receiver operating characteristic.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Most places of items, over all classes, that are kept in order; beyond, a class is put in order when it is looked at.
const KEPT: usize = 4_000_000;

/// Places of the items, the highest score first.
pub(super) fn by_score(ranked: &[(bool, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    order.sort_by(|a, b| ranked[*b].1.total_cmp(&ranked[*a].1));
    order
}

/// Weights of the positive and of the negative items of each score, the highest first.
pub(super) fn steps(ranked: &[(bool, f64)], order: &[usize], weights: &[f64]) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    let mut last = f64::NAN;
    for &at in order {
        let (positive, score) = ranked[at];
        let w = weights.get(at).copied().unwrap_or(0.0);
        if out.is_empty() || score != last {
            out.push((0.0, 0.0));
        }
        last = score;
        if let Some(step) = out.last_mut() {
            if positive { step.0 += w } else { step.1 += w }
        }
    }
    out
}

fn area(ranked: &[(bool, f64)], order: &[usize], weights: &[f64]) -> Option<f64> {
    let (mut above, mut pairs, mut negatives) = (0.0, 0.0, 0.0);
    for (positive, negative) in steps(ranked, order, weights) {
        pairs += negative * (above + 0.5 * positive);
        above += positive;
        negatives += negative;
    }
    (above > 0.0 && negatives > 0.0).then(|| pairs / (above * negatives))
}

/// Probability that a positive item has a higher score than a negative one, ties counted half.
pub struct Auroc;

impl Metric for Auroc {
    fn id(&self) -> &'static str {
        "auroc"
    }
    fn label(&self) -> &'static str {
        "AUROC"
    }
    fn formula(&self) -> &'static str {
        "pairs of a positive and a negative item with the positive one scored higher, ties half / all such pairs; of several classes the mean of each against the rest"
    }
    fn source(&self) -> &'static str {
        "Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747; scikit-learn roc_auc_score (multi_class=ovr, macro)"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Probabilities
    }
    fn cost(&self, data: &Data) -> usize {
        let classes = data.probabilities.as_ref().and(data.labels.as_ref()).map_or(1, |l| l.classes.len());
        let places = data.n() * classes;
        if places > KEPT { places * data.n().max(2).ilog2() as usize } else { places }
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        if let Some(ranked) = data.ranked() {
            let order = by_score(&ranked);
            return Some(Box::new(move |weights| area(&ranked, &order, weights)));
        }
        let (labels, all) = (data.labels.as_ref()?, data.probabilities.as_ref()?);
        let k = labels.classes.len();
        let against = move |class: usize| -> Vec<(bool, f64)> {
            let of = |(truth, p): (&usize, &Vec<f64>)| (*truth == class, p.get(class).copied().unwrap_or(0.0));
            labels.truth.iter().zip(all).map(of).collect()
        };
        let kept = k * all.len() <= KEPT;
        let orders: Vec<Vec<usize>> = if kept { (0..k).map(|c| by_score(&against(c))).collect() } else { Vec::new() };
        Some(Box::new(move |weights| {
            let one = |class: usize| {
                let ranked = against(class);
                match orders.get(class) {
                    Some(order) => area(&ranked, order, weights),
                    None => area(&ranked, &by_score(&ranked), weights),
                }
            };
            let areas: Option<Vec<f64>> = (0..k).map(one).collect();
            areas.map(|a| a.iter().sum::<f64>() / a.len().max(1) as f64)
        }))
    }
}
