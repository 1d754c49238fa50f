//! Options after their draws.

use super::candidate::{Candidate, OptionKind};
use super::mixes::{MOST, Mix, mixes};
use crate::data::Unit;
use crate::data::units::{self, chance, grouped};
use crate::decide::chance::world::{Draw, World};
use crate::decide::context::Context;
use crate::decide::cost::{Cost, Spread};
use crate::num::robust;
use crate::policy::PolicyPack;
use serde::{Deserialize, Serialize};

/// An option after its draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionResult {
    /// What it does.
    pub kind: OptionKind,
    /// Name shown to people.
    pub label: String,
    /// Families it adds to.
    pub families: Vec<String>,
    /// Records it adds.
    pub add_records: f64,
    /// Mean cost and 80 % range; `None` where a price is missing.
    pub cost: Option<(f64, f64, f64)>,
    /// The mean by what is paid for.
    pub cost_parts: Option<Cost>,
    /// Mean weeks; `None` where the pace is unknown.
    pub weeks: Option<f64>,
    /// Effect on each target metric: name, median change (positive when better), 80 % range.
    pub effects: Vec<(String, f64, f64, f64)>,
    /// Probability of meeting all measured targets.
    pub success: Option<f64>,
    /// Gain in that probability over doing nothing, per million of the currency.
    pub gain_per_million: Option<f64>,
    /// Mean of value × success − cost.
    pub net_benefit: Option<f64>,
    /// Why it is dominated, where another costs no more and promises no less.
    pub dominated: Option<String>,
    /// Why its effect is not estimated, where it is not.
    pub not_estimated: Option<String>,
}

/// All options.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionsView {
    /// Options, cheapest first.
    pub options: Vec<OptionResult>,
    /// Best mixes at rising budgets: the efficient frontier of combinations.
    pub frontier: Vec<Mix>,
    /// Best mix under the budget in force.
    pub best: Option<Mix>,
    /// Value of meeting all targets, as assumed.
    pub value_of_success: f64,
    /// True where prices are illustrative.
    pub illustrative: bool,
    /// Draws.
    pub draws: usize,
    /// What cannot be said, and why.
    pub notes: Vec<String>,
}

impl OptionsView {
    /// What the figures rest on, in a sentence or two; `worth` is the value of meeting all targets as it is shown.
    #[must_use]
    pub fn basis(&self, worth: &str) -> String {
        let draws = format!("{} draws of everything uncertain", grouped(self.draws as f64));
        let worth = format!("Meeting all measured targets is taken to be worth {worth}.");
        if self.options.iter().any(|o| !o.effects.is_empty()) {
            format!(
                "Effects go through the learning curves, with what quality is worth in quantity, over {draws}. {worth}"
            )
        } else if self.options.iter().any(|o| o.success.is_some()) {
            format!(
                "No measured target has a learning curve, so no effect of data is estimated; probabilities are over {draws}. {worth}"
            )
        } else {
            "No target metric was measured: costs are known where prices are, effects and probabilities are not.".into()
        }
    }
}

