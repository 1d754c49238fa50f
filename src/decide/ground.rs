//! The same decision function without a word of explanation, for searches and draws that decide thousands of times.
//!
//! A [`Ground`] remembers what the evidence says under one scenario; when one input moves, only what that input touches is
//! measured again.

use super::context::Context;
use super::gap::Gap;
use super::gaps::{gap, keep};
use super::inventory::InventorySummary;
use super::judge::{Outcome, Severe, outcome, straddles};
use super::measure::{measure, measured};
use super::measurement::Measurement;
use super::rules::{Rule, rule};
use super::verdict::{Action, Way, action};
use crate::policy::{Fact, Gate, Phase, Role, Severity};
use crate::scenario::Scenario;
use std::borrow::Cow;

/// The action alone.
#[must_use]
pub fn action_now(ctx: &Context<'_>) -> Action {
    let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
    let ctx = Context { inventory: &inventory, gaps: &[], ..*ctx };
    decided(&ctx, &|_, gate| Cow::Owned(measure(gate, &ctx)), &|_, gate, light| gap_of(gate, light, &ctx))
}

/// A judged gate without its words.
struct Light<'a> {
    gate: &'a Gate,
    threshold: f64,
    outcome: Outcome,
    waived: bool,
    leak: bool,
    measurement: Cow<'a, Measurement>,
}

impl Severe for Light<'_> {
    fn phase(&self) -> Phase {
        self.gate.phase
    }
    fn severity(&self) -> Severity {
        self.gate.severity
    }
    fn outcome(&self) -> Outcome {
        self.outcome
    }
    fn waived(&self) -> bool {
        self.waived
    }
    fn is_leak(&self) -> bool {
        self.leak
    }
    fn straddles(&self) -> bool {
        straddles(self.gate.comparator, self.threshold, self.measurement.interval)
    }
}

fn gap_of(gate: &Gate, light: &Light<'_>, ctx: &Context<'_>) -> Gap {
    gap(gate, light.threshold, &light.measurement, ctx)
}

/// Decides from what `fact` says of a gate of the first two phases, and `gap` of a metric that misses its target.
fn decided<'a>(
    ctx: &Context<'a>,
    fact: &dyn Fn(usize, &'a Gate) -> Cow<'a, Measurement>,
    gap: &dyn Fn(usize, &'a Gate, &Light<'a>) -> Gap,
) -> Action {
    let of = |phase: Phase| ctx.pack.gates.iter().enumerate().filter(move |(_, g)| g.phase == phase);
    let mut lights: Vec<Light<'a>> = of(Phase::Complete).map(|(i, g)| light(g, fact(i, g), ctx.scenario)).collect();
    // A later phase matters only where the earlier ones leave the question open.
    if lights.iter().any(Severe::stops) {
        return Action::CompleteFoundation;
    }
    let mut gaps = Vec::new();
    for (i, gate) in of(Phase::Validate) {
        let light = light(gate, fact(i, gate), ctx.scenario);
        if light.stops() && gate.role() == Role::Metric {
            keep(&mut gaps, gap(i, gate, &light), gate.comparator);
        }
        lights.push(light);
    }
    let way = Way::of(&gaps, ctx);
    let (early, phase) = action(&lights, way);
    if phase != Phase::Expand {
        return early;
    }
    let third = Context { gaps: &gaps, ..*ctx };
    lights.extend(of(Phase::Expand).map(|(_, g)| light(g, Cow::Owned(measure(g, &third)), ctx.scenario)));
    action(&lights, way).0
}

fn light<'a>(gate: &'a Gate, measurement: Cow<'a, Measurement>, scenario: &Scenario) -> Light<'a> {
    let (threshold, warn, tolerate) = scenario.bands(gate);
    Light {
        gate,
        threshold,
        outcome: outcome(gate.comparator, threshold, warn, tolerate, &measurement),
        waived: scenario.waivers.contains_key(&gate.id),
        leak: gate.is_leak(),
        measurement,
    }
}

