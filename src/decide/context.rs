//! What a rule may look at: policy, evidence, fits and scenario in one hand.

use super::gap::Gap;
use super::inventory::InventorySummary;
use crate::data::evaluation::{metric_id, same_metric};
use crate::data::{Evidence, LearningCurve, Unit, units};
use crate::fit::CurveFit;
pub use crate::policy::assumptions::PRICE_PER_RECORD;
use crate::policy::{CostModel, Gate, PolicyPack, Range3};
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

impl<'a> Context<'a> {
    /// Value in force of an assumption.
    #[must_use]
    pub fn assume(&self, id: &str) -> f64 {
        self.scenario.assumption(self.pack, id)
    }
    /// True where the policy or a person gives an assumption, so that its value is not the program's own.
    #[must_use]
    pub fn gives(&self, id: &str) -> bool {
        self.pack.assumption(id).is_some() || self.scenario.assumptions.contains_key(id)
    }
    /// The budget of records in words: whose it is, where it is nobody's.
    #[must_use]
    pub fn budget_in_words(&self) -> String {
        let given = self.scenario.assumptions.contains_key("budget_records")
            || self.pack.assumption("budget_records").is_some_and(|a| !a.illustrative);
        let records = units::show(self.assume("budget_records"), Unit::Records);
        if given { format!("the budget of {records}") } else { format!("an assumed budget of {records}") }
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
    /// True where a name in a file means the metric that a gate asks for: the same identifier, one of the policy's names for
    /// it, or the same words but for those of split and summary.
    #[must_use]
    pub fn is_metric(&self, asked: &str, found: &str) -> bool {
        match self.pack.metric(found) {
            Some(known) => {
                known.id == asked || found == asked || self.pack.metric(asked).is_some_and(|m| m.id == known.id)
            }
            None => found == asked || same_metric(asked, found),
        }
    }
    /// The learning curves of a metric that were fitted.
    pub fn curves_of(&self, metric: &str) -> impl Iterator<Item = (&'a LearningCurve, &'a CurveFit)> {
        let own = self.evidence.curves.iter().filter(move |c| self.is_metric(metric, &c.metric));
        own.filter_map(|c| Some((c, self.curves.iter().find(|f| f.id == c.id)?)))
    }
    /// The learning curve that says what more data would do for the metric of a gate, with its fit: one over amounts of data,
    /// that of the gate's slice where it names one. Of several the one of the whole metric, then the one with most
    /// observations.
    #[must_use]
    pub fn curve(&self, gate: &Gate) -> Option<(&'a LearningCurve, &'a CurveFit)> {
        let slice = gate.parameter("slice").map(metric_id);
        let fits = |c: &LearningCurve| {
            let series = metric_id(c.series());
            self.of_record(c).is_some() && slice.as_ref().is_none_or(|s| *s == series)
        };
        let all = self.curves_of(gate.metric()?).filter(|(c, _)| fits(c));
        all.max_by_key(|(c, _)| (c.series().is_empty(), c.observations.len()))
    }
    /// What one more record adds to the sizes of a curve; `None` where they are no amounts of data (steps of a run,
    /// parameters), so that the curve does not say what more data would do.
    #[must_use]
    pub fn of_record(&self, curve: &LearningCurve) -> Option<f64> {
        match curve.size_unit {
            Unit::Records | Unit::Number => Some(1.0),
            Unit::Tokens => Some(self.assume("tokens_per_record").max(1e-9)),
            Unit::Bytes => {
                let all = &self.inventory.all;
                Some(all.bytes.value? / all.records.value?).filter(|each| each.is_finite() && *each > 0.0)
            }
            _ => None,
        }
    }
    /// The model chosen by hand for a curve; `None` for the combination.
    #[must_use]
    pub fn choice(&self, curve: &str) -> Option<&str> {
        self.scenario.models.get(curve).map(String::as_str)
    }
}
