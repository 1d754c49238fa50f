//! Sensitivity: how far the probability of meeting all targets, and the verdict, move with one input or with two.

use super::chance::{Draw, More, World};
use super::context::Context;
use super::flips::Flip;
use super::ground::Ground;
use super::judge::Outcome;
use super::subject::{FlipSubject, Subject, subjects};
use super::verdict::{Action, Decision, decide};
use crate::data::{Progress, Steps, Unit};
use crate::policy::{Fact, Gate, Phase, PolicyPack, Role, Severity};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// One bar of the tornado.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TornadoBar {
    /// What is moved.
    pub subject: FlipSubject,
    /// Its name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Values it is moved to: low and high.
    pub inputs: (f64, f64),
    /// Where those come from, in words.
    pub basis: String,
    /// Probability of meeting all measured targets there.
    pub outputs: (f64, f64),
    /// Verdicts there.
    pub verdicts: (Action, Action),
    /// True where the output does not move in one direction over the range.
    pub non_monotone: bool,
}

/// The tornado: bars by length, longest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tornado {
    /// Probability of meeting all measured targets under the record budget, as things stand.
    pub base: Option<f64>,
    /// Bars.
    pub bars: Vec<TornadoBar>,
}

/// Draws behind each point of the tornado.
const DRAWS: usize = 256;
/// Points over a range, to see whether it is monotone.
const POINTS: usize = 5;

/// Draws of the world as it is, and how far the record budget moves each target in each of them.
struct Spent<'a> {
    from: &'a World,
    sample: &'a [Draw],
    changes: Vec<Vec<f64>>,
}

impl<'a> Spent<'a> {
    fn new(ctx: &Context<'_>, from: &'a World, world: &World, sample: &'a [Draw]) -> Self {
        let budget = ctx.assume("budget_records").max(0.0);
        Self { from, sample, changes: sample.iter().map(|d| world.changes(d, More::records(budget))).collect() }
    }
    /// Probability of meeting all measured targets in another world with the same curves.
    fn met(&self, world: &World) -> Option<f64> {
        if world.targets.iter().all(|t| t.value.is_none()) || self.sample.is_empty() {
            return None;
        }
        let each = self.sample.iter().zip(&self.changes);
        let met = each.filter(|(d, changes)| world.success_moved(self.from, d, changes)).count();
        Some(met as f64 / self.sample.len() as f64)
    }
}

/// One-way sensitivity of the inputs that carry a range: assumptions (10th to 90th percentile) and measured metrics
/// (90 % interval), and of the targets' thresholds (± 5 % of the slider).
#[must_use]
pub fn tornado(ctx: &Context<'_>, seed: u64) -> Tornado {
    let from = World::new(ctx, &decide(ctx), seed);
    let sample = from.sample(DRAWS);
    let now = Spent::new(ctx, &from, &from, &sample);
    let base = now.met(&from);
    if base.is_none() {
        return Tornado::default();
    }
    let ground = Ground::new(ctx);
    let output = |ctx: &Context<'_>| match from.under(ctx, &ground) {
        Some(world) => now.met(&world),
        // The curves are read otherwise, or the budget is another.
        None => {
            let world = World::new(ctx, &decide(ctx), seed);
            Spent::new(ctx, &from, &world, &sample).met(&world)
        }
    };
    let mut bars: Vec<TornadoBar> = ranged(ctx)
        .into_iter()
        .filter_map(|(s, low, high, basis)| {
            let points: Vec<(f64, Action)> = (0..POINTS)
                .map(|i| {
                    let v = s
                        .value(s.position(low) + (s.position(high) - s.position(low)) * i as f64 / (POINTS - 1) as f64);
                    let scenario = s.at(ctx.scenario, v);
                    let ctx = Context { scenario: &scenario, ..*ctx };
                    Some((output(&ctx)?, ground.action(&ctx)))
                })
                .collect::<Option<_>>()?;
            let rises = points.windows(2).any(|w| w[1].0 > w[0].0 + 1e-9);
            let falls = points.windows(2).any(|w| w[1].0 < w[0].0 - 1e-9);
            let (first, last) = (points.first()?, points.last()?);
            Some(TornadoBar {
                subject: s.subject.clone(),
                label: s.label.clone(),
                unit: s.unit,
                inputs: (low, high),
                basis,
                outputs: (first.0, last.0),
                verdicts: (first.1, last.1),
                non_monotone: rises && falls,
            })
        })
        .collect();
    bars.sort_by(|a, b| {
        let span = |t: &TornadoBar| (t.outputs.1 - t.outputs.0).abs();
        span(b).total_cmp(&span(a)).then_with(|| a.subject.cmp(&b.subject))
    });
    bars.truncate(12);
    Tornado { base, bars }
}

