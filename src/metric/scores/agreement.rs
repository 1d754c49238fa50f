//! Krippendorff's alpha.

use super::data::{Data, Needs};
use super::metric::{Metric, Weighted};

/// Agreement of several raters beyond chance, with ratings that may be missing.
pub struct Alpha {
    id: &'static str,
    label: &'static str,
    /// How far apart two ratings are.
    distance: fn(f64, f64) -> f64,
    standard: bool,
}

/// Ratings are names: two are the same or not.
pub const ALPHA_NOMINAL: Alpha = Alpha {
    id: "alpha_nominal",
    label: "Krippendorff's alpha (nominal)",
    distance: |a, b| f64::from(u8::from(a != b)),
    standard: true,
};
/// Ratings are numbers: two are apart by the square of their difference.
pub const ALPHA_INTERVAL: Alpha = Alpha {
    id: "alpha_interval",
    label: "Krippendorff's alpha (interval)",
    distance: |a, b| (a - b) * (a - b),
    standard: true,
};

/// The different ratings, rising.
fn values<'r>(ratings: impl Iterator<Item = &'r f64>) -> Vec<f64> {
    let mut values: Vec<f64> = ratings.copied().filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

impl Metric for Alpha {
    fn id(&self) -> &'static str {
        self.id
    }
    fn label(&self) -> &'static str {
        self.label
    }
    fn formula(&self) -> &'static str {
        "1 − disagreement within items / disagreement between all ratings; items with one rating only say nothing"
    }
    fn source(&self) -> &'static str {
        "Krippendorff 2011, Computing Krippendorff's alpha-reliability"
    }
    fn range(&self) -> (f64, f64) {
        (-1.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Ratings
    }
    fn standard(&self) -> bool {
        self.standard
    }
    fn cost(&self, data: &Data) -> usize {
        let ratings = data.ratings.as_deref().unwrap_or_default();
        let values = values(ratings.iter().flatten()).len();
        ratings.iter().map(Vec::len).sum::<usize>() + values * values
    }
    fn of<'d>(&self, data: &'d Data) -> Option<Weighted<'d>> {
        let distance = self.distance;
        let rated = |one: &Vec<f64>| one.iter().copied().filter(|v| v.is_finite()).collect::<Vec<f64>>();
        let items: Vec<Vec<f64>> = data.ratings.as_ref()?.iter().map(rated).collect();
        // Ratings are few different values: disagreement of all is counted value by value.
        let values = values(items.iter().flatten());
        let within: Vec<f64> = items
            .iter()
            .map(|ratings| {
                let pairs: f64 = ratings.iter().flat_map(|a| ratings.iter().map(move |b| distance(*a, *b))).sum();
                if ratings.len() > 1 { pairs / (ratings.len() - 1) as f64 } else { 0.0 }
            })
            .collect();
        Some(Box::new(move |weights| {
            let mut counts = vec![0.0; values.len()];
            for (ratings, w) in items.iter().zip(weights).filter(|(r, _)| r.len() > 1) {
                for rating in ratings {
                    if let Ok(at) = values.binary_search_by(|v| v.total_cmp(rating)) {
                        counts[at] += w;
                    }
                }
            }
            let n: f64 = counts.iter().sum();
            let observed: f64 = within.iter().zip(weights).map(|(d, w)| d * w).sum();
            let mut expected = 0.0;
            for (a, x) in values.iter().zip(&counts) {
                for (b, y) in values.iter().zip(&counts) {
                    expected += x * y * distance(*a, *b);
                }
            }
            (n > 1.0 && expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
        }))
    }
}
