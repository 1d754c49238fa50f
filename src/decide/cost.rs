//! What work costs: the one place where work and prices meet, for an option, a plan, a round of collection and a target,
//! split by what is paid for.

use super::context::Context;
use crate::num::{math, normal, robust};
use crate::policy::{CostModel, Range3};
use serde::{Deserialize, Serialize};
use std::ops::Add;

/// Work to pay for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Records to acquire and to label.
    pub records: f64,
    /// Preference pairs to collect.
    pub pairs: f64,
    /// Records to raise to their tier's quality.
    pub improved: f64,
    /// Records to check for duplicates.
    pub checked: f64,
    /// Training compute, 10^18 FLOP, at the assumed length of a record.
    pub exaflop: f64,
}

impl Work {
    /// The work of collecting so many records.
    #[must_use]
    pub fn records(records: f64) -> Self {
        Self { records, ..Self::default() }
    }
    /// What is collected week by week.
    fn collected(&self) -> f64 {
        self.records + self.pairs
    }
}

/// What work costs, in the currency of the pack, by what is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Acquiring records, and checking them for duplicates.
    pub records: f64,
    /// Labelling and reviewing: of new records, of pairs, of records whose quality is raised.
    pub labels: f64,
    /// Training.
    pub compute: f64,
    /// Weeks until what is collected is there.
    pub delay: f64,
}

impl Cost {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.records + self.labels + self.compute + self.delay
    }
    /// Its parts that cost anything, with their names.
    #[must_use]
    pub fn parts(&self) -> Vec<(&'static str, f64)> {
        let all =
            [("records", self.records), ("labels", self.labels), ("compute", self.compute), ("delay", self.delay)];
        all.into_iter().filter(|p| p.1 > 0.0).collect()
    }
    /// Its parts in words, "records $ 37k, labels $ 112k"; nothing where there is one part or none.
    #[must_use]
    pub fn split(&self, currency: &str) -> Option<String> {
        let parts = self.parts();
        let words = parts.iter().map(|(name, v)| format!("{name} {}", crate::data::units::money(currency, *v)));
        (parts.len() > 1).then(|| words.collect::<Vec<_>>().join(", "))
    }
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            labels: self.labels + other.labels,
            compute: self.compute + other.compute,
            delay: self.delay + other.delay,
        }
    }
}

/// Prices of one of each; `None` where nobody gives one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prices {
    /// Acquiring a record.
    pub acquire: Option<f64>,
    /// Labelling or reviewing a record.
    pub annotate: Option<f64>,
    /// A preference pair.
    pub pair: Option<f64>,
    /// Raising a record's quality.
    pub improve: Option<f64>,
    /// Checking a record for duplicates.
    pub deduplicate: Option<f64>,
    /// 10^18 FLOP.
    pub exaflop: Option<f64>,
    /// A week of delay.
    pub week: Option<f64>,
    /// Weeks that collecting one record takes.
    pub weeks_per_record: Option<f64>,
    /// Tokens of a record over the assumed ones.
    pub tokens: f64,
}

