//! The world: what is uncertain, and draws of it.

use super::mixture::Mixture;
use crate::data::Unit;
use crate::decide::context::Context;
use crate::decide::cost::{self, Prices, between};
use crate::decide::gap::GAP_LEVEL;
use crate::decide::ground::Ground;
use crate::decide::judge::GateOutcome;
use crate::decide::verdict::Decision;
use crate::fit::{AHEAD_STEPS, Predictive, SEARCH_FACTOR};
use crate::num::{math, stream::Stream, student};
use crate::policy::{Comparator, Fact, Gate, Phase, Range3, Role, Severity};
use std::sync::Arc;

/// A target metric with its curve.
#[derive(Clone, Debug)]
pub struct Target {
    /// Metric identifier.
    pub metric: String,
    /// Slice of it, where one is asked for.
    pub slice: Option<String>,
    /// What is measured: several gates may ask something of it.
    pub fact: Fact,
    /// Gate that asks most.
    pub gate: String,
    /// Name.
    pub label: String,
    /// Which side is good.
    pub comparator: Comparator,
    /// Target in force.
    pub threshold: f64,
    /// Measured value; `None` where never measured.
    pub value: Option<f64>,
    /// Standard error; zero where none is known.
    pub se: f64,
    /// Standard deviation of the error that all raters of it share; zero for a metric that is counted, not rated, and for
    /// a what-if value.
    pub rater_error: f64,
    /// Items behind the value.
    pub n: Option<f64>,
    /// Its curve, tabulated.
    pub curve: Option<CurveTable>,
    /// Families that serve it.
    pub families: Vec<String>,
    /// Smallest and largest possible value.
    pub range: Option<(f64, f64)>,
}

impl Target {
    /// A value moved inside the metric's range.
    fn within(&self, value: f64) -> f64 {
        match self.range {
            Some((low, high)) if value.is_finite() => value.clamp(low, high),
            _ => value,
        }
    }
}

/// The underlying curve ahead of today.
#[derive(Clone, Debug)]
pub struct CurveTable {
    /// Size today.
    pub size: f64,
    /// Curve units per record.
    pub per_record: f64,
    /// True where its sizes are tokens, so that records count by their assumed length.
    pub in_tokens: bool,
    /// Noise of one measurement.
    pub noise: f64,
    /// The possible curves as they go on from today, on an even grid of the logarithm of the size.
    ahead: Arc<[Predictive]>,
    /// The same back from today, down to today's size over [`BACK`].
    behind: Arc<[Predictive]>,
}

impl CurveTable {
    /// Standard deviate (Student t) of the curve of quantile level `u`.
    fn deviate(&self, u: f64) -> f64 {
        student::quantile(u, self.ahead.first().map_or(4.0, |p| p.freedom))
    }
    /// Value of the curve of standard deviate `t` at `factor` times today's size (beyond the table, its end).
    /// All of them begin at today's value: how well that is known is the measurement's matter. Fewer data than today's lie on
    /// the same curve: the one that rises most ahead has risen most.
    #[must_use]
    pub fn value(&self, t: f64, factor: f64) -> f64 {
        if factor < 1.0 && !self.behind.is_empty() {
            return self.before(-t, factor);
        }
        let last = self.ahead.len().saturating_sub(2);
        let position = math::ln(factor.max(1.0)) / math::ln(SEARCH_FACTOR) * AHEAD_STEPS as f64;
        let i = (position.floor() as usize).min(last);
        let share = (position - i as f64).clamp(0.0, 1.0);
        let at = |i: usize| self.ahead.get(i).map_or(f64::NAN, |p| p.at(t));
        if share == 0.0 { at(i) } else { at(i) * (1.0 - share) + at(i + 1) * share }
    }
    fn before(&self, t: f64, factor: f64) -> f64 {
        let position = -math::ln(factor.max(1.0 / BACK)) / math::ln(BACK) * BACK_STEPS as f64;
        let i = (position.floor() as usize).min(self.behind.len().saturating_sub(2));
        let share = (position - i as f64).clamp(0.0, 1.0);
        let at = |i: usize| self.behind.get(i).map_or(f64::NAN, |p| p.at(t));
        at(i) * (1.0 - share) + at(i + 1) * share
    }
    /// Records of its last size in a draw.
    #[must_use]
    pub fn records(&self, draw: &Draw) -> f64 {
        self.size / self.of_record(draw)
    }
    /// Curve units of a record in a draw.
    #[must_use]
    pub fn of_record(&self, draw: &Draw) -> f64 {
        self.per_record * if self.in_tokens { draw.prices.tokens } else { 1.0 }
    }
    /// Change of the value from today's size to `factor` times it, followed along one possible curve.
    #[must_use]
    pub fn change(&self, t: f64, factor: f64) -> f64 {
        self.value(t, factor) - self.value(t, 1.0)
    }
}

