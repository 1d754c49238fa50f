//! One sentence of why.

use super::action::Action;
use super::targets::targets;
use crate::data::{Unit, units};
use crate::decide::context::Context;
use crate::decide::gap::Gap;
use crate::decide::judge::{GateOutcome, Outcome, Severe};
use crate::policy::{Phase, Severity};

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

pub(super) fn sentence(
    action: Action,
    phase: Phase,
    outcomes: &[GateOutcome],
    gaps: &[Gap],
    ctx: &Context<'_>,
) -> String {
    let labels = |test: fn(&GateOutcome) -> bool| -> Vec<String> {
        outcomes.iter().filter(|o| o.phase == phase && test(o)).map(|o| format!("“{}”", o.label)).collect()
    };
    match action {
        Action::CompleteFoundation => {
            let worst = ctx.inventory.tiers.iter().filter(|t| t.missing_weight.is_some_and(|w| w > 0.0));
            let worst =
                worst.max_by(|a, b| a.missing_weight.unwrap_or(0.0).total_cmp(&b.missing_weight.unwrap_or(0.0)));
            let stops = labels(Severe::stops);
            let tier_stops = outcomes.iter().any(|o| o.stops() && o.measurement.what == "missing training weight");
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
