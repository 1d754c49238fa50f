//! Collecting in rounds for each metric that misses its target: what to collect each round, what that is expected to
//! cost, and what collecting everything at once would.
//!
//! After each round the metric is measured and the curve fitted again; a later round only happens while the target is
//! not met (Mahmood, Lucas, Alvarez, Fidler & Law 2022, "Optimizing data collection for machine learning", NeurIPS 35).

use super::anchor::offset;
use super::context::{Context, PRICE_PER_RECORD};
use super::cost::{Cost, Spread, Work, expected};
use super::measure::measure;
use crate::data::evaluation::metric_id;
use crate::data::{LearningCurve, Unit};
use crate::fit::SEARCH_FACTOR;
pub use crate::policy::assumptions::{PLAN_CHANCE, PLAN_ROUNDS};
use crate::policy::{Gate, Phase, PolicyPack, Range3};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// Fewest and most rounds to choose from.
pub const ROUNDS: (usize, usize) = (2, 5);

/// Rounds chosen in a scenario.
#[must_use]
pub fn rounds(scenario: &Scenario) -> usize {
    let chosen = scenario.assumptions.get(PLAN_ROUNDS.0).copied().unwrap_or(PLAN_ROUNDS.1);
    (chosen.round() as usize).clamp(ROUNDS.0, ROUNDS.1)
}

/// Probability of the target that plans end with in a scenario, 5 % to 99 %.
#[must_use]
pub fn chance(scenario: &Scenario) -> f64 {
    scenario.assumptions.get(PLAN_CHANCE.0).copied().unwrap_or(PLAN_CHANCE.1).clamp(0.05, 0.99)
}

/// One round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Size to have after it, in the unit of the curve.
    pub size: f64,
    /// What it adds, in the same unit.
    pub add: f64,
    /// Probability that it is needed; the first always is.
    pub needed: f64,
    /// Probability that the target is met after it.
    pub met: f64,
    /// Cost of what it adds, as that of an option: 10th percentile, mean, 90th percentile. `None` where a price is unknown.
    pub cost: Option<(f64, f64, f64)>,
    /// Weeks it takes to collect. `None` where the pace is unknown.
    pub weeks: Option<f64>,
}

/// A plan of so many rounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundsPlan {
    /// Its rounds.
    pub rounds: Vec<Round>,
    /// Size expected to be collected over all rounds, in the unit of the curve.
    pub expected: f64,
    /// Expected cost of it: 10th percentile, mean, 90th percentile. `None` where a price is unknown.
    pub cost: Option<(f64, f64, f64)>,
    /// The mean by what is paid for.
    #[serde(default)]
    pub cost_parts: Option<Cost>,
}

/// The plans for one metric that misses its target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectionView {
    /// Identifier of the curve.
    pub curve: String,
    /// Name of the metric.
    pub label: String,
    /// Value to reach.
    pub target: f64,
    /// Unit of every size.
    pub unit: Unit,
    /// Size today.
    pub from: f64,
    /// Probability that the target is reachable at all within 10,000 times today's size.
    pub reachable: f64,
    /// Probability that every plan ends with.
    pub chance: f64,
    /// True where the probability asked for is out of reach and the plans aim for that share of what is reachable.
    pub lowered: bool,
    /// Why the cost of a round is unknown, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Price of one more record: low, likely, high. `None` where it is unknown.
    pub price: Option<(f64, f64, f64)>,
    /// True where the price was given by hand.
    pub price_by_hand: bool,
    /// True where the price or the curve is illustrative.
    pub illustrative: bool,
    /// Names of the families that serve the metric: what to collect.
    pub families: Vec<String>,
    /// Plans of one round (all at once), two, three, four and five.
    pub plans: Vec<RoundsPlan>,
}

