//! MinHash in buckets (Broder 1997; the layout is that of datatrove: 14 buckets of 8 hashes): two texts of Jaccard similarity
//! `s` share a bucket with probability `1 − (1 − s^8)^14`, .92 at .8, .99 at .85.
//!
//! `h_i(x) = ((a_i x + b_i) mod (2^61 − 1)) & 0xffffffff` for the 32-bit hash `x` of an n-gram, and the smallest counts.

use super::words::mixed;
use crate::num::math;
use crate::num::stream::Stream;

/// Buckets.
pub const BUCKETS: usize = 14;
/// Hashes of a bucket.
pub const PER_BUCKET: usize = 8;
/// Hashes in all.
pub const HASHES: usize = BUCKETS * PER_BUCKET;
/// The Mersenne prime that hashes are taken modulo.
const PRIME: u64 = (1 << 61) - 1;
/// The seed of the functions; a constant, so that equal texts give equal results everywhere.
const SEED: u64 = 1;
/// Bits of the lower part of a factor.
const LOW: u32 = 31;

/// Probability that two texts of this similarity share one of `buckets` buckets of `hashes` hashes.
#[must_use]
pub fn probability(similarity: f64, buckets: usize, hashes: usize) -> f64 {
    let one = math::pow(similarity, hashes as f64);
    1.0 - math::pow(1.0 - one, buckets as f64)
}

/// The similarity at which finding turns from unlikely to likely, about: `(1 / buckets)^(1 / hashes)`.
#[must_use]
pub fn turning_point(buckets: usize, hashes: usize) -> f64 {
    math::pow(1.0 / buckets as f64, 1.0 / hashes as f64)
}

/// The hash functions. `a` is kept in two parts, so that no product needs more than 64 bits: WebAssembly has no wider one.
pub struct Hashes {
    high: [u64; HASHES],
    low: [u64; HASHES],
    add: [u64; HASHES],
}

impl Default for Hashes {
    fn default() -> Self {
        let (mut high, mut low, mut add) = ([0; HASHES], [0; HASHES], [0; HASHES]);
        for i in 0..HASHES {
            let mut stream = Stream::new(SEED, i as u64);
            let a = 1 + stream.bits() % (PRIME - 1);
            (high[i], low[i], add[i]) = (a >> LOW, a & ((1 << LOW) - 1), stream.bits() % PRIME);
        }
        Self { high, low, add }
    }
}

impl Hashes {
    /// The smallest value of each function over the n-grams of a text, which are given as hashes of 32 bits ([`short`]).
    #[must_use]
    pub fn smallest(&self, grams: &[u64]) -> [u32; HASHES] {
        let mut smallest = [u32::MAX; HASHES];
        let functions = self.high.iter().zip(&self.low).zip(&self.add);
        // One function after the other: its numbers and the smallest value stay where they are fastest.
        for (least, ((high, low), add)) in smallest.iter_mut().zip(functions) {
            *least = grams.iter().fold(u32::MAX, |least, x| least.min(value(*high, *low, *add, *x)));
        }
        smallest
    }
    /// The key of each bucket, in its upper half; the lower is free for the place of a text.
    #[must_use]
    pub fn keys(smallest: &[u32; HASHES]) -> [u64; BUCKETS] {
        let mut keys = [0; BUCKETS];
        for (key, of) in keys.iter_mut().zip(smallest.chunks_exact(PER_BUCKET)) {
            let hash = of.iter().fold(0_u64, |h, v| mixed(h.rotate_left(29) ^ u64::from(*v)));
            *key = hash & 0xFFFF_FFFF_0000_0000;
        }
        keys
    }
    /// The lowest byte of each, from which a similarity is estimated well enough not to compare what is far apart.
    #[must_use]
    pub fn bytes(smallest: &[u32; HASHES]) -> [u8; HASHES] {
        let mut bytes = [0; HASHES];
        for (byte, v) in bytes.iter_mut().zip(smallest) {
            *byte = *v as u8;
        }
        bytes
    }
}

/// A hash of 64 bits as one of 32.
#[must_use]
pub fn short(gram: u64) -> u64 {
    (gram ^ (gram >> 32)) & 0xFFFF_FFFF
}

/// `((high 2^31 + low) x + add) mod (2^61 − 1)`, its lowest 32 bits. `x` has 32 bits, `high` 30, `low` 31.
fn value(high: u64, low: u64, add: u64, x: u64) -> u32 {
    let upper = high * x;
    // 2^61 is 1 modulo the prime: what lies above bit 61 is added at the bottom. The sum has less than 64 bits.
    let sum = ((upper & 0x3FFF_FFFF) << LOW) + (upper >> 30) + low * x + add;
    let sum = (sum & PRIME) + (sum >> 61);
    // The prime itself, and the few numbers above it, go on from nought.
    (sum + ((sum + 1) >> 61)) as u32
}

/// Share of equal bytes, less what is equal by chance: an estimate of the similarity with a standard error of about .05.
#[must_use]
pub fn estimate(a: &[u8], b: &[u8]) -> f64 {
    let equal = a.iter().zip(b).filter(|(x, y)| x == y).count() as f64 / HASHES as f64;
    (equal - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn how_often_a_bucket_is_shared_is_the_formula() {
        // shared/vectors/curves.json, select.minhash_lsh, and the figures of datatrove's layout.
        for (s, b, r, p, at) in [
            (0.8, 20, 5, 0.999_643_942_109_479_3, 0.549_280_271_653_058_8),
            (0.7, 9, 13, 0.083_895_918_430_644_81, 0.844_494_314_468_975_7),
            (0.5, 42, 3, 0.996_332_769_340_681_6, 0.287_684_791_332_394_05),
            (0.85, 25, 10, 0.995_835_271_662_362_7, 0.724_779_663_677_695_6),
        ] {
            assert!((probability(s, b, r) - p).abs() < 1e-12 && (turning_point(b, r) - at).abs() < 1e-12);
        }
        assert!((probability(0.8, BUCKETS, PER_BUCKET) - 0.9235).abs() < 1e-4);
        assert!((turning_point(BUCKETS, PER_BUCKET) - 0.7190).abs() < 1e-4);
    }

    #[test]
    fn multiples_of_the_prime_are_nought_and_the_largest_numbers_fit() {
        let of = |a: u64, add: u64, x: u64| value(a >> LOW, a & ((1 << LOW) - 1), add, x);
        assert_eq!((of(PRIME - 1, 1, 1), of(1, PRIME - 1, 1), of(1, PRIME - 1, 2)), (0, 0, 1));
        let (a, x) = (PRIME - 1, u64::from(u32::MAX));
        let whole = (u128::from(a) * u128::from(x) + u128::from(PRIME - 1)) % u128::from(PRIME);
        assert_eq!(of(a, PRIME - 1, x), (whole & 0xFFFF_FFFF) as u32);
    }

    proptest! {
        #[test]
        fn two_halves_multiply_as_the_whole_does(a in 1..PRIME, add in 0..PRIME, x in 0..=u64::from(u32::MAX)) {
            let whole = (u128::from(a) * u128::from(x) + u128::from(add)) % u128::from(PRIME);
            prop_assert_eq!(value(a >> LOW, a & ((1 << LOW) - 1), add, x), (whole & 0xFFFF_FFFF) as u32);
        }
    }
}