impl Prices {
    /// The prices that `price` makes of each range, asked in one order whether the pack gives the range or not.
    fn made(costs: &CostModel, mut price: impl FnMut(Option<Range3>) -> Option<f64>, tokens: f64) -> Self {
        Self {
            acquire: price(costs.acquire),
            annotate: price(costs.annotate),
            pair: price(costs.preference_pair),
            improve: price(costs.improve),
            deduplicate: price(costs.deduplicate),
            exaflop: price(costs.exaflop),
            week: price(costs.week_of_delay),
            weeks_per_record: price(costs.records_per_week.filter(|r| !from_zero(*r)))
                .filter(|p| *p > 0.0)
                .map(|p| 1.0 / p),
            tokens,
        }
    }
    /// The prices that `of` picks from each range.
    #[must_use]
    pub fn picked(costs: &CostModel, of: impl Fn(Range3) -> f64, tokens: f64) -> Self {
        Self::made(costs, |r| r.map(&of), tokens)
    }
    /// The prices of one draw: each range takes a standard deviate, whether the pack gives it or not, so that one price more
    /// leaves the others where they were.
    #[must_use]
    pub fn drawn(costs: &CostModel, mut deviate: impl FnMut() -> f64) -> Self {
        let price = |r: Option<Range3>| {
            let z = deviate();
            r.map(|r| between(r, z))
        };
        Self::made(costs, price, 1.0)
    }
    /// Expected prices: means of the ranges, each read as [`between`] reads it.
    #[must_use]
    pub fn mean(costs: &CostModel, tokens: Option<Range3>) -> Self {
        let tokens = tokens.map_or(1.0, |r| mean(r) / r.likely.max(LEAST));
        let pace = costs.records_per_week.filter(|p| p.likely > 0.0).and_then(mean_inverse);
        Self { weeks_per_record: pace, ..Self::picked(costs, mean, tokens) }
    }
    /// What work costs; `None` where a price that it takes is unknown. A record costs what is known of acquiring and
    /// labelling it; the delay costs nothing where a week has no price.
    #[must_use]
    pub fn cost(&self, work: &Work) -> Option<Cost> {
        let of = |amount: f64, price: Option<f64>| if amount == 0.0 { Some(0.0) } else { Some(amount * price?) };
        let (acquire, annotate) = match (self.acquire, self.annotate) {
            (None, None) => (None, None),
            (a, b) => (Some(a.unwrap_or(0.0)), Some(b.unwrap_or(0.0))),
        };
        let delay = match self.week {
            Some(week) if work.collected() != 0.0 => self.weeks(work)? * week,
            _ => 0.0,
        };
        let cost = Cost {
            records: of(work.records, acquire)? + of(work.checked, self.deduplicate)?,
            labels: of(work.records, annotate)? + of(work.pairs, self.pair)? + of(work.improved, self.improve)?,
            compute: of(work.exaflop * self.tokens, self.exaflop)?,
            delay,
        };
        cost.total().is_finite().then_some(cost)
    }
    /// Why the cost of collecting records is unknown; `None` where it is known.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        if self.acquire.is_none() && self.annotate.is_none() {
            Some("neither the policy nor anyone here gives a price per record")
        } else if self.week.is_some() && self.weeks_per_record.is_none() {
            Some("a week of delay has a price, but nobody says how many records are collected in a week")
        } else {
            None
        }
    }
    /// Weeks that it takes; `None` where the pace is unknown.
    #[must_use]
    pub fn weeks(&self, work: &Work) -> Option<f64> {
        let collected = work.collected();
        if collected == 0.0 { Some(0.0) } else { Some(collected * self.weeks_per_record?) }
    }
}

/// What work is expected to cost, and between what with 80 % probability.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Mean, by what is paid for.
    pub mean: Cost,
    /// 10th percentile of the total.
    pub low: f64,
    /// 90th percentile of the total.
    pub high: f64,
}

impl Spread {
    /// The spread of work at expected prices and at drawn ones; `None` where a price is unknown.
    #[must_use]
    pub fn of<'a>(work: &Work, expected: &Prices, drawn: impl Iterator<Item = &'a Prices>) -> Option<Self> {
        let mean = expected.cost(work)?;
        let totals: Option<Vec<f64>> = drawn.map(|p| p.cost(work).map(|c| c.total())).collect();
        let totals = robust::sorted(&totals?);
        let q = |p: f64| robust::quantile_sorted(&totals, p).unwrap_or(mean.total());
        Some(Self { mean, low: q(0.1), high: q(0.9) })
    }
    /// Mean, low and high of so many times the work.
    #[must_use]
    pub fn times(&self, n: f64) -> (f64, f64, f64) {
        (n * self.mean.total(), n * self.low, n * self.high)
    }
}

/// Assumption that turns records into tokens.
const TOKENS: &str = "tokens_per_record";

/// Range in force of the tokens of a record.
#[must_use]
pub fn tokens(ctx: &Context<'_>) -> Option<Range3> {
    let likely = ctx.assume(TOKENS);
    let (low, high) = ctx.scenario.assumption_range(ctx.pack, TOKENS)?;
    Some(Range3 { low: low.min(likely), likely, high: high.max(likely) })
}

/// Expected price of acquiring and labelling one record, without the time it takes; `None` where neither has a price.
#[must_use]
pub fn record(costs: &CostModel) -> Option<f64> {
    match (costs.acquire, costs.annotate) {
        (None, None) => None,
        (a, b) => Some(a.map_or(0.0, mean) + b.map_or(0.0, mean)),
    }
}

