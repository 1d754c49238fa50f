//! Constants of the combined forecast, learned once from real curves.
//!
//! Made by `tools/calibrate/calibrate.py` from the prefixes of 200 learning curves of 124 data sets (LCDB 1.1: Yan,
//! Mohr, Viering 2025, CC BY 4.0), cross-validated over data sets; the figures are in `benches/README.md`. Every scale is
//! a multiple of a quantity of the curve itself, so that the constants carry over to losses, other units and other
//! sizes: multiplying the metric by ten multiplies the forecast and its interval by ten.

/// How one family shares in the forecast gain.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Identifier of the family.
    pub id: &'static str,
    /// Logit of its share, for ten points.
    pub share: f64,
    /// How the logit changes per e-fold of the number of points.
    pub points: f64,
}

/// Families of the combination. No change (`last1`) is one of them: its share is how far the gain is shrunk.
pub const MEMBERS: &[Member] = &[
    Member { id: "last1", share: 1.0738, points: 0.4484 },
    Member { id: "pow2", share: 0.2625, points: -2.4364 },
    Member { id: "pow3", share: 0.0397, points: -0.5634 },
    Member { id: "pow4", share: 0.1280, points: -0.3030 },
    Member { id: "ilog2", share: -0.7728, points: -0.8537 },
    Member { id: "logpower3", share: -0.0297, points: -0.3153 },
    Member { id: "mmf4", share: -0.7791, points: 2.0020 },
    Member { id: "wbl4", share: 0.0776, points: 2.0214 },
];
/// How the logit of "no change" moves per e-fold of extrapolation beyond 1.5.
pub const REACH: f64 = -0.5539;
/// How much a logit falls per e-fold of misfit behind the best family, and how that moves per e-fold of extrapolation.
pub const TRUST: (f64, f64) = (0.8924, -0.0777);
/// Share of the last point's residual that goes on beyond it.
pub const RESIDUAL: f64 = -0.0883;
/// Parts of the scale towards worse values than the median: see [`PARTS`].
pub const WORSE: [f64; 9] = [0.66767, 0.28827, 0.10725, 0.01190, 0.19726, 1.61359, 0.00269, 0.62324, 0.25997];
/// Parts of the scale towards better values.
pub const BETTER: [f64; 9] = [1.30334, 0.92906, 0.15130, 0.01491, 0.40631, 1.77225, 0.00329, 0.52893, 0.05676];
/// What the entries of [`WORSE`] and [`BETTER`] multiply, added as squares; L is the logarithm of the extrapolation factor.
pub const PARTS: [&str; 9] = [
    "noise of one measurement",
    "disagreement of the families",
    "forecast gain",
    "steepest recent slope times L",
    "scatter of the points times a power of L",
    "(that power)",
    "gain from the first to the last point times a power of L",
    "(that power)",
    "distance behind the best value so far times the square root of L",
];
/// Exponent of the number of points (over ten) in every part but the noise.
pub const COUNT: f64 = -0.5820;
/// Degrees of freedom of the half t distributions: two, the heavy tail that the likelihood prefers, with closed forms.
pub const FREEDOM: f64 = 2.0;
/// Factor on every scale, set last so that cross-validated 90 % intervals hold 90 %.
pub const WIDTH: f64 = 1.12;
/// Range of the number of points that was learned from.
pub const POINTS: (f64, f64) = (4.0, 40.0);
/// Share of the distance to the best possible value (of the last value where there is none) that the scale gets per
/// square root of L with one, two and three points. Not learned, chosen to be wide: so few points show no shape.
pub const FEW: [f64; 3] = [0.30, 0.15, 0.08];
/// Factor on the tail probabilities of a range of sizes, set so that 80 % ranges hold 80 % of the 111 requirement targets: a
/// curve that wanders may reach a target before or after the smooth curve of its quantile does.
pub const SIZE_TAIL: f64 = 0.75;
