//! Candidate actions built from the evidence, each with its cost, time, effect and probability of meeting the targets.

use super::mixture::QualityWork;
use super::world::{Draw, World};
use crate::data::units::{compact, show};
use crate::data::{Stage, Unit};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;
use crate::num::{math, robust};
use crate::policy::Severity;
use serde::{Deserialize, Serialize};

/// What an option does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OptionKind {
    /// Nothing.
    DoNothing,
    /// Adds what is missing of a tier.
    CompleteTier {
        /// Tier number.
        tier: u8,
    },
    /// Removes duplicate records.
    Deduplicate,
    /// Raises a tier to its minimum quality.
    RaiseQuality {
        /// Tier number.
        tier: u8,
    },
    /// Trains on a selected part.
    Select,
    /// Adds records in the families that serve a metric.
    Expand {
        /// Metric with the gap.
        metric: String,
        /// Records to add.
        records: f64,
    },
    /// Adds preference pairs up to the policy's volume.
    PreferencePairs {
        /// Pairs to add.
        pairs: f64,
    },
    /// Trains a model twice as large.
    BiggerModel,
}

/// An option before its draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it does.
    pub kind: OptionKind,
    /// Name shown to people.
    pub label: String,
    /// Records it adds.
    pub add_records: f64,
    /// What it does for the mixture's quality.
    pub quality: Option<QualityWork>,
    /// Families it adds to.
    pub families: Vec<String>,
    /// Why its effect on the metrics is not estimated, where it is not.
    pub not_estimated: Option<String>,
    /// Records it handles without adding any (deduplication, quality work).
    pub handled: f64,
    /// Training compute it takes, 10^18 FLOP.
    pub exaflop: f64,
}

impl Candidate {
    fn new(kind: OptionKind, label: impl Into<String>) -> Self {
        Self {
            kind,
            label: label.into(),
            add_records: 0.0,
            quality: None,
            families: Vec::new(),
            not_estimated: None,
            handled: 0.0,
            exaflop: 0.0,
        }
    }
    /// Cost in a draw; `None` where a price is missing.
    #[must_use]
    pub fn cost(&self, d: &Draw) -> Option<f64> {
        let p = &d.prices;
        let mut cost = match &self.kind {
            OptionKind::DoNothing | OptionKind::Select => 0.0,
            OptionKind::CompleteTier { .. } | OptionKind::Expand { .. } => self.add_records * p.record?,
            OptionKind::Deduplicate => self.handled * p.deduplicate?,
            OptionKind::RaiseQuality { .. } => Some(self.handled).filter(|h| h.is_finite())? * p.improve?,
            OptionKind::PreferencePairs { pairs } => pairs * p.pair?,
            OptionKind::BiggerModel => 0.0,
        };
        if self.exaflop > 0.0 {
            cost += self.exaflop * d.tokens * p.exaflop?;
        }
        Some(cost + self.weeks(d).unwrap_or(0.0) * p.week.unwrap_or(0.0))
    }
    /// Weeks it takes in a draw; `None` where the pace is unknown.
    #[must_use]
    pub fn weeks(&self, d: &Draw) -> Option<f64> {
        let pairs = if let OptionKind::PreferencePairs { pairs } = self.kind { pairs } else { 0.0 };
        let work = self.add_records + pairs;
        if work == 0.0 { Some(0.0) } else { Some(work / d.prices.records_per_week?) }
    }
    /// Factor on the effective data in a draw.
    #[must_use]
    pub fn factor(&self, world: &World, d: &Draw) -> f64 {
        let quantity = world.records.filter(|r| *r > 0.0).map_or(1.0, |r| 1.0 + self.add_records / r);
        let quality = 1.0 + self.quality_gain(world, d);
        if quality == 1.0 { quantity } else { quantity * math::pow(quality, d.quality_exponent) }
    }
    /// What it adds to the mixture's quality in a draw, as a share of today's.
    fn quality_gain(&self, world: &World, d: &Draw) -> f64 {
        match (&world.mixture, self.quality) {
            (Some(mixture), Some(work)) => mixture.gain(work, d) / mixture.now(d).max(1e-9),
            _ => 0.0,
        }
    }
}

