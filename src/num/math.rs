//! Elementary functions with the same bits on every target.
//!
//! `f64::exp` and its relatives call the platform's own library: glibc natively, a port of musl on wasm. Their
//! last bits differ, an optimiser amplifies the difference, and then two reports of the same evidence differ. These
//! wrappers use the pure-Rust `libm` crate everywhere; `clippy.toml` bans the others.

macro_rules! same_everywhere {
    ($($(#[$doc:meta])* $name:ident => $target:path;)*) => {
        $($(#[$doc])* #[inline] #[must_use] pub fn $name(x: f64) -> f64 { $target(x) })*
    };
}

same_everywhere! {
    /// e to the x.
    exp => libm::exp;
    /// 2 to the x.
    exp2 => libm::exp2;
    /// e to the x, minus one, exact near zero.
    exp_m1 => libm::expm1;
    /// Natural logarithm.
    ln => libm::log;
    /// Natural logarithm of one plus x, exact near zero.
    ln_1p => libm::log1p;
    /// Logarithm to base 2.
    log2 => libm::log2;
    /// Logarithm to base 10.
    log10 => libm::log10;
    /// Sine of x radians.
    sin => libm::sin;
    /// Cosine of x radians.
    cos => libm::cos;
    /// Tangent of x radians.
    tan => libm::tan;
    /// Inverse tangent, in radians.
    atan => libm::atan;
    /// Hyperbolic tangent.
    tanh => libm::tanh;
    /// Hyperbolic sine.
    sinh => libm::sinh;
    /// Hyperbolic cosine.
    cosh => libm::cosh;
    /// Error function.
    erf => libm::erf;
    /// Complementary error function.
    erfc => libm::erfc;
    /// Natural logarithm of the absolute value of the gamma function.
    ln_gamma => libm::lgamma;
}

/// x to the y.
#[inline]
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
