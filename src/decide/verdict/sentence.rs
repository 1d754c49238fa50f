//! One sentence of why, which says nothing that was not judged.

use super::action::{Action, Way, chance};
use super::targets::targets;
use crate::data::{Unit, units};
use crate::decide::context::Context;
use crate::decide::gap::Gap;
use crate::decide::judge::{GateOutcome, Outcome, Severe};
use crate::policy::{Fact, Phase, Severity};

/// What a sentence may speak of.
pub(super) struct Said<'a> {
    pub action: Action,
    pub phase: Phase,
    pub way: Way,
    pub outcomes: &'a [GateOutcome],
    pub gaps: &'a [Gap],
}

/// The sentence.
pub(super) fn sentence(said: &Said<'_>, ctx: &Context<'_>) -> String {
    match said.action {
        Action::CompleteFoundation => foundation(said, ctx),
        Action::MeasureFirst => measure(said),
        Action::DoNotExpand => met(said.outcomes),
        Action::ImproveQuality => improve(said, ctx),
        Action::ExpandTargeted => expand(said, ctx),
    }
}

fn foundation(said: &Said<'_>, ctx: &Context<'_>) -> String {
    let stops = said.labels(Severe::stops);
    let weighs = |o: &GateOutcome| o.stops() && matches!(o.fact, Fact::MissingWeight { .. });
    let weight = |t: &crate::decide::inventory::TierState| t.missing_weight.unwrap_or(0.0);
    let stopping: Vec<&Fact> = said.outcomes.iter().filter(|o| weighs(o)).map(|o| &o.fact).collect();
    // A tier is named whose own gate stops; where only the sum does, the one that lacks most.
    let own = |tier: u8| stopping.iter().any(|f| **f == Fact::MissingWeight { tier: Some(tier) });
    let any = ctx.inventory.tiers.iter().any(|t| own(t.tier));
    let lacking = ctx.inventory.tiers.iter().filter(|t| weight(t) > 0.0 && (own(t.tier) || !any));
    match lacking.max_by(|a, b| weight(a).total_cmp(&weight(b))) {
        Some(t) if said.outcomes.iter().any(weighs) => format!(
            "Tier {} lacks {} of the training weight, and new data would be built on that gap.",
            t.tier,
            units::show(weight(t), Unit::Fraction)
        ),
        _ => format!(
            "{} in the foundation: {}.",
            units::counted(stops.len(), "gate fails", "gates fail"),
            listed(&stops)
        ),
    }
}

/// "“Drop of accuracy” is larger".
fn worse(drops: &[String]) -> String {
    format!("{} {} larger", listed(drops), is(drops.len()))
}

const NO_TARGET: &str = "The policy sets no target that decides, so that nothing says whether the data suffice.";

fn measure(said: &Said<'_>) -> String {
    if said.outcomes.iter().all(|o| !o.judged()) {
        let decides = |o: &GateOutcome| o.phase == Phase::Validate && o.severity == Severity::Block;
        return match said.labels_of_all(Severe::blinds) {
            open if open.is_empty() && !said.outcomes.iter().any(decides) => NO_TARGET.into(),
            open if open.is_empty() => "No gate could be judged: no evidence for any of them was loaded.".into(),
            open => format!("The evidence does not say yet: {}.", listed(&open)),
        };
    }
    if said.phase == Phase::Expand && said.way == Way::Untold {
        let blind = said.gaps.iter().find(|g| g.probability.is_none());
        return format!("{}, and no learning curve says whether more data would close the gap.", misses(blind));
    }
    let (open, failing, doubted) =
        (said.labels(Severe::blinds), said.labels(Severe::stops), said.labels(Severe::uncertain));
    if !open.is_empty() {
        format!("The evidence does not say yet: {}.", listed(&open))
    } else if !failing.is_empty() && failing.len() == said.labels(|o| o.stops() && o.fact.is_drop()).len() {
        format!("{} than is allowed: find out why before data are added.", worse(&failing))
    } else if !failing.is_empty() {
        format!(
            "{}, so that what was measured decides nothing yet: {}.",
            units::counted(failing.len(), "check fails", "checks fail"),
            listed(&failing)
        )
    } else if !doubted.is_empty() {
        format!("Too uncertain to decide: the interval of {} includes its threshold.", listed(&doubted))
    } else if !said.outcomes.iter().any(|o| o.phase == Phase::Validate && o.carries()) {
        match said.labels(Severe::waived) {
            waived if waived.is_empty() => NO_TARGET.into(),
            waived => format!("No target was judged: {} {} waived.", listed(&waived), is(waived.len())),
        }
    } else {
        let leaks = said.labels_of_all(|o| o.phase != Phase::Expand && o.taints());
        format!(
            "What was measured cannot be trusted, since the test leaked into the training data: {}.",
            listed(&leaks)
        )
    }
}

