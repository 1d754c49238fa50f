//! Pairs of passes and failures: only the items that changed count.

use super::{Compared, FEWEST, PairedTest, Pairs};
use crate::metric::enough::reach;
use crate::metric::proportion::Passes;
use crate::num::{binomial, normal};

/// McNemar's test in its exact form: under "no difference" each changed item is as likely to have changed one way as the
/// other (McNemar 1947, doi:10.1007/BF02295996). The interval of the difference is Tango's, stretched to include 0 where
/// the exact test does not exclude it.
pub struct McNemar;

impl PairedTest for McNemar {
    fn fits(&self, pairs: &Pairs) -> bool {
        Passes::of(pairs.scores.iter().flat_map(|(a, b)| [*a, *b])).is_some()
    }
    fn compare(&self, pairs: &Pairs) -> Compared {
        let worse = pairs.differences.iter().filter(|d| **d < 0.0).count();
        let better = pairs.differences.iter().filter(|d| **d > 0.0).count();
        let (n, changed) = (pairs.n(), worse + better);
        let p = (2.0 * binomial::fair_cdf(worse.min(better), changed)).min(1.0);
        let (low, high) = tango(better as f64, worse as f64, n, normal::quantile(0.975));
        let (low, high) = if p < 0.05 { (low, high) } else { (low.min(0.0), high.max(0.0)) };
        Compared {
            test: "exact McNemar",
            items: n,
            mean: pairs.mean,
            interval: Some((low, high)),
            p,
            detectable: Some(detectable(changed as f64 / n, n)).filter(|_| pairs.differences.len() >= FEWEST),
            needed: needed(changed as f64 / n, pairs.mean, n),
        }
    }
}

/// The smallest d with n·d² = k²(changed − d²), k being the power and level in standard deviations. A difference of d needs
/// at least a share d of changed items, so fewer changes than that are taken to be that many, and at least as many as can reach
/// 5 %.
fn detectable(changed: f64, n: f64) -> f64 {
    let kk = reach() * reach();
    let d = (kk * changed / (n + kk)).sqrt();
    (if d <= changed { d } else { kk / (n + kk) }).max(FEWEST as f64 / n)
}

/// The same, solved for n (Connett, Smith and McHugh 1987, doi:10.1002/sim.4780060505), and no fewer changed
/// items than with which the exact test can reach 5 %.
fn needed(changed: f64, d: f64, n: f64) -> Option<f64> {
    if d == 0.0 {
        return None;
    }
    let kk = reach() * reach();
    Some((kk * (changed - d * d) / (d * d)).max(FEWEST as f64 / changed).max(n + 1.0).ceil())
}

/// Tango's score interval of the difference of two paired shares, (better − worse)/n, `z` standard deviations to either side
/// (Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B): the differences at which the score
/// statistic, with the nuisance share at its most likely value, stays within z.
#[must_use]
pub fn tango(better: f64, worse: f64, n: f64, z: f64) -> (f64, f64) {
    let statistic = |d: f64| {
        let a = 2.0 * n;
        let b = -better - worse + (2.0 * n - better + worse) * d;
        let c = -worse * d * (1.0 - d);
        let q = ((b * b - 4.0 * a * c).max(0.0).sqrt() - b) / (2.0 * a);
        let spread = n * (2.0 * q + d * (1.0 - d));
        let distance = better - worse - n * d;
        if spread > 0.0 { distance / spread.sqrt() } else { distance.signum() * f64::INFINITY }
    };
    let seen = (better - worse) / n;
    // The statistic falls from one end to the other: halve until nothing is left between.
    let search = |mut inside: f64, mut outside: f64| {
        for _ in 0..200 {
            let middle = f64::midpoint(inside, outside);
            if statistic(middle).abs() <= z { inside = middle } else { outside = middle }
        }
        inside
    };
    (search(seen, -1.0), search(seen, 1.0))
}
