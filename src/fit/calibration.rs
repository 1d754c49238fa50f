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
    Member { id: "last1", share: 2.0781, points: 1.0827 },
    Member { id: "pow2", share: 0.6730, points: -2.3875 },
    Member { id: "pow3", share: 0.0253, points: -0.5587 },
    Member { id: "pow4", share: 0.4075, points: -0.3985 },
    Member { id: "ilog2", share: -1.4166, points: -0.5588 },
    Member { id: "logpower3", share: -0.3874, points: -0.0837 },
    Member { id: "mmf4", share: -0.0524, points: 2.2366 },
    Member { id: "wbl4", share: -1.3274, points: 0.6678 },
];
/// How the logit of "no change" moves per e-fold of extrapolation beyond 1.5.
pub const REACH: f64 = -0.4160;
/// How much a logit falls per e-fold of misfit behind the best family, and how that moves per e-fold of extrapolation.
pub const TRUST: (f64, f64) = (0.9493, -0.2863);
/// Share of the last point's residual that goes on beyond it.
pub const RESIDUAL: f64 = -0.1887;
/// Parts of the scale towards worse values than the median: see [`PARTS`].
pub const WORSE: [f64; 9] = [0.80433, 0.40075, 0.10989, 0.01376, 0.16856, 1.84315, 0.00214, 0.68933, 0.50578];
/// Parts of the scale towards better values.
pub const BETTER: [f64; 9] = [1.45626, 1.16254, 0.12457, 0.01869, 0.48241, 1.65098, 0.00347, 0.56193, 0.13009];
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
pub const COUNT: f64 = -0.6170;
/// Degrees of freedom of the half t distributions, set last so that cross-validated 90 % intervals hold 90 %.
pub const FREEDOM: f64 = 2.4;
/// Range of the number of points that was learned from.
pub const POINTS: (f64, f64) = (4.0, 40.0);
/// Share of the distance to the best possible value (of the last value where there is none) that the scale gets per
/// square root of L with one, two and three points. Not learned, chosen to be wide: so few points show no shape.
pub const FEW: [f64; 3] = [0.30, 0.15, 0.08];
/// How many times the last seen size a target is searched for, unless told otherwise.
pub const SEARCH_FACTOR: f64 = 100.0;
