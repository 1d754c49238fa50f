//! Scenarios side by side: does the decision change, and what differs?

use super::{Prepared, context, decide};
use crate::data::{Progress, Steps, Unit};
use crate::decide::assumptions::name;
use crate::decide::chance::{DRAWS, SEED, World, chances};
use crate::decide::{Action, Context, Decision, Outcome};
use crate::policy::{Fact, PolicyPack};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Fewest scenarios that are compared.
pub const LEAST: usize = 2;
/// Most that a table holds side by side.
pub const MOST: usize = 4;

/// One scenario of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// Its decision.
    pub decision: Decision,
    /// True where its verdict is not that of the first scenario.
    pub changes: bool,
    /// Its probabilities; `None` while they are not drawn yet.
    pub odds: Option<Odds>,
}

/// Probabilities of one scenario.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    /// Probability that the verdict stays once the uncertain numbers are known; `None` where nothing is uncertain.
    pub stays: Option<f64>,
    /// Probability that all measured targets are met today; `None` where none was measured.
    pub targets_met: Option<f64>,
    /// Larger Monte Carlo standard error of the two.
    pub error: f64,
}

impl Odds {
    /// Draws what is uncertain under a scenario.
    #[must_use]
    pub fn new(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Self {
        let ctx = context(prepared, pack, scenario);
        let decision = decide(prepared, pack, scenario);
        let inventory = ctx.inventory.with_what_ifs(&scenario.what_if);
        let world = World::new(&Context { inventory: &inventory, ..ctx }, &decision, SEED);
        let chance = chances(&ctx, &decision, &world, &world.sample(DRAWS));
        let success = chance.all_targets.unwrap_or(0.0);
        Self {
            stays: chance.sure(),
            targets_met: chance.all_targets,
            error: chance.monte_carlo_error.max((success * (1.0 - success) / DRAWS as f64).sqrt()),
        }
    }
}

/// The probabilities of some scenarios of a list, one scenario a step.
pub struct OddsJob {
    wanted: Vec<usize>,
    found: Vec<Option<Odds>>,
}

impl OddsJob {
    /// A job for the scenarios at these places of the list that every step is given.
    #[must_use]
    pub fn new(wanted: Vec<usize>) -> Self {
        Self { wanted, found: Vec::new() }
    }
}

impl Steps for OddsJob {
    type Given<'a> = (&'a Prepared, &'a PolicyPack, &'a [Scenario]);
    /// As many as were wanted; `None` where the list has no scenario at that place.
    type Output = Vec<Option<Odds>>;

    fn step(&mut self, (prepared, pack, scenarios): Self::Given<'_>) -> Progress {
        if let Some(at) = self.wanted.get(self.found.len()) {
            self.found.push(scenarios.get(*at).map(|s| Odds::new(prepared, pack, s)));
        }
        Progress::of("drawing what is uncertain", self.found.len(), self.wanted.len())
    }
    fn finish(self) -> Vec<Option<Odds>> {
        self.found
    }
}

/// A gate whose outcome is not the same in all.
#[derive(Clone, Debug, PartialEq)]
pub struct GateDifference {
    /// Gate.
    pub gate: String,
    /// Its name.
    pub label: String,
    /// Outcome in each scenario.
    pub outcomes: Vec<Option<Outcome>>,
}

/// A setting that is not the same in all.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingDifference {
    /// What it is, with its kind: "Threshold of “Empathy”".
    pub label: String,
    /// Its value in each scenario, in words; numbers with their difference from the first.
    pub cells: Vec<String>,
}

/// The comparison; everything is told against the first scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    /// The scenarios.
    pub scenarios: Vec<Compared>,
    /// Does the decision change? One sentence.
    pub answer: String,
    /// Gates that come out differently, in the policy's order.
    pub gates: Vec<GateDifference>,
    /// Settings that differ: thresholds, waivers, assumptions, what-if values, curve families, scaling constants.
    pub settings: Vec<SettingDifference>,
    /// Largest Monte Carlo standard error of the probabilities.
    pub monte_carlo_error: f64,
}

/// Compares scenarios on the same evidence, policy and draws.
#[must_use]
pub fn side_by_side(prepared: &Prepared, pack: &PolicyPack, scenarios: &[&Scenario]) -> SideBySide {
    let odds: Vec<Option<Odds>> = scenarios.iter().map(|s| Some(Odds::new(prepared, pack, s))).collect();
    side_by_side_with(prepared, pack, scenarios, &odds)
}

