//! The assumption log: every number that no file gives, what it is used for, and what it moves.

use super::context::Context;
use super::flips::Flip;
use super::subject::FlipSubject;
use super::verdict::{Decision, decide};
use crate::data::Unit;
use crate::data::units::{money, show};
pub use crate::policy::assumptions::Place;
use crate::policy::assumptions::{ASSUMPTIONS, KnownPrice, PRICES, assumption, price_at, price_key};
use crate::policy::{Fact, PolicyPack};
use crate::scenario::About;
use serde::{Deserialize, Serialize};

/// What kind of number it is, and so how it is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An assumption of the policy or the program.
    Assumption,
    /// A value assumed in place of a measured one, by its fact.
    WhatIf,
    /// A price or a speed of the policy, read as 10th percentile, mode, 90th percentile.
    Price,
}

/// One row of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumed {
    /// Identifier; for a what-if value the fact.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// Name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Value in force; `None` for a price that nobody gave.
    pub value: Option<f64>,
    /// The policy's value (for a what-if value the measured one), where there is one.
    pub policy: Option<f64>,
    /// Plausible range in force, 10th and 90th percentile, where one is given.
    pub range: Option<(f64, f64)>,
    /// The policy's range.
    pub policy_range: Option<(f64, f64)>,
    /// Where it comes from, as the policy says.
    pub source: String,
    /// What it means.
    pub help: String,
    /// True where the policy's value is illustrative.
    pub illustrative: bool,
    /// True where the scenario changes the value or the range.
    pub changed: bool,
    /// Parts of the program it goes into.
    pub places: Vec<Place>,
    /// Labels of gates whose measurement or outcome is another at an end of the range.
    pub moves: Vec<String>,
    /// True where the verdict is another at an end of the range.
    pub flips: bool,
}

