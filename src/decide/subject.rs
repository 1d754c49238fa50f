//! What can be moved to flip the verdict: thresholds, measured facts, assumptions, each over its range.

use super::context::Context;
use super::measurement::Measurement;
use super::verdict::decide;
use crate::data::Unit;
use crate::data::amount::Scale;
use crate::num::{math, normal};
use crate::policy::assumptions::{assumption, movable};
use crate::policy::{Fact, Gate, Phase, Role};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// Values of each input in a grid of verdicts, from one end of its range to the other.
pub const GRID: usize = 15;

/// What is being moved.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum FlipSubject {
    /// A gate's threshold.
    Threshold(String),
    /// A measured fact.
    Fact(Fact),
    /// An assumption.
    Assumption(String),
}

/// Something that can be moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// What.
    pub subject: FlipSubject,
    /// Its name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Slider's range.
    pub range: (f64, f64),
    /// Logarithmic scale.
    pub log: bool,
    /// Value today.
    pub today: Option<f64>,
    /// What is uncertain about it.
    pub spread: Spread,
}

/// How far the true value may lie from today's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Spread {
    /// Nothing is known of it, or the value is chosen.
    #[default]
    Unknown,
    /// Standard deviation.
    Deviation(f64),
    /// Plausible range, 10th and 90th percentile.
    Range(f64, f64),
}

impl Subject {
    /// The scenario with this subject at `value`.
    #[must_use]
    pub fn at(&self, scenario: &Scenario, value: f64) -> Scenario {
        let mut next = scenario.clone();
        match &self.subject {
            FlipSubject::Threshold(gate) => {
                next.thresholds.insert(gate.clone(), crate::scenario::ThresholdChange { threshold: value });
            }
            FlipSubject::Fact(fact) => {
                next.what_if.insert(fact.clone(), value);
            }
            FlipSubject::Assumption(id) => {
                next.assumptions.insert(id.clone(), value);
            }
        }
        next
    }
    /// Distance from today's value in standard deviations of what is uncertain about it.
    pub(super) fn deviations(&self, today: f64, at: f64) -> Option<f64> {
        let on = |v: f64| if self.log { math::ln(v.max(f64::MIN_POSITIVE)) } else { v };
        let sd = match self.spread {
            Spread::Unknown => return None,
            Spread::Deviation(sd) => return Some((at - today).abs() / sd),
            // A value outside of its range, or a range without an end on this scale, says nothing of that side.
            Spread::Range(low, high) => {
                let end = if at < today { low.min(today) } else { high.max(today) };
                if self.log && end <= 0.0 {
                    return None;
                }
                (on(end) - on(today)).abs() / normal::quantile(0.9)
            }
        };
        (sd > 0.0).then(|| (on(at) - on(today)).abs() / sd)
    }
    /// Position of a value on the slider, 0..1.
    #[must_use]
    pub fn position(&self, value: f64) -> f64 {
        self.scale().position(value)
    }
    /// Value at a position on the slider.
    #[must_use]
    pub fn value(&self, position: f64) -> f64 {
        self.scale().value(position)
    }
    /// The slider.
    #[must_use]
    pub fn scale(&self) -> Scale {
        Scale { range: self.range, log: self.log, unit: self.unit }
    }
}

/// Everything that can be moved: thresholds of blocking gates, facts they look at, assumptions.
#[must_use]
pub fn subjects(ctx: &Context<'_>) -> Vec<Subject> {
    let decision = decide(ctx);
    let mut list = Vec::new();
    let mut facts = std::collections::BTreeSet::new();
    for gate in &ctx.pack.gates {
        let threshold = ctx.scenario.threshold(gate);
        list.push(Subject {
            subject: FlipSubject::Threshold(gate.id.clone()),
            label: gate.label.clone(),
            unit: gate.unit,
            range: widen(gate.range, threshold),
            // A value of nothing has no place on a logarithmic scale.
            log: gate.log && threshold > 0.0,
            today: Some(threshold),
            spread: Spread::Unknown,
        });
        let outcome = decision.outcome(&gate.id);
        let triggered = outcome.is_some_and(|o| !o.measurement.not_triggered);
        // Phase 3 facts follow from curves and assumptions; they are moved through those.
        if gate.phase != Phase::Expand && triggered && facts.insert(gate.fact()) {
            let today = outcome.and_then(|o| o.measurement.value);
            list.push(Subject {
                subject: FlipSubject::Fact(gate.fact()),
                label: gate.label.clone(),
                unit: gate.unit,
                range: widen(gate.range, today.unwrap_or(threshold)),
                log: gate.log && today.is_none_or(|v| v > 0.0),
                today,
                spread: outcome.map_or(Spread::Unknown, |o| fact_spread(ctx, gate, &o.measurement)),
            });
        }
    }
    list.extend(movable(ctx.pack).iter().map(|a| {
        let today = ctx.assume(&a.id);
        Subject {
            subject: FlipSubject::Assumption(a.id.clone()),
            label: a.label.clone(),
            unit: a.unit,
            range: widen(a.range, today),
            log: a.log && today > 0.0,
            today: Some(today),
            spread: ctx
                .scenario
                .assumption_range(ctx.pack, &a.id)
                .filter(|_| !assumption(&a.id).is_some_and(|known| known.chosen))
                .map_or(Spread::Unknown, |(low, high)| Spread::Range(low, high)),
        }
    }));
    list
}

/// What is uncertain about a measured fact; nothing is known of one without an error, and a what-if value has none.
fn fact_spread(ctx: &Context<'_>, gate: &Gate, m: &Measurement) -> Spread {
    if m.assumed {
        return Spread::Unknown;
    }
    let sd = match gate.role() {
        Role::TierQuality => {
            let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
            let mixture = super::chance::Mixture::new(&Context { inventory: &inventory, ..*ctx });
            let tiers = mixture.map_or_else(Vec::new, |m| m.tiers);
            let tier = tiers.into_iter().find(|t| gate.tier() == Some(t.tier));
            tier.filter(|t| t.there > 0.0).map_or(0.0, |t| t.error)
        }
        Role::Metric => {
            let raters = gate.metric().map_or(0.0, |metric| super::chance::rater_error(ctx, metric));
            m.se.unwrap_or(0.0).hypot(raters)
        }
        _ => m.se.unwrap_or(0.0),
    };
    if sd > 0.0 { Spread::Deviation(sd) } else { Spread::Unknown }
}

fn widen(range: (f64, f64), value: f64) -> (f64, f64) {
    (range.0.min(value), range.1.max(value))
}
