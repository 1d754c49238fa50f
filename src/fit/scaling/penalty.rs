//! How far a prediction may be off, and what it costs: the choice that moves the advice most.

use serde::{Deserialize, Serialize};

/// Thresholds by which absolute deviation is approached, each a third of the one before: a bigger jump leaves too few
/// residuals inside the threshold for second derivatives to be of use.
const SHARPER: [f64; 11] = [1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8, 1e-9];

/// The loss function of a fit. The objective is a sum over runs, never a mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Penalty {
    /// Huber on the residual of ln loss: r^2/2 up to delta, delta (|r| - delta/2) beyond (Hoffmann et al. 2022, D.2).
    Huber {
        /// Threshold, in units of ln loss; 1e-3 in the literature.
        delta: f64,
    },
    /// Least absolute deviation of ln loss: the sum of |r|.
    Lad,
    /// Least squares on the loss itself: the sum of r^2 (variable projection in the literature, VPNLS).
    Squares,
    /// Absolute deviation of the loss itself, over-prediction `weight` times as dear: fits the lower envelope, on the
    /// view that under-tuned runs sit above it (PyPI `chinchilla`, weight 10).
    Asymmetric {
        /// Weight of over-prediction.
        weight: f64,
    },
}

impl Default for Penalty {
    fn default() -> Self {
        Self::Huber { delta: 1e-3 }
    }
}

impl Penalty {
    /// Stable identifier: `huber`, `lad`, `squares` or `asymmetric`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Huber { .. } => "huber",
            Self::Lad => "lad",
            Self::Squares => "squares",
            Self::Asymmetric { .. } => "asymmetric",
        }
    }
    /// In plain words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Huber { .. } => "Huber on log loss",
            Self::Lad => "least absolute deviation of log loss",
            Self::Squares => "least squares on loss",
            Self::Asymmetric { .. } => "absolute deviation, over-prediction dearer",
        }
    }
    /// The penalty of that identifier with its usual setting, or `delta` where it has one.
    #[must_use]
    pub fn parse(id: &str, delta: Option<f64>) -> Option<Self> {
        match id {
            "huber" => Some(Self::Huber { delta: delta.unwrap_or(1e-3) }),
            "lad" => Some(Self::Lad),
            "squares" => Some(Self::Squares),
            "asymmetric" => Some(Self::Asymmetric { weight: 10.0 }),
            _ => None,
        }
    }
    /// Whether residuals are of ln loss (true) or of loss.
    #[must_use]
    pub fn on_log(self) -> bool {
        matches!(self, Self::Huber { .. } | Self::Lad)
    }
    /// The smooth shapes to minimise one after another, the last being the penalty itself (to working precision).
    pub(super) fn stages(self) -> Vec<Shape> {
        let sharp = |over| SHARPER.map(|delta| Shape { delta, scale: 1.0 / delta, over });
        match self {
            Self::Huber { delta } => vec![Shape { delta, scale: 1.0, over: 1.0 }],
            Self::Squares => vec![Shape { delta: f64::INFINITY, scale: 2.0, over: 1.0 }],
            Self::Lad => sharp(1.0).to_vec(),
            Self::Asymmetric { weight } => sharp(weight).to_vec(),
        }
    }
}

/// `scale` times Huber with threshold `delta`, times `over` where the prediction is too high.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub delta: f64,
    pub scale: f64,
    pub over: f64,
}

/// Value and derivatives of a penalty at one residual (observed minus predicted).
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// The penalty.
    pub value: f64,
    /// Its first derivative.
    pub slope: f64,
    /// Its second derivative.
    pub curvature: f64,
    /// slope / residual: the weight of the majorising parabola.
    pub weight: f64,
}

impl Shape {
    #[inline]
    pub(super) fn cost(&self, r: f64) -> Cost {
        let k = if r < 0.0 { self.scale * self.over } else { self.scale };
        let size = r.abs();
        if size <= self.delta {
            Cost { value: 0.5 * k * r * r, slope: k * r, curvature: k, weight: k }
        } else {
            let slope = k * self.delta;
            Cost {
                value: slope * (size - 0.5 * self.delta),
                slope: slope.copysign(r),
                curvature: 0.0,
                weight: slope / size,
            }
        }
    }
}
