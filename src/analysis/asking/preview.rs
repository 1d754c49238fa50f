//! What a gate would say today, and what it would do to the verdict, before it is in force.

use super::super::{Prepared, context, decide};
use super::words::amount_of;
use crate::decide::rules::rule;
use crate::decide::{Action, GateOutcome, Outcome};
use crate::policy::{Gate, PolicyChanges, PolicyPack};
use crate::scenario::Scenario;

/// What a gate would say and do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The gate as it would be judged.
    pub outcome: GateOutcome,
    /// Verdict without the change.
    pub now: Action,
    /// Verdict with it.
    pub then: Action,
}

impl Preview {
    /// "Today 0.860 (0.851 to 0.869), n 4,000: fails by 0.040; the verdict would become “measure first”."
    #[must_use]
    pub fn words(&self, pack: &PolicyPack) -> String {
        let (o, m) = (&self.outcome, &self.outcome.measurement);
        let show = |value: f64| pack.amount(value, o.unit).to_string();
        let Some(value) = m.value else {
            let because = m.because.as_deref().unwrap_or("no file says");
            return format!("{}: {because}.{}", if m.not_triggered { "Not asked" } else { "Unknown" }, self.turns());
        };
        let interval = m.interval.map_or(String::new(), |(a, b)| format!(" ({} to {})", show(a), show(b)));
        let items = m.n.map_or(String::new(), |n| format!(", n\u{a0}{}", crate::data::units::grouped(n)));
        format!("Today {}{interval}{items}: {}.{}", amount_of(pack, o.unit, value), self.judged(pack), self.turns())
    }
    /// The same beside today's value: "It fails by 0.040."
    #[must_use]
    pub fn beside(&self, pack: &PolicyPack) -> String {
        if self.outcome.measurement.value.is_none() {
            return self.words(pack);
        }
        format!("It {}.{}", self.judged(pack), self.turns())
    }
    fn judged(&self, pack: &PolicyPack) -> String {
        let o = &self.outcome;
        let show = |value: f64| pack.amount(value, o.unit).to_string();
        let by = o.margin.filter(|_| o.unit != crate::data::Unit::YesNo).map(|d| show(d.abs()));
        match (o.outcome, by) {
            (Outcome::Pass, Some(by)) => format!("passes by {by}"),
            (Outcome::Fail, Some(by)) => format!("fails by {by}"),
            (Outcome::Warn, Some(_)) if o.measurement.interval.is_some() => {
                "cannot be told: the interval includes the target".into()
            }
            (outcome, _) => format!("comes out as “{}”", outcome.word()),
        }
    }
    fn turns(&self) -> String {
        if self.now == self.then {
            String::new()
        } else {
            format!(" It would turn the verdict to “{}”.", self.then.inline())
        }
    }
}

/// What a gate would say and do if it were put into the policy; `None` where its rule is unknown.
#[must_use]
pub fn preview(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario, gate: &Gate) -> Option<Preview> {
    rule(&gate.rule)?;
    let mut changes = PolicyChanges::default();
    changes.put(std::slice::from_ref(gate), &[]);
    // The target that is looked at is the one of the gate, not one that the scenario moved it to.
    let mut untouched = scenario.clone();
    untouched.thresholds.remove(&gate.id);
    let with = changes.applied(pack);
    let then = decide(prepared, &with, &untouched);
    let outcome = then.outcome(&gate.id)?.clone();
    Some(Preview { outcome, now: decide(prepared, pack, scenario).verdict.action, then: then.verdict.action })
}

/// The verdict if a gate were not asked.
#[must_use]
pub fn without(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario, gate: &str) -> Action {
    let changes = PolicyChanges { off: std::iter::once(gate.to_owned()).collect(), ..PolicyChanges::default() };
    decide(prepared, &changes.applied(pack), scenario).verdict.action
}

/// What was measured of a gate, whatever it asks.
#[must_use]
pub fn today(
    prepared: &Prepared,
    pack: &PolicyPack,
    scenario: &Scenario,
    gate: &Gate,
) -> Option<crate::decide::Measurement> {
    Some(rule(&gate.rule)?.measure(gate, &context(prepared, pack, scenario)))
}
