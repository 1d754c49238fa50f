//! The elementary functions at points where platform libraries are known to differ in the last bit.
//!
//! `tests/it/bits.rs` computes the digest natively and holds it against the same constant, so a page and a command line
//! that both pass agree bit for bit.

use headroom::num::math;

/// FNV-1a over the bits of every function at every point, as computed natively when this was written.
pub const RECORDED: u64 = 0x47e7_bfda_5639_f8c7;

/// The digest on this target.
#[must_use]
pub fn digest() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |value: f64| {
        for byte in value.to_bits().to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    let functions = [
        math::exp,
        math::exp2,
        math::exp_m1,
        math::ln,
        math::ln_1p,
        math::log2,
        math::log10,
        math::sin,
        math::cos,
        math::tan,
        math::atan,
        math::tanh,
        math::erf,
        math::erfc,
        math::ln_gamma,
    ];
    for step in 1..=2_000_u32 {
        let x = f64::from(step) * 0.012_345_678_9;
        for function in functions {
            eat(function(x));
        }
        eat(math::pow(x, 0.34));
        eat(math::pow(1.0 + x, -0.28));
        eat(x.sqrt());
    }
    hash
}