/// An option after its draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// The best combination under a budget.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mix {
    /// Budget.
    pub budget: f64,
    /// Labels of the options in it.
    pub options: Vec<String>,
    /// Mean cost.
    pub cost: f64,
    /// Probability of meeting all measured targets.
    pub success: f64,
    /// Records by family (or tier).
    pub allocation: Vec<(String, f64)>,
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

/// The candidates that the evidence suggests.
#[must_use]
pub fn candidates(ctx: &Context<'_>, decision: &Decision, world: &World) -> Vec<Candidate> {
    let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
    let mut list = vec![Candidate::new(OptionKind::DoNothing, "Do nothing")];
    let place = |tier: u8| world.mixture.as_ref().and_then(|m| m.place(tier));
    let mut tiers: Vec<_> = inventory.tiers.iter().filter(|t| t.missing_weight.is_some_and(|w| w > 1e-9)).collect();
    tiers.sort_by(|a, b| b.missing_weight.unwrap_or(0.0).total_cmp(&a.missing_weight.unwrap_or(0.0)));
    for t in tiers.into_iter().take(4) {
        let bytes = t.group.missing_bytes.value;
        let records = bytes.and_then(|b| Some(b / world.bytes_per_record?));
        let mut c = Candidate::new(OptionKind::CompleteTier { tier: t.tier }, format!("Complete tier {}", t.tier));
        c.add_records = records.unwrap_or(0.0);
        match place(t.tier) {
            Some(k) => c.quality = Some(QualityWork::Complete(k)),
            None => c.not_estimated = Some("the quality of a tier is unknown".into()),
        }
        if records.is_none() {
            c.not_estimated = Some("the inventory does not say how many records are missing".into());
        }
        c.families = vec![format!("tier {}", t.tier)];
        list.push(c);
    }
    for t in inventory.tiers.iter().filter(|t| t.group.quality.is_some_and(|q| q < t.minimum_quality - 1e-9)) {
        let mut c = Candidate::new(
            OptionKind::RaiseQuality { tier: t.tier },
            format!("Raise tier {} to its minimum quality", t.tier),
        );
        c.handled = t.group.records.value.unwrap_or(f64::NAN);
        c.quality = place(t.tier).map(QualityWork::Raise);
        if c.quality.is_none() {
            c.not_estimated = Some("the quality or the completeness of another tier is unknown".into());
        }
        if t.group.records.value.is_none() {
            c.not_estimated = Some("nobody counted the records of the tier, so its cost is unknown".into());
        }
        list.push(c);
    }
    let duplication =
        decision.outcomes.iter().find(|o| ctx.pack.gate(&o.gate).is_some_and(|g| g.rule == "duplication"));
    if let Some(share) = duplication.and_then(|o| o.measurement.value).filter(|s| *s > 0.0) {
        let mut c = Candidate::new(
            OptionKind::Deduplicate,
            format!("Remove duplicates ({} of records)", show(share, Unit::Fraction)),
        );
        c.handled = world.records.unwrap_or(0.0);
        c.not_estimated = Some(
            "duplicates add little and their removal frees training compute; no effect on the metrics is assumed"
                .into(),
        );
        list.push(c);
    }
    let mut select = Candidate::new(OptionKind::Select, "Train on a selected part (S2L, DELIFT)");
    select.not_estimated =
        Some("whether a selection of these files keeps the score is not known until it is tried".into());
    list.push(select);
    let budget = ctx.assume("budget_records").max(0.0);
    for t in &world.targets {
        let (Some(_), Some(_)) = (&t.curve, t.value) else { continue };
        let gap = decision.gaps.iter().find(|g| g.metric == t.metric);
        let open =
            gap.is_some() || decision.outcome(&t.gate).is_some_and(|o| o.outcome == crate::decide::Outcome::Warn);
        if !open {
            continue;
        }
        let records = gap.and_then(|g| g.add_records).unwrap_or(budget).min(budget).max(budget * 0.1);
        let label = format!("Expand for {}: {} records", t.label.to_lowercase(), compact(records));
        let mut c = Candidate::new(OptionKind::Expand { metric: t.metric.clone(), records }, label);
        c.add_records = records;
        c.families.clone_from(&t.families);
        list.push(c);
    }
    for o in &decision.outcomes {
        let Some(gate) = ctx.pack.gate(&o.gate) else { continue };
        let preference = gate.rule == "volume" && gate.with.get("stage").is_some_and(|s| s == "preference");
        let (Some(margin), true) = (o.margin, preference && gate.severity != Severity::Info) else { continue };
        if margin < 0.0 {
            let kind = OptionKind::PreferencePairs { pairs: -margin };
            let mut c = Candidate::new(kind, format!("Collect {} preference pairs", compact(-margin)));
            c.not_estimated = Some("no scaling law for preference pairs is established".into());
            list.push(c);
        }
    }
    let n = ctx.assume("parameters");
    let tokens = ctx.inventory.stages.iter().find(|(s, _)| *s == Stage::Sft).and_then(|(_, g)| g.records.value);
    if let Some(records) = tokens {
        let mut c =
            Candidate::new(OptionKind::BiggerModel, format!("Train a model of {} parameters", compact(2.0 * n)));
        c.exaflop = 6.0 * 2.0 * n * records * ctx.assume("tokens_per_record") * ctx.assume("epochs").max(1.0) / 1e18;
        c.not_estimated = Some("scaling laws predict loss; how these metrics follow the loss is not known".into());
        list.push(c);
    }
    list
}

