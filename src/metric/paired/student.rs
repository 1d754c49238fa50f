//! Pairs of any scores: Student's t.

use super::{Compared, PairedTest, Pairs};
use crate::metric::enough::reach;
use crate::num::student;

/// Student's t of the differences (Student 1908, Biometrika 6, 1–25, doi:10.2307/2331554).
pub struct StudentT;

impl PairedTest for StudentT {
    fn fits(&self, pairs: &Pairs) -> bool {
        pairs.se.is_some()
    }
    fn compare(&self, pairs: &Pairs) -> Compared {
        let (n, mean, se) = (pairs.n(), pairs.mean, pairs.se.unwrap_or_default());
        let quantile = |p: f64| student::quantile(p, n - 1.0);
        let half = quantile(0.975) * se;
        let ratio = reach() * se / mean;
        Compared {
            test: "Student's t",
            items: n,
            mean,
            interval: Some((mean - half, mean + half)),
            p: (2.0 * student::cdf(-(mean / se).abs(), n - 1.0)).min(1.0),
            detectable: Some((quantile(0.975) + quantile(0.8)) * se),
            needed: (mean != 0.0).then(|| (n * ratio * ratio).ceil()),
        }
    }
}