/// How far back from today a curve is tabulated, and in how many steps.
const BACK: f64 = 64.0;
const BACK_STEPS: usize = 24;

/// What a plan adds to the data that are learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct More {
    /// Records more.
    pub records: f64,
    /// Factor on the effective data through their quality; 1 where it stays.
    pub quality: f64,
}

impl More {
    /// Records of today's quality.
    #[must_use]
    pub fn records(records: f64) -> Self {
        Self { records, quality: 1.0 }
    }
}

/// One draw.
#[derive(Clone, Debug, Default)]
pub struct Draw {
    /// True value of each target metric, `NaN` where never measured: its score with the raters' error taken out.
    pub values: Vec<f64>,
    /// Score of each target metric if endlessly many items were rated by the same raters, `NaN` where never measured.
    pub scores: Vec<f64>,
    /// Standard deviate of the error that the raters of each target metric share.
    pub raters: Vec<f64>,
    /// Standard deviate of each target's curve: which of the possible curves it follows.
    pub levels: Vec<f64>,
    /// Standard normal numbers for further measurements, one a target.
    pub spare: Vec<f64>,
    /// Prices.
    pub prices: Prices,
    /// γ/β of the quality law.
    pub quality_exponent: f64,
    /// Standard deviate of each tier's true quality about the stated one.
    pub tiers: Vec<f64>,
    /// Standard normal numbers for audits, one a tier.
    pub tier_spare: Vec<f64>,
    /// Which of the possible sizes a selection is worth, from 0 to 1.
    pub selection: f64,
    /// Standard normal number for further runs on selected records.
    pub selection_spare: f64,
}

/// Everything a draw is made of.
#[derive(Clone, Debug)]
pub struct World {
    /// Blocking targets of phase 2: one for each metric of a slice, time or run that is asked for, the hardest of its gates.
    pub targets: Vec<Target>,
    /// Records there.
    pub records: Option<f64>,
    /// Bytes per record.
    pub bytes_per_record: Option<f64>,
    /// The mixture of tiers, where their completeness and quality are known.
    pub mixture: Option<Mixture>,
    /// Seed.
    pub seed: u64,
    /// Expected prices.
    pub expected: Prices,
    costs: crate::policy::CostModel,
    tokens: Option<Range3>,
}

impl World {
    /// The world of a decision.
    #[must_use]
    pub fn new(ctx: &Context<'_>, decision: &Decision, seed: u64) -> Self {
        let mut targets: Vec<Target> = Vec::new();
        for o in decision.outcomes.iter().filter(|o| o.phase == Phase::Validate && o.severity == Severity::Block) {
            let Some(gate) = ctx.pack.gate(&o.gate).filter(|g| g.role() == Role::Metric) else { continue };
            match targets.iter_mut().find(|t| t.fact == o.fact) {
                Some(t) if o.comparator == t.comparator && t.comparator.sign() * (o.threshold - t.threshold) > 0.0 => {
                    (t.gate, t.threshold) = (o.gate.clone(), o.threshold);
                }
                Some(t) if o.comparator == t.comparator => {}
                _ => targets.push(target(ctx, o, gate)),
            }
        }
        let all = &ctx.inventory.all;
        let per = |total: Option<f64>| Some(total? / all.records.value.filter(|r| *r > 0.0)?);
        Self {
            targets,
            records: all.records.value,
            bytes_per_record: per(all.bytes.value),
            mixture: Mixture::new(ctx),
            seed,
            costs: ctx.costs(),
            tokens: cost::tokens(ctx),
            expected: cost::expected(ctx),
        }
    }