fn ranged(ctx: &Context<'_>) -> Vec<(Subject, f64, f64, String)> {
    let decision = decide(ctx);
    subjects(ctx)
        .into_iter()
        .filter_map(|s| match &s.subject {
            // Conditions of the expansion (probability, price, gain worth having) do not move the metrics.
            FlipSubject::Assumption(id) if !matches!(id.as_str(), "budget_records" | "tokens_per_record") => None,
            FlipSubject::Assumption(id) => {
                let (low, high) = ctx.scenario.assumption_range(ctx.pack, id)?;
                (low < high).then(|| (s.clone(), low, high, "plausible range of the assumption".to_owned()))
            }
            FlipSubject::Fact(fact @ Fact::Metric { .. }) => {
                let o = decision.outcomes.iter().find(|o| {
                    o.phase == Phase::Validate && ctx.pack.gate(&o.gate).is_some_and(|g| g.fact() == *fact)
                })?;
                let (low, high) = o.measurement.interval?;
                Some((s.clone(), low, high, "interval of the measurement".to_owned()))
            }
            FlipSubject::Threshold(gate) => {
                let decisive =
                    |g: &&Gate| g.phase == Phase::Validate && g.role() == Role::Metric && g.severity == Severity::Block;
                let g = ctx.pack.gate(gate).filter(decisive)?;
                let half = 0.05 * (g.range.1 - g.range.0);
                let now = ctx.scenario.threshold(g);
                Some((
                    s.clone(),
                    (now - half).max(g.range.0),
                    (now + half).min(g.range.1),
                    "threshold ± 5 % of its slider".to_owned(),
                ))
            }
            FlipSubject::Fact(_) => None,
        })
        .collect()
}

/// An input of a two-way grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridInput {
    /// What is moved.
    pub subject: FlipSubject,
    /// Its name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Values it is moved to, rising.
    pub values: Vec<f64>,
    /// Value today, where known.
    pub today: Option<f64>,
    /// True where the values are evenly spaced on a logarithmic scale.
    pub log: bool,
}

impl GridInput {
    /// Its name, with what kind of thing it is where that is not plain.
    #[must_use]
    pub fn title(&self) -> String {
        match self.subject {
            FlipSubject::Threshold(_) => format!("{} (threshold)", self.label),
            FlipSubject::Fact(_) => format!("{} (measured)", self.label),
            FlipSubject::Assumption(_) => self.label.clone(),
        }
    }
}

/// A two-way grid of verdicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Horizontal input.
    pub x: GridInput,
    /// Vertical input.
    pub y: GridInput,
    /// Verdicts, row by row (y), from the lowest y.
    pub verdicts: Vec<Vec<Action>>,
}

/// Verdicts over the ranges of two inputs.
#[must_use]
pub fn grid(ctx: &Context<'_>, x: &FlipSubject, y: &FlipSubject, steps: usize) -> Option<Grid> {
    let wish = GridWish { across: Some(x.clone()), upwards: Some(y.clone()), flips: Vec::new() };
    GridJob::new(ctx, wish, steps).run(*ctx)
}

/// Which grid is wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GridWish {
    /// Horizontal input; the most telling one where none was chosen.
    pub across: Option<FlipSubject>,
    /// Vertical input, likewise.
    pub upwards: Option<FlipSubject>,
    /// What flips the verdict, nearest first: what is telling.
    pub flips: Vec<Flip>,
}