/// "The foundation is complete and 5 targets are met.", as far as each part was judged.
fn met(outcomes: &[GateOutcome]) -> String {
    let blocking = |o: &&GateOutcome| o.severity == Severity::Block;
    let targets = || outcomes.iter().filter(|o| o.phase == Phase::Validate);
    let excused = |o: &&GateOutcome| o.waived() && !o.carries();
    let reaches = |o: &&GateOutcome| o.margin.is_some_and(|m| m >= 0.0) && o.outcome != Outcome::Fail && !excused(o);
    let reached = targets().filter(blocking).filter(reaches).count();
    let tolerated =
        targets().filter(blocking).filter(|o| o.outcome == Outcome::Warn && !reaches(o) && !excused(o)).count();
    let waived = targets().filter(blocking).filter(excused).count();
    let others: Vec<&GateOutcome> = targets().filter(|o| !blocking(o)).collect();
    let mut parts = Vec::new();
    if reached > 0 || tolerated == 0 {
        let (one, many) = match others.is_empty() {
            true => ("target is met", "targets are met"),
            false => ("blocking target is met", "blocking targets are met"),
        };
        parts.push(units::counted(reached, one, many));
    }
    if tolerated > 0 {
        parts.push(units::counted(tolerated, "target is missed but tolerated", "targets are missed but tolerated"));
    }
    if waived > 0 {
        parts.push(units::counted(waived, "is waived", "are waived"));
    }
    let met = parts.join(", ");
    let rest = shortfall(&others).map_or_else(String::new, |s| format!(" Of the targets that do not block, {s}."));
    let complete: Vec<&GateOutcome> = outcomes.iter().filter(|o| o.phase == Phase::Complete).collect();
    match (complete.is_empty(), shortfall(&complete)) {
        (true, _) => format!("{}; the policy asks nothing of the foundation.{rest}", upper(&met)),
        (false, None) => format!("The foundation is complete and {met}.{rest}"),
        (false, Some(s)) => format!("{}. Nothing blocks in the foundation, but of its gates {s}.{rest}", upper(&met)),
    }
}

/// "2 fail and 3 are unknown: “Duplicate records”, “PII” and 3 more"; `None` where every gate passes or warns.
fn shortfall(gates: &[&GateOutcome]) -> Option<String> {
    let of = |outcome: Outcome| gates.iter().filter(|o| o.outcome == outcome).copied().collect::<Vec<_>>();
    let (fail, unknown) = (of(Outcome::Fail), of(Outcome::Unknown));
    let mut parts = Vec::new();
    if !fail.is_empty() {
        parts.push(units::counted(fail.len(), "fails", "fail"));
    }
    if !unknown.is_empty() {
        parts.push(units::counted(unknown.len(), "is unknown", "are unknown"));
    }
    let names: Vec<String> = fail.iter().chain(&unknown).map(|o| format!("“{}”", o.label)).collect();
    (!parts.is_empty()).then(|| format!("{}: {}", parts.join(" and "), listed(&names)))
}