    /// Draw `i`.
    #[must_use]
    pub fn draw(&self, i: usize) -> Draw {
        let mut s = Stream::new(self.seed, i as u64);
        let mut scores = Vec::with_capacity(self.targets.len());
        let mut levels = Vec::with_capacity(self.targets.len());
        let mut spare = Vec::with_capacity(self.targets.len());
        for t in &self.targets {
            let z = s.normal();
            let u = s.uniform().clamp(1e-6, 1.0 - 1e-6);
            levels.push(t.curve.as_ref().map_or(0.0, |c| c.deviate(u)));
            spare.push(s.normal());
            scores.push(t.value.map_or(f64::NAN, |v| v + z * t.se));
        }
        let mut prices = Prices::drawn(&self.costs, || s.normal());
        // 0.97 to 1.02 are the published fits (least squares and Huber, causal language models); 0.69 translation.
        let quality_exponent = 0.7 + 0.32 * s.uniform();
        let raters: Vec<f64> = self.targets.iter().map(|_| s.normal()).collect();
        let each = self.targets.iter().zip(&scores).zip(&raters);
        let values = each.map(|((t, score), z)| t.within(score + t.rater_error * z)).collect();
        let tiers = self.mixture.as_ref().map_or(0, |m| m.tiers.len());
        let (tiers, tier_spare) = (0..tiers).map(|_| (s.normal(), s.normal())).unzip();
        prices.tokens = self.tokens.map_or(1.0, |r| between(r, s.normal()) / r.likely.max(1e-12));
        let (selection, selection_spare) = (s.uniform(), s.normal());
        Draw {
            values,
            scores,
            raters,
            levels,
            spare,
            prices,
            quality_exponent,
            tiers,
            tier_spare,
            selection,
            selection_spare,
        }
    }

    /// Share of measured targets' draws in which every measured target is met, given each target's value.
    #[must_use]
    pub fn success(&self, values: &[f64]) -> bool {
        self.targets.iter().zip(values).all(|(t, v)| v.is_nan() || t.comparator.meets(*v, t.threshold))
    }

    /// Names of the targets that were never measured: no probability speaks of them.
    #[must_use]
    pub fn unmeasured(&self) -> Vec<String> {
        self.targets.iter().filter(|t| t.value.is_none()).map(|t| t.label.clone()).collect()
    }

    /// The draws, once: every part of an exploration uses the same.
    #[must_use]
    pub fn sample(&self, draws: usize) -> Vec<Draw> {
        (0..draws).map(|i| self.draw(i)).collect()
    }

    /// This world under another scenario, where nothing but thresholds and measured values differs; `ground` is that of
    /// this world's scenario.
    #[must_use]
    pub fn under(&self, ctx: &Context<'_>, ground: &Ground) -> Option<Self> {
        if !ground.differs_in_facts_only(ctx.scenario) {
            return None;
        }
        let mut next = self.clone();
        for t in &mut next.targets {
            let Some((i, gate)) = ctx.pack.gates.iter().enumerate().find(|(_, g)| g.id == t.gate) else { continue };
            let measured = ground.fact(i, ctx.scenario);
            t.threshold = ctx.scenario.threshold(gate);
            (t.value, t.se, t.n) = (measured.value, measured.se.unwrap_or(0.0), measured.n);
            t.rater_error = if measured.assumed { 0.0 } else { rater_error(ctx, &t.metric) };
        }
        Some(next)
    }

    /// Whether every measured target is met in a draw of a world of the same shape, moved to this world's measured values
    /// (what was random stays the same), when each target changes by `changes`.
    #[must_use]
    pub fn success_moved(&self, from: &Self, draw: &Draw, changes: &[f64]) -> bool {
        let olds = from.targets.iter().zip(draw.scores.iter().zip(&draw.raters));
        self.targets.iter().zip(olds).zip(changes).all(|((t, (old, (drawn, z))), change)| {
            let today = t.value.unwrap_or(f64::NAN);
            let score = if t.se == 0.0 { today } else { drawn + (today - old.value.unwrap_or(f64::NAN)) };
            let value = t.within(t.within(score + t.rater_error * z) + change);
            value.is_nan() || t.comparator.meets(value, t.threshold)
        })
    }

    /// Records that are there: those of the inventory, else those that a target's curve was last measured with.
    #[must_use]
    pub fn there(&self, draw: &Draw) -> f64 {
        let measured = || self.targets.iter().find_map(|t| t.curve.as_ref().map(|c| c.records(draw)));
        self.records.filter(|r| *r > 0.0).or_else(measured).unwrap_or(0.0)
    }