/// A grid on its way: its inputs first, then a row a step.
pub struct GridJob {
    wish: GridWish,
    all: Vec<Subject>,
    ground: Ground,
    steps: usize,
    /// The inputs, once they are found; `None` inside where there are none.
    inputs: Option<Option<(Subject, Subject)>>,
    verdicts: Vec<Vec<Action>>,
}

impl GridJob {
    /// A grid of `steps` values each way around the scenario of `ctx`.
    #[must_use]
    pub fn new(ctx: &Context<'_>, wish: GridWish, steps: usize) -> Self {
        Self { wish, all: subjects(ctx), ground: Ground::new(ctx), steps, inputs: None, verdicts: Vec::new() }
    }
    fn find(&self, ctx: &Context<'_>) -> Option<(Subject, Subject)> {
        let chosen = (self.wish.across.clone(), self.wish.upwards.clone());
        let (x, y) = match chosen {
            (Some(x), Some(y)) => (x, y),
            chosen => telling_on(ctx, &self.ground, &self.all, &self.wish.flips, &decide(ctx), chosen)?,
        };
        let find = |s: &FlipSubject| self.all.iter().find(|k| k.subject == *s).cloned();
        Some((find(&x)?, find(&y)?))
    }
}

impl Steps for GridJob {
    /// The context of [`GridJob::new`].
    type Given<'a> = Context<'a>;
    type Output = Option<Grid>;

    fn step(&mut self, ctx: Context<'_>) -> Progress {
        match &self.inputs {
            None => self.inputs = Some(self.find(&ctx)),
            Some(Some((x, y))) if self.verdicts.len() < self.steps => {
                let v = values(y, self.steps)[self.verdicts.len()];
                self.verdicts.push(row(&ctx, &self.ground, x, &values(x, self.steps), &y.at(ctx.scenario, v)));
            }
            Some(_) => {}
        }
        let none = matches!(self.inputs, Some(None));
        let total = 1 + if none { 0 } else { self.steps };
        Progress::of("moving two inputs at once", usize::from(self.inputs.is_some()) + self.verdicts.len(), total)
    }
    fn finish(self) -> Option<Grid> {
        let (x, y) = self.inputs.flatten()?;
        let input = |s: &Subject| GridInput {
            subject: s.subject.clone(),
            label: s.label.clone(),
            unit: s.unit,
            values: values(s, self.steps),
            today: s.today,
            log: s.log,
        };
        Some(Grid { x: input(&x), y: input(&y), verdicts: self.verdicts })
    }
}

/// So many values over the range of an input, rising.
fn values(s: &Subject, steps: usize) -> Vec<f64> {
    (0..steps).map(|i| s.value(i as f64 / (steps - 1).max(1) as f64)).collect()
}

/// Verdicts of a scenario with an input at each of the values.
fn row(ctx: &Context<'_>, ground: &Ground, x: &Subject, values: &[f64], scenario: &Scenario) -> Vec<Action> {
    let at = |u: &f64| ground.action(&Context { scenario: &x.at(scenario, *u), ..*ctx });
    values.iter().map(at).collect()
}

/// Candidates for the second input that are tried, and values of each input then.
const TRIED: (usize, usize) = (16, 4);

/// The two inputs of a grid, where they were not chosen: the one whose flip is nearest, and the first of the others over
/// which the verdict varies beside it.
#[must_use]
pub fn telling(
    ctx: &Context<'_>,
    flips: &[Flip],
    decision: &Decision,
    chosen: (Option<FlipSubject>, Option<FlipSubject>),
) -> Option<(FlipSubject, FlipSubject)> {
    telling_on(ctx, &Ground::new(ctx), &subjects(ctx), flips, decision, chosen)
}

