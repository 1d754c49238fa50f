//! Scores that are 0 or 1: a share of items that passed.

/// Items and how many of them passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passes {
    /// Items with a score of 1.
    pub passed: f64,
    /// All items.
    pub n: f64,
}

impl Passes {
    /// Counts the items, where there are some and each scored 0 or 1.
    #[must_use]
    pub fn of(mut scores: impl Iterator<Item = f64>) -> Option<Self> {
        let counted = scores.try_fold(Self { passed: 0.0, n: 0.0 }, |all, score| {
            (score == 0.0 || score == 1.0).then_some(Self { passed: all.passed + score, n: all.n + 1.0 })
        });
        counted.filter(|all| all.n > 0.0)
    }
    /// The share that passed.
    #[must_use]
    pub fn share(self) -> f64 {
        self.passed / self.n
    }
}

/// Wilson's score interval of a share of `n` items, `z` standard deviations to either side (Wilson 1927,
/// doi:10.1080/01621459.1927.10502953). It holds near 0 and 1 and for few items, where share ± z·error does not.
#[must_use]
pub fn wilson(share: f64, n: f64, z: f64) -> (f64, f64) {
    let zz = z * z;
    let centre = (share + zz / (2.0 * n)) / (1.0 + zz / n);
    let half = z / (1.0 + zz / n) * (share * (1.0 - share) / n + zz / (4.0 * n * n)).sqrt();
    // Nothing seen of one kind: that end is exact, not a rounding away from it.
    let low = if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// True where a standard error is the one that a share of `n` items has by itself, √(p(1 − p)/n) or with n − 1, to the
/// digits that files give: then value and error say no more than value and number.
#[must_use]
pub fn is_binomial(share: f64, error: f64, n: f64) -> bool {
    let of = |n: f64| (share * (1.0 - share) / n).sqrt();
    n > 1.0 && error > 0.0 && [of(n), of(n - 1.0)].iter().any(|own| (error - own).abs() <= 0.01 * own)
}