/// The same with probabilities drawn before, as far as they are.
#[must_use]
pub fn side_by_side_with(
    prepared: &Prepared,
    pack: &PolicyPack,
    scenarios: &[&Scenario],
    odds: &[Option<Odds>],
) -> SideBySide {
    let mut compared: Vec<Compared> = Vec::with_capacity(scenarios.len());
    for (i, s) in scenarios.iter().enumerate() {
        let decision = decide(prepared, pack, s);
        let changes = compared.first().is_some_and(|f| f.decision.verdict.action != decision.verdict.action);
        compared.push(Compared { name: s.name.clone(), changes, odds: odds.get(i).copied().flatten(), decision });
    }
    SideBySide {
        answer: answer(&compared),
        gates: gates(&compared),
        settings: settings(prepared, pack, scenarios),
        monte_carlo_error: compared.iter().filter_map(|c| c.odds).map(|o| o.error).fold(0.0, f64::max),
        scenarios: compared,
    }
}

fn answer(all: &[Compared]) -> String {
    let Some(first) = all.first() else { return String::new() };
    let action = |c: &Compared| c.decision.verdict.action;
    if all.iter().all(|c| !c.changes) {
        let which = if all.len() == 2 { "both come".to_owned() } else { format!("all {} come", all.len()) };
        return format!("No: {which} to “{}”.", action(first).inline());
    }
    let mut parts = Vec::new();
    let mut told: Vec<Action> = Vec::new();
    for c in all {
        if told.contains(&action(c)) {
            continue;
        }
        told.push(action(c));
        let names: Vec<String> =
            all.iter().filter(|o| action(o) == action(c)).map(|o| format!("“{}”", o.name)).collect();
        parts.push(format!(
            "{} {} to “{}”",
            names.join(" and "),
            if names.len() == 1 { "comes" } else { "come" },
            action(c).inline()
        ));
    }
    format!("Yes: {}.", parts.join(", "))
}

fn gates(all: &[Compared]) -> Vec<GateDifference> {
    let Some(first) = all.first() else { return Vec::new() };
    let rows = first.decision.outcomes.iter().map(|o| GateDifference {
        gate: o.gate.clone(),
        label: o.label.clone(),
        outcomes: all.iter().map(|c| c.decision.outcome(&o.gate).map(|o| o.outcome)).collect(),
    });
    rows.filter(|r| r.outcomes.iter().any(|o| *o != r.outcomes[0])).collect()
}

/// A number in each scenario, with its difference from the first; nothing where all are the same.
fn numbers(label: String, values: &[f64], show: &dyn Fn(f64) -> String) -> Option<SettingDifference> {
    let first = *values.first()?;
    if values.iter().all(|v| v.total_cmp(&first).is_eq()) {
        return None;
    }
    let cell = |v: &f64| {
        if v.total_cmp(&first).is_eq() || !(v - first).is_finite() {
            return show(*v);
        }
        // Two shares differ by points, not by per cent of each other.
        let by = show((v - first).abs()).replace(" %", " points");
        format!("{} ({}{by})", show(*v), if *v > first { "+" } else { "−" })
    };
    Some(SettingDifference { label, cells: values.iter().map(cell).collect() })
}

/// A wording in each scenario; nothing where all are the same.
fn words(label: String, cells: Vec<String>) -> Option<SettingDifference> {
    let differs = cells.first().is_some_and(|first| cells.iter().any(|c| c != first));
    differs.then_some(SettingDifference { label, cells })
}

