//! Student's t distribution with real degrees of freedom.
//!
//! Distribution function through the regularised incomplete beta function, continued fraction of Lentz's form
//! (Press et al., Numerical Recipes, section 6.4; DLMF 8.17.22).

use super::math::{exp, ln, ln_1p, ln_gamma, pow};
use super::normal;

/// Probability that a t variable with `nu` degrees of freedom is at most `t`.
#[must_use]
pub fn cdf(t: f64, nu: f64) -> f64 {
    if t.is_nan() || !(nu > 0.0) {
        return f64::NAN;
    }
    if nu > 1e6 {
        return normal::cdf(t);
    }
    if t.is_infinite() {
        return if t > 0.0 { 1.0 } else { 0.0 };
    }
    if nu == 2.0 {
        // Closed form, without cancellation in the lower tail: 1/2 + t / (2 √(2 + t²)).
        let root = (2.0 + t * t).sqrt();
        return if t > 0.0 { 0.5 + 0.5 * t / root } else { 1.0 / (root * (root - t)) };
    }
    let tail = 0.5 * incomplete_beta(0.5 * nu, 0.5, nu / (nu + t * t));
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// Value that a t variable with `nu` degrees of freedom stays below with probability `p`.
#[must_use]
pub fn quantile(p: f64, nu: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) || !(nu > 0.0) {
        return f64::NAN;
    }
    if nu == 2.0 && p > 0.0 && p < 1.0 {
        return (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
    }
    let z = normal::quantile(p);
    if p == 0.5 || z.is_infinite() || nu > 1e6 {
        return z;
    }
    // The t quantile is farther out than the normal one: bracket it, then Newton steps kept inside the bracket.
    let sign = z.signum();
    let upper_tail = p.min(1.0 - p);
    let miss = |t: f64| cdf(-t, nu) - upper_tail;
    let (mut low, mut high) = (0.0, z.abs().max(1.0));
    while miss(high) > 0.0 && high < 1e300 {
        low = high;
        high *= 2.0;
    }
    let mut t = 0.5 * (low + high);
    for _ in 0..100 {
        let error = miss(t);
        if error > 0.0 {
            low = t;
        } else {
            high = t;
        }
        let newton = t + error / density(t, nu);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let moved = (next - t).abs();
        t = next;
        if moved <= 1e-13 * t || high - low <= 1e-14 * high {
            break;
        }
    }
    sign * t
}

/// Regularised incomplete beta function I_x(a, b).
#[must_use]
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * ln(x) + b * ln_1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let safe = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    // It converges in some times √max(a, b) steps.
    for i in 1..3000 {
        let m = f64::from(i);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        let step = d * c;
        value *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// Density of the t distribution at `t`.
#[must_use]
pub fn density(t: f64, nu: f64) -> f64 {
    let constant = exp(ln_gamma(0.5 * (nu + 1.0)) - ln_gamma(0.5 * nu)) / pow(nu * std::f64::consts::PI, 0.5);
    constant * pow(1.0 + t * t / nu, -0.5 * (nu + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_tables() {
        assert!((quantile(0.975, 4.0) - 2.776_445_105_197_793).abs() < 1e-9);
        assert!((quantile(0.05, 1.0) + 6.313_751_514_675_041).abs() < 1e-9);
        assert!((cdf(2.0, 5.0) - 0.949_030_260_585_070_9).abs() < 1e-12);
        assert!((density(0.0, 1.0) - std::f64::consts::FRAC_1_PI).abs() < 1e-14);
        assert!((quantile(0.95, 2.0) - 2.919_985_580_353_726).abs() < 1e-9);
        for nu in [1.5, 2.0, 2.000_001, 3.0, 7.0, 40.0] {
            for i in 1..40 {
                let p = f64::from(i) / 40.0;
                assert!((cdf(quantile(p, nu), nu) - p).abs() < 1e-11);
            }
        }
    }
}
