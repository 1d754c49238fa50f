//! Judging: a measurement against a threshold.

use super::measurement::Measurement;
pub use crate::data::units::capital;
use crate::data::{Unit, units};
use crate::metric::enough::{self, Unresolved};
use crate::num::normal;
use crate::policy::{Comparator, Fact, Gate, Phase, PolicyPack, Severity};
use crate::scenario::{Scenario, Waiver};
use serde::{Deserialize, Serialize};

/// How a gate came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fails.
    Fail,
    /// The evidence is missing.
    Unknown,
    /// It neither clearly passes nor clearly fails.
    Warn,
    /// It passes.
    Pass,
    /// The question does not arise.
    NotTriggered,
}

impl Outcome {
    /// The word shown to people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Warn => "warn",
            Self::Pass => "pass",
            Self::NotTriggered => "not triggered",
        }
    }
    /// A sign that differs in shape, not only in colour.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Fail => "✕",
            Self::Unknown => "?",
            Self::Warn => "!",
            Self::Pass => "✓",
            Self::NotTriggered => "–",
        }
    }
    /// Identifier used in classes and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NotTriggered => "not_triggered",
            other => other.word(),
        }
    }
}

/// What the verdict asks of a judged gate.
pub trait Severe {
    /// The gate's phase.
    fn phase(&self) -> Phase;
    /// How much it weighs.
    fn severity(&self) -> Severity;
    /// Its outcome.
    fn outcome(&self) -> Outcome;
    /// True where it is waived.
    fn waived(&self) -> bool;
    /// True where the interval of the measurement includes the threshold.
    fn straddles(&self) -> bool;
    /// True for the check that counts test records in the training data.
    fn is_leak(&self) -> bool;
    /// True where the evidence says anything: a gate that is unknown, or whose question does not arise, is not judged.
    fn judged(&self) -> bool {
        !matches!(self.outcome(), Outcome::Unknown | Outcome::NotTriggered)
    }
    /// True for a blocking gate that was judged and neither fails nor is too uncertain: it passes its phase.
    fn carries(&self) -> bool {
        let good = match self.outcome() {
            Outcome::Pass => true,
            Outcome::Warn => !self.straddles(),
            Outcome::Fail | Outcome::Unknown | Outcome::NotTriggered => false,
        };
        self.severity() == Severity::Block && good
    }
    /// True for a leak that is not waived and fails: scores are too good, so that a target met proves nothing.
    fn taints(&self) -> bool {
        self.is_leak() && !self.waived() && self.outcome() == Outcome::Fail
    }
    /// True for a blocking gate that is not waived and fails.
    fn stops(&self) -> bool {
        self.severity() == Severity::Block && !self.waived() && self.outcome() == Outcome::Fail
    }
    /// True for a blocking gate that is not waived and unknown.
    fn blinds(&self) -> bool {
        self.severity() == Severity::Block && !self.waived() && self.outcome() == Outcome::Unknown
    }
    /// True for a blocking gate that is not waived and warns because its measurement is too uncertain to decide.
    fn uncertain(&self) -> bool {
        self.severity() == Severity::Block && !self.waived() && self.outcome() == Outcome::Warn && self.straddles()
    }
}

/// True where one end of an interval meets the threshold and the other does not.
#[must_use]
pub fn straddles(comparator: Comparator, threshold: f64, interval: Option<(f64, f64)>) -> bool {
    interval.is_some_and(|(low, high)| comparator.meets(low, threshold) != comparator.meets(high, threshold))
}

/// A judged gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateOutcome {
    /// Gate identifier.
    pub gate: String,
    /// Its name.
    pub label: String,
    /// The fact it looks at.
    pub fact: Fact,
    /// Its phase.
    pub phase: Phase,
    /// What a failure does.
    pub severity: Severity,
    /// How it came out.
    pub outcome: Outcome,
    /// What was measured.
    pub measurement: Measurement,
    /// Which side is good.
    pub comparator: Comparator,
    /// What value and threshold count.
    pub unit: Unit,
    /// Threshold in force.
    pub threshold: f64,
    /// The policy's threshold.
    pub policy_threshold: f64,
    /// Warn band in force.
    pub warn: Option<f64>,
    /// Tolerance in force.
    pub tolerate: Option<f64>,
    /// Distance to the threshold, positive on the good side.
    pub margin: Option<f64>,
    /// One sentence: what was observed, what is needed, how it came out.
    pub sentence: String,
    /// Waiver in force.
    pub waiver: Option<Waiver>,
}

impl Severe for GateOutcome {
    fn phase(&self) -> Phase {
        self.phase
    }
    fn severity(&self) -> Severity {
        self.severity
    }
    fn outcome(&self) -> Outcome {
        self.outcome
    }
    fn waived(&self) -> bool {
        self.waiver.is_some()
    }
    fn is_leak(&self) -> bool {
        self.fact.is_leak()
    }
    fn straddles(&self) -> bool {
        straddles(self.comparator, self.threshold, self.measurement.interval)
    }
}

