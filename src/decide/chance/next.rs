//! What to measure first, in words; where the verdict waits for evidence, the measurement that it waits for.

use super::value::{Measurement, ValueOfInformation};
use super::world::World;
use crate::data::units::{grouped, money};
use crate::decide::judge::{GateOutcome, Severe, capital};
use crate::decide::measure::Context;
use crate::decide::verdict::{Action, Decision};
use crate::num::math;

/// "Measure this first", or "stop measuring and decide", with the reason.
pub(super) fn recommendation(
    ctx: &Context<'_>,
    decision: &Decision,
    world: &World,
    view: &ValueOfInformation,
) -> String {
    let verdict = &decision.verdict;
    if verdict.action == Action::MeasureFirst {
        let here = || decision.outcomes.iter().filter(|o| o.phase == verdict.phase);
        let blind: Vec<&GateOutcome> = here().filter(|o| o.blinds()).collect();
        if let [first, rest @ ..] = blind.as_slice() {
            return missing(first, rest.len());
        }
        let open: Vec<&GateOutcome> = here().filter(|o| o.uncertain()).collect();
        if let [first, ..] = open.as_slice() {
            return uncertain(ctx, first, &open, view);
        }
    }
    if let Some(name) = world.unmeasured().first() {
        return format!("Measure {} first: it has a target and was never measured.", name.to_lowercase());
    }
    match view.next.first() {
        _ if !view.known => "The value of measuring cannot be computed.".into(),
        Some(m) if m.net.is_some_and(|n| n > 0.0) => format!("Before choosing an option: {}", worth_it(ctx, m)),
        _ => "Stop measuring and decide: no further measurement is worth its cost.".into(),
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

/// The verdict waits for a number that no file gives.
fn missing(gate: &GateOutcome, others: usize) -> String {
    let because = gate.measurement.because.as_deref().unwrap_or("no file says");
    let more = match others {
        0 => String::new(),
        1 => " One more gate waits for evidence.".into(),
        n => format!(" {n} more gates wait for evidence."),
    };
    format!("Measure this first: \u{201c}{}\u{201d}. The verdict waits for it, and {because}.{more}", gate.label)
}

/// The verdict waits for an interval that includes its threshold.
fn uncertain(ctx: &Context<'_>, first: &GateOutcome, open: &[&GateOutcome], view: &ValueOfInformation) -> String {
    let metric = |o: &GateOutcome| ctx.pack.gate(&o.gate).and_then(|g| g.with.get("metric"));
    let about = |m: &Measurement| open.iter().any(|o| m.metric.is_some() && metric(o) == m.metric.as_ref());
    let best = view.next.iter().filter(|m| about(m)).find(|m| m.net.is_some_and(|n| n > 0.0));
    if let Some(m) = best {
        return format!("{} The verdict waits for it.", capital(&worth_it(ctx, m)));
    }
    let name = &first.label;
    let settle = match more_items(first) {
        Some(more) => format!(
            "Measure this first: \u{201c}{name}\u{201d}. If its value stays where it is, about {} more evaluation items take its interval off the threshold.",
            grouped(more)
        ),
        None => format!("Measure this first: \u{201c}{name}\u{201d}. Its interval includes its threshold."),
    };
    let priced = view.known && view.next.iter().any(|m| about(m) && m.cost.is_some());
    match priced {
        true => format!("{settle} At the prices given that is worth less than it costs: deciding now is cheaper."),
        false => settle,
    }
}

/// Items to add so that the interval of a value that stays where it is clears the threshold: its half width falls with the
/// root of the items. Two significant digits, upwards.
fn more_items(o: &GateOutcome) -> Option<f64> {
    let m = &o.measurement;
    let ((low, high), n) = (m.interval?, m.n?);
    let (half, margin) = (0.5 * (high - low), (m.value? - o.threshold).abs());
    let more = n * (half / margin) * (half / margin) - n;
    if !(more.is_finite() && more > 0.0 && more < 1e7) {
        return None;
    }
    let step = math::pow(10.0, math::log10(more).floor() - 1.0).max(1.0);
    Some((more / step).ceil() * step)
}
