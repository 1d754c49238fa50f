//! Perspectives as decision rules: what each stance would do now, what that brings, and what it would regret.

use super::mixture::QualityWork;
use super::regret::{largest, regrets};
use super::world::{Draw, More, World};
use crate::data::Unit;
use crate::data::units::{chance, compact, money, score, show};
use crate::decide::context::Context;
use crate::decide::cost::Work;
use crate::decide::judge::{Severe, capital};
use crate::decide::verdict::{Action, Decision};
use crate::num::math;
use crate::policy::{Perspective, Phase, Role};
use serde::{Deserialize, Serialize};

/// What a stance does, as numbers that a draw can be put to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plan {
    /// Completes missing tiers and raises tiers below their minimum.
    quality: bool,
    /// Records to add whatever happens.
    records: f64,
    /// Adds records up to this many only where, after the quality work, a target is still missed and its curve reaches it.
    conditional: f64,
}

/// A stance.
pub trait Stance: Sync {
    /// Identifier used in packs.
    fn id(&self) -> &'static str;
    /// What it does in a few words, without numbers.
    fn label(&self) -> &'static str;
    /// What it would do.
    fn plan(&self, ctx: &Context<'_>) -> Plan;
    /// The words for that.
    fn words(&self, ctx: &Context<'_>) -> String;
    /// Whether the verdict agrees with it: yes, partly, no.
    fn agrees(&self, action: Action) -> Agreement;
}

/// How far a stance agrees with the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The verdict is what the stance would do.
    Supported,
    /// It is part of it.
    Partly,
    /// It is not.
    NotSupported,
}

impl Agreement {
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "what the verdict says",
            Self::Partly => "in part what the verdict says",
            Self::NotSupported => "not what the verdict says",
        }
    }
}

struct MoreIsBetter;
struct CurrentSufficient;
struct AggressiveExpansion;
struct QualityOnly;
struct PhasedGates;

/// Every stance.
pub const STANCES: &[&dyn Stance] =
    &[&MoreIsBetter, &CurrentSufficient, &AggressiveExpansion, &QualityOnly, &PhasedGates];

fn budget(ctx: &Context<'_>) -> f64 {
    ctx.assume("budget_records").max(0.0)
}

impl Stance for MoreIsBetter {
    fn id(&self) -> &'static str {
        "more_is_better"
    }
    fn label(&self) -> &'static str {
        "Adds the whole budget now"
    }
    fn plan(&self, ctx: &Context<'_>) -> Plan {
        Plan { records: budget(ctx), ..Plan::default() }
    }
    fn words(&self, ctx: &Context<'_>) -> String {
        format!("Add {} records now, everywhere.", compact(budget(ctx)))
    }
    fn agrees(&self, action: Action) -> Agreement {
        if action == Action::ExpandTargeted { Agreement::Partly } else { Agreement::NotSupported }
    }
}

impl Stance for CurrentSufficient {
    fn id(&self) -> &'static str {
        "current_sufficient"
    }
    fn label(&self) -> &'static str {
        "Adds nothing"
    }
    fn plan(&self, _ctx: &Context<'_>) -> Plan {
        Plan::default()
    }
    fn words(&self, _ctx: &Context<'_>) -> String {
        "Add nothing and complete nothing.".into()
    }
    fn agrees(&self, action: Action) -> Agreement {
        match action {
            Action::DoNotExpand => Agreement::Supported,
            Action::CompleteFoundation | Action::ImproveQuality => Agreement::Partly,
            Action::MeasureFirst | Action::ExpandTargeted => Agreement::NotSupported,
        }
    }
}

impl Stance for AggressiveExpansion {
    fn id(&self) -> &'static str {
        "aggressive_expansion"
    }
    fn label(&self) -> &'static str {
        "Adds three times the budget now"
    }
    fn plan(&self, ctx: &Context<'_>) -> Plan {
        Plan { records: 3.0 * budget(ctx), ..Plan::default() }
    }
    fn words(&self, ctx: &Context<'_>) -> String {
        format!("Add {} records now, three times the budget, ahead of need.", compact(3.0 * budget(ctx)))
    }
    fn agrees(&self, action: Action) -> Agreement {
        if action == Action::ExpandTargeted { Agreement::Partly } else { Agreement::NotSupported }
    }
}

