//! Constants of the combined forecast, learned once from real curves of several worlds.
//!
//! Made by `tools/calibrate/calibrate.py` from the prefixes of 334 learning curves: 200 of classical learners on 118 tabular
//! data sets (LCDB 1.1: Yan, Mohr, Viering 2025, CC BY 4.0), 30 of fine-tuned language models, 72 of checkpoints of Pythia, 32
//! of separately trained open_lm models; cross-validated over data sets and models. The figures, and what they say of curves
//! of yet another world, are in `benches/README.md`. Every scale is a multiple of a quantity of the curve itself, so that
//! multiplying the metric by ten multiplies the forecast and its interval by ten.

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
    Member { id: "last1", share: 0.6516, points: 0.7580 },
    Member { id: "pow2", share: -0.0468, points: -2.6265 },
    Member { id: "pow3", share: 1.1717, points: -1.6966 },
    Member { id: "pow4", share: 0.3410, points: -0.1627 },
    Member { id: "ilog2", share: -1.5681, points: -1.1588 },
    Member { id: "logpower3", share: 0.5552, points: -0.2631 },
    Member { id: "mmf4", share: -0.8326, points: 2.6259 },
    Member { id: "wbl4", share: -0.2720, points: 2.5237 },
];
/// How the logit of "no change" moves per e-fold of extrapolation beyond 1.5.
pub const REACH: f64 = -0.2156;
/// How it moves per e-fold of roughness (scatter over the gain of the last two doublings), between -2 and 2 around an
/// ordinary curve: a smooth one goes on as it went.
pub const ROUGH: f64 = 1.5027;
/// How it moves for a metric without a largest value.
pub const ENDLESS: f64 = 0.8387;
/// How much a logit falls per e-fold of misfit behind the best family, and how that moves per e-fold of extrapolation.
pub const TRUST: (f64, f64) = (0.5426, 0.2148);
/// Share of the last point's residual that goes on beyond it.
pub const RESIDUAL: f64 = -0.1512;
/// Parts of the scale towards worse values than the median: see [`PARTS`].
pub const WORSE: [f64; 9] = [0.41161, 0.25915, 0.09656, 0.01338, 0.45781, 0.47974, 0.00276, 0.62146, 0.28609];
/// Parts of the scale towards better values.
pub const BETTER: [f64; 9] = [0.37402, 0.36926, 0.58756, 0.01437, 0.48570, 1.36911, 0.00318, 0.52646, 0.15034];
/// What the entries of [`WORSE`] and [`BETTER`] multiply, added as squares; L is the logarithm of the extrapolation factor.
pub const PARTS: [&str; 9] = [
    "noise of one measurement",
    "disagreement of the families",
    "forecast gain",
    "steepest recent slope times L",
    "scatter of the points",
    "(how that grows: times the root of 1 + the square of this times L)",
    "gain over the last three and a half doublings times a power of L",
    "(that power)",
    "distance behind the best value so far times the square root of L",
];
/// Scatter that is usual, as a share of the change seen, and how many points' worth that counts.
pub const TYPICAL: (f64, f64) = (0.15928, 1.24496);
/// Share of the measured noise, as squares, that counts as scatter.
pub const MEASURED: f64 = 0.3;
/// Logarithms of factors for a metric with a largest value: on the model error per e-fold of points (over ten), per e-fold of
/// roughness, per both, per roughness and e-fold of extrapolation beyond 1.5, per points and that; on the scatter per e-fold
/// of points, per e-fold of roughness, per both.
pub const BOUNDED: [f64; 8] = [-0.48158, 0.27037, -0.98851, 0.18067, 0.33474, -0.52038, 0.25015, -0.50673];
/// The same for one without.
pub const UNBOUNDED: [f64; 8] = [-0.45015, 0.97658, -0.06392, -0.42938, 0.37836, -0.10404, 0.40443, 0.09381];
/// More of them for one without, towards worse values: on the model error and on the scatter.
pub const UNBOUNDED_WORSE: (f64, f64) = (0.41809, 0.16252);
/// The same towards better values.
pub const UNBOUNDED_BETTER: (f64, f64) = (-0.47689, -0.55197);
/// More of them for checkpoints of one run: on the model error, and per e-fold of extrapolation beyond 1.5; on the scatter, and
/// per the same.
pub const CHECKPOINTS: [f64; 4] = [-0.61323, 0.21417, 0.03318, 0.38396];
/// Factors on every scale, set last so that cross-validated 90 % intervals hold 90 %: models trained apart under a metric with
/// a largest value, without one, and checkpoints.
pub const WIDTHS: (f64, f64, f64) = (1.12, 0.92, 1.1);
/// Degrees of freedom of the half t distributions: two, the heavy tail that the likelihood prefers, with closed forms.
pub const FREEDOM: f64 = 2.0;
/// Range of the number of points that was learned from.
pub const POINTS: (f64, f64) = (4.0, 40.0);
/// Share of the distance to the best possible value (of the last value where there is none) that the scale gets per
/// square root of L with one, two and three points. Not learned, chosen to be wide: so few points show no shape.
pub const FEW: [f64; 3] = [0.30, 0.15, 0.08];
/// Factor on the tail probabilities of a range of sizes, set so that 80 % ranges hold 80 % of the 111 requirement targets: a
/// curve that wanders may reach a target before or after the smooth curve of its quantile does.
pub const SIZE_TAIL: f64 = 0.9;
