//! Value of information against closed forms.
//!
//! Beta-binomial preposterior analysis: Raiffa & Schlaifer 1961, "Applied Statistical Decision Theory", ch. 5 and 9; as EVSI
//! in Ades, Lu & Claxton 2004, Med. Decis. Making 24, 207–227, doi:10.1177/0272989X04263162. Linear loss of a normal mean:
//! Raiffa & Schlaifer 1961, ch. 5.

use super::value::{evpi, value_of_signal};
use crate::num::stream::Stream;
use crate::num::student::incomplete_beta;

/// Beta(a, b) for whole a and b: the a-th smallest of a + b − 1 uniform numbers.
fn beta(s: &mut Stream, a: usize, b: usize) -> f64 {
    let mut u: Vec<f64> = (0..a + b - 1).map(|_| s.uniform()).collect();
    u.sort_by(f64::total_cmp);
    u[a - 1]
}

/// Two options: one brings c for certain, the other θ ~ Beta(a, b).
/// E max(θ, c) = c I_c(a, b) + a/(a+b) (1 − I_c(a+1, b)).
fn perfect(a: f64, b: f64, c: f64) -> f64 {
    let mean = a / (a + b);
    let best = c * incomplete_beta(a, b, c) + mean * (1.0 - incomplete_beta(a + 1.0, b, c));
    best - mean.max(c)
}

/// Σ_k P(k) max(c, (a + k)/(a + b + n)) − max(c, a/(a+b)), k of n successes, P beta-binomial: the ratio of successive
/// terms is (n − k)/(k + 1) · (a + k)/(b + n − k − 1).
fn sample(a: f64, b: f64, c: f64, n: usize) -> f64 {
    let size = n as f64;
    let mut weights = vec![1.0];
    for k in 0..n {
        let i = k as f64;
        weights.push(weights[k] * (size - i) / (i + 1.0) * (a + i) / (b + size - i - 1.0));
    }
    let total: f64 = weights.iter().sum();
    let value = |k: usize| ((a + k as f64) / (a + b + size)).max(c);
    weights.iter().enumerate().map(|(k, w)| w / total * value(k)).sum::<f64>() - (a / (a + b)).max(c)
}

#[test]
fn the_closed_form_itself_is_right_where_it_can_be_done_by_hand() {
    // Uniform θ, c = 1/2: E max = 5/8, so perfect information is worth 1/8; one trial moves the mean to 1/3 or 2/3,
    // worth (1/2 + 2/3)/2 − 1/2 = 1/12; two trials give means 1/4, 1/2, 3/4, worth (1/2 + 1/2 + 3/4)/3 − 1/2 = 1/12.
    assert!((perfect(1.0, 1.0, 0.5) - 0.125).abs() < 1e-12);
    assert!((sample(1.0, 1.0, 0.5, 1) - 1.0 / 12.0).abs() < 1e-12);
    assert!((sample(1.0, 1.0, 0.5, 2) - 1.0 / 12.0).abs() < 1e-12);
    // A sample is worth no more than certainty, and ever nearer to it.
    let mut before = 0.0;
    for n in [1, 4, 16, 64, 256, 1024] {
        let now = sample(3.0, 5.0, 0.4, n);
        assert!(now >= before - 1e-12 && now <= perfect(3.0, 5.0, 0.4));
        before = now;
    }
    assert!(perfect(3.0, 5.0, 0.4) - before < 1e-3);
}

#[test]
fn beta_binomial_information_matches_the_closed_form() {
    for (a, b, c, n) in [(1, 1, 0.5, 8), (3, 5, 0.4, 20), (8, 2, 0.75, 50), (2, 6, 0.35, 100)] {
        let (mut benefit, mut truth, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..20_000 {
            let mut s = Stream::new(11, i);
            let theta = beta(&mut s, a, b);
            benefit.push(vec![c, theta]);
            truth.push(theta);
            seen.push((0..n).filter(|_| s.uniform() < theta).count() as f64);
        }
        let (a, b) = (a as f64, b as f64);
        let (certain, sampled) = (perfect(a, b, c), sample(a, b, c, n));
        assert!((evpi(&benefit) - certain).abs() < 0.004, "{a} {b}: {} {certain}", evpi(&benefit));
        let known = value_of_signal(&benefit, &truth).0;
        assert!((known - certain).abs() < 0.005, "{a} {b}: {known} {certain}");
        let found = value_of_signal(&benefit, &seen).0;
        assert!((found - sampled).abs() < 0.005, "{a} {b} {n}: {found} {sampled}");
    }
}

#[test]
fn of_several_options_the_information_counts_once() {
    // Three options 0, θ, −θ with θ ~ N(0, 1): the best of them is |θ|, and E|θ| = √(2/π).
    let (mut benefit, mut truth) = (Vec::new(), Vec::new());
    for i in 0..20_000 {
        let theta = Stream::new(12, i).normal();
        benefit.push(vec![0.0, theta, -theta]);
        truth.push(theta);
    }
    let expected = (2.0 / std::f64::consts::PI).sqrt();
    assert!((evpi(&benefit) - expected).abs() < 0.015);
    assert!((value_of_signal(&benefit, &truth).0 - expected).abs() < 0.02);
}