impl Stance for QualityOnly {
    fn id(&self) -> &'static str {
        "quality_only"
    }
    fn label(&self) -> &'static str {
        "Raises quality, never adds"
    }
    fn plan(&self, _ctx: &Context<'_>) -> Plan {
        Plan { quality: true, ..Plan::default() }
    }
    fn words(&self, _ctx: &Context<'_>) -> String {
        "Complete and raise the tiers; never add quantity.".into()
    }
    fn agrees(&self, action: Action) -> Agreement {
        match action {
            Action::ImproveQuality => Agreement::Supported,
            Action::CompleteFoundation => Agreement::Partly,
            Action::MeasureFirst | Action::DoNotExpand | Action::ExpandTargeted => Agreement::NotSupported,
        }
    }
}

impl Stance for PhasedGates {
    fn id(&self) -> &'static str {
        "phased_gates"
    }
    fn label(&self) -> &'static str {
        "Completes, measures, then adds where a target is missed"
    }
    fn plan(&self, ctx: &Context<'_>) -> Plan {
        Plan { quality: true, conditional: budget(ctx), records: 0.0 }
    }
    fn words(&self, ctx: &Context<'_>) -> String {
        format!(
            "Complete the tiers, measure again, then add up to {} records only where a target is still missed and its curve reaches it.",
            compact(budget(ctx))
        )
    }
    fn agrees(&self, _action: Action) -> Agreement {
        Agreement::Supported
    }
}

/// A stance, evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerspectiveResult {
    /// Identifier.
    pub id: String,
    /// The stance in a few words.
    pub label: String,
    /// True for the team's own.
    pub own: bool,
    /// Its argument.
    pub argument: String,
    /// What it would do now.
    pub would_do: String,
    /// What it would do after each possible result of the next measurement.
    pub after: Vec<String>,
    /// Counter-evidence computed from this evidence.
    pub counter_evidence: Vec<String>,
    /// The response.
    pub response: String,
    /// How far the evidence supports it.
    pub agreement: Agreement,
    /// The verdict on it, one sentence.
    pub verdict: String,
    /// Expected value of each target metric: name, mean.
    pub metrics: Vec<(String, f64)>,
    /// Mean cost; `None` where a price is missing.
    pub cost: Option<f64>,
    /// Probability of meeting all measured targets.
    pub success: Option<f64>,
    /// Mean of value × success − cost.
    pub net_benefit: Option<f64>,
    /// Expected regret: how much worse than the best stance of each draw, on average.
    pub expected_regret: Option<f64>,
    /// Regret in each state.
    pub regrets: Vec<f64>,
    /// Largest of them.
    pub largest_regret: Option<f64>,
}

impl PerspectiveResult {
    /// What it would bring and cost, of what could be estimated.
    #[must_use]
    pub fn brings(&self, currency: &str) -> String {
        let success = match self.success {
            Some(p) => format!("All measured targets met with probability {}", chance(p)),
            None => "How probable it makes meeting the targets is unknown".into(),
        };
        let cost = self
            .cost
            .map_or_else(|| "what it costs is unknown".to_owned(), |c| format!("for about {}", money(currency, c)));
        let metrics: Vec<String> = self.metrics.iter().map(|(name, v)| format!("{name} {}", score(*v))).collect();
        let expected = if metrics.is_empty() { String::new() } else { format!(" Expected: {}.", metrics.join(", ")) };
        format!("{success}; {cost}.{expected}")
    }
}

/// All stances.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PerspectivesView {
    /// Stances in the pack's order.
    pub perspectives: Vec<PerspectiveResult>,
    /// Names of the states of the regret table.
    pub states: Vec<String>,
    /// Stance with the highest expected net benefit.
    pub best_expected: Option<String>,
    /// Stance with the smallest largest regret.
    pub minimax: Option<String>,
    /// True where prices are illustrative.
    pub illustrative: bool,
}