/// The gate that sets a curve's target: the hardest of phase 2 for its metric, on the side on which it improves.
#[must_use]
pub fn target_gate<'a>(pack: &'a PolicyPack, scenario: &Scenario, curve: &LearningCurve) -> Option<&'a Gate> {
    let metric = pack.metric(&curve.metric).map_or(curve.metric.as_str(), |m| m.id.as_str());
    let same = |m: &str| m == metric || m == curve.metric;
    // A gate on a slice asks nothing of the curve of another.
    let slice = |g: &Gate| g.parameter("slice").is_none_or(|s| metric_id(s) == metric_id(curve.series()));
    let fits = |g: &&Gate| {
        g.phase == Phase::Validate
            && g.metric().is_some_and(same)
            && slice(g)
            && g.comparator.sign() == curve.direction.sign()
    };
    pack.gates.iter().filter(fits).max_by(|a, b| {
        let value = |g: &Gate| g.comparator.sign() * scenario.threshold(g);
        value(a).total_cmp(&value(b))
    })
}

/// The plans for curve `index`; `None` where it has no target, meets it, or can next to certainly not reach it, and where
/// its sizes count nothing that is collected. `record` is the cost of one more record.
#[must_use]
pub fn collection(ctx: &Context<'_>, index: usize, record: Option<Spread>) -> Option<CollectionView> {
    let curve = ctx.evidence.curves.get(index)?;
    let fit = ctx.curves.iter().find(|f| f.id == curve.id)?.chosen(ctx.choice(&curve.id));
    let gate = target_gate(ctx.pack, ctx.scenario, curve)?;
    let target = ctx.scenario.threshold(gate);
    let per_record = ctx.of_record(curve)?;
    let moved = offset(&measure(gate, ctx), &fit);
    if fit.n == 0 || gate.comparator.meets(fit.last_seen.y + moved, target) {
        return None;
    }
    let all = fit.collection_plans(target - moved, chance(ctx.scenario), ROUNDS.1, SEARCH_FACTOR)?;
    let costs = ctx.costs();
    let price = match (costs.acquire, costs.annotate) {
        (None, None) => None,
        (a, b) => {
            let sum = |pick: fn(&Range3) -> f64| [a, b].iter().flatten().map(pick).sum::<f64>();
            Some((sum(|r| r.low), sum(|r| r.likely), sum(|r| r.high)))
        }
    };
    let cost = |size: f64| {
        let (mean, low, high) = record?.times(size / per_record);
        Some((low, mean, high))
    };
    let prices = expected(ctx);
    let work = |size: f64| Work::records(size / per_record);
    let plan = |p: &crate::fit::CollectionPlan| {
        let before = |t: usize| if t == 0 { all.from } else { p.sizes[t - 1] };
        let round = |t: usize| {
            let add = p.sizes[t] - before(t);
            let weeks = prices.weeks(&work(add));
            Round { size: p.sizes[t], add, needed: p.needed[t], met: p.met[t], cost: cost(add), weeks }
        };
        RoundsPlan {
            rounds: (0..p.sizes.len()).map(round).collect(),
            expected: p.expected,
            cost: cost(p.expected),
            cost_parts: prices.cost(&work(p.expected)).filter(|_| record.is_some()),
        }
    };
    let metric = ctx.pack.metric(&curve.metric);
    let id = metric.map_or(curve.metric.as_str(), |m| m.id.as_str());
    let families = ctx.pack.families.iter().filter(|f| f.serves.iter().any(|m| m == id));
    let price_by_hand = ctx.scenario.assumptions.contains_key(PRICE_PER_RECORD);
    Some(CollectionView {
        curve: curve.id.clone(),
        label: metric.map_or_else(|| curve.label.clone(), |m| m.label.clone()),
        target,
        unit: if curve.size_unit == Unit::Number { Unit::Count } else { curve.size_unit },
        from: all.from,
        reachable: all.reachable,
        chance: all.chance,
        lowered: all.lowered,
        missing: prices.missing().map(str::to_owned),
        price,
        price_by_hand,
        illustrative: curve.illustrative || (costs.illustrative && !price_by_hand && price.is_some()),
        families: families.map(|f| f.label.clone()).collect(),
        plans: all.plans.iter().map(plan).collect(),
    })
}
