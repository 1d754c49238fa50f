//! The verdict: what follows from all outcomes.

use super::gap::{Gap, gaps};
use super::judge::{GateOutcome, Outcome, Severe, judge};
use super::measure::{Context, Facts, measure_all};
use crate::data::{Status, Unit, units};
use crate::policy::{Phase, Severity};
use serde::{Deserialize, Serialize};

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Phase 1 fails.
    CompleteFoundation,
    /// Evidence is missing or too uncertain.
    MeasureFirst,
    /// Every target is met.
    DoNotExpand,
    /// There is a gap, but data is not the way to close it.
    ImproveQuality,
    /// Data closes the gap.
    ExpandTargeted,
}

impl Action {
    /// All verdicts.
    pub const ALL: [Self; 5] =
        [Self::CompleteFoundation, Self::MeasureFirst, Self::DoNotExpand, Self::ImproveQuality, Self::ExpandTargeted];
    /// Identifier used in classes and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "complete_foundation",
            Self::MeasureFirst => "measure_first",
            Self::DoNotExpand => "do_not_expand",
            Self::ImproveQuality => "improve_quality",
            Self::ExpandTargeted => "expand_targeted",
        }
    }
    /// The words of the verdict.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "Complete the foundation first",
            Self::MeasureFirst => "Measure first",
            Self::DoNotExpand => "Do not expand: targets met",
            Self::ImproveQuality => "Improve quality or select data instead",
            Self::ExpandTargeted => "Expand, targeted",
        }
    }
    /// The words inside a sentence.
    #[must_use]
    pub fn inline(self) -> &'static str {
        match self {
            Self::CompleteFoundation => "complete the foundation first",
            Self::MeasureFirst => "measure first",
            Self::DoNotExpand => "do not expand, targets met",
            Self::ImproveQuality => "improve quality or select data instead",
            Self::ExpandTargeted => "expand, targeted",
        }
    }
}

/// Where on the pages something is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Page identifier.
    pub page: String,
    /// Element on it (a gate, a tier, a curve).
    pub anchor: String,
}

/// One reason for the verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// One sentence with its number.
    pub text: String,
    /// Gate it comes from.
    pub gate: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Where the evidence is shown.
    pub link: Link,
}

/// Something to complete, with the training weight at stake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// What.
    pub label: String,
    /// Why.
    pub detail: String,
    /// Training weight at stake, where one can be named.
    pub weight: Option<f64>,
    /// Bytes missing, where known.
    pub missing_bytes: Option<f64>,
    /// Gate or table row it belongs to.
    pub link: Link,
}

/// Where records go when the verdict is to expand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpandTarget {
    /// Metric to reach.
    pub metric: String,
    /// Its target.
    pub target: f64,
    /// Records to add (median) and the 80 % range of the total size needed.
    pub add_records: f64,
    /// Families to add them to.
    pub families: Vec<String>,
    /// Probability of reaching the target within the budget.
    pub probability: f64,
    /// Price, where the policy gives prices.
    pub cost: Option<f64>,
}

/// State of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhaseState {
    /// The phase.
    pub phase: Phase,
    /// Gates by outcome: pass, warn, fail, unknown, not triggered.
    pub counts: [usize; 5],
    /// True where nothing stops or blinds it.
    pub done: bool,
    /// True for the phase the project is in.
    pub current: bool,
}

impl PhaseState {
    /// Each outcome with its number of gates, in the order of `counts`, those without a gate left out.
    pub fn by_outcome(&self) -> impl Iterator<Item = (Outcome, usize)> {
        let order = [Outcome::Pass, Outcome::Warn, Outcome::Fail, Outcome::Unknown, Outcome::NotTriggered];
        order.into_iter().zip(self.counts).filter(|(_, n)| *n > 0)
    }
    /// "19 pass, 3 warn, 5 fail, 1 unknown".
    #[must_use]
    pub fn in_words(&self) -> String {
        let parts: Vec<String> = self.by_outcome().map(|(outcome, n)| format!("{n} {}", outcome.word())).collect();
        parts.join(", ")
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub action: Action,
    /// Phase that decides.
    pub phase: Phase,
    /// One sentence of why.
    pub sentence: String,
    /// Strongest reasons first; the page shows three.
    pub reasons: Vec<Reason>,
    /// Where to expand, when the verdict is to.
    pub expand: Vec<ExpandTarget>,
}

/// Outcomes, gaps and the verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Every gate, in the policy's order.
    pub outcomes: Vec<GateOutcome>,
    /// Metrics that miss their target.
    pub gaps: Vec<Gap>,
    /// The verdict.
    pub verdict: Verdict,
    /// The three phases.
    pub phases: Vec<PhaseState>,
    /// What to complete, by training weight at stake.
    pub completion: Vec<Completion>,
}