/// Evaluates the pack's perspectives.
#[must_use]
pub fn evaluate_perspectives(
    ctx: &Context<'_>,
    decision: &Decision,
    world: &World,
    sample: &[Draw],
) -> PerspectivesView {
    let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
    let ctx = &Context { inventory: &inventory, ..*ctx };
    let stances: Vec<(&Perspective, &dyn Stance)> = ctx
        .pack
        .perspectives
        .iter()
        .filter_map(|p| Some((p, STANCES.iter().copied().find(|s| s.id() == p.rule)?)))
        .collect();
    let value = ctx.assume("value_of_success");
    let quality = QualityPlan::new(ctx, world);
    let measured = world.targets.iter().any(|t| t.value.is_some());
    // States of the world by where the curves of the targets lie: thirds of the draws.
    let mut order: Vec<usize> = (0..sample.len()).collect();
    let luck = |d: &Draw| -> f64 {
        let each = world.targets.iter().zip(&d.levels).filter(|(t, _)| t.curve.is_some());
        each.map(|(t, u)| t.comparator.sign() * u).sum()
    };
    order.sort_by(|&a, &b| luck(&sample[a]).total_cmp(&luck(&sample[b])).then(a.cmp(&b)));
    let state_of: Vec<usize> = {
        let mut s = vec![0; sample.len()];
        for (rank, &i) in order.iter().enumerate() {
            s[i] = rank * 3 / sample.len().max(1);
        }
        s
    };
    let runs: Vec<Vec<(Vec<f64>, Option<f64>, bool)>> =
        stances.iter().map(|(_, s)| sample.iter().map(|d| play(&s.plan(ctx), world, d, &quality)).collect()).collect();
    let benefit = |k: usize, i: usize| -> Option<f64> { Some(if runs[k][i].2 { value } else { 0.0 } - runs[k][i].1?) };
    let priced = measured && (0..stances.len()).all(|k| (0..sample.len()).all(|i| benefit(k, i).is_some()));
    let n = sample.len().max(1) as f64;
    let mean_in = |k: usize, state: Option<usize>| -> f64 {
        let ids = (0..sample.len()).filter(|&i| state.is_none_or(|s| state_of[i] == s));
        let (sum, count) = ids.fold((0.0, 0.0), |(s, c), i| (s + benefit(k, i).unwrap_or(0.0), c + 1.0));
        sum / f64::max(count, 1.0)
    };
    let by_state: Vec<Vec<f64>> =
        (0..stances.len()).map(|k| (0..3).map(|state| mean_in(k, Some(state))).collect()).collect();
    let table = regrets(&by_state);
    let perspectives: Vec<PerspectiveResult> = stances
        .iter()
        .enumerate()
        .map(|(k, (p, s))| {
            let regrets = if priced { table[k].clone() } else { Vec::new() };
            let agreement = s.agrees(decision.verdict.action);
            let cost = runs[k].iter().map(|r| r.1).sum::<Option<f64>>().map(|c| c / n);
            let success = measured.then(|| runs[k].iter().filter(|r| r.2).count() as f64 / n);
            let best_draw =
                |i: usize| (0..stances.len()).filter_map(|o| benefit(o, i)).fold(f64::NEG_INFINITY, f64::max);
            PerspectiveResult {
                id: p.id.clone(),
                label: p.label.clone(),
                own: p.own,
                argument: p.argument.clone(),
                would_do: s.words(ctx),
                after: after(&s.plan(ctx), decision),
                counter_evidence: {
                    let mut list = counter_evidence(&s.plan(ctx), ctx, decision, world);
                    if let Some(p) = success.filter(|p| *p < ctx.assume("minimum_probability")) {
                        list.push(format!("It meets all measured targets with a probability of {}.", chance(p)));
                    }
                    if list.is_empty() {
                        list.push("Nothing in this evidence speaks against it.".into());
                    }
                    list
                },
                response: response(&s.plan(ctx), decision),
                agreement,
                verdict: format!(
                    "{}: the verdict on this evidence is “{}”.",
                    capital(agreement.words()),
                    decision.verdict.action.inline()
                ),
                metrics: world
                    .targets
                    .iter()
                    .enumerate()
                    .filter(|(_, t)| t.value.is_some())
                    .map(|(m, t)| (t.label.clone(), runs[k].iter().map(|r| r.0[m]).sum::<f64>() / n))
                    .collect(),
                cost,
                success,
                net_benefit: priced.then(|| mean_in(k, None)),
                expected_regret: priced
                    .then(|| (0..sample.len()).map(|i| best_draw(i) - benefit(k, i).unwrap_or(0.0)).sum::<f64>() / n),
                largest_regret: largest(&regrets),
                regrets,
            }
        })
        .collect();
    let pick = |key: &dyn Fn(&PerspectiveResult) -> Option<f64>| {
        let keyed = perspectives.iter().filter_map(|p| Some((key(p)?, p.label.clone())));
        keyed.max_by(|a, b| a.0.total_cmp(&b.0)).map(|k| k.1)
    };
    PerspectivesView {
        best_expected: pick(&|p| p.net_benefit),
        minimax: pick(&|p| p.largest_regret.map(|r| -r)),
        states: ["curves turn out poor", "curves turn out as expected", "curves turn out good"]
            .map(String::from)
            .to_vec(),
        illustrative: ctx.pack.costs.illustrative,
        perspectives,
    }
}