/// Evaluates the options and their best mixes.
#[must_use]
pub fn evaluate_options(ctx: &Context<'_>, decision: &Decision, world: &World, sample: &[Draw]) -> OptionsView {
    let candidates = candidates(ctx, decision, world);
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
    dominate(&mut options);
    let mixable: Vec<usize> = (1..candidates.len())
        .filter(|&i| candidates[i].not_estimated.is_none() && options[i].cost.is_some())
        .take(8)
        .collect();
    let (frontier, best) = if measured {
        mixes(&candidates, &mixable, world, sample, ctx.assume("budget_money"))
    } else {
        (Vec::new(), None)
    };
    let mut notes = Vec::new();
    let unmeasured = world.unmeasured();
    if !unmeasured.is_empty() {
        notes.push(format!("Never measured, so no probability speaks of it: {}.", unmeasured.join(", ")));
    }
    let flat: Vec<&str> =
        world.targets.iter().filter(|t| t.curve.is_none() && t.value.is_some()).map(|t| t.label.as_str()).collect();
    if !flat.is_empty() {
        notes.push(format!("Without a learning curve, assumed unchanged by data: {}.", flat.join(", ")));
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
    let costs: Option<Vec<f64>> = sample.iter().map(|d| c.cost(d)).collect();
    let weeks: Option<f64> = sample.iter().map(|d| c.weeks(d)).sum::<Option<f64>>().map(|w| w / n);
    let mut changes: Vec<Vec<f64>> = vec![Vec::with_capacity(sample.len()); world.targets.len()];
    let mut met = 0_usize;
    for d in sample {
        let after = world.values_at(d, c.factor(world, d));
        for (k, t) in world.targets.iter().enumerate() {
            changes[k].push(t.comparator.sign() * (after[k] - d.values[k]));
        }
        met += usize::from(world.success(&after));
    }
    let success = measured.then(|| met as f64 / n);
    let cost = costs.map(|c| {
        let mean = c.iter().sum::<f64>() / n;
        let c = robust::sorted(&c);
        let q = |p: f64| robust::quantile_sorted(&c, p).unwrap_or(mean);
        (mean, q(0.1), q(0.9))
    });
    let effects = world
        .targets
        .iter()
        .zip(&changes)
        .filter(|(t, _)| t.value.is_some() && t.curve.is_some() && c.not_estimated.is_none())
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
        add_records: c.add_records,
        weeks,
        effects,
        net_benefit: match (success, cost) {
            (Some(p), Some((mean, _, _))) if c.not_estimated.is_none() => Some(value * p - mean),
            _ => None,
        },
        success: if c.not_estimated.is_some() { None } else { success },
        cost,
        gain_per_million: None,
        dominated: None,
        not_estimated: c.not_estimated.clone(),
    }
}