/// Judges a measurement against the threshold in force.
///
/// With an interval: pass when the whole interval meets the threshold, fail when none of it does, warn when it
/// straddles. Without: pass or fail, with the policy's warn band and tolerance between.
#[must_use]
pub fn judge(pack: &PolicyPack, gate: &Gate, scenario: &Scenario, measurement: &Measurement) -> GateOutcome {
    let (threshold, warn, tolerate) = scenario.bands(gate);
    let outcome = outcome(gate.comparator, threshold, warn, tolerate, measurement);
    let margin = measurement.value.map(|v| gate.comparator.sign() * (v - threshold));
    GateOutcome {
        gate: gate.id.clone(),
        label: gate.label.clone(),
        fact: gate.fact(),
        phase: gate.phase,
        severity: gate.severity,
        outcome,
        comparator: gate.comparator,
        unit: gate.unit,
        threshold,
        policy_threshold: gate.threshold,
        warn,
        tolerate,
        margin,
        sentence: sentence(pack, gate, threshold, outcome, measurement),
        measurement: measurement.clone(),
        waiver: scenario.waivers.get(&gate.id).cloned(),
    }
}

/// The outcome alone.
#[must_use]
pub fn outcome(
    comparator: Comparator,
    threshold: f64,
    warn: Option<f64>,
    tolerate: Option<f64>,
    measurement: &Measurement,
) -> Outcome {
    if measurement.not_triggered {
        return Outcome::NotTriggered;
    }
    let Some(value) = measurement.value else { return Outcome::Unknown };
    let meets = |v: f64, t: f64| comparator.meets(v, t);
    let (worst, best) = match measurement.interval {
        Some((low, high)) if comparator.sign() > 0.0 => (low, high),
        Some((low, high)) => (high, low),
        None => (value, value),
    };
    if meets(worst, threshold) {
        if warn.is_some_and(|w| !meets(value, w)) { Outcome::Warn } else { Outcome::Pass }
    } else if meets(best, threshold) || tolerate.is_some_and(|t| meets(best, t)) {
        Outcome::Warn
    } else {
        Outcome::Fail
    }
}

fn sentence(pack: &PolicyPack, gate: &Gate, threshold: f64, outcome: Outcome, m: &Measurement) -> String {
    let show = |value: f64| pack.amount(value, gate.unit);
    let needs = match gate.unit {
        Unit::YesNo => show(threshold).to_string(),
        _ => format!("{}\u{a0}{}", gate.comparator.symbol(), show(threshold)),
    };
    let because = || m.because.clone().unwrap_or_else(|| "no file says".into());
    let Some(value) = m.value else {
        return if outcome == Outcome::NotTriggered {
            format!("Not triggered: {}.", because())
        } else {
            format!("Unknown: {}. Needs {needs}.", because())
        };
    };
    let mut text = format!("{}: {}", capital(&m.what), pack.measured(gate, value));
    if let Some((low, high)) = m.interval {
        let (low, high) = (show(low), show(high));
        text.push_str(&format!(" ({} % interval {low} to {high})", units::digits(gate.confidence * 100.0, 3)));
    }
    if let Some(n) = m.n {
        text.push_str(&format!(", n = {}", units::grouped(n)));
    }
    text.push_str(&format!("; needs {needs}."));
    if let Some(basis) = &m.basis {
        text.push_str(&format!(" It is {basis}."));
    }
    if let Some(worst) = &m.worst {
        let items = worst.n.map_or_else(String::new, |n| format!(", n = {}", units::grouped(n)));
        let of = units::counted(worst.of, "slice", "slices");
        text.push_str(&format!(" Worst of {of}: {}, {}{items}.", worst.slice, units::show(worst.value, gate.unit)));
    }
    if m.assumed {
        text.push_str(" This is a what-if value, not a measurement.");
    } else if m.interval.is_none()
        && let Some(because) = &m.because
    {
        text.push_str(&format!(" {}.", capital(because)));
    }
    if outcome == Outcome::Warn
        && let Some(open) = unresolved(gate, threshold, value, m)
    {
        let seen = show(open.seen);
        text.push_str(&format!(" This is too uncertain to tell: a value {seen} away from the threshold would show"));
        let more = open.more_words();
        text.push_str(&if more.is_empty() { ".".to_owned() } else { format!("; {more}.") });
    }
    text
}

/// What would settle a gate whose interval includes its threshold.
pub(super) fn unresolved(gate: &Gate, threshold: f64, value: f64, m: &Measurement) -> Option<Unresolved> {
    let (low, high) = m.interval.filter(|ends| straddles(gate.comparator, threshold, Some(*ends)))?;
    let half = if value > threshold { value - low } else { high - value };
    let z = normal::quantile(0.5 + gate.confidence / 2.0);
    Some(enough::against(value, threshold, half, m.n, m.share.then_some(z)))
}