    /// Factor on the effective data of a target: the records more over those that are there or, where no inventory counts
    /// them, over those that its curve was last measured with.
    fn factor(&self, t: &Target, draw: &Draw, more: More) -> f64 {
        let measured = || t.curve.as_ref().map(|c| c.records(draw));
        let there = self.records.filter(|r| *r > 0.0).or_else(measured);
        more.quality * there.map_or(1.0, |r| (1.0 + more.records / r).max(0.0))
    }

    /// Change of every target with more data.
    #[must_use]
    pub fn changes(&self, draw: &Draw, more: More) -> Vec<f64> {
        let each = self.targets.iter().zip(&draw.levels);
        each.map(|(t, u)| t.curve.as_ref().map_or(0.0, |c| c.change(*u, self.factor(t, draw, more)))).collect()
    }

    /// Whether every measured target is met with more data.
    #[must_use]
    pub fn success_at(&self, draw: &Draw, more: More) -> bool {
        self.targets.iter().zip(&draw.values).zip(&draw.levels).all(|((t, now), u)| {
            let value = self.value_at(t, *now, *u, self.factor(t, draw, more));
            value.is_nan() || t.comparator.meets(value, t.threshold)
        })
    }

    /// Value of every target with more data.
    #[must_use]
    pub fn values_at(&self, draw: &Draw, more: More) -> Vec<f64> {
        let each = self.targets.iter().zip(&draw.values).zip(&draw.levels);
        each.map(|((t, now), u)| self.value_at(t, *now, *u, self.factor(t, draw, more))).collect()
    }

    /// Value of one target when the effective data is `factor` times today's; unchanged without a curve.
    #[must_use]
    pub fn value_at(&self, t: &Target, now: f64, level: f64, factor: f64) -> f64 {
        t.within(now + t.curve.as_ref().map_or(0.0, |c| c.change(level, factor)))
    }

    /// Level of the ranges given with results.
    #[must_use]
    pub fn level(&self) -> f64 {
        GAP_LEVEL
    }
}

/// Standard deviation of the error that all raters of a metric share, in its own unit.
#[must_use]
pub fn rater_error(ctx: &Context<'_>, metric: &str) -> f64 {
    match ctx.pack.metric(metric).filter(|m| m.rated) {
        Some(m) => ctx.assume("rater_error").max(0.0) * m.range.map_or(1.0, |(low, high)| high - low),
        None => 0.0,
    }
}

fn target(ctx: &Context<'_>, o: &GateOutcome, gate: &Gate) -> Target {
    let metric = gate.metric().unwrap_or_default().to_owned();
    let slice = gate.parameter("slice").map(str::to_owned);
    let spec = ctx.pack.metric(&metric);
    let curve = ctx.curve(gate).and_then(|(curve, fit)| {
        let per_record = ctx.of_record(curve)?;
        let fit = fit.chosen(ctx.choice(&curve.id));
        let size = fit.last_seen.x;
        let in_tokens = curve.size_unit == Unit::Tokens;
        let ahead: Arc<[Predictive]> = fit.onward_ahead().into();
        let back = |i: usize| size * math::exp(-math::ln(BACK) * i as f64 / BACK_STEPS as f64);
        let known = ahead.first().copied();
        let behind = (1..=BACK_STEPS).filter_map(|i| fit.onward(back(i)));
        let behind: Arc<[Predictive]> = known.into_iter().chain(behind).collect();
        (!ahead.is_empty()).then_some(CurveTable { size, per_record, in_tokens, noise: fit.noise_sd, ahead, behind })
    });
    Target {
        label: spec.filter(|_| slice.is_none()).map_or_else(|| o.label.clone(), |m| m.label.clone()),
        slice,
        fact: o.fact.clone(),
        gate: o.gate.clone(),
        comparator: o.comparator,
        threshold: o.threshold,
        value: o.measurement.value,
        se: o.measurement.se.unwrap_or(0.0),
        rater_error: if o.measurement.assumed { 0.0 } else { rater_error(ctx, &metric) },
        n: o.measurement.n,
        curve,
        families: ctx.pack.families.iter().filter(|f| f.serves.contains(&metric)).map(|f| f.id.clone()).collect(),
        range: spec.and_then(|m| m.range),
        metric,
    }
}
