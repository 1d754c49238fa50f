//! Scenarios that people ask for by name, made from what was loaded: one entry each in [`READY`].

use super::{Prepared, context, decide};
use crate::data::{Unit, units};
use crate::decide::Outcome;
use crate::policy::{PolicyPack, Role};
use crate::scenario::Scenario;

/// A scenario that is made in one step.
pub struct Ready {
    /// Identifier, for the command line.
    pub id: &'static str,
    /// Name of the scenario.
    pub label: &'static str,
    /// What it takes to be otherwise.
    pub help: &'static str,
    make: fn(&Prepared, &PolicyPack, &Scenario) -> Result<Scenario, String>,
}

/// All of them.
pub const READY: &[Ready] = &[
    Ready {
        id: "twice",
        label: "Twice the data",
        help: "As many records as there are today can be added.",
        make: |prepared, _, now| more(prepared, now, 2.0),
    },
    Ready {
        id: "ten-times",
        label: "Ten times the data",
        help: "Nine times as many records as there are today can be added.",
        make: |prepared, _, now| more(prepared, now, 10.0),
    },
    Ready {
        id: "half-the-budget",
        label: "Half the budget",
        help: "Half of the records and half of the money that could be had are to be had.",
        make: |prepared, pack, now| {
            let mut next = now.clone();
            let ctx = context(prepared, pack, now);
            for id in ["budget_records", "budget_money"] {
                let value = ctx.assume(id);
                if value.is_finite() {
                    next.assumptions.insert(id.into(), value / 2.0);
                }
            }
            Ok(next)
        },
    },
    Ready {
        id: "quality-only",
        label: "Quality only",
        help: "No record is added, and what is duplicate or below its tier\u{2019}s quality is brought to its threshold.",
        make: |prepared, pack, now| {
            let mut next = now.clone();
            next.assumptions.insert("budget_records".into(), 0.0);
            let decision = decide(prepared, pack, now);
            for o in decision.outcomes.iter().filter(|o| o.outcome == Outcome::Fail) {
                if matches!(pack.role(&o.gate), Role::Duplication | Role::TierQuality) {
                    next.what_if.insert(o.fact.clone(), o.warn.unwrap_or(o.threshold));
                }
            }
            Ok(next)
        },
    },
];

/// The one of that identifier.
#[must_use]
pub fn ready(id: &str) -> Option<&'static Ready> {
    READY.iter().find(|r| r.id == id)
}

impl Ready {
    /// The scenario, on top of another, under a name that none of those has.
    ///
    /// # Errors
    /// In words, where nothing that was loaded says what it would be.
    pub fn scenario(
        &self,
        prepared: &Prepared,
        pack: &PolicyPack,
        now: &Scenario,
        taken: &[String],
    ) -> Result<Scenario, String> {
        let made = (self.make)(prepared, pack, now)?;
        let free = |name: &String| !taken.contains(name);
        let first = Some(self.label.to_owned()).filter(free);
        let name = first.or_else(|| (2..).map(|n| format!("{} ({n})", self.label)).find(free)).unwrap_or_default();
        Ok(Scenario { name, notes: Default::default(), votes: Vec::new(), ..made })
    }
}

/// So many times the records of today: those of the inventory or, without one, the most that a curve over records saw.
fn more(prepared: &Prepared, now: &Scenario, times: f64) -> Result<Scenario, String> {
    let inventory = prepared.inventory.all.records.value.filter(|r| *r > 0.0);
    let of_records = prepared.evidence.curves.iter().filter(|c| c.is_of_data() && c.size_unit == Unit::Records);
    let seen = of_records.flat_map(|c| &c.observations).map(|o| o.size).filter(|s| s.is_finite()).fold(0.0, f64::max);
    let Some(today) = inventory.or((seen > 0.0).then_some(seen)) else {
        return Err(
            "no file says how many records there are: load an inventory or a learning curve over records".into()
        );
    };
    let mut next = now.clone();
    next.assumptions.insert("budget_records".into(), (today * (times - 1.0)).round());
    Ok(next)
}

/// How many records a scenario allows, for the one who makes it: "Up to 32k records can be added." Nothing where none are.
#[must_use]
pub fn ready_words(scenario: &Scenario) -> String {
    let budget = scenario.assumptions.get("budget_records").filter(|v| **v > 0.0);
    budget.map_or_else(String::new, |v| format!("Up to {} can be added.", units::show(*v, Unit::Records)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Prepare;
    use crate::data::{Dataset, Evidence};
    use crate::policy::{Fact, defaults, parse};

    fn of(records: Option<f64>, duplication: Option<f64>, pack: &str) -> (Prepared, PolicyPack) {
        let pack = parse(pack).expect("it ships").value;
        let set = Dataset { name: "a".into(), records, duplication, ..Dataset::default() };
        let datasets = if records.is_some() { vec![set] } else { Vec::new() };
        (Prepare::new(Evidence { datasets, ..Evidence::default() }, &pack, None).run(), pack)
    }

    #[test]
    fn every_one_is_made_under_every_pack_or_says_what_is_missing() {
        for (id, text) in defaults::PACKS {
            for records in [None, Some(40_000.0)] {
                let (prepared, pack) = of(records, Some(0.3), text);
                for ready in READY {
                    let made = ready.scenario(&prepared, &pack, &Scenario::default(), &[]);
                    match made {
                        Ok(scenario) => {
                            assert!(scenario.changes() > 0 && scenario.name == ready.label, "{id}: {}", ready.id);
                            // Made twice it has another name, and decides.
                            let taken = [ready.label.to_owned()];
                            let again = ready.scenario(&prepared, &pack, &scenario, &taken).expect("as before");
                            assert_eq!(again.name, format!("{} (2)", ready.label));
                            let _ = decide(&prepared, &pack, &scenario);
                        }
                        Err(why) => assert!(records.is_none() && why.contains("load an inventory"), "{id}: {why}"),
                    }
                }
            }
        }
    }

    #[test]
    fn they_change_what_they_say() {
        let (prepared, pack) = of(Some(40_000.0), Some(0.3), defaults::GENERAL);
        let made = |id: &str| {
            ready(id)
                .expect("it is there")
                .scenario(&prepared, &pack, &Scenario::default(), &[])
                .expect("it can be made")
        };
        let budget = |id: &str| made(id).assumptions.get("budget_records").copied();
        assert_eq!((budget("twice"), budget("ten-times")), (Some(40_000.0), Some(360_000.0)));
        let today = context(&prepared, &pack, &Scenario::default()).assume("budget_records");
        assert_eq!(budget("half-the-budget"), Some(today / 2.0));
        let quality = made("quality-only");
        assert_eq!(quality.assumptions.get("budget_records"), Some(&0.0));
        let duplication = pack.gates.iter().find(|g| g.fact() == Fact::Duplication).expect("the general pack asks it");
        assert!(quality.what_if.get(&Fact::Duplication).is_some_and(|v| *v <= duplication.threshold));
        assert!(ready("nobody").is_none());
    }
}