/// What completing the tiers, and raising those stated below their minimum, takes.
#[derive(Clone, Debug, Default)]
struct QualityPlan {
    /// Records missing from the tiers; `None` where nobody counted them.
    missing: Option<f64>,
    /// Records to raise; `None` where nobody counted them.
    raised: Option<f64>,
    /// What it does for the mixture.
    work: Vec<QualityWork>,
}

impl QualityPlan {
    fn new(ctx: &Context<'_>, world: &World) -> Self {
        let incomplete = || ctx.inventory.tiers.iter().filter(|t| t.missing_weight.is_none_or(|w| w > 1e-9));
        let bytes: Option<f64> = incomplete().map(|t| t.group.missing_bytes.value).sum();
        let missing = match incomplete().count() {
            0 => Some(0.0),
            _ => bytes.zip(world.bytes_per_record).map(|(bytes, each)| bytes / each),
        };
        let mixture = world.mixture.as_ref();
        let work = mixture.map_or_else(Vec::new, |m| m.work());
        let raised = work.iter().filter_map(|w| match w {
            QualityWork::Raise(k) => Some(mixture.and_then(|m| m.tiers[*k].records)),
            QualityWork::Complete(_) => None,
        });
        Self { missing, raised: raised.sum(), work }
    }
    /// Mixture quality after it over today's, in a draw.
    fn ratio(&self, world: &World, d: &Draw) -> f64 {
        world.mixture.as_ref().map_or(1.0, |m| {
            1.0 + self.work.iter().map(|w| m.gain(*w, &d.tiers)).sum::<f64>() / m.now(&d.tiers).max(1e-9)
        })
    }
}

/// Plays a plan in a draw: target values, cost, success.
fn play(plan: &Plan, world: &World, d: &Draw, quality: &QualityPlan) -> (Vec<f64>, Option<f64>, bool) {
    let mut added = plan.records;
    let mut better = 1.0;
    if plan.quality {
        added += quality.missing.unwrap_or(0.0);
        better = math::pow(quality.ratio(world, d), d.quality_exponent);
    }
    let grown = |records: f64| More { records, quality: better };
    let mut values = world.values_at(d, grown(added));
    if plan.conditional > 0.0 && !world.success(&values) {
        if world.success_at(d, grown(added + plan.conditional)) {
            // Records are added in steps and the metrics measured after each: it stops when the targets are met.
            let (mut low, mut high) = (0.0, plan.conditional);
            for _ in 0..6 {
                let middle = 0.5 * (low + high);
                if world.success_at(d, grown(added + middle)) { high = middle } else { low = middle }
            }
            added += high;
            values = world.values_at(d, grown(added));
        }
    }
    // Work that nobody counted has no price.
    let improved = if plan.quality { quality.missing.and(quality.raised) } else { Some(0.0) };
    let work = improved.map(|improved| Work { records: added, improved, ..Work::default() });
    let cost = work.and_then(|w| d.prices.cost(&w)).map(|c| c.total());
    let success = world.success(&values);
    (values, cost, success)
}

