//! The verdict card: the question, what it costs, and how sure the answer is given what is assumed.

use crate::analysis::Exploration;
use crate::data::{Unit, units};
use crate::decide::chance::OptionResult;
use crate::decide::{Action, Decision, Flip, FlipSubject};
use crate::policy::assumptions::PRICES;
use crate::policy::{PolicyPack, Severity};
use crate::scenario::Scenario;

/// The question that every verdict answers.
pub const QUESTION: &str = "Should we add training data?";

/// How many numbers the answer rests on that nobody measured: illustrative assumptions and prices that no person replaced,
/// illustrative targets that decide, and measurements that are what-if values or illustrative.
#[must_use]
pub fn assumed(decision: &Decision, pack: &PolicyPack, scenario: &Scenario) -> usize {
    let given = |id: &str| scenario.assumptions.contains_key(id);
    let assumptions = pack.assumptions.iter().filter(|a| a.illustrative && !given(&a.id)).count();
    let price = |p: &&crate::policy::assumptions::KnownPrice| p.of(&pack.costs).is_some() && !given(&p.key());
    let prices = if pack.costs.illustrative { PRICES.iter().filter(price).count() } else { 0 };
    let kept = |g: &&crate::policy::Gate| g.illustrative && !scenario.thresholds.contains_key(&g.id);
    let targets = pack.gates.iter().filter(kept).filter(|g| g.severity == Severity::Block).count();
    let measured = decision.outcomes.iter().filter(|o| o.measurement.assumed || o.measurement.illustrative).count();
    assumptions + prices + targets + measured
}

/// "94 % sure, given 12 assumed numbers"; `None` where nothing uncertain is known, so that there is no
/// probability to give.
#[must_use]
pub fn sure(exploration: &Exploration, decision: &Decision, pack: &PolicyPack, scenario: &Scenario) -> Option<String> {
    let share = units::chance(exploration.chances.sure()?);
    Some(match assumed(decision, pack, scenario) {
        0 => format!("{share} sure"),
        1 => format!("{share} sure, given 1 assumed number"),
        n => format!("{share} sure, given {} assumed numbers", units::grouped(n as f64)),
    })
}

/// What following the verdict takes, in a sentence, where it can be told: records and their price to expand, the study that is
/// worth most to measure first.
#[must_use]
pub fn costs(decision: &Decision, exploration: &Exploration, pack: &PolicyPack) -> Option<String> {
    let money = |cost: f64| pack.amount(cost, Unit::Money).to_string();
    match decision.verdict.action {
        Action::ExpandTargeted => {
            let most = decision.verdict.expand.iter().max_by(|a, b| a.add_records.total_cmp(&b.add_records))?;
            let records = units::compact(most.add_records);
            Some(match most.cost {
                Some(cost) => format!("It takes about {records} more records, for about {}.", money(cost)),
                None => format!("It takes about {records} more records; nobody said what one costs."),
            })
        }
        // What the page says of measuring further down, and nothing beside it.
        Action::MeasureFirst => Some(exploration.information.recommendation.clone()).filter(|r| !r.is_empty()),
        Action::CompleteFoundation => {
            // The tier that the first reason is about; where it is about something else, nothing is known of what that takes.
            let gate = pack.gate(&decision.verdict.reasons.first()?.gate)?;
            let tier: u8 = gate.parameter("tier")?.parse().ok()?;
            let of_tier = |o: &&OptionResult| o.kind.kind == "complete_tier" && o.kind.tier == Some(tier);
            let first = exploration.options.options.iter().find(of_tier)?;
            let (mean, ..) = first.cost?;
            let weeks = first.weeks.filter(|w| *w >= 1.0).map(|w| format!(" and {} weeks", units::grouped(w.round())));
            Some(format!(
                "To begin with: {}, for about {}{}.",
                units::uncapital(&first.label),
                money(mean),
                weeks.unwrap_or_default()
            ))
        }
        Action::DoNotExpand | Action::ImproveQuality => None,
    }
}

/// What would change the verdict, for a card that has room for one: a measurement before an assumption before a threshold,
/// since that a threshold lies where the value lies is no news; of each kind the nearest.
#[must_use]
pub fn nearest(flips: &[Flip]) -> Option<&Flip> {
    flips.iter().min_by_key(|f| match f.subject {
        FlipSubject::Fact(_) => 0,
        FlipSubject::Assumption(_) => 1,
        FlipSubject::Threshold(_) => 2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Prepared, decide};
    use crate::policy::{defaults, parse};

    #[test]
    fn what_nobody_measured_is_counted_until_a_person_says_it() {
        let prepared = Prepared::default();
        for (id, text) in defaults::PACKS {
            let mut pack = parse(text).expect("it ships").value;
            let mut scenario = Scenario::default();
            let n = |pack: &PolicyPack, s: &Scenario| assumed(&decide(&prepared, pack, s), pack, s);
            let before = n(&pack, &scenario);
            assert!(before > 0, "{id}: every shipped pack has numbers of nobody's");
            let first = pack.assumptions.iter().find(|a| a.illustrative).expect("one of them").clone();
            scenario.assumptions.insert(first.id, first.value);
            assert_eq!(n(&pack, &scenario), before - 1, "{id}");
            pack.assumptions.clear();
            pack.costs.illustrative = false;
            pack.gates.iter_mut().for_each(|g| g.illustrative = false);
            assert_eq!(n(&pack, &Scenario::default()), 0, "{id}");
        }
    }
}