/// Expected prices in force.
#[must_use]
pub fn expected(ctx: &Context<'_>) -> Prices {
    Prices::mean(&ctx.costs(), tokens(ctx))
}

/// Smallest number whose logarithm is taken.
const LEAST: f64 = 1e-12;

/// Standard deviations of the logarithm below and above the likely value.
fn spreads(r: Range3) -> (f64, f64) {
    let z90 = normal::quantile(0.9);
    let (low, likely, high) = (r.low.max(LEAST), r.likely.max(LEAST), r.high.max(LEAST));
    (math::ln(likely / low) / z90, math::ln(high / likely) / z90)
}

/// True where a range begins at zero, so that it has no logarithm: a price that may be none at all.
fn from_zero(r: Range3) -> bool {
    r.high > 0.0 && (r.low <= 0.0 || r.likely <= 0.0)
}

/// Standard deviations below and above the likely value of a range that begins at zero.
fn straight(r: Range3) -> (f64, f64) {
    let z90 = normal::quantile(0.9);
    ((r.likely - r.low.max(0.0)) / z90, (r.high - r.likely) / z90)
}

/// The number of standard deviate `z` in a range whose ends are read as 10th and 90th percentile, the likely value as the
/// median, logarithmic on both sides; straight where the range begins at zero, and never below it.
#[must_use]
pub fn between(r: Range3, z: f64) -> f64 {
    if from_zero(r) {
        let (below, above) = straight(r);
        return (r.likely + z * if z > 0.0 { above } else { below }).max(0.0);
    }
    let (below, above) = spreads(r);
    r.likely.max(LEAST) * math::exp(z * if z > 0.0 { above } else { below })
}

/// Half of the mean of a log-normal number of median 1 and spread `s`: of the side on which it is above 1.
fn upper(s: f64) -> f64 {
    math::exp(0.5 * s * s) * normal::cdf(s)
}

/// The same of the side on which it is below 1.
fn lower(s: f64) -> f64 {
    math::exp(0.5 * s * s) * normal::cdf(-s)
}

/// Mean of [`between`] over a standard normal deviate.
#[must_use]
pub fn mean(r: Range3) -> f64 {
    if from_zero(r) {
        let (below, above) = straight(r);
        let density = |z: f64| math::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        // Below the likely value as far as zero; the half above it.
        let end = if below > 0.0 { -r.likely / below } else { f64::NEG_INFINITY };
        let lower = r.likely * (0.5 - normal::cdf(end)) + below * (density(end) - density(0.0));
        return lower + 0.5 * r.likely + above * density(0.0);
    }
    let (below, above) = spreads(r);
    r.likely.max(LEAST) * (upper(above) + lower(below))
}