fn dominate(options: &mut [OptionResult]) {
    let known: Vec<(String, f64, f64)> =
        options.iter().filter_map(|o| Some((o.label.clone(), o.cost?.0, o.success?))).collect();
    for o in options.iter_mut() {
        let (Some((cost, _, _)), Some(p)) = (o.cost, o.success) else { continue };
        let better =
            known.iter().find(|(label, c, s)| *label != o.label && *c <= cost && *s >= p && (*c < cost || *s > p));
        o.dominated = better.map(|(label, c, s)| {
            let (theirs, own) = (show(*s, Unit::Fraction), show(p, Unit::Fraction));
            let chance = if theirs == own {
                format!("meets all targets with the same probability, {own}")
            } else {
                format!("meets all targets with probability {theirs} against {own}")
            };
            match (compact(*c), compact(cost)) {
                (less, more) if less == more => format!("“{label}” costs the same ({more}) and {chance}."),
                (less, more) => format!("“{label}” costs less ({less} against {more}) and {chance}."),
            }
        });
    }
}

/// Every combination of the options, exactly, on the draws of the single options: there are at most 2^8.
fn mixes(
    candidates: &[Candidate],
    mixable: &[usize],
    world: &World,
    sample: &[Draw],
    budget: f64,
) -> (Vec<Mix>, Option<Mix>) {
    let parts: Vec<&Candidate> = mixable.iter().map(|&i| &candidates[i]).collect();
    let masks = 1_usize << parts.len();
    let shares: Vec<f64> =
        parts.iter().map(|c| world.records.filter(|r| *r > 0.0).map_or(0.0, |r| c.add_records / r)).collect();
    let (mut costs, mut met) = (vec![0.0; masks], vec![0_usize; masks]);
    // Of each combination in a draw: quantity, quality and cost, from those without its last part.
    let mut sums = vec![(1.0, 1.0, 0.0); masks];
    for d in sample {
        let own: Vec<(f64, f64, f64)> = parts
            .iter()
            .zip(&shares)
            .map(|(c, share)| (*share, c.quality_gain(world, d), c.cost(d).unwrap_or(0.0)))
            .collect();
        for mask in 0..masks {
            if mask > 0 {
                let (rest, last) = (sums[mask & (mask - 1)], own[mask.trailing_zeros() as usize]);
                sums[mask] = (rest.0 + last.0, rest.1 + last.1, rest.2 + last.2);
            }
            let (quantity, quality, cost) = sums[mask];
            let factor = if quality == 1.0 { quantity } else { quantity * math::pow(quality, d.quality_exponent) };
            costs[mask] += cost;
            met[mask] += usize::from(world.success_at(d, factor));
        }
    }
    let n = sample.len().max(1) as f64;
    let mix = |mask: usize| {
        let chosen: Vec<&Candidate> =
            parts.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, c)| *c).collect();
        let mut allocation: Vec<(String, f64)> = Vec::new();
        for c in &chosen {
            for f in &c.families {
                let share = c.add_records / c.families.len() as f64;
                match allocation.iter_mut().find(|a| a.0 == *f) {
                    Some(a) => a.1 += share,
                    None => allocation.push((f.clone(), share)),
                }
            }
        }
        allocation.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Mix {
            budget: costs[mask] / n,
            options: chosen.iter().map(|c| c.label.clone()).collect(),
            cost: costs[mask] / n,
            success: met[mask] as f64 / n,
            allocation,
        }
    };
    let mut order: Vec<usize> = (0..masks).collect();
    order.sort_by(|&a, &b| costs[a].total_cmp(&costs[b]).then(met[b].cmp(&met[a])));
    let mut frontier: Vec<Mix> = Vec::new();
    for mask in order {
        if frontier.last().is_none_or(|last| met[mask] as f64 / n > last.success) {
            frontier.push(mix(mask));
        }
    }
    let best = frontier.iter().rfind(|m| m.cost <= budget).cloned().map(|m| Mix { budget, ..m });
    (frontier, best)
}
