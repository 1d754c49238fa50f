//! Few pairs of any scores: the exact sign-flip test.

use super::{Compared, PairedTest, Pairs};
use crate::metric::enough::reach;
use crate::num::{math, student};

/// With fewer pairs than this no outcome at all reaches 5 %: of the 2⁵ ways to set the signs of five differences two are at
/// least as extreme as the most extreme one.
pub const FEWEST: usize = 6;
/// With more pairs than this the number of ways is large and Student's t is close.
const MOST: usize = 14;

/// Fisher's randomisation test of paired differences: under "no difference" each could as well have had the other sign
/// (Fisher 1935, The Design of Experiments, section 21). All ways are tried. The interval is made of the same ways: between
/// two of the ordered means of all subsets of the differences (Hartigan 1969, doi:10.1080/01621459.1969.10501057). It is also
/// the test where every difference is the same, so that there is no spread to divide by.
pub struct SignFlip;

impl PairedTest for SignFlip {
    fn fits(&self, pairs: &Pairs) -> bool {
        pairs.differences.len() <= MOST || pairs.se.is_none()
    }
    fn compare(&self, pairs: &Pairs) -> Compared {
        let n = pairs.differences.len();
        let (p, interval) = match pairs.se {
            _ if n <= MOST => exact(&pairs.differences),
            // All the same: only two of the 2ⁿ ways are as extreme, all are where nothing changed.
            _ if pairs.mean == 0.0 => (1.0, None),
            _ => (math::exp2(1.0 - n as f64), None),
        };
        let quantile = |p: f64| student::quantile(p, n as f64 - 1.0);
        let enough = n >= FEWEST;
        let se = pairs.se.filter(|_| pairs.mean != 0.0);
        // As the t test would need, and never fewer than can show anything.
        let needed = se.map(|se| (pairs.n() * (reach() * se / pairs.mean) * (reach() * se / pairs.mean)).ceil());
        let needed = needed.or((pairs.mean != 0.0).then_some(0.0));
        Compared {
            test: "exact sign flips",
            items: pairs.n(),
            mean: pairs.mean,
            interval,
            p,
            detectable: pairs.se.filter(|_| enough).map(|se| (quantile(0.975) + quantile(0.8)) * se),
            needed: needed.map(|needed| needed.max(FEWEST as f64)),
        }
    }
}

/// The p-value, and the 95 % interval where there are enough pairs for one.
fn exact(differences: &[f64]) -> (f64, Option<(f64, f64)>) {
    let ways = 1_usize << differences.len();
    // Sum and size of each subset: that of the subset without its lowest member, and that member.
    let mut sums = vec![(0.0_f64, 0.0_f64); ways];
    for subset in 1..ways {
        let (sum, size) = sums[subset & (subset - 1)];
        sums[subset] = (sum + differences[subset.trailing_zeros() as usize], size + 1.0);
    }
    let scale: f64 = differences.iter().map(|d| d.abs()).sum();
    let nearly = scale * 1e-12;
    // Turning a subset's signs takes twice its sum away: at least as far up again means a sum of 0 or less.
    let up = sums.iter().filter(|(sum, _)| *sum <= nearly).count();
    let down = sums.iter().filter(|(sum, _)| *sum >= -nearly).count();
    let p = (2.0 * up.min(down) as f64 / ways as f64).min(1.0);
    // Without the empty subset; the k-th from either end leaves 2.5 % outside.
    let k = (0.025 * ways as f64) as usize;
    if k == 0 {
        return (p, None);
    }
    let mut means: Vec<f64> = sums.iter().skip(1).map(|(sum, size)| sum / size).collect();
    means.sort_by(f64::total_cmp);
    let ends = means.get(k - 1).copied().zip(means.get(means.len().saturating_sub(k)).copied());
    (p, ends.filter(|(low, high)| low < high))
}