/// Mean of one over [`between`]; `None` where the range begins at zero, since then there is none.
fn mean_inverse(r: Range3) -> Option<f64> {
    let (below, above) = spreads(r);
    (!from_zero(r)).then(|| (lower(above) + upper(below)) / r.likely.max(LEAST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::stream::Stream;

    fn range(low: f64, likely: f64, high: f64) -> Option<Range3> {
        Some(Range3 { low, likely, high })
    }

    fn costs() -> CostModel {
        CostModel {
            acquire: range(0.1, 0.2, 0.6),
            annotate: range(1.0, 3.0, 4.0),
            preference_pair: range(10.0, 20.0, 50.0),
            improve: range(2.0, 2.0, 2.0),
            deduplicate: range(0.01, 0.02, 0.03),
            exaflop: range(1.0, 2.0, 3.0),
            week_of_delay: range(1e3, 5e3, 2e4),
            records_per_week: range(500.0, 1000.0, 4000.0),
            ..CostModel::default()
        }
    }

    #[test]
    fn a_cost_by_hand_splits_into_its_parts() {
        let prices = Prices::picked(&costs(), |r| r.likely, 1.5);
        let work = Work { records: 1e4, pairs: 100.0, improved: 50.0, checked: 1e3, exaflop: 10.0 };
        let cost = prices.cost(&work).expect("every price is known");
        assert!((cost.records - (2000.0 + 20.0)).abs() < 1e-9);
        assert!((cost.labels - (30_000.0 + 2000.0 + 100.0)).abs() < 1e-9);
        assert!((cost.compute - 10.0 * 1.5 * 2.0).abs() < 1e-9);
        assert!((cost.delay - 10.1 * 5e3).abs() < 1e-6);
        assert!((cost.total() - cost.parts().iter().map(|p| p.1).sum::<f64>()).abs() < 1e-9);
        assert_eq!(prices.cost(&Work::default()), Some(Cost::default()), "no work costs nothing");
    }

    /// The cost of two pieces of work is that of both together: nothing is counted twice or left out.
    #[test]
    fn costs_add_up() {
        let prices = Prices::mean(&costs(), range(1e3, 2e3, 3e3));
        let (a, b) =
            (Work { records: 300.0, exaflop: 2.0, ..Work::default() }, Work { records: 700.0, ..Work::default() });
        let both = Work { records: 1000.0, exaflop: 2.0, ..Work::default() };
        let sum = prices.cost(&a).expect("known") + prices.cost(&b).expect("known");
        let all = prices.cost(&both).expect("known");
        assert!((sum.total() - all.total()).abs() < 1e-6);
        // The price of a record is that part of the same cost.
        let price = record(&costs()).expect("known");
        assert!((1000.0 * price - all.records - all.labels).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_gives_is_unknown_and_not_nothing() {
        let records = Work::records(100.0);
        let of = |change: fn(&mut CostModel), work: Work| {
            let mut costs = costs();
            change(&mut costs);
            Prices::mean(&costs, None).cost(&work)
        };
        assert!(of(|c| c.acquire = None, records).is_some(), "labelling alone is a price");
        assert_eq!(of(|c| (c.acquire, c.annotate) = (None, None), records), None);
        assert_eq!(of(|c| c.records_per_week = None, records), None, "a week costs, and nobody says how many");
        assert_eq!(of(|c| (c.records_per_week, c.week_of_delay) = (None, None), records).map(|c| c.delay), Some(0.0));
        assert_eq!(of(|c| c.exaflop = None, Work { exaflop: 1.0, ..records }), None);
        assert_eq!(of(|_| (), Work::records(f64::NAN)), None, "nobody counted them");
    }

    /// Means against draws: 200,000 of them, three standard errors.
    #[test]
    fn what_is_missing_for_a_cost_is_named_and_only_that() {
        let none = CostModel::default();
        let record = CostModel { acquire: range(1.0, 2.0, 4.0), ..none.clone() };
        let week = CostModel { week_of_delay: range(1e3, 2e3, 3e3), ..record.clone() };
        let pace = CostModel { records_per_week: range(500.0, 1000.0, 2000.0), ..week.clone() };
        for (costs, word) in [(none, "price per record"), (record, ""), (week, "in a week"), (pace, "")] {
            let prices = Prices::mean(&costs, None);
            let missing = prices.missing();
            assert_eq!(missing.is_some(), prices.cost(&Work::records(10.0)).is_none(), "{costs:?}");
            assert!(missing.unwrap_or_default().contains(word), "{missing:?}");
        }
    }

    #[test]
    fn the_expected_price_is_the_mean_of_the_drawn_ones() {
        let logarithmic = [(0.1, 0.2, 0.6), (1.0, 3.0, 4.0), (2.0, 2.0, 2.0), (500.0, 1000.0, 4000.0)];
        let from_zero = [(0.0, 0.0, 0.1), (0.0, 1.0, 1.0), (0.0, 1000.0, 2000.0), (0.0, 0.0, 0.0)];
        for (low, likely, high) in logarithmic.into_iter().chain(from_zero) {
            let r = Range3 { low, likely, high };
            let mut s = Stream::new(3, 1);
            let drawn: Vec<f64> = (0..200_000).map(|_| between(r, s.normal())).collect();
            let check = |values: &[f64], expected: f64| {
                let n = values.len() as f64;
                let m = values.iter().sum::<f64>() / n;
                let sd = (values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / n).sqrt();
                assert!((m - expected).abs() <= 3.0 * sd / n.sqrt() + 1e-12 * m + 1e-20, "{r:?}: {m} {expected}");
            };
            check(&drawn, mean(r));
            assert!(drawn.iter().all(|v| *v >= 0.0 && *v <= 100.0 * high.max(1e-9)), "{r:?}");
            if let Some(inverse) = mean_inverse(r).filter(|_| low > 0.0) {
                check(&drawn.iter().map(|v| 1.0 / v).collect::<Vec<_>>(), inverse);
            }
        }
    }
}
