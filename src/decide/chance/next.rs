//! What to measure first, in words; where the verdict waits for evidence, the measurement that it waits for.

use super::studies::items::{ITEMS, TIMES};
use super::value::{Measurement, ValueOfInformation, values};
use super::world::{Draw, World};
use crate::data::units::money;
use crate::decide::context::Context;
use crate::decide::judge::{GateOutcome, Severe, capital, unresolved};
use crate::decide::verdict::{Action, Decision};
use crate::metric::enough;

/// Values the next measurements and says which to take first.
#[must_use]
pub fn evaluate_information(
    ctx: &Context<'_>,
    decision: &Decision,
    world: &World,
    sample: &[Draw],
) -> ValueOfInformation {
    let mut view = values(ctx, decision, world, sample).unwrap_or_else(|because| ValueOfInformation {
        because: Some(because.into()),
        ..ValueOfInformation::default()
    });
    view.recommendation = recommendation(ctx, decision, world, &view);
    view
}

/// "Measure this first", or "stop measuring and decide", with the reason.
fn recommendation(ctx: &Context<'_>, decision: &Decision, world: &World, view: &ValueOfInformation) -> String {
    let verdict = &decision.verdict;
    if verdict.action == Action::MeasureFirst {
        let here = || decision.outcomes.iter().filter(|o| o.phase == verdict.phase);
        let blind: Vec<&GateOutcome> = here().filter(|o| o.blinds()).collect();
        let failing: Vec<&GateOutcome> = here().filter(|o| o.stops()).collect();
        let open: Vec<&GateOutcome> = here().filter(|o| o.uncertain()).collect();
        return match (blind.as_slice(), failing.as_slice(), open.as_slice()) {
            ([first, rest @ ..], _, _) => missing(first, rest.len() + open.len()),
            (_, [first, ..], _) => {
                format!(
                    "Mend this first, and measure it again: \u{201c}{}\u{201d}. The verdict waits for it.",
                    first.label
                )
            }
            (_, _, [first, rest @ ..]) => format!("{}{}", uncertain(ctx, world, first, view), others(rest.len())),
            _ => unasked(decision),
        };
    }
    if let Some(name) = world.unmeasured().first() {
        return format!("Measure {} first: it has a target and was never measured.", name.to_lowercase());
    }
    if !view.known {
        let because = view.because.as_ref().map_or_else(String::new, |b| format!(": {b}"));
        return format!("The value of measuring cannot be computed{because}.");
    }
    let unpriced = view.next.iter().filter(|m| m.cost.is_none() && m.value > 0.0);
    let unpriced = unpriced.max_by(|a, b| a.value.total_cmp(&b.value));
    match (view.next.first().filter(|m| m.net.is_some_and(|n| n > 0.0)), unpriced) {
        (Some(m), _) => format!("Before choosing an option, {}", worth_it(ctx, m)),
        (None, Some(m)) => format!(
            "No measurement with a known price is worth its cost. {} would be worth {}; what it costs is not known.",
            capital(&m.label),
            money(&ctx.pack.currency, m.value)
        ),
        (None, None) => "Stop measuring and decide: no further measurement is worth its cost.".into(),
    }
}

fn worth_it(ctx: &Context<'_>, m: &Measurement) -> String {
    format!(
        "measure this first: {}. It is worth {} and costs {}.",
        m.label,
        money(&ctx.pack.currency, m.value),
        m.cost.map_or_else(|| "an unknown sum".to_owned(), |c| money(&ctx.pack.currency, c))
    )
}

/// The verdict waits for something that no gate of its phase asks for.
fn unasked(decision: &Decision) -> String {
    if let Some(gap) = decision.gaps.iter().find(|g| g.probability.is_none()) {
        return format!(
            "Measure a learning curve of {} first: train on parts of the data and score each. The verdict waits for it.",
            gap.label.to_lowercase()
        );
    }
    if let Some(leak) = decision.outcomes.iter().find(|o| o.taints()) {
        return format!(
            "Mend this first, and measure again: \u{201c}{}\u{201d}. The verdict waits for it.",
            leak.label
        );
    }
    match decision.outcomes.iter().any(Severe::judged) {
        true => decision.verdict.sentence.clone(),
        false => "Load files with evidence first: no gate could be judged.".into(),
    }
}

/// The verdict waits for a number that no file gives.
fn missing(gate: &GateOutcome, also: usize) -> String {
    let because = gate.measurement.because.as_deref().unwrap_or("no file says");
    let more = others(also);
    format!("Measure this first: \u{201c}{}\u{201d}. The verdict waits for it, and {because}.{more}", gate.label)
}

fn others(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => " One more gate waits for evidence.".into(),
        n => format!(" {n} more gates wait for evidence."),
    }
}

/// The verdict waits for an interval that includes its threshold: only more items make it shorter.
fn uncertain(ctx: &Context<'_>, world: &World, gate: &GateOutcome, view: &ValueOfInformation) -> String {
    // What was valued is the evaluation that the first gate of a metric looks at.
    let target = world.targets.iter().find(|t| t.fact == gate.fact);
    let items =
        view.next.iter().find(|m| m.study == ITEMS && target.is_some_and(|t| m.metric.as_ref() == Some(&t.metric)));
    if let Some(m) = items.filter(|m| m.net.is_some_and(|n| n > 0.0)) {
        return format!("{} The verdict waits for it.", capital(&worth_it(ctx, m)));
    }
    let name = &gate.label;
    let own = ctx.pack.gate(&gate.gate);
    let open = own.zip(gate.measurement.value).and_then(|(g, v)| unresolved(g, gate.threshold, v, &gate.measurement));
    let Some(more) = open.and_then(|open| open.more) else {
        return format!("Measure this first: \u{201c}{name}\u{201d}. Its interval includes its threshold.");
    };
    let settle = format!(
        "Measure this first: \u{201c}{name}\u{201d}. If its value stays where it is, about {} more take its interval off the threshold.",
        enough::items(more)
    );
    // No size that was valued is worth its cost, and this is one of those sizes.
    let valued = items.is_some_and(|m| m.cost.is_some())
        && gate.measurement.n.is_some_and(|n| (n * TIMES[0]..=n * TIMES[TIMES.len() - 1]).contains(&more));
    match valued {
        true => format!("{settle} At the prices given that is worth less than it costs: deciding now is cheaper."),
        false => settle,
    }
}
