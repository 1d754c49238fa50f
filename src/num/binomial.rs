//! The binomial distribution of fair coins, exact for any number of tosses.

use super::student::incomplete_beta;

/// Probability of at most `k` heads in `m` tosses of a fair coin, through the regularised incomplete beta function
/// (DLMF 8.17.5), so that tails far below the rounding of 1 keep their digits.
#[must_use]
pub fn fair_cdf(k: usize, m: usize) -> f64 {
    if k >= m { 1.0 } else { incomplete_beta((m - k) as f64, (k + 1) as f64, 0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_of_the_binomial_coefficients() {
        for m in 0..40_usize {
            let (mut sum, mut choose) = (0.0_f64, 1.0_f64);
            for k in 0..=m {
                sum += choose;
                choose *= (m - k) as f64 / (k + 1) as f64;
                let exact = sum / crate::num::math::exp2(m as f64);
                assert!((fair_cdf(k, m) - exact).abs() < 1e-13 * exact, "{k} of {m}: {} {exact}", fair_cdf(k, m));
            }
        }
        // Half of an odd number of tosses lies on either side.
        assert!((fair_cdf(500_000, 1_000_001) - 0.5).abs() < 1e-9);
    }
}
