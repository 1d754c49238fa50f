//! How probable each verdict and each outcome is, when everything uncertain is drawn.

use super::mixture::MixtureTier;
use super::world::{Draw, World};
use crate::decide::context::Context;
use crate::decide::gap::Gap;
use crate::decide::judge::{GateOutcome, Outcome, Severe, outcome};
use crate::decide::measurement::Measurement;
use crate::decide::rules;
use crate::decide::verdict::{Action, Decision, Way, action};
use crate::policy::{Gate, Phase, Role};
use serde::{Deserialize, Serialize};

/// Probability of each outcome of a gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateChance {
    /// Gate.
    pub gate: String,
    /// Probability that it passes.
    pub pass: f64,
    /// Probability that it warns.
    pub warn: f64,
    /// Probability that it fails.
    pub fail: f64,
    /// Probability that it stays unknown.
    pub unknown: f64,
}

/// Probabilities over the draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chances {
    /// Draws.
    pub draws: usize,
    /// Probability of each verdict, most probable first: what the verdict would be if the uncertain numbers were known.
    pub verdicts: Vec<(Action, f64)>,
    /// Largest Monte Carlo standard error among them.
    pub monte_carlo_error: f64,
    /// Probability of the verdict shown.
    pub shown: f64,
    /// Gates whose outcome the draws touch.
    pub gates: Vec<GateChance>,
    /// Probability of meeting each target: metric, name, probability (`None` where never measured).
    pub targets: Vec<(String, String, Option<f64>)>,
    /// Probability of meeting all measured targets.
    pub all_targets: Option<f64>,
    /// Targets never measured, about which no probability speaks.
    pub unmeasured: Vec<String>,
}

impl Chances {
    /// How sure the verdict shown is; `None` where no gate looks at a number whose error is known, so that there is nothing
    /// to be sure or unsure of.
    #[must_use]
    pub fn sure(&self) -> Option<f64> {
        (self.draws > 0 && !self.gates.is_empty()).then_some(self.shown)
    }
}

/// Draws everything uncertain and decides each time.
#[must_use]
pub fn chances(ctx: &Context<'_>, decision: &Decision, world: &World, sample: &[Draw]) -> Chances {
    let mut verdicts = Action::ALL.map(|a| (a, 0_usize));
    let judged: Vec<Judged<'_>> = decision.outcomes.iter().map(|o| Judged::new(o, ctx, world)).collect();
    let shown = |i: &usize| {
        let o = &decision.outcomes[*i];
        let rated =
            judged[*i].target.map(|k| &world.targets[k]).is_some_and(|t| t.value.is_some() && t.rater_error > 0.0);
        let doubted = rated || o.phase == Phase::Validate && o.measurement.se.is_some_and(|s| s > 0.0);
        judged[*i].tier.is_some() || doubted
    };
    let mut counts: Vec<(usize, [usize; 4])> = (0..judged.len()).filter(shown).map(|i| (i, [0; 4])).collect();
    // What the gates of phase 3 say while no target is missed.
    let without_gap: Vec<Option<Outcome>> = judged
        .iter()
        .map(|k| Some(third(k.gate.filter(|_| k.fixed.phase == Phase::Expand)?, k.fixed, ctx, &[])))
        .collect();
    let mut met = vec![0_usize; world.targets.len()];
    let mut all = 0_usize;
    // Without a word of explanation: what the draws do not touch is judged once.
    let mut outcomes = decision.outcomes.clone();
    let draws = sample.len();
    for draw in sample {
        for (o, known) in outcomes.iter_mut().zip(&judged) {
            let drawn = match (known.target, &known.tier) {
                (Some(k), _) => draw.values[k],
                (None, Some((k, tier))) => tier.quality(draw.tiers[*k]),
                (None, None) => continue,
            };
            let value = Some(drawn).filter(|v| v.is_finite()).or(known.fixed.measurement.value);
            // Once the number is known, no interval is left: the threshold decides.
            let drawn = Measurement { value, ..Measurement::default() };
            o.outcome = outcome(o.comparator, o.threshold, o.warn, o.tolerate, &drawn);
            o.measurement.interval = None;
        }
        // Where the foundation decides, no later phase is asked.
        let stopped = outcomes.iter().any(|o| o.phase == Phase::Complete && (o.stops() || o.blinds()));
        let gaps = if stopped { Vec::new() } else { gaps_of_draw(&outcomes, &judged, ctx, world, draw) };
        if !stopped {
            for ((o, known), idle) in outcomes.iter_mut().zip(&judged).zip(&without_gap) {
                let Some(idle) = idle else { continue };
                o.outcome = match known.gate {
                    Some(gate) if !gaps.is_empty() => third(gate, known.fixed, ctx, &gaps),
                    _ => *idle,
                };
            }
        }
        let now = action(&outcomes, Way::of(&gaps, ctx)).0;
        if let Some(v) = verdicts.iter_mut().find(|v| v.0 == now) {
            v.1 += 1;
        }
        for (i, count) in &mut counts {
            count[match outcomes[*i].outcome {
                Outcome::Pass => 0,
                Outcome::Warn => 1,
                Outcome::Fail => 2,
                _ => 3,
            }] += 1;
        }
        for (k, t) in world.targets.iter().enumerate() {
            met[k] += usize::from(draw.values[k].is_finite() && t.comparator.meets(draw.values[k], t.threshold));
        }
        all += usize::from(world.success(&draw.values));
    }
    let share = |n: usize| n as f64 / draws.max(1) as f64;
    let mut list: Vec<(Action, f64)> = verdicts.iter().map(|(a, n)| (*a, share(*n))).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let error = |p: f64| (p * (1.0 - p) / draws.max(1) as f64).sqrt();
    let measured = world.targets.iter().any(|t| t.value.is_some());
    Chances {
        draws,
        monte_carlo_error: list.iter().map(|v| error(v.1)).fold(0.0, f64::max),
        shown: list.iter().find(|v| v.0 == decision.verdict.action).map_or(0.0, |v| v.1),
        verdicts: list,
        gates: counts
            .into_iter()
            .map(|(i, n)| GateChance {
                gate: decision.outcomes[i].gate.clone(),
                pass: share(n[0]),
                warn: share(n[1]),
                fail: share(n[2]),
                unknown: share(n[3]),
            })
            .collect(),
        targets: world
            .targets
            .iter()
            .zip(met)
            .map(|(t, n)| (t.metric.clone(), t.label.clone(), t.value.is_some().then(|| share(n))))
            .collect(),
        all_targets: measured.then(|| share(all)),
        unmeasured: world.unmeasured(),
    }
}

