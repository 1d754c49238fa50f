//! What a fit may be told besides the runs.

use super::penalty::Penalty;
use super::runs::DropRule;
use super::starts::Starts;
use serde::{Deserialize, Serialize};

/// Laws that can be fitted to runs, by identifier.
pub const FITTABLE: &[&str] = &["chinchilla", "data-constrained", "quality", "fine-tuning", "rectified"];

/// Whether alpha and beta are held equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tie {
    /// Equal where few models cannot tell them apart (said in a warning), else free.
    #[default]
    Auto,
    /// Always equal.
    Yes,
    /// Always free.
    No,
}

/// Where the data-constrained law takes E, A, B, alpha and beta from; only R_D* and R_N* are fitted to the runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "from", content = "values")]
pub enum Base {
    /// The C4 constants of Muennighoff et al. 2023.
    #[default]
    Published,
    /// A fit of the Chinchilla law to the runs without repeats.
    Runs,
    /// These: E, A, B, alpha, beta.
    Given([f64; 5]),
}

/// Options of a scaling-law fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScalingOptions {
    /// Identifier of the law, one of [`super::FITTABLE`].
    pub law: String,
    /// The loss function.
    pub penalty: Penalty,
    /// Whether alpha and beta are held equal (Chinchilla law).
    pub tie: Tie,
    /// Which starts.
    pub starts: Starts,
    /// Runs to leave out, with the reason.
    pub drop: Vec<DropRule>,
    /// Where the runs are those of Muennighoff et al. 2023 and the data-constrained law is fitted, leave out what they
    /// left out (said in a note).
    pub recognise: bool,
    /// Where the data-constrained law's base constants come from.
    pub base: Base,
    /// Bootstrap replicates; 0 for none (then no standard errors and no intervals).
    pub bootstrap: usize,
    /// Seed; random stream i belongs to replicate i.
    pub seed: u64,
    /// Level of the intervals, e.g. 0.9.
    pub level: f64,
    /// Budgets at which the frontier is given, FLOP. Empty: the largest budget of the runs, ten and a hundred times it.
    pub budgets: Vec<f64>,
    /// Distinct tokens that exist: the frontier of the data-constrained law then counts repeats.
    pub unique_tokens: Option<f64>,
}

impl Default for ScalingOptions {
    fn default() -> Self {
        Self {
            law: "chinchilla".to_owned(),
            penalty: Penalty::default(),
            tie: Tie::Auto,
            starts: Starts::Standard,
            drop: Vec::new(),
            recognise: true,
            base: Base::Published,
            bootstrap: 0,
            seed: 1,
            level: 0.9,
            budgets: Vec::new(),
            unique_tokens: None,
        }
    }
}