fn improve(said: &Said<'_>, ctx: &Context<'_>) -> String {
    let stops = said.labels(Severe::stops);
    let hardest = said.gaps.iter().filter_map(|g| Some((g, g.probability?))).min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((gap, chance)) = hardest.filter(|_| stops.is_empty()) {
        return format!(
            "{}, and more data is not likely enough to close it: the learning curve gives it a chance of {} within {}, less than the {} asked for{}.{}",
            misses(Some(gap)),
            units::chance(chance),
            ctx.budget_in_words(),
            units::show(ctx.assume("minimum_probability"), Unit::Fraction),
            if ctx.gives("minimum_probability") { "" } else { " by default" },
            if better(ctx) { "" } else { " Nothing that was loaded says what else would close it." }
        );
    }
    format!(
        "{}, but more data is not the way to close it yet; {}: {}.",
        misses(said.gaps.first()),
        if stops.len() == 1 { "one condition is not met" } else { "these conditions are not met" },
        listed(&stops)
    )
}

/// True where something that was loaded can be made better: a tier below its quality or not complete, duplicates.
fn better(ctx: &Context<'_>) -> bool {
    let mixture = ctx.inventory.tiers.iter().any(|t| {
        let low = t.group.quality.is_some_and(|q| q < t.minimum_quality);
        low || t.missing_share.is_some_and(|s| s > 0.0)
    });
    let some = |n: Option<f64>| n.is_some_and(|n| n > 0.0);
    mixture || ctx.evidence.datasets.iter().any(|d| some(d.duplication) || some(d.duplicates))
}

fn expand(said: &Said<'_>, ctx: &Context<'_>) -> String {
    let targets = targets(said.gaps, ctx);
    let most = targets.iter().max_by(|a, b| a.add_records.total_cmp(&b.add_records));
    // The targets of all gaps: a number of records for one of them would be told as the whole.
    match most.filter(|_| targets.len() == said.gaps.len()) {
        Some(t) => {
            let label = said
                .gaps
                .iter()
                .find(|g| g.metric == t.metric && g.target == t.target)
                .map_or(t.metric.as_str(), |g| &g.label);
            format!(
                "About {} more records bring {} to {}; the probability of getting there within the budget is {}.{}",
                units::compact(t.add_records),
                label.to_lowercase(),
                units::score(t.target),
                units::chance(t.probability),
                said.gaps.iter().find_map(moved).unwrap_or_default()
            )
        }
        None => {
            let waived: Vec<String> = said.labels(Severe::waived);
            let why = match waived.is_empty() {
                true => "no condition of the policy stands against more data".to_owned(),
                false => format!("{} {} waived", listed(&waived), is(waived.len())),
            };
            let chance = chance(said.gaps).map_or_else(
                || "no learning curve says how probable it is that data closes the gap".to_owned(),
                |p| {
                    format!(
                        "the learning curves give {} a chance of {} to close the gap",
                        ctx.budget_in_words(),
                        units::chance(p)
                    )
                },
            );
            format!("{}; {chance}, and {why}.", misses(said.gaps.first()))
        }
    }
}

/// Where a gap is counted from, when the curve ends elsewhere.
fn moved(gap: &Gap) -> Option<String> {
    let end = units::score(gap.curve_end?);
    Some(format!(" That is counted from today’s {}; the learning curve itself ends at {end}.", units::score(gap.value)))
}

/// "Accuracy is at 0.6 against 0.8", of one gap.
fn misses(gap: Option<&Gap>) -> String {
    let text = |g: &Gap| format!("{} is at {} against {}", g.label, units::score(g.value), units::score(g.target));
    gap.map_or_else(|| "A target is missed".into(), text)
}

impl Said<'_> {
    /// Labels of the gates of the phase that decides.
    fn labels(&self, test: fn(&GateOutcome) -> bool) -> Vec<String> {
        let own = self.outcomes.iter().filter(|o| o.phase == self.phase && test(o));
        own.map(|o| format!("“{}”", o.label)).collect()
    }
    fn labels_of_all(&self, test: fn(&GateOutcome) -> bool) -> Vec<String> {
        self.outcomes.iter().filter(|o| test(o)).map(|o| format!("“{}”", o.label)).collect()
    }
}

fn is(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn upper(text: &str) -> String {
    crate::decide::judge::capital(text)
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
