//! What a scaling-law fit gives back.

use super::approaches::Approach;
use super::penalty::Penalty;
use super::runs::Dropped;
use crate::data::Diagnostic;
use crate::scaling::Chinchilla;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lower and upper end.
pub type Interval = [f64; 2];

/// Exponents of the laws that are sums of power laws.
pub(super) const EXPONENT_NAMES: [&str; 3] = ["alpha", "beta", "gamma"];

/// A fitted scaling law. Losses in the unit of the runs (nats per token for language models), compute in FLOP.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScalingFit {
    /// Identifier of the law.
    pub law: String,
    /// Identifier of the loss function.
    pub loss: String,
    /// The loss function with its setting.
    pub penalty: Penalty,
    /// Runs used.
    pub n: usize,
    /// Distinct model sizes among them.
    pub models: usize,
    /// Least value of the objective (a sum over runs); `None` where no fit was possible.
    pub objective: Option<f64>,
    /// Root mean square of the residuals of ln loss.
    pub rmsd_log: Option<f64>,
    /// Fitted parameters by name; parameters that the runs cannot see are absent.
    pub params: BTreeMap<String, f64>,
    /// The same in the order of the law's parameters (absent ones 0), for prediction.
    pub theta: Vec<f64>,
    /// Bootstrap standard errors (sample standard deviation); empty without bootstrap.
    pub standard_errors: BTreeMap<String, f64>,
    /// Bootstrap percentile intervals at `level`; empty without bootstrap.
    pub intervals: BTreeMap<String, Interval>,
    /// Level of every interval here.
    pub level: f64,
    /// Bootstrap replicates that gave a fit.
    pub bootstrap: usize,
    /// Starts tried.
    pub starts: usize,
    /// Starts that ended within 1e-6 relative of the best objective.
    pub starts_at_best: usize,
    /// Whether alpha and beta were held equal.
    pub tied: bool,
    /// The distinct minima found, best first (at most eight).
    pub local_minima: Vec<LocalMinimum>,
    /// The compute-optimal split at each budget.
    pub frontier: Vec<FrontierEntry>,
    /// Exponents of the frontier: N_opt ~ C^a, D_opt ~ C^b.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exponents: Option<Exponent>,
    /// The frontier by the other two approaches, where the runs allow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approaches: Vec<Approach>,
    /// Values of weakly identified parameters that the runs cannot tell apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<ProfileRange>,
    /// One fit per series (rectified law).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<SeriesFit>,
    /// Mean of the series' `rmsd_log` (rectified law).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_rmsd_log: Option<f64>,
    /// Runs left out, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// What there is to say, in plain words.
    pub diagnostics: Vec<Diagnostic>,
}

impl ScalingFit {
    /// Leaves out errors, intervals and places on the frontier that are not finite: they are unknown. False where the
    /// constants themselves are not, and nothing of the fit can be used.
    pub(super) fn keep_finite(&mut self) -> bool {
        let whole = |i: &mut Interval| i.iter().all(|v| v.is_finite());
        self.standard_errors.retain(|_, v| v.is_finite());
        self.intervals.retain(|_, i| whole(i));
        for entry in &mut self.frontier {
            entry.intervals.retain(|_, i| whole(i));
        }
        self.frontier
            .retain(|f| [f.c, f.n, f.d, f.tokens_per_parameter, f.loss, f.extrapolation].iter().all(|v| v.is_finite()));
        self.local_minima.retain(|m| m.objective.is_finite() && m.params.values().all(|v| v.is_finite()));
        // What else is not a number would be lost on the way to the page, and everything with it.
        let travels = |fit: &Self| {
            let text = serde_json::to_string(fit).ok()?;
            serde_json::from_str::<Self>(&text).ok()
        };
        self.params.values().chain(&self.theta).all(|v| v.is_finite()) && travels(self).is_some()
    }
}

/// A minimum of the objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocalMinimum {
    /// Value of the objective.
    pub objective: f64,
    /// Parameters there.
    pub params: BTreeMap<String, f64>,
    /// Starts that ended there.
    pub starts: usize,
    /// Published point that lies in this basin, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// The compute-optimal split at one budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierEntry {
    /// Budget, FLOP.
    #[serde(rename = "C")]
    pub c: f64,
    /// Parameters.
    #[serde(rename = "N")]
    pub n: f64,
    /// Tokens.
    #[serde(rename = "D")]
    pub d: f64,
    /// D / N.
    pub tokens_per_parameter: f64,
    /// Predicted loss.
    pub loss: f64,
    /// Budget over the largest budget of the runs: how far this extrapolates.
    pub extrapolation: f64,
    /// Passes over the distinct tokens, where their number was given (data-constrained law).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epochs: Option<f64>,
    /// Intervals of `N`, `D`, `tokens_per_parameter` and `loss` at the fit's level; empty without bootstrap.
    pub intervals: BTreeMap<String, Interval>,
}

/// Exponents of the frontier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exponent {
    /// N_opt ~ C^a.
    pub a: f64,
    /// D_opt ~ C^b.
    pub b: f64,
    /// Interval of `a`, where bootstrapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_interval: Option<Interval>,
    /// Standard error of `a`, where bootstrapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_standard_error: Option<f64>,
}

/// Values of one parameter that fit about as well as the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileRange {
    /// Parameter.
    pub parameter: String,
    /// Least value inside the likelihood range; `None` where it is open below.
    pub lower: Option<f64>,
    /// Greatest value inside the likelihood range; `None` where it is open above.
    pub upper: Option<f64>,
    /// Level of the range.
    pub level: f64,
    /// `(value, objective)` along the profile, other parameters refitted.
    pub profile: Vec<(f64, f64)>,
}

/// The rectified law on one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesFit {
    /// Name of the series.
    pub id: String,
    /// Points used.
    pub n: usize,
    /// Least value of the objective; `None` where no fit was possible.
    pub objective: Option<f64>,
    /// Root mean square of the residuals of ln loss.
    pub rmsd_log: Option<f64>,
    /// B, D_l, beta, E.
    pub params: BTreeMap<String, f64>,
    /// Bootstrap standard errors; empty without bootstrap.
    pub standard_errors: BTreeMap<String, f64>,
    /// Bootstrap intervals; empty without bootstrap.
    pub intervals: BTreeMap<String, Interval>,
    /// Starts tried.
    pub starts: usize,
    /// Starts that ended at the best objective.
    pub starts_at_best: usize,
    /// `D_l -> 0` (a pure power law) or `E -> 0`: what is not identified.
    pub degenerate: Vec<String>,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl ScalingFit {
    /// True for an exponent of which the runs give no upper end: it is not identified.
    #[must_use]
    pub fn is_open(&self, parameter: &str) -> bool {
        let exponent = EXPONENT_NAMES.contains(&parameter);
        exponent && self.profiles.iter().any(|p| p.parameter == parameter && p.upper.is_none())
    }
    /// The frontier's constants, where the law has them and its exponents are identified.
    #[must_use]
    pub fn chinchilla(&self) -> Option<Chinchilla> {
        let has = matches!(self.law.as_str(), "chinchilla" | "data-constrained" | "quality");
        let law = Chinchilla::from_slice(&self.theta).filter(|_| has && self.objective.is_some())?;
        let known = !["alpha", "beta"].iter().any(|name| self.is_open(name));
        (law.has_frontier() && known).then_some(law)
    }
}