/// What it does after each possible result of a second measurement.
fn after(plan: &Plan, decision: &Decision) -> Vec<String> {
    let gaps: Vec<&str> = decision.gaps.iter().map(|g| g.label.as_str()).collect();
    let about = if gaps.is_empty() { "every target".to_owned() } else { gaps.join(", ").to_lowercase() };
    let missed = if plan.conditional > 0.0 {
        "add records where the curve reaches the target; otherwise improve quality or select"
    } else if plan.records > 0.0 {
        "add the same again"
    } else if plan.quality {
        "raise quality further"
    } else {
        "still do nothing"
    };
    let met = if plan.records > 0.0 { "add records all the same" } else { "stop" };
    let (are, they) = if gaps.len() > 1 { ("are", "one is") } else { ("is", "it is") };
    vec![format!("If {about} {are} met after that: {met}."), format!("If {they} still missed: {missed}.")]
}

fn counter_evidence(plan: &Plan, ctx: &Context<'_>, decision: &Decision, world: &World) -> Vec<String> {
    let mut list = Vec::new();
    let missing = ctx.inventory.missing_weight.unwrap_or(0.0);
    let worth = ctx.assume("worth_it");
    if plan.records > 0.0 {
        if missing > 0.0 && !plan.quality {
            list.push(format!(
                "{} of the training weight is missing, and records added elsewhere do not bring it.",
                show(missing, Unit::Fraction)
            ));
        }
        for t in &world.targets {
            let Some(curve) = &t.curve else { continue };
            let gain = t.comparator.sign() * curve.change(0.0, 2.0);
            if gain < worth {
                list.push(format!(
                    "{} gains {} from a doubling, less than the {} that is worth it.",
                    t.label,
                    score(gain),
                    score(worth)
                ));
            }
        }
        let over = decision
            .outcomes
            .iter()
            .filter(|o| o.phase == Phase::Complete && ctx.pack.gate(&o.gate).is_some_and(|g| g.role() == Role::Volume));
        for o in over {
            if let Some(v) = o.measurement.value.filter(|v| o.threshold > 0.0 && *v >= 2.0 * o.threshold) {
                list.push(format!("{}: {} are there against {} asked for.", o.label, compact(v), compact(o.threshold)));
            }
        }
        if plan.records > budget(ctx) {
            list.push(format!("{} records are beyond {}.", compact(plan.records), ctx.budget_in_words()));
        }
    } else if !plan.quality {
        let failing: Vec<_> = decision.outcomes.iter().filter(|o| o.stops()).collect();
        for o in failing.iter().take(3) {
            list.push(format!("{} fails. {}", o.label, o.sentence));
        }
    } else {
        for t in &world.targets {
            let Some(curve) = &t.curve else { continue };
            let gain = t.comparator.sign() * curve.change(0.0, 2.0);
            if gain >= worth && decision.gaps.iter().any(|g| g.metric == t.metric && g.slice == t.slice) {
                let also = if plan.conditional > 0.0 {
                    "waiting for the gates delays that"
                } else {
                    "never adding data forgoes that"
                };
                list.push(format!("{} misses its target and gains {} from a doubling: {also}.", t.label, score(gain)));
            }
        }
        if plan.conditional > 0.0 {
            let unknown = decision.outcomes.iter().filter(|o| o.blinds()).count();
            if unknown > 0 {
                list.push(format!(
                    "{unknown} blocking {} unknown, so that the next phase waits for evidence.",
                    if unknown == 1 { "gate is" } else { "gates are" }
                ));
            }
        }
    }
    list
}

fn response(plan: &Plan, decision: &Decision) -> String {
    let first = decision.verdict.reasons.first().map_or(String::new(), |r| format!(" Strongest reason: {}", r.text));
    let lead = match (plan.records > 0.0, plan.quality, plan.conditional > 0.0) {
        (true, _, _) => {
            "Records help where a curve of a missed target still rises; the gates say whether that is here."
        }
        (false, false, _) => "Enough is a statement about targets, not about size; the gates say whether they are met.",
        (false, true, false) => {
            "Quality comes first, but a curve that still rises towards a missed target is evidence for data."
        }
        (false, true, true) => "The gates decide the order: complete, validate, and only then expand.",
    };
    format!("{lead}{first}")
}