/// The candidates with their costs and effects, and the best mixes of them. The first candidate changes nothing.
pub(super) fn evaluate(ctx: &Context<'_>, candidates: &[Candidate], world: &World, sample: &[Draw]) -> OptionsView {
    let value = ctx.assume("value_of_success");
    let measured = world.targets.iter().any(|t| t.value.is_some());
    let mut options: Vec<OptionResult> = candidates.iter().map(|c| result(c, world, sample, value, measured)).collect();
    let nothing = options.first().and_then(|o| o.success);
    for o in &mut options {
        if let (Some(p), Some(base), Some((mean, _, _))) = (o.success, nothing, o.cost)
            && mean > 0.0
            && o.not_estimated.is_none()
        {
            o.gain_per_million = Some((p - base) / (mean / 1e6));
        }
    }
    dominate(&mut options, ctx.pack);
    let mixable: Vec<&Candidate> = candidates
        .iter()
        .skip(1)
        .filter(|c| c.not_estimated().is_none() && c.cost(&world.expected).is_some())
        .take(MOST)
        .collect();
    let (frontier, best) =
        if measured { mixes(&mixable, world, sample, ctx.assume("budget_money")) } else { (Vec::new(), None) };
    let mut notes = Vec::new();
    let unmeasured = world.unmeasured();
    if !unmeasured.is_empty() {
        notes.push(format!("Never measured, so no probability speaks of it: {}.", units::several(&unmeasured)));
    }
    let flat: Vec<&str> =
        world.targets.iter().filter(|t| t.curve.is_none() && t.value.is_some()).map(|t| t.label.as_str()).collect();
    if !flat.is_empty() {
        notes.push(format!("Without a learning curve, assumed unchanged by data: {}.", units::several(&flat)));
    }
    options.sort_by(|a, b| {
        let key = |o: &OptionResult| o.cost.map_or(f64::INFINITY, |c| c.0);
        key(a).total_cmp(&key(b))
    });
    OptionsView {
        options,
        frontier,
        best,
        value_of_success: value,
        illustrative: ctx.pack.costs.illustrative,
        draws: sample.len(),
        notes,
    }
}

fn result(c: &Candidate, world: &World, sample: &[Draw], value: f64, measured: bool) -> OptionResult {
    let n = sample.len().max(1) as f64;
    let mut changes: Vec<Vec<f64>> = vec![Vec::with_capacity(sample.len()); world.targets.len()];
    let mut met = 0_usize;
    for d in sample {
        let after = world.values_at(d, c.more(world, d));
        for (k, t) in world.targets.iter().enumerate() {
            changes[k].push(t.comparator.sign() * (after[k] - d.values[k]));
        }
        met += usize::from(world.success(&after));
    }
    let not_estimated = c.not_estimated().map(str::to_owned);
    let success = measured.then(|| met as f64 / n).filter(|_| not_estimated.is_none());
    let spread = c.work.and_then(|work| Spread::of(&work, &world.expected, sample.iter().map(|d| &d.prices)));
    let cost = spread.map(|s| s.times(1.0));
    let effects = world
        .targets
        .iter()
        .zip(&changes)
        .filter(|(t, _)| t.value.is_some() && t.curve.is_some() && not_estimated.is_none())
        .filter_map(|(t, v)| {
            let v = robust::sorted(v);
            let q = |p: f64| robust::quantile_sorted(&v, p);
            Some((t.label.clone(), q(0.5)?, q(0.1)?, q(0.9)?))
        })
        .collect();
    OptionResult {
        kind: c.kind.clone(),
        label: c.label.clone(),
        families: c.families.clone(),
        add_records: c.add_records(),
        weeks: c.weeks(&world.expected),
        effects,
        net_benefit: success.zip(cost).map(|(p, (mean, _, _))| value * p - mean),
        success,
        cost,
        cost_parts: spread.map(|s| s.mean),
        gain_per_million: None,
        dominated: None,
        not_estimated,
    }
}

fn dominate(options: &mut [OptionResult], pack: &PolicyPack) {
    let money = |value: f64| pack.amount(value, Unit::Money).to_string();
    let known: Vec<(String, f64, f64)> =
        options.iter().filter_map(|o| Some((o.label.clone(), o.cost?.0, o.success?))).collect();
    for o in options.iter_mut() {
        let (Some((cost, _, _)), Some(p)) = (o.cost, o.success) else { continue };
        let better =
            known.iter().find(|(label, c, s)| *label != o.label && *c <= cost && *s >= p && (*c < cost || *s > p));
        o.dominated = better.map(|(label, c, s)| {
            let (theirs, own) = (chance(*s), chance(p));
            let chance = if theirs == own {
                format!("meets all targets with the same probability, {own}")
            } else {
                format!("meets all targets with probability {theirs} against {own}")
            };
            match (money(*c), money(cost)) {
                (less, more) if less == more => format!("“{label}” costs the same ({more}) and {chance}."),
                (less, more) => format!("“{label}” costs less ({less} against {more}) and {chance}."),
            }
        });
    }
}