/// A judged gate with what is looked up once for all draws.
struct Judged<'a> {
    fixed: &'a GateOutcome,
    gate: Option<&'a Gate>,
    /// Its target among those of the world, where its metric is drawn.
    target: Option<usize>,
    /// The tier, with its place in the mixture, whose quality it asks for and that has an error.
    tier: Option<(usize, MixtureTier)>,
}

impl<'a> Judged<'a> {
    fn new(fixed: &'a GateOutcome, ctx: &Context<'a>, world: &World) -> Self {
        let gate = ctx.pack.gate(&fixed.gate);
        let drawn = fixed.phase == Phase::Validate && gate.is_some_and(|g| g.role() == Role::Metric);
        let target = world.targets.iter().position(|t| drawn && t.fact == fixed.fact);
        let number = gate.filter(|g| g.role() == Role::TierQuality).and_then(Gate::tier);
        let measured = fixed.measurement.value.is_some() && !fixed.measurement.assumed;
        let tiers = world.mixture.iter().flat_map(|m| m.tiers.iter().copied().enumerate());
        let tier =
            tiers.filter(|(_, t)| measured && t.error > 0.0 && t.there > 0.0).find(|(_, t)| number == Some(t.tier));
        Self { fixed, gate, target, tier }
    }
}

/// Gaps as they are in a draw: the curve is known, so that a target is reached within the budget or it is not.
fn gaps_of_draw(
    outcomes: &[GateOutcome],
    judged: &[Judged<'_>],
    ctx: &Context<'_>,
    world: &World,
    draw: &Draw,
) -> Vec<Gap> {
    let failing = outcomes.iter().zip(judged).filter(|(o, _)| o.phase == Phase::Validate && o.stops());
    let mut gaps = Vec::new();
    for (o, known) in failing {
        let Some(k) = known.target else { continue };
        let (t, u, now) = (&world.targets[k], draw.levels[k], draw.values[k]);
        let mut gap = Gap {
            metric: t.metric.clone(),
            slice: t.slice.clone(),
            gate: o.gate.clone(),
            label: t.label.clone(),
            target: o.threshold,
            value: now,
            ..Gap::default()
        };
        if let Some(c) = &t.curve {
            let per_record = c.of_record(draw);
            let budget = ctx.assume("budget_records").max(0.0) * per_record;
            let most = 1.0 + budget / c.size;
            let there = |factor: f64| o.comparator.meets(world.value_at(t, now, u, factor), o.threshold);
            gap.probability = Some(if there(most) { 1.0 } else { 0.0 });
            gap.doubling = Some(t.comparator.sign() * c.change(u, 2.0));
            gap.size = c.size;
            gap.budget_size = c.size + budget;
            if there(most) {
                let (mut low, mut high) = (1.0, most);
                for _ in 0..20 {
                    let middle = 0.5 * (low + high);
                    if there(middle) { high = middle } else { low = middle }
                }
                gap.add_records = Some((high - 1.0) * c.size / per_record);
            } else {
                gap.add_records = Some(budget / per_record);
            }
        }
        gaps.push(gap);
    }
    gaps
}

fn third(gate: &Gate, fixed: &GateOutcome, ctx: &Context<'_>, gaps: &[Gap]) -> Outcome {
    let ctx = Context { gaps, ..*ctx };
    let found = rules::rule(&gate.rule).map(|r| r.measure(gate, &ctx)).unwrap_or_default();
    outcome(fixed.comparator, fixed.threshold, fixed.warn, fixed.tolerate, &found)
}