/// What the evidence says under one scenario.
pub struct Ground {
    scenario: Scenario,
    inventory: InventorySummary,
    known: Vec<Known>,
}

/// What it says of one gate (nothing is kept of those of phase 3, which follow from the gaps).
#[derive(Default)]
struct Known {
    fact: Option<Fact>,
    /// As measured, whatever the scenario assumes; without the rows behind it.
    measured: Measurement,
    /// As the scenario has it.
    now: Measurement,
    /// Where it is a metric that misses its target.
    gap: Option<Gap>,
    /// True where it moves with assumptions.
    assumes: bool,
    /// True where it moves with any tier of the inventory.
    every_tier: bool,
}

impl Ground {
    /// Measures under the scenario of `ctx`.
    #[must_use]
    pub fn new(ctx: &Context<'_>) -> Self {
        let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
        let own = Context { inventory: &inventory, gaps: &[], ..*ctx };
        let known = ctx.pack.gates.iter().map(|gate| {
            if gate.phase == Phase::Expand {
                return Known::default();
            }
            let fact = gate.fact();
            let measured = Measurement { evidence: Vec::new(), names: Vec::new(), ..measured(gate, &own) };
            let now = match ctx.scenario.what_if.get(&fact) {
                Some(&value) => measured.clone().assumed(value),
                None => measured.clone(),
            };
            let light = light(gate, Cow::Borrowed(&now), ctx.scenario);
            let misses = gate.phase == Phase::Validate && light.stops() && gate.role() == Role::Metric;
            let gap = misses.then(|| gap_of(gate, &light, &own));
            let own = rule(&gate.rule);
            let every_tier = own.is_some_and(|r| r.reads_every_tier(gate));
            Known { fact: Some(fact), measured, now, gap, assumes: own.is_some_and(Rule::assumes), every_tier }
        });
        let known = known.collect();
        Self { scenario: ctx.scenario.clone(), inventory, known }
    }

    /// The action under another scenario. `ctx` is that of [`Ground::new`] but for its scenario.
    #[must_use]
    pub fn action(&self, ctx: &Context<'_>) -> Action {
        let mut moved = self.moved(ctx.scenario).peekable();
        let rests = moved.peek().is_some();
        // What a what-if value hid has to be measured again once it is taken back.
        if !moved.all(|fact| ctx.scenario.what_if.contains_key(fact)) {
            return action_now(ctx);
        }
        let inventory = match rests {
            true => Cow::Owned(ctx.inventory.with_what_ifs(&ctx.scenario.what_if)),
            false => Cow::Borrowed(&self.inventory),
        };
        let ctx = Context { inventory: &inventory, gaps: &[], ..*ctx };
        let assumed = self.assumes_the_same(ctx.scenario);
        let fact = |i: usize, gate: &Gate| {
            let known = &self.known[i];
            let anew = !assumed && known.assumes || rests && known.every_tier;
            if anew { Cow::Owned(measure(gate, &ctx)) } else { self.fact(i, ctx.scenario) }
        };
        decided(&ctx, &fact, &|i, gate, light| {
            let still = assumed && matches!(light.measurement, Cow::Borrowed(_));
            let same = |g: &&Gap| still && g.target == light.threshold;
            match self.known[i].gap.as_ref().filter(same) {
                Some(known) => known.clone(),
                None => gap_of(gate, light, &ctx),
            }
        })
    }

    /// The gates that a threshold or a fact bears on, where it bears on the verdict through their outcomes alone.
    #[must_use]
    pub fn watch<'a>(&self, ctx: &Context<'a>, moved: Moved<'_>) -> Option<Watch<'a>> {
        let all = || ctx.pack.gates.iter().enumerate();
        let gates: Vec<(usize, &'a Gate)> = match moved {
            Moved::Threshold(id) => all().filter(|(_, g)| g.id == id).collect(),
            Moved::Fact(fact) if fact.carries_others() => return None,
            Moved::Fact(fact) => all().filter(|(_, g)| g.fact() == *fact).collect(),
        };
        // Gates of phase 3 are measured anew from the gaps.
        let plain = gates.iter().all(|(_, g)| g.phase != Phase::Expand);
        (plain && self.differs_in_facts_only(ctx.scenario))
            .then_some(Watch { gates, threshold: matches!(moved, Moved::Threshold(_)) })
    }