impl Decision {
    /// The outcome of a gate.
    #[must_use]
    pub fn outcome(&self, gate: &str) -> Option<&GateOutcome> {
        self.outcomes.iter().find(|o| o.gate == gate)
    }
}

/// Measures, judges and decides. `ctx.gaps` is ignored; `ctx.inventory` is the measured one, to which the scenario's
/// what-if values are applied here.
#[must_use]
pub fn decide(ctx: &Context<'_>) -> Decision {
    let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
    let ctx = Context { inventory: &inventory, gaps: &[], ..*ctx };
    let facts = measure_all(&ctx, &[Phase::Complete, Phase::Validate]);
    from_facts(&ctx, &facts)
}

fn judged(ctx: &Context<'_>, phases: &[Phase], facts: &Facts) -> Vec<GateOutcome> {
    let gates = ctx.pack.gates.iter().filter(|g| phases.contains(&g.phase));
    gates.filter_map(|g| Some(judge(g, ctx.scenario, facts.get(&g.id)?))).collect()
}

/// Judges and decides from measurements of phases 1 and 2.
#[must_use]
pub fn from_facts(ctx: &Context<'_>, facts: &Facts) -> Decision {
    let mut outcomes = judged(ctx, &[Phase::Complete, Phase::Validate], facts);
    let gaps = gaps(&outcomes, ctx);
    let third = Context { gaps: &gaps, ..*ctx };
    outcomes.extend(judged(&third, &[Phase::Expand], &measure_all(&third, &[Phase::Expand])));
    outcomes.sort_by_key(|o| ctx.pack.gates.iter().position(|g| g.id == o.gate));
    let (action, phase) = action(&outcomes, !gaps.is_empty());
    let verdict = Verdict {
        action,
        phase,
        sentence: sentence(action, phase, &outcomes, &gaps, ctx),
        reasons: reasons(action, phase, &outcomes),
        expand: if action == Action::ExpandTargeted { targets(&gaps, ctx) } else { Vec::new() },
    };
    Decision { phases: phase_states(&outcomes, phase), completion: completion(ctx, &outcomes), gaps, verdict, outcomes }
}

/// The decision function proper: outcomes to action, and the phase that decides.
pub(super) fn action<G: Severe>(outcomes: &[G], gap: bool) -> (Action, Phase) {
    let any = |phase: Phase, test: fn(&G) -> bool| outcomes.iter().any(|o| o.phase() == phase && test(o));
    if any(Phase::Complete, Severe::stops) {
        (Action::CompleteFoundation, Phase::Complete)
    } else if any(Phase::Complete, Severe::blinds) {
        (Action::MeasureFirst, Phase::Complete)
    } else if gap {
        if any(Phase::Expand, Severe::stops) {
            (Action::ImproveQuality, Phase::Expand)
        } else if any(Phase::Expand, Severe::blinds) {
            (Action::MeasureFirst, Phase::Expand)
        } else {
            (Action::ExpandTargeted, Phase::Expand)
        }
    } else if any(Phase::Validate, |o| o.stops() || o.blinds() || o.uncertain()) {
        (Action::MeasureFirst, Phase::Validate)
    } else if outcomes.iter().all(|o| matches!(o.outcome(), Outcome::Unknown | Outcome::NotTriggered)) {
        (Action::MeasureFirst, Phase::Complete)
    } else {
        (Action::DoNotExpand, Phase::Validate)
    }
}

