//! Seeded random streams: stream `i` of a seed belongs to replicate `i`, so that results do not depend on chunking,
//! order or the number of workers.

use super::normal;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// One reproducible stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Stream `index` of `seed`.
    #[must_use]
    pub fn new(seed: u64, index: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(index);
        Self(rng)
    }
    /// Uniform on the open interval (0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }
    /// Standard normal, by inversion: one uniform number each.
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }
    /// Uniform on `0..n` (0 when `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { ((self.uniform() * n as f64) as usize).min(n - 1) }
    }
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_reproducible_and_differ() {
        let take = |seed, index| {
            let mut s = Stream::new(seed, index);
            (0..4).map(|_| s.bits()).collect::<Vec<_>>()
        };
        assert_eq!(take(1, 7), take(1, 7));
        assert_ne!(take(1, 7), take(1, 8));
        assert_ne!(take(1, 7), take(2, 7));
        let mut s = Stream::new(3, 0);
        let mean = (0..20_000).map(|_| s.normal()).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03);
    }
}