    /// What is known of gate `index` of the policy, of the first two phases, under a scenario that differs in facts only.
    #[must_use]
    pub fn fact(&self, index: usize, scenario: &Scenario) -> Cow<'_, Measurement> {
        let known = &self.known[index];
        let value = |s: &Scenario| s.what_if.get(known.fact.as_ref()?).copied();
        match (value(scenario), value(&self.scenario)) {
            (now, before) if now == before => Cow::Borrowed(&known.now),
            (Some(value), _) => Cow::Owned(known.measured.clone().assumed(value)),
            (None, _) => Cow::Owned(known.measured.clone()),
        }
    }

    /// Facts on which others rest and whose what-if value differs.
    fn moved<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Fact> {
        let differs = |key: &&Fact| scenario.what_if.get(*key) != self.scenario.what_if.get(*key);
        let keys = scenario.what_if.keys().chain(self.scenario.what_if.keys());
        keys.filter(move |key| differs(key) && key.carries_others())
    }

    /// True where what was measured still holds: no what-if value differs on which other facts rest.
    fn bears(&self, scenario: &Scenario) -> bool {
        self.moved(scenario).next().is_none()
    }

    /// True where the curves are read in the same way, at the same prices and under the same assumptions.
    fn assumes_the_same(&self, scenario: &Scenario) -> bool {
        let prices = |s: &Scenario| s.ranges.iter().any(|(id, _)| id.starts_with("price "));
        scenario.assumptions == self.scenario.assumptions
            && scenario.models == self.scenario.models
            && scenario.runs == self.scenario.runs
            && (scenario.ranges == self.scenario.ranges || !(prices(scenario) || prices(&self.scenario)))
    }

    /// True where a scenario differs from the ground's in thresholds, waivers and facts on which no other fact rests.
    #[must_use]
    pub fn differs_in_facts_only(&self, scenario: &Scenario) -> bool {
        self.bears(scenario) && self.assumes_the_same(scenario)
    }
}

/// What is moved.
#[derive(Clone, Copy, Debug)]
pub enum Moved<'a> {
    /// The threshold of a gate.
    Threshold(&'a str),
    /// A measured fact.
    Fact(&'a Fact),
}

/// Gates whose outcomes a moved value settles.
pub struct Watch<'a> {
    gates: Vec<(usize, &'a Gate)>,
    threshold: bool,
}

impl Watch<'_> {
    /// The outcomes with the moved thing at `value`, and whether an interval includes its threshold: two values with the
    /// same come to the same verdict. `None` where a metric misses its target there, so that the way to the target counts
    /// and not the outcome alone.
    #[must_use]
    pub fn outcomes(&self, ground: &Ground, ctx: &Context<'_>, value: f64) -> Option<Vec<(Outcome, bool)>> {
        let each = self.gates.iter().map(|&(i, gate)| {
            let mut light = if self.threshold {
                let (threshold, warn, tolerate) = Scenario::bands_at(gate, value);
                let fact = ground.fact(i, ctx.scenario);
                let outcome = outcome(gate.comparator, threshold, warn, tolerate, &fact);
                Light { gate, threshold, outcome, waived: false, leak: false, measurement: fact }
            } else {
                light(gate, Cow::Owned(ground.known[i].measured.clone().assumed(value)), ctx.scenario)
            };
            light.waived = ctx.scenario.waivers.contains_key(&gate.id);
            let gap = gate.phase == Phase::Validate && gate.role() == Role::Metric && light.stops();
            (!gap).then(|| (light.outcome, light.straddles()))
        });
        each.collect()
    }
}
