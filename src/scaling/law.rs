//! What every scaling law says about itself.

use serde::{Deserialize, Serialize};

/// Where a law is evaluated. Only the fields that [`ScalingLaw::inputs`] names are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Point {
    /// N (or X): model parameters.
    pub n: f64,
    /// D: tokens, examples, samples or characters seen, as the law says, repeats included.
    pub d: f64,
    /// U: distinct tokens (or samples per epoch). `None` means everything is distinct.
    pub unique: Option<f64>,
    /// Q in (0, 1]: data quality. `None` means 1.
    pub quality: Option<f64>,
    /// Kullback-Leibler divergence from the initial policy, nats (preference laws only).
    pub kl: Option<f64>,
}

impl Point {
    /// A model of `n` parameters trained on `d` distinct units of data.
    #[must_use]
    pub fn new(n: f64, d: f64) -> Self {
        Self { n, d, ..Self::default() }
    }
    /// The same point with `unique` distinct units of data.
    #[must_use]
    pub fn unique(mut self, unique: f64) -> Self {
        self.unique = Some(unique);
        self
    }
    /// The same point at quality `quality`.
    #[must_use]
    pub fn quality(mut self, quality: f64) -> Self {
        self.quality = Some(quality);
        self
    }
    /// The same point at divergence `kl` (nats).
    #[must_use]
    pub fn kl(mut self, kl: f64) -> Self {
        self.kl = Some(kl);
        self
    }
}

/// One quantity a law reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// Model parameters.
    Params,
    /// Data seen.
    Data,
    /// Distinct data.
    Unique,
    /// Data quality in (0, 1].
    Quality,
    /// Divergence from the initial policy.
    Divergence,
}

/// What a law predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// Loss, nats per token; lower is better.
    Loss,
    /// Error rate; lower is better.
    Error,
    /// Data transferred, in the law's unit of data; higher is better.
    Data,
    /// Gold reward; rises, then falls.
    Reward,
}

/// One parameter of a law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Stable name, e.g. `alpha`.
    pub id: &'static str,
    /// What it means, in plain words.
    pub meaning: &'static str,
    /// Unit, or "none".
    pub unit: &'static str,
}

/// A scaling law: formula, parameters, prediction and gradient.
pub trait ScalingLaw: Sync {
    /// Stable identifier, e.g. `chinchilla`.
    fn id(&self) -> &'static str;
    /// Name for people.
    fn name(&self) -> &'static str;
    /// The formula in one line.
    fn formula(&self) -> &'static str;
    /// Authors, year, equation or table, arXiv or DOI.
    fn source(&self) -> &'static str;
    /// What the law does not cover, in plain words.
    fn caveat(&self) -> &'static str;
    /// Parameters, in the order of the `theta` slices.
    fn parameters(&self) -> &'static [Parameter];
    /// What it reads from a [`Point`].
    fn inputs(&self) -> &'static [Input];
    /// What it predicts.
    fn output(&self) -> Output;
    /// Unit of `Point::d`: "tokens", "examples", "samples" or "characters".
    fn data_unit(&self) -> &'static str;
    /// An example parameter set of the right order of magnitude (published where there is one).
    fn example(&self) -> &'static [f64];
    /// The prediction at a point. Not finite where the point lies outside the law's domain.
    fn value(&self, theta: &[f64], at: &Point) -> f64;
    /// Derivatives of the prediction with respect to each parameter, written to `out` (same length as `theta`).
    fn gradient(&self, theta: &[f64], at: &Point, out: &mut [f64]);
}