fn settings(prepared: &Prepared, pack: &PolicyPack, scenarios: &[&Scenario]) -> Vec<SettingDifference> {
    let shown = |v: f64, unit: Unit| pack.amount(v, unit).to_string();
    let each = |of: &dyn Fn(&Scenario) -> String| scenarios.iter().map(|s| of(s)).collect::<Vec<_>>();
    let keys = |of: &dyn Fn(&Scenario) -> Vec<String>| scenarios.iter().flat_map(|s| of(s)).collect::<BTreeSet<_>>();
    let mut rows = Vec::new();
    for gate in &pack.gates {
        let values: Vec<f64> = scenarios.iter().map(|s| s.threshold(gate)).collect();
        rows.extend(numbers(format!("Threshold of “{}”", gate.label), &values, &|v| shown(v, gate.unit)));
        let waiver = |s: &Scenario| match s.waivers.get(&gate.id) {
            None => "in force".to_owned(),
            Some(w) => {
                let until = if w.expires.is_empty() { String::new() } else { format!(" until {}", w.expires) };
                let why = if w.reason.is_empty() { String::new() } else { format!(": {}", w.reason) };
                format!("waived{until}{why}")
            }
        };
        rows.extend(words(format!("Waiver of “{}”", gate.label), each(&waiver)));
        let run = |s: &Scenario| s.runs.get(&gate.id).map_or("as the policy says".to_owned(), Clone::clone);
        rows.extend(words(format!("Run judged by “{}”", gate.label), each(&run)));
    }
    for id in keys(&|s| s.assumptions.keys().cloned().collect()) {
        let (label, unit) = name(pack, &id);
        let values: Vec<f64> = scenarios.iter().map(|s| s.assumption(pack, &id)).collect();
        rows.extend(numbers(format!("Assumption “{label}”"), &values, &|v| shown(v, unit)));
    }
    for id in keys(&|s| s.ranges.keys().cloned().collect()) {
        let (label, unit) = name(pack, &id);
        let cell = |s: &Scenario| {
            let range = s.assumption_range(pack, &id);
            range.map_or("none".into(), |(a, b)| format!("{} to {}", shown(a, unit), shown(b, unit)))
        };
        rows.extend(words(format!("Range of “{label}”"), each(&cell)));
    }
    for key in keys(&|s| s.what_if.keys().map(ToString::to_string).collect()).into_iter().map(Fact::from) {
        let gate = pack.gates_of(&key).next();
        let unit = gate.map(|g| g.unit).unwrap_or_default();
        let label = gate.map_or_else(|| key.to_string(), |g| g.label.clone());
        let cell = |s: &Scenario| s.what_if.get(&key).map_or("as measured".into(), |v| shown(*v, unit));
        rows.extend(words(format!("What if “{label}”"), each(&cell)));
    }
    for curve in keys(&|s| s.models.keys().cloned().collect()) {
        let known = prepared.evidence.curves.iter().find(|c| c.id == curve);
        let label = known.map_or(curve.as_str(), |c| c.label.as_str());
        let cell = |s: &Scenario| {
            let chosen = s.models.get(&curve);
            chosen
                .map_or("combination".into(), |m| crate::curve::model(m).map_or(m.clone(), |k| k.about().label.into()))
        };
        rows.extend(words(format!("Curve family of “{label}”"), each(&cell)));
    }
    rows.extend(words(
        "Scaling constants".into(),
        each(&|s| s.law.clone().unwrap_or_else(|| "the program's default".into())),
    ));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Prepare;
    use crate::data::Evidence;
    use crate::policy::{defaults, parse};
    use crate::scenario::{ThresholdChange, Waiver};

    #[test]
    fn what_differs_is_told_and_nothing_else() {
        let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is valid").value;
        let prepared = Prepare::new(Evidence::default(), &pack, None).run();
        let gate = pack.gates.iter().find(|g| g.metric().is_some()).expect("there is one");
        let a = Scenario::default();
        let mut b = Scenario { name: "B".into(), ..Scenario::default() };
        b.thresholds.insert(gate.id.clone(), ThresholdChange { threshold: gate.threshold + 0.05 });
        b.what_if.insert(gate.fact(), gate.threshold + 0.1);
        let mut c = Scenario { name: "C".into(), ..Scenario::default() };
        c.waivers.insert(gate.id.clone(), Waiver { reason: "agreed".into(), ..Waiver::default() });
        c.notes.insert("scenario".into(), crate::scenario::Annotation::default());
        let same = side_by_side(&prepared, &pack, &[&a, &a]);
        assert!(same.gates.is_empty() && same.settings.is_empty());
        assert!(same.answer.starts_with("No: both come to"), "{}", same.answer);
        let three = side_by_side(&prepared, &pack, &[&a, &b, &c]);
        assert_eq!(three.scenarios.len(), 3);
        let labels: Vec<&str> = three.settings.iter().map(|s| s.label.as_str()).collect();
        assert_eq!(labels.len(), 3, "{labels:?}");
        assert!(
            labels[0].starts_with("Threshold of")
                && labels[1].starts_with("Waiver of")
                && labels[2].starts_with("What if")
        );
        assert!(three.settings[0].cells[1].contains("(+0.050)"), "{:?}", three.settings[0].cells);
        assert_eq!(three.settings[1].cells, ["in force", "in force", "waived: agreed"]);
        assert!(three.gates.iter().any(|g| g.gate == gate.id));
        for row in &three.gates {
            for (compared, outcome) in three.scenarios.iter().zip(&row.outcomes) {
                assert_eq!(compared.decision.outcome(&row.gate).map(|o| o.outcome), *outcome);
            }
        }
    }

    #[test]
    fn the_answer_names_who_comes_to_what() {
        let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is valid").value;
        let prepared = Prepare::new(Evidence::default(), &pack, None).run();
        let decision = decide(&prepared, &pack, &Scenario::default());
        let one = |name: &str, action: Action, changes: bool| {
            let mut decision = decision.clone();
            decision.verdict.action = action;
            Compared { name: name.into(), decision, changes, odds: None }
        };
        let all = [
            one("A", Action::MeasureFirst, false),
            one("B", Action::ExpandTargeted, true),
            one("C", Action::MeasureFirst, false),
        ];
        assert_eq!(answer(&all), "Yes: “A” and “C” come to “measure first”, “B” comes to “expand, targeted”.");
        assert_eq!(answer(&[all[0].clone(), all[2].clone()]), "No: both come to “measure first”.");
    }
}
