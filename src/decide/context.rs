//! What a rule may look at: policy, evidence, fits and scenario in one hand.

use super::gap::Gap;
use super::inventory::InventorySummary;
use crate::data::{Evidence, LearningCurve};
use crate::fit::CurveFit;
pub use crate::policy::assumptions::PRICE_PER_RECORD;
use crate::policy::{CostModel, PolicyPack, Range3};
use crate::scenario::Scenario;

/// Everything a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The policy pack.
    pub pack: &'a PolicyPack,
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The inventory, rolled up.
    pub inventory: &'a InventorySummary,
    /// Fitted learning curves.
    pub curves: &'a [CurveFit],
    /// Changes and assumptions in force.
    pub scenario: &'a Scenario,
    /// Gaps found in phase 2 (empty while phases 1 and 2 are measured).
    pub gaps: &'a [Gap],
}

impl Context<'_> {
    /// Value in force of an assumption.
    #[must_use]
    pub fn assume(&self, id: &str) -> f64 {
        self.scenario.assumption(self.pack, id)
    }
    /// Prices in force: the policy's with the scenario's changes, and the price of a record that a person gave
    /// ([`PRICE_PER_RECORD`]) in place of acquiring and labelling it.
    #[must_use]
    pub fn costs(&self) -> CostModel {
        let mut costs = self.scenario.prices(&self.pack.costs);
        if let Some(p) = self.scenario.assumptions.get(PRICE_PER_RECORD).copied().filter(|p| *p >= 0.0) {
            costs.acquire = Some(Range3 { low: p, likely: p, high: p });
            costs.annotate = None;
        }
        costs
    }
    /// The learning curve of a metric (identifier or alias) with its fit; the one with most observations where there
    /// are several.
    #[must_use]
    pub fn curve(&self, metric: &str) -> Option<(&LearningCurve, &CurveFit)> {
        let same = |m: &str| m == metric || self.pack.metric(m).is_some_and(|known| known.id == metric);
        let own = self.evidence.curves.iter().filter(|c| same(&c.metric));
        let fitted = own.filter_map(|c| Some((c, self.curves.iter().find(|f| f.id == c.id)?)));
        fitted.max_by_key(|(c, _)| c.observations.len())
    }
    /// The model chosen by hand for a curve; `None` for the combination.
    #[must_use]
    pub fn choice(&self, curve: &str) -> Option<&str> {
        self.scenario.models.get(curve).map(String::as_str)
    }
}