fn telling_on(
    ctx: &Context<'_>,
    ground: &Ground,
    all: &[Subject],
    flips: &[Flip],
    decision: &Decision,
    chosen: (Option<FlipSubject>, Option<FlipSubject>),
) -> Option<(FlipSubject, FlipSubject)> {
    let order = suggested(flips, all, decision, ctx.pack);
    let x = chosen.0.or_else(|| order.iter().find(|s| Some(*s) != chosen.1.as_ref()).cloned())?;
    let others = || order.iter().filter(|s| **s != x);
    let find = |s: &FlipSubject| all.iter().find(|k| k.subject == *s);
    let across = find(&x)?;
    let varies = |y: &&FlipSubject| {
        let rows = find(y).map(|y| {
            let each = values(y, TRIED.1).into_iter();
            each.map(|v| row(ctx, ground, across, &values(across, TRIED.1), &y.at(ctx.scenario, v))).collect::<Vec<_>>()
        });
        rows.is_some_and(|rows| rows.windows(2).any(|w| w[0] != w[1]))
    };
    let y = chosen.1.or_else(|| others().take(TRIED.0).find(varies).or_else(|| others().next()).cloned())?;
    Some((x, y))
}

/// Inputs for a two-way grid, the most telling first: those whose flips are nearest, of different names, then facts of
/// gates that do not pass, then the rest. What is only yes or no comes last.
fn suggested(flips: &[Flip], all: &[Subject], decision: &Decision, pack: &PolicyPack) -> Vec<FlipSubject> {
    let mut order: Vec<&Subject> = Vec::new();
    for f in flips {
        let Some(known) = all.iter().find(|s| s.subject == f.subject && s.unit != Unit::YesNo) else { continue };
        if !order.iter().any(|s| s.label == known.label) {
            order.push(known);
        }
    }
    let rank = |s: &Subject| match &s.subject {
        _ if s.unit == Unit::YesNo => 3,
        FlipSubject::Fact(fact) => {
            let mut own = pack.gates.iter().filter(|g| g.severity == Severity::Block && g.fact() == *fact);
            let failing = |g: &Gate| decision.outcome(&g.id).is_some_and(|o| o.outcome != Outcome::Pass);
            if own.any(failing) { 0 } else { 1 }
        }
        _ => 2,
    };
    let mut rest: Vec<&Subject> = all.iter().filter(|s| !order.iter().any(|o| o.subject == s.subject)).collect();
    rest.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.subject.cmp(&b.subject)));
    order.into_iter().chain(rest).map(|s| s.subject.clone()).collect()
}

/// Pairs of inputs that flip the verdict together when neither does alone: both are moved to the better end of their
/// range.
#[must_use]
pub fn pairs(ctx: &Context<'_>, flipping: &[FlipSubject], most: usize) -> Vec<(String, String, Action)> {
    let ground = Ground::new(ctx);
    let now = ground.action(ctx);
    let failing: Vec<String> = {
        let d = decide(ctx);
        d.outcomes
            .iter()
            .filter(|o| matches!(o.outcome, Outcome::Fail | Outcome::Unknown))
            .map(|o| o.gate.clone())
            .collect()
    };
    let alone: Vec<Subject> = subjects(ctx)
        .into_iter()
        .filter(|s| matches!(&s.subject, FlipSubject::Fact(f) if ctx.pack.gates.iter().any(|g| g.fact() == *f && failing.contains(&g.id))))
        .filter(|s| !flipping.contains(&s.subject))
        .take(24)
        .collect();
    let good = |s: &Subject| -> f64 {
        let FlipSubject::Fact(f) = &s.subject else { return s.range.1 };
        let up = ctx.pack.gates_of(f).next().is_some_and(|g| g.comparator.sign() > 0.0);
        if up { s.range.1 } else { s.range.0 }
    };
    let mut found = Vec::new();
    for (i, a) in alone.iter().enumerate() {
        for b in &alone[i + 1..] {
            let first = a.at(ctx.scenario, good(a));
            let scenario = b.at(&first, good(b));
            let then = ground.action(&Context { scenario: &scenario, ..*ctx });
            if then != now {
                found.push((a.label.clone(), b.label.clone(), then));
                if found.len() >= most {
                    return found;
                }
            }
        }
    }
    found
}
