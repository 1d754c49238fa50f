//! Preference data: over-optimisation of a reward model, and what is known about how many pairs are enough.
//!
//! There is no established closed-form law from the number of preference pairs to quality. [`PAIR_COUNTS`] is a list of
//! what studies report, to be shown as ranges.

use crate::num::math::{exp, ln};
use crate::scaling::law::{Input, Output, Parameter, Point, ScalingLaw};

/// Gold reward under best-of-n: R = d (alpha - beta d), d = sqrt(KL).
#[derive(Clone, Copy, Debug)]
pub struct BestOfN;

/// Gold reward under reinforcement learning: R = d (alpha - beta ln d), d = sqrt(KL); R(0) = 0.
#[derive(Clone, Copy, Debug)]
pub struct Reinforcement;

const PARAMETERS: &[Parameter] = &[
    Parameter { id: "alpha", meaning: "gain at the start", unit: "reward per sqrt(nat)" },
    Parameter { id: "beta", meaning: "how soon over-optimisation sets in", unit: "reward per nat" },
];
const SOURCE: &str = "Gao, Schulman and Hilton 2022, equations 1 and 2, arXiv 2210.10760";
const CAVEAT: &str = "The coefficients of the paper were not obtained: give your own. They change about log-linearly with the \
                      size of the reward model.";

/// Divergence of best-of-n sampling from the policy, nats: ln n - (n - 1) / n.
#[must_use]
pub fn best_of_n_divergence(n: f64) -> f64 {
    ln(n) - (n - 1.0) / n
}

/// Where the gold reward peaks: `(d, reward)`. Best-of-n: d = alpha / 2 beta. `None` when beta is not positive.
#[must_use]
pub fn best_of_n_peak(alpha: f64, beta: f64) -> Option<(f64, f64)> {
    (beta > 0.0).then(|| (alpha / (2.0 * beta), alpha * alpha / (4.0 * beta)))
}

/// Same for reinforcement learning: d = exp(alpha / beta - 1), reward = beta d.
#[must_use]
pub fn reinforcement_peak(alpha: f64, beta: f64) -> Option<(f64, f64)> {
    (beta > 0.0).then(|| {
        let d = exp(alpha / beta - 1.0);
        (d, beta * d)
    })
}

/// One reported figure on how many preference pairs matter.
#[derive(Clone, Copy, Debug)]
pub struct PairCount {
    /// Fewest pairs of the report.
    pub low: f64,
    /// Most pairs of the report.
    pub high: f64,
    /// What was found.
    pub finding: &'static str,
    /// Where.
    pub source: &'static str,
}

/// Reported sizes of preference sets, to show as ranges. No law is established.
pub const PAIR_COUNTS: &[PairCount] = &[
    PairCount {
        low: 2e3,
        high: 2e3,
        finding: "about where a reward model starts to beat chance",
        source: "Gao et al. 2022, arXiv 2210.10760 (summary)",
    },
    PairCount {
        low: 6e3,
        high: 6e4,
        finding: "a tenth of 60k pairs, chosen by margin, beat all of them by 3-8 points of AlpacaEval 2",
        source: "arXiv 2502.14560 (abstract)",
    },
    PairCount {
        low: 1.7e4,
        high: 8.4e4,
        finding: "random 20-100 % of an 84k pool: quality generally rises and steadies with data",
        source: "arXiv 2410.16586 (abstract)",
    },
    PairCount { low: 3.3e4, high: 3.3e4, finding: "InstructGPT's comparisons", source: "Ouyang et al. 2022 (summary)" },
    PairCount {
        low: 1e6,
        high: 1e6,
        finding: "Llama 2's comparisons, over a million",
        source: "Touvron et al. 2023 (summary)",
    },
    PairCount {
        low: 1e3,
        high: 1e4,
        finding: "1-2k for a narrow domain, 5-10k in general: opinion",
        source: "practitioners' posts",
    },
];

/// The square root of the divergence at a point.
fn distance(at: &Point) -> f64 {
    at.kl.map_or(f64::NAN, f64::sqrt)
}

macro_rules! reward_law {
    ($law:ident, $id:literal, $name:literal, $formula:literal, $penalty:expr) => {
        impl ScalingLaw for $law {
            fn id(&self) -> &'static str {
                $id
            }
            fn name(&self) -> &'static str {
                $name
            }
            fn formula(&self) -> &'static str {
                $formula
            }
            fn source(&self) -> &'static str {
                SOURCE
            }
            fn caveat(&self) -> &'static str {
                CAVEAT
            }
            fn parameters(&self) -> &'static [Parameter] {
                PARAMETERS
            }
            fn inputs(&self) -> &'static [Input] {
                &[Input::Divergence]
            }
            fn output(&self) -> Output {
                Output::Reward
            }
            fn data_unit(&self) -> &'static str {
                "pairs"
            }
            fn example(&self) -> &'static [f64] {
                &[1.0, 0.1]
            }
            fn value(&self, theta: &[f64], at: &Point) -> f64 {
                let &[alpha, beta] = theta else { return f64::NAN };
                let d = distance(at);
                if d == 0.0 { 0.0 } else { d * (alpha - beta * $penalty(d)) }
            }
            fn gradient(&self, _: &[f64], at: &Point, out: &mut [f64]) {
                let [dalpha, dbeta] = out else { return };
                let d = distance(at);
                *dalpha = d;
                *dbeta = if d == 0.0 { 0.0 } else { -d * $penalty(d) };
            }
        }
    };
}

reward_law!(BestOfN, "best-of-n", "Best-of-n over-optimisation", "R = d (alpha - beta d), d = sqrt(KL)", |d: f64| d);
reward_law!(
    Reinforcement,
    "rl",
    "Reinforcement-learning over-optimisation",
    "R = d (alpha - beta ln d), d = sqrt(KL)",
    ln
);