/// The phases with their counts.
#[must_use]
pub fn phase_states(outcomes: &[GateOutcome], current: Phase) -> Vec<PhaseState> {
    Phase::ALL
        .iter()
        .map(|&phase| {
            let own = || outcomes.iter().filter(|o| o.phase == phase);
            let count = |outcome: Outcome| own().filter(|o| o.outcome == outcome).count();
            PhaseState {
                phase,
                counts: [
                    count(Outcome::Pass),
                    count(Outcome::Warn),
                    count(Outcome::Fail),
                    count(Outcome::Unknown),
                    count(Outcome::NotTriggered),
                ],
                done: own().count() > 0
                    && !own().any(|o| o.stops() || o.blinds() || o.outcome == Outcome::NotTriggered || o.uncertain()),
                current: phase == current,
            }
        })
        .collect()
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

fn sentence(action: Action, phase: Phase, outcomes: &[GateOutcome], gaps: &[Gap], ctx: &Context<'_>) -> String {
    let labels = |test: fn(&GateOutcome) -> bool| -> Vec<String> {
        outcomes.iter().filter(|o| o.phase == phase && test(o)).map(|o| format!("“{}”", o.label)).collect()
    };
    match action {
        Action::CompleteFoundation => {
            let worst = ctx.inventory.tiers.iter().filter(|t| t.missing_weight.is_some_and(|w| w > 0.0));
            let worst =
                worst.max_by(|a, b| a.missing_weight.unwrap_or(0.0).total_cmp(&b.missing_weight.unwrap_or(0.0)));
            let stops = labels(Severe::stops);
            let tier_stops = outcomes.iter().any(|o| o.stops() && o.gate_rule_is_weight());
            match worst {
                Some(t) if tier_stops => format!(
                    "Tier {} lacks {} of the training weight, and new data would be built on that gap.",
                    t.tier,
                    units::show(t.missing_weight.unwrap_or(0.0), Unit::Fraction)
                ),
                _ => format!(
                    "{} in the foundation: {}.",
                    count_words(stops.len(), "gate fails", "gates fail"),
                    listed(&stops)
                ),
            }
        }
        Action::MeasureFirst => {
            let open = labels(|o| o.blinds());
            let failing = labels(Severe::stops);
            if !open.is_empty() {
                format!("The evidence does not say yet: {}.", listed(&open))
            } else if !failing.is_empty() {
                format!(
                    "{}, so that what was measured decides nothing yet: {}.",
                    count_words(failing.len(), "check fails", "checks fail"),
                    listed(&failing)
                )
            } else {
                let open = labels(Severe::uncertain);
                if open.is_empty() {
                    "No gate could be judged: no file with evidence was loaded.".into()
                } else {
                    format!("Too uncertain to decide: the interval of {} includes its threshold.", listed(&open))
                }
            }
        }
        Action::DoNotExpand => {
            let decisive = |o: &&GateOutcome| o.phase == Phase::Validate && o.severity == Severity::Block;
            let met = outcomes.iter().filter(decisive).filter(|o| o.outcome == Outcome::Pass).count();
            format!("The foundation is complete and {} met.", count_words(met, "target is", "targets are"))
        }
        Action::ImproveQuality => {
            let stops = labels(Severe::stops);
            let gap = gaps.first().map_or(String::new(), |g| {
                format!("{} is at {} against {}", g.label, units::score(g.value), units::score(g.target))
            });
            format!(
                "{gap}, but more data is not the way to close it yet; {}: {}.",
                if stops.len() == 1 { "one condition is not met" } else { "these conditions are not met" },
                listed(&stops)
            )
        }
        Action::ExpandTargeted => {
            let targets = targets(gaps, ctx);
            match targets.iter().max_by(|a, b| a.add_records.total_cmp(&b.add_records)) {
                Some(t) => {
                    let label = gaps.iter().find(|g| g.metric == t.metric).map_or(t.metric.as_str(), |g| &g.label);
                    format!(
                        "About {} more records bring {} to {}; the probability of getting there within the budget is {}.",
                        units::compact(t.add_records),
                        label.to_lowercase(),
                        units::score(t.target),
                        units::show(t.probability, Unit::Fraction)
                    )
                }
                None => "The learning curves say that data closes the gap.".into(),
            }
        }
    }
}

fn count_words(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

impl GateOutcome {
    fn gate_rule_is_weight(&self) -> bool {
        self.measurement.what == "missing training weight"
    }
}

fn reasons(action: Action, phase: Phase, outcomes: &[GateOutcome]) -> Vec<Reason> {
    let strength = |o: &GateOutcome| -> f64 {
        let relative = match (o.margin, o.threshold) {
            (Some(m), t) if t != 0.0 => (-m / t.abs()).clamp(-1.0, 1.0),
            (Some(m), _) => (-m).clamp(-1.0, 1.0),
            (None, _) => 0.0,
        };
        let base = match o.outcome {
            Outcome::Fail if o.stops() => 8.0,
            Outcome::Unknown if o.blinds() => 6.0,
            Outcome::Fail => 4.0,
            Outcome::Warn => 3.0,
            Outcome::Pass => 2.0,
            Outcome::Unknown => 1.0,
            Outcome::NotTriggered => -9.0,
        };
        // What a later phase would say is no reason for a verdict that an earlier one decides.
        let here = if o.phase == phase {
            2.0
        } else if o.phase > phase {
            -7.0
        } else {
            0.0
        };
        // What the verdict waits for is its reason.
        let waits = action == Action::MeasureFirst && o.phase == phase && (o.blinds() || o.stops() || o.uncertain());
        let here = if waits { here + 10.0 } else { here };
        let weight = if o.gate_rule_is_weight() { 1.0 + o.measurement.value.unwrap_or(0.0) } else { 0.0 };
        base + here + relative + weight
    };
    let calm = matches!(action, Action::DoNotExpand | Action::ExpandTargeted);
    let mut ranked: Vec<&GateOutcome> = outcomes.iter().filter(|o| o.outcome != Outcome::NotTriggered).collect();
    ranked.sort_by(|a, b| {
        // For a calm verdict the passing gates of the deciding phase are the reasons.
        let key = |o: &GateOutcome| if calm && o.phase == phase { 20.0 - strength(o) } else { strength(o) };
        key(b).total_cmp(&key(a))
    });
    ranked
        .into_iter()
        .take(6)
        .map(|o| Reason {
            text: o.sentence.clone(),
            gate: o.gate.clone(),
            outcome: o.outcome,
            link: Link { page: "decide".into(), anchor: format!("gate-{}", o.gate) },
        })
        .collect()
}

fn targets(gaps: &[Gap], ctx: &Context<'_>) -> Vec<ExpandTarget> {
    let costs = ctx.costs();
    let price = match (costs.acquire, costs.annotate) {
        (None, None) => None,
        (a, b) => Some(a.map_or(0.0, |p| p.likely) + b.map_or(0.0, |p| p.likely)),
    };
    gaps.iter()
        .filter_map(|g| {
            let add_records = g.add_records?;
            Some(ExpandTarget {
                metric: g.metric.clone(),
                target: g.target,
                add_records,
                families: g.families.clone(),
                probability: g.probability?,
                cost: price.map(|p| p * add_records),
            })
        })
        .collect()
}

fn completion(ctx: &Context<'_>, outcomes: &[GateOutcome]) -> Vec<Completion> {
    let anchor = |page: &str, anchor: String| Link { page: page.into(), anchor };
    let mut list: Vec<Completion> = ctx
        .inventory
        .tiers
        .iter()
        .filter(|t| t.missing_weight.is_none_or(|w| w > 0.0))
        .map(|t| Completion {
            label: format!("Tier {}: {}", t.tier, t.label),
            detail: match t.missing_share {
                Some(s) => format!("{} of the tier is missing ({})", units::show(s, Unit::Fraction), t.basis),
                None => format!("what is missing is unknown: {}", t.basis),
            },
            weight: t.missing_weight,
            missing_bytes: t.group.missing_bytes.value,
            link: anchor("evidence", format!("tier-{}", t.tier)),
        })
        .collect();
    list.sort_by(|a, b| b.weight.unwrap_or(-1.0).total_cmp(&a.weight.unwrap_or(-1.0)));
    for family in ctx.inventory.families.iter().filter(|f| f.required && f.status != Status::Present) {
        list.push(Completion {
            label: family.label.clone(),
            detail: format!("required family is {}: {}", family.status.word(), family.why),
            weight: None,
            missing_bytes: family.group.missing_bytes.value,
            link: anchor("evidence", format!("family-{}", family.id)),
        });
    }
    for o in outcomes.iter().filter(|o| o.phase == Phase::Complete && o.stops()) {
        let Some(gate) = ctx.pack.gate(&o.gate) else { continue };
        if gate.rule != "missing_weight" && gate.rule != "families" {
            let detail = if gate.remedy.is_empty() { o.sentence.clone() } else { gate.remedy.clone() };
            list.push(Completion {
                label: o.label.clone(),
                detail,
                weight: None,
                missing_bytes: None,
                link: anchor("decide", format!("gate-{}", o.gate)),
            });
        }
    }
    list
}
