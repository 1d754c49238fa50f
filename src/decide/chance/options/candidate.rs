//! An option before its draws: what it does, the work it takes, what it changes.

use crate::decide::chance::mixture::QualityWork;
use crate::decide::chance::world::{Draw, More, World};
use crate::decide::context::Context;
use crate::decide::cost::{Cost, Prices, Work};
use crate::decide::verdict::Decision;
use crate::num::math;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an option does: its kind, and what belongs to that kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionKind {
    /// Identifier of the kind.
    pub kind: String,
    /// Tier number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// Metric with the gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Records to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<f64>,
    /// Preference pairs to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<f64>,
}

/// What an option changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// More data, better data, or neither.
    Data {
        /// Records it adds.
        records: f64,
        /// What it does for the mixture's quality.
        quality: Option<QualityWork>,
    },
    /// Training on selected records: what they are worth.
    Selected {
        /// Effective data over today's, ascending: as many draws of the size at which random records reach the same score.
        factors: Arc<[f64]>,
    },
    /// Nobody can say, and why.
    NotEstimated(String),
}

impl Effect {
    /// Nothing changes.
    pub const NONE: Self = Self::Data { records: 0.0, quality: None };

    /// Work on quality where it is known what it does, with records that it adds; else why not.
    #[must_use]
    pub fn quality(records: f64, work: Option<QualityWork>, why_not: &str) -> Self {
        match work {
            Some(_) => Self::Data { records, quality: work },
            None => Self::NotEstimated(why_not.to_owned()),
        }
    }
}

/// An option before its draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it does.
    pub kind: OptionKind,
    /// Name shown to people.
    pub label: String,
    /// The work it takes; `None` where nobody counted it.
    pub work: Option<Work>,
    /// What it changes.
    pub effect: Effect,
    /// Families it adds to.
    pub families: Vec<String>,
}

impl Candidate {
    /// Records it adds, as far as they are known.
    #[must_use]
    pub fn add_records(&self) -> f64 {
        self.work.map_or(0.0, |w| w.records)
    }
    /// Why its effect on the metrics is not estimated, where it is not.
    #[must_use]
    pub fn not_estimated(&self) -> Option<&str> {
        match &self.effect {
            Effect::NotEstimated(why) => Some(why),
            Effect::Data { .. } | Effect::Selected { .. } => None,
        }
    }
    /// Cost at some prices; `None` where a price or the work is unknown.
    #[must_use]
    pub fn cost(&self, prices: &Prices) -> Option<Cost> {
        prices.cost(&self.work?)
    }
    /// Weeks it takes; `None` where the pace or the work is unknown.
    #[must_use]
    pub fn weeks(&self, prices: &Prices) -> Option<f64> {
        prices.weeks(&self.work?)
    }
    /// Records more that are learned from in a draw; fewer than none where a selection is worth less than today's records.
    #[must_use]
    pub fn learned(&self, world: &World, d: &Draw) -> f64 {
        match &self.effect {
            Effect::Data { records, .. } => *records,
            Effect::Selected { factors } => {
                let at = (d.selection * factors.len() as f64) as usize;
                let factor = factors.get(at.min(factors.len().saturating_sub(1))).copied().unwrap_or(1.0);
                (factor - 1.0) * world.there(d)
            }
            Effect::NotEstimated(_) => 0.0,
        }
    }
    /// What it adds to the mixture's quality in a draw, as a share of today's.
    #[must_use]
    pub fn quality_gain(&self, world: &World, d: &Draw) -> f64 {
        match (&world.mixture, &self.effect) {
            (Some(mixture), Effect::Data { quality: Some(work), .. }) => {
                mixture.gain(*work, &d.tiers) / mixture.now(&d.tiers).max(1e-9)
            }
            _ => 0.0,
        }
    }
    /// What it adds in a draw.
    #[must_use]
    pub fn more(&self, world: &World, d: &Draw) -> More {
        more(self.learned(world, d), 1.0 + self.quality_gain(world, d), d)
    }
}

/// So many records more, all of them of so many times the quality.
#[must_use]
pub fn more(records: f64, quality: f64, d: &Draw) -> More {
    More { records, quality: if quality == 1.0 { 1.0 } else { math::pow(quality, d.quality_exponent) } }
}

/// What the kinds of options look at.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// Policy, evidence, scenario.
    pub ctx: &'a Context<'a>,
    /// The decision on it.
    pub decision: &'a Decision,
    /// What is uncertain.
    pub world: &'a World,
}

/// A kind of option.
pub trait Kind: Sync {
    /// Identifier in JSON.
    fn id(&self) -> &'static str;
    /// The options of this kind that the evidence suggests; none where the question does not arise.
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate>;
}
