//! The assumption log: every number that no file gives, what it is used for, and what it moves.

use super::measure::{Context, fact_key};
use super::verdict::{Decision, decide};
use crate::data::Unit;
use crate::policy::{Range3, defaults};

/// Part of the program that a number goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The decision function: a gate's outcome or the verdict moves with it.
    Gates,
    /// Learning curves and what they say of more data.
    Curves,
    /// Scaling laws.
    Scaling,
    /// Costs, effects and value of the options.
    Options,
    /// What a measurement is worth.
    Information,
    /// Perspectives and research findings.
    Perspectives,
}

impl Place {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gates => "gates",
            Self::Curves => "curves",
            Self::Scaling => "scaling",
            Self::Options => "options",
            Self::Information => "value of measuring",
            Self::Perspectives => "perspectives",
        }
    }
    /// Page, and element on it, where it is shown.
    #[must_use]
    pub fn link(self) -> (&'static str, &'static str) {
        match self {
            Self::Gates => ("decide", ""),
            Self::Curves => ("curves", ""),
            Self::Scaling => ("scaling", ""),
            Self::Options => ("options", ""),
            Self::Information => ("options", "information"),
            Self::Perspectives => ("perspectives", ""),
        }
    }
}

/// What kind of number it is, and so how it is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An assumption of the policy or the program.
    Assumption,
    /// A value assumed in place of a measured one, by its fact.
    WhatIf,
    /// A price or a speed, read as 10th percentile, mode, 90th percentile; changed in the policy pack.
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
    /// Value in force.
    pub value: f64,
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
    /// Key of its note in the scenario.
    #[must_use]
    pub fn note_key(&self) -> String {
        match self.kind {
            Kind::Assumption => format!("assumption {}", self.id),
            Kind::WhatIf => format!("what-if {}", self.id),
            Kind::Price => format!("price {}", self.id),
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

/// Where the program reads an assumption outside of the gates, which are tried out.
fn places(id: &str, tokens: bool) -> Vec<Place> {
    use Place::{Curves, Information, Options, Perspectives, Scaling};
    match id {
        "parameters" | "epochs" => vec![Scaling, Options, Information, Perspectives],
        "tokens_per_record" if tokens => vec![Curves, Scaling, Options, Information, Perspectives],
        "tokens_per_record" => vec![Scaling, Options, Information, Perspectives],
        "worth_it" => vec![Curves, Perspectives],
        "budget_records" => vec![Curves, Options, Perspectives],
        "minimum_probability" => vec![Perspectives],
        "budget_money" => vec![Options],
        "value_of_success" => vec![Options, Information, Perspectives],
        "records" | "quality" | "unique_share" => vec![Scaling],
        _ => Vec::new(),
    }
}

/// Every number that no file gives: assumptions, what-if values, prices.
#[must_use]
pub fn assumptions(ctx: &Context<'_>) -> Vec<Assumed> {
    let now = decide(ctx);
    let mut list: Vec<Assumed> = ctx.pack.assumptions.iter().map(|a| known(ctx, &now, &a.id)).collect();
    // What the program assumes where the policy is silent, and what only this scenario sets.
    let own =
        defaults::ASSUMPTIONS.iter().map(|(id, _)| *id).chain(ctx.scenario.assumptions.keys().map(String::as_str));
    for id in own {
        if !list.iter().any(|a| a.id == id) {
            list.push(known(ctx, &now, id));
        }
    }
    list.extend(ctx.scenario.what_if.iter().map(|(fact, value)| what_if(ctx, fact, *value)));
    list.extend(prices(ctx));
    list
}

fn known(ctx: &Context<'_>, now: &Decision, id: &str) -> Assumed {
    let pack = ctx.pack.assumption(id);
    let value = ctx.assume(id);
    let range = ctx.scenario.assumption_range(ctx.pack, id);
    let tokens =
        ctx.curves.iter().any(|f| ctx.evidence.curves.iter().any(|c| c.id == f.id && c.size_unit == Unit::Tokens));
    let mut places = places(id, tokens);
    let (moves, flips) = moved(ctx, now, id, range);
    if flips || !moves.is_empty() {
        places.insert(0, Place::Gates);
    }
    let default = defaults::ASSUMPTIONS.iter().find(|(a, _)| *a == id).map(|(_, v)| *v);
    Assumed {
        id: id.to_owned(),
        kind: Kind::Assumption,
        label: pack.map_or_else(|| words(id).0, |a| a.label.clone()),
        unit: pack.map_or_else(|| words(id).1, |a| a.unit),
        value,
        policy: pack.map(|a| a.value).or(default),
        range,
        policy_range: pack.map(|a| (a.low, a.high)),
        source: match pack {
            Some(a) => a.source.clone(),
            None if default.is_some() => "The program\u{2019}s own value: the policy gives none.".to_owned(),
            None => String::new(),
        },
        help: pack.map_or_else(String::new, |a| a.help.clone()),
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

fn what_if(ctx: &Context<'_>, fact: &str, value: f64) -> Assumed {
    let gates: Vec<_> = ctx.pack.gates.iter().filter(|g| fact_key(g) == fact).collect();
    let first = gates.first();
    let mut measured = ctx.scenario.clone();
    measured.what_if.remove(fact);
    let then = decide(&Context { scenario: &measured, ..*ctx });
    let policy = first.and_then(|g| then.outcome(&g.id)).and_then(|o| o.measurement.value);
    let now = decide(ctx);
    Assumed {
        id: fact.to_owned(),
        kind: Kind::WhatIf,
        label: first.map_or_else(|| fact.to_owned(), |g| g.label.clone()),
        unit: first.map_or(Unit::Number, |g| g.unit),
        value,
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

fn prices(ctx: &Context<'_>) -> Vec<Assumed> {
    use Place::{Curves, Gates, Information, Options, Perspectives};
    let c = &ctx.pack.costs;
    let row = |(id, label, range, unit, places): (&str, &str, Option<Range3>, Unit, &[Place])| {
        let r = range?;
        Some(Assumed {
            id: id.to_owned(),
            kind: Kind::Price,
            label: label.to_owned(),
            unit,
            value: r.likely,
            policy: Some(r.likely),
            range: Some((r.low, r.high)),
            policy_range: Some((r.low, r.high)),
            source: "The policy pack\u{2019}s prices.".to_owned(),
            help: String::new(),
            illustrative: c.illustrative,
            changed: false,
            places: places.to_vec(),
            moves: Vec::new(),
            flips: false,
        })
    };
    // The gate on cost looks at the price of a record, acquired and labelled.
    let cost_gate = ctx.pack.gates.iter().any(|g| g.rule == "gap_cost");
    let record: &[Place] =
        if cost_gate { &[Gates, Curves, Options, Information] } else { &[Curves, Options, Information] };
    [
        ("acquire", "Acquiring one record", c.acquire, Unit::Money, record),
        ("annotate", "Labelling or reviewing one record", c.annotate, Unit::Money, record),
        ("preference_pair", "One expert preference pair", c.preference_pair, Unit::Money, &[Options, Perspectives]),
        (
            "improve",
            "Raising one record to its tier\u{2019}s quality",
            c.improve,
            Unit::Money,
            &[Options, Perspectives],
        ),
        ("deduplicate", "Checking one record for duplicates", c.deduplicate, Unit::Money, &[Options, Perspectives]),
        ("exaflop", "10^18 FLOP of training", c.exaflop, Unit::Money, &[Options, Information]),
        ("week_of_delay", "A week of delay", c.week_of_delay, Unit::Money, &[Options, Perspectives]),
        ("evaluation_item", "One evaluation item, rated", c.evaluation_item, Unit::Money, &[Information]),
        ("records_per_week", "Records collected in a week", c.records_per_week, Unit::Count, &[Options]),
    ]
    .into_iter()
    .filter_map(row)
    .collect()
}

/// Name and unit of an assumption that the policy does not describe.
fn words(id: &str) -> (String, Unit) {
    let (label, unit) = match id {
        "parameters" => ("Model size", Unit::Parameters),
        "tokens_per_record" => ("Tokens per record", Unit::Tokens),
        "epochs" => ("Epochs", Unit::Number),
        "worth_it" => ("Gain that is worth a doubling", Unit::Number),
        "budget_records" => ("Record budget", Unit::Records),
        "minimum_probability" => ("Probability asked for", Unit::Fraction),
        "budget_money" => ("Budget", Unit::Money),
        "value_of_success" => ("Value of meeting all targets", Unit::Money),
        "records" => ("Records trained on", Unit::Records),
        "quality" => ("Quality in the scaling law", Unit::Number),
        "unique_share" => ("Distinct share", Unit::Fraction),
        _ => (id, Unit::Number),
    };
    (label.to_owned(), unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis;
    use crate::policy;
    use crate::scenario::Scenario;

    fn log(scenario: &Scenario) -> Vec<Assumed> {
        let pack = policy::parse(defaults::THERAPEUTIC).expect("it is a pack").value;
        let prepared = analysis::Prepared::default();
        assumptions(&analysis::context(&prepared, &pack, scenario))
    }

    #[test]
    fn every_assumption_and_price_has_a_row_and_a_place() {
        let rows = log(&Scenario::default());
        for (id, _) in defaults::ASSUMPTIONS {
            let row = rows.iter().find(|r| r.id == *id).unwrap_or_else(|| panic!("no row for {id}"));
            assert!(!row.places.is_empty(), "{id} is used nowhere");
            assert!(!row.changed && row.policy == Some(row.value), "{id}");
        }
        assert_eq!(rows.iter().filter(|r| r.kind == Kind::Price).count(), 9);
    }

    #[test]
    fn a_change_is_said_with_the_policys_value_beside_it() {
        let mut scenario = Scenario::default();
        scenario.assumptions.insert("budget_money".into(), 100_000.0);
        scenario.ranges.insert("epochs".into(), (2.0, 3.0));
        scenario.what_if.insert("missing_weight tier=1".into(), 0.0);
        let rows = log(&scenario);
        let row = |id: &str| rows.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no row for {id}"));
        assert_eq!((row("budget_money").value, row("budget_money").policy), (100_000.0, Some(500_000.0)));
        assert!(row("budget_money").changed);
        assert_eq!((row("epochs").range, row("epochs").policy_range), (Some((2.0, 3.0)), Some((1.0, 4.0))));
        assert!(row("epochs").changed);
        let fact = row("missing_weight tier=1");
        assert_eq!((fact.kind.clone(), fact.value), (Kind::WhatIf, 0.0));
        assert!(fact.used().contains("gates"), "{}", fact.used());
    }
}