impl Assumed {
    /// Key under which the scenario changes its value and range; a what-if value has its fact.
    #[must_use]
    pub fn edit_key(&self) -> String {
        if self.kind == Kind::Price { price_key(&self.id) } else { self.id.clone() }
    }
    /// What a note on it is about.
    #[must_use]
    pub fn about(&self) -> About {
        match self.kind {
            Kind::Assumption => About::Assumption(self.id.clone()),
            Kind::WhatIf => About::WhatIf(self.id.as_str().into()),
            Kind::Price => About::Price(self.id.clone()),
        }
    }
    /// What it is used for, in words: "gates (moves “Gap worth it”), options".
    #[must_use]
    pub fn used(&self) -> String {
        let words = self.places.iter().map(|p| match (p, self.moves.as_slice()) {
            (Place::Gates, []) if self.flips => "the verdict".to_owned(),
            (Place::Gates, [one]) => format!("{} (moves \u{201c}{one}\u{201d})", p.word()),
            (Place::Gates, [_, _, ..]) => format!("{} (moves {})", p.word(), self.moves.len()),
            _ => p.word().to_owned(),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// True where the program reads a scenario's assumption of that name.
#[must_use]
pub fn is_read(pack: &PolicyPack, id: &str) -> bool {
    pack.assumption(id).is_some() || assumption(id).is_some() || price_at(id).is_some()
}

/// Every number that no file gives: assumptions, what-if values, prices.
#[must_use]
pub fn assumptions(ctx: &Context<'_>) -> Vec<Assumed> {
    let now = decide(ctx);
    let mut list: Vec<Assumed> = ctx.pack.assumptions.iter().map(|a| known(ctx, &now, &a.id)).collect();
    // What the program assumes where the policy is silent, and what only this scenario sets.
    let silent = ASSUMPTIONS.iter().filter(|a| a.default.is_some()).map(|a| a.id);
    let own = silent.chain(ctx.scenario.assumptions.keys().map(String::as_str));
    for id in own.filter(|id| price_at(id).is_none()) {
        if !list.iter().any(|a| a.id == id) {
            list.push(known(ctx, &now, id));
        }
    }
    list.extend(ctx.scenario.what_if.iter().map(|(fact, value)| what_if(ctx, fact, *value)));
    list.extend(PRICES.iter().map(|price| priced(ctx, &now, price)));
    list
}

fn known(ctx: &Context<'_>, now: &Decision, id: &str) -> Assumed {
    let (pack, program) = (ctx.pack.assumption(id), assumption(id));
    let value = ctx.assume(id);
    let range = ctx.scenario.assumption_range(ctx.pack, id);
    let tokens =
        ctx.curves.iter().any(|f| ctx.evidence.curves.iter().any(|c| c.id == f.id && c.size_unit == Unit::Tokens));
    let read = program.map_or(&[][..], |a| a.places).iter().copied();
    let mut places: Vec<Place> = read.filter(|p| tokens || *p != Place::TokenCurves).collect();
    let (moves, flips) = moved(ctx, now, id, range);
    if flips || !moves.is_empty() {
        places.insert(0, Place::Gates);
    }
    let default = program.and_then(|a| a.default);
    let (label, unit) = name(ctx.pack, id);
    Assumed {
        id: id.to_owned(),
        kind: Kind::Assumption,
        label,
        unit,
        value: Some(value),
        policy: pack.map(|a| a.value).or(default),
        range,
        policy_range: pack.map(|a| (a.low, a.high)),
        source: match pack {
            Some(a) => a.source.clone(),
            None if default.is_some() => "The program\u{2019}s own value: the policy gives none.".to_owned(),
            None => String::new(),
        },
        help: pack.map_or_else(|| program.map_or("", |a| a.help).to_owned(), |a| a.help.clone()),
        illustrative: pack.is_some_and(|a| a.illustrative),
        changed: ctx.scenario.assumptions.contains_key(id) || ctx.scenario.ranges.contains_key(id),
        places,
        moves,
        flips,
    }
}

/// The gates and the verdict at both ends of the range, tried out.
fn moved(ctx: &Context<'_>, now: &Decision, id: &str, range: Option<(f64, f64)>) -> (Vec<String>, bool) {
    let mut labels = Vec::new();
    let mut flips = false;
    for end in range.into_iter().flat_map(|(a, b)| [a, b]) {
        let mut scenario = ctx.scenario.clone();
        scenario.assumptions.insert(id.to_owned(), end);
        let there = decide(&Context { scenario: &scenario, ..*ctx });
        flips |= there.verdict.action != now.verdict.action;
        for o in &now.outcomes {
            let other = there.outcome(&o.gate);
            let same = other.is_some_and(|t| t.outcome == o.outcome && t.measurement.value == o.measurement.value);
            if !same && !labels.contains(&o.label) {
                labels.push(o.label.clone());
            }
        }
    }
    (labels, flips)
}

fn what_if(ctx: &Context<'_>, fact: &Fact, value: f64) -> Assumed {
    let gates: Vec<_> = ctx.pack.gates_of(fact).collect();
    let first = gates.first();
    let mut measured = ctx.scenario.clone();
    measured.what_if.remove(fact);
    let then = decide(&Context { scenario: &measured, ..*ctx });
    let policy = first.and_then(|g| then.outcome(&g.id)).and_then(|o| o.measurement.value);
    let now = decide(ctx);
    Assumed {
        id: fact.to_string(),
        kind: Kind::WhatIf,
        label: first.map_or_else(|| fact.to_string(), |g| g.label.clone()),
        unit: first.map_or(Unit::Number, |g| g.unit),
        value: Some(value),
        policy,
        range: None,
        policy_range: None,
        source: "Assumed in this scenario, in place of what was measured.".to_owned(),
        help: String::new(),
        illustrative: false,
        changed: true,
        places: vec![Place::Gates],
        moves: gates.iter().map(|g| g.label.clone()).collect(),
        flips: now.verdict.action != then.verdict.action,
    }
}

fn priced(ctx: &Context<'_>, now: &Decision, price: &KnownPrice) -> Assumed {
    let (policy, here) = (price.of(&ctx.pack.costs), price.of(&ctx.scenario.prices(&ctx.pack.costs)));
    let key = price.key();
    let range = here.map(|r| (r.low, r.high));
    let (moves, flips) = moved(ctx, now, &key, range);
    let mut places = price.places.to_vec();
    if flips || !moves.is_empty() {
        places.insert(0, Place::Gates);
    }
    Assumed {
        id: price.id.to_owned(),
        kind: Kind::Price,
        label: price.label.to_owned(),
        unit: price.unit,
        value: here.map(|r| r.likely),
        policy: policy.map(|r| r.likely),
        range,
        policy_range: policy.map(|r| (r.low, r.high)),
        source: match policy {
            Some(_) => "The policy pack\u{2019}s prices.".to_owned(),
            None => "Unknown: the policy gives none.".to_owned(),
        },
        help: String::new(),
        illustrative: policy.is_some() && ctx.pack.costs.illustrative,
        changed: ctx.scenario.assumptions.contains_key(&key) || ctx.scenario.ranges.contains_key(&key),
        places,
        moves,
        flips,
    }
}

/// A number that neither the policy nor a person gave, and with which the verdict moves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ByDefault {
    /// Identifier of the assumption.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// The value that the program takes.
    pub value: f64,
    /// One sentence: who gave it, the value, and where the verdict would be another.
    pub sentence: String,
}

/// What was assumed by default and matters to the verdict, from everything that flips it, nearest first.
#[must_use]
pub fn by_default(ctx: &Context<'_>, flips: &[Flip]) -> Vec<ByDefault> {
    let mut list: Vec<ByDefault> = Vec::new();
    for flip in flips {
        let FlipSubject::Assumption(id) = &flip.subject else { continue };
        if ctx.gives(id) || list.iter().any(|known| known.id == *id) {
            continue;
        }
        let value = ctx.assume(id);
        let shown = if flip.unit == Unit::Money { money(&ctx.pack.currency, value) } else { show(value, flip.unit) };
        list.push(ByDefault {
            id: id.clone(),
            label: flip.label.clone(),
            unit: flip.unit,
            value,
            sentence: format!(
                "\u{201c}{}\u{201d}: neither the policy nor a person gave it, so the program takes {shown}. {}",
                flip.label, flip.sentence
            ),
        });
    }
    list
}

/// Name and unit of anything that a scenario assumes.
#[must_use]
pub fn name(pack: &PolicyPack, id: &str) -> (String, Unit) {
    match (pack.assumption(id), price_at(id), assumption(id)) {
        (Some(known), _, _) => (known.label.clone(), known.unit),
        (None, Some(price), _) => (price.title(), price.unit),
        (None, None, Some(known)) => (known.label.to_owned(), known.unit),
        (None, None, None) => (id.to_owned(), Unit::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis;
    use crate::policy::{self, CostModel, Range3, defaults};
    use crate::scenario::Scenario;

    fn log(scenario: &Scenario) -> Vec<Assumed> {
        let pack = policy::parse(defaults::THERAPEUTIC).expect("it is a pack").value;
        let prepared = analysis::Prepared::default();
        assumptions(&analysis::context(&prepared, &pack, scenario))
    }

    #[test]
    fn every_assumption_and_price_has_a_row_and_a_place() {
        let rows = log(&Scenario::default());
        for id in ASSUMPTIONS.iter().filter(|a| a.default.is_some()).map(|a| a.id) {
            let row = rows.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no row for {id}"));
            assert!(!row.places.is_empty(), "{id} is used nowhere");
            assert!(!row.changed && row.policy.is_some() && row.policy == row.value, "{id}");
        }
        assert_eq!(rows.iter().filter(|r| r.kind == Kind::Price).count(), PRICES.len());
    }

    #[test]
    fn a_change_is_said_with_the_policys_value_beside_it() {
        let mut scenario = Scenario::default();
        scenario.assumptions.insert("budget_money".into(), 100_000.0);
        scenario.ranges.insert("epochs".into(), (2.0, 3.0));
        scenario.what_if.insert("missing_weight tier=1".into(), 0.0);
        let rows = log(&scenario);
        let row = |id: &str| rows.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no row for {id}"));
        assert_eq!((row("budget_money").value, row("budget_money").policy), (Some(100_000.0), Some(500_000.0)));
        assert!(row("budget_money").changed);
        assert_eq!((row("epochs").range, row("epochs").policy_range), (Some((2.0, 3.0)), Some((1.0, 4.0))));
        assert!(row("epochs").changed);
        let fact = row("missing_weight tier=1");
        assert_eq!((fact.kind.clone(), fact.value), (Kind::WhatIf, Some(0.0)));
        assert!(fact.used().contains("gates"), "{}", fact.used());
    }

    #[test]
    fn a_price_can_be_changed_and_an_unknown_one_given() {
        let mut scenario = Scenario::default();
        // The policy's price is 0.15, 0.05 to 0.40; its range stays in proportion.
        scenario.assumptions.insert("price acquire".into(), 0.30);
        scenario.ranges.insert("price annotate".into(), (0.1, 9.0));
        let row = |rows: &[Assumed], id: &str| {
            let found = rows.iter().find(|r| r.kind == Kind::Price && r.id == id);
            found.cloned().unwrap_or_else(|| panic!("no row for {id}"))
        };
        let rows = log(&scenario);
        let (acquire, before) = (row(&rows, "acquire"), row(&log(&Scenario::default()), "acquire"));
        assert!(acquire.changed && !before.changed);
        let ((low, high), (was_low, was_high)) = (acquire.range.expect("known"), before.range.expect("known"));
        let scale = 0.30 / before.value.expect("known");
        assert!((low - was_low * scale).abs() < 1e-12 && (high - was_high * scale).abs() < 1e-12);
        assert_eq!(row(&rows, "annotate").range, Some((0.1, 9.0)));
        assert_eq!(
            rows.iter().filter(|r| r.kind == Kind::Assumption).count(),
            log(&Scenario::default()).iter().filter(|r| r.kind == Kind::Assumption).count()
        );

        let prices = scenario.prices(&CostModel::default());
        assert_eq!(prices.acquire, Some(Range3 { low: 0.30, likely: 0.30, high: 0.30 }));
        assert_eq!(prices.annotate, None, "a range alone is no price");
    }

    #[test]
    fn whatever_a_scenario_may_assume_is_named_and_used() {
        let own = || ASSUMPTIONS.iter().map(|a| a.id);
        let mut scenario = Scenario::default();
        scenario.assumptions.extend(own().map(|id| (id.to_owned(), 2.0)));
        let rows = log(&scenario);
        for id in own() {
            let row = rows.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no row for {id}"));
            assert!(!row.places.is_empty() && row.label != id, "{id}");
        }
        let pack = policy::parse(defaults::THERAPEUTIC).expect("it is a pack").value;
        assert!(own().chain(["price acquire"]).all(|id| is_read(&pack, id)));
        assert!(!is_read(&pack, "prise acquire"));
    }
}
