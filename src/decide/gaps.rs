//! Finding the gaps: metrics that miss their target, each with what its learning curve says.

use super::anchor::offset;
use super::context::Context;
use super::gap::{GAP_LEVEL, Gap};
use super::judge::{GateOutcome, Severe};
use super::measurement::Measurement;
use crate::data::Direction;
use crate::fit::SEARCH_FACTOR;
use crate::policy::{Comparator, Gate, Phase, Role};

/// The gaps among phase-2 outcomes.
#[must_use]
pub fn gaps(outcomes: &[GateOutcome], ctx: &Context<'_>) -> Vec<Gap> {
    let failing = outcomes.iter().filter(|o| o.phase == Phase::Validate && o.stops());
    let mut found: Vec<Gap> = Vec::new();
    for outcome in failing {
        let Some(gate) = ctx.pack.gate(&outcome.gate).filter(|g| g.role() == Role::Metric) else { continue };
        keep(&mut found, gap(gate, outcome.threshold, &outcome.measurement, ctx), gate.comparator);
    }
    found
}

/// The same metric of the same slice may stand in two gates (an early baseline and the target): the harder one counts.
pub(super) fn keep(found: &mut Vec<Gap>, gap: Gap, comparator: Comparator) {
    match found.iter_mut().find(|g| g.metric == gap.metric && g.slice == gap.slice) {
        Some(other) if comparator.sign() * (gap.target - other.target) > 0.0 => *other = gap,
        Some(_) => {}
        None => found.push(gap),
    }
}

/// The gap of a metric gate that fails at `target`.
pub(super) fn gap(gate: &Gate, target: f64, measurement: &Measurement, ctx: &Context<'_>) -> Gap {
    let metric = gate.metric().unwrap_or_default().to_owned();
    let slice = gate.parameter("slice").map(str::to_owned);
    let known = ctx.pack.metric(&metric).filter(|_| slice.is_none());
    let mut gap = Gap {
        label: known.map_or(gate.label.clone(), |m| m.label.clone()),
        slice,
        gate: gate.id.clone(),
        target,
        value: measurement.value.unwrap_or(f64::NAN),
        illustrative: measurement.illustrative,
        families: ctx.pack.families.iter().filter(|f| f.serves.contains(&metric)).map(|f| f.id.clone()).collect(),
        metric,
        ..Gap::default()
    };
    let Some((curve, fit)) = ctx.curve(gate) else { return gap };
    let better = match gate.comparator {
        Comparator::AtLeast | Comparator::MoreThan => Direction::Higher,
        Comparator::AtMost | Comparator::LessThan => Direction::Lower,
    };
    if curve.direction != better {
        return gap;
    }
    let Some(per_record) = ctx.of_record(curve) else { return gap };
    let fit = fit.chosen(ctx.choice(&curve.id));
    gap.curve = Some(curve.id.clone());
    gap.unit = curve.size_unit;
    gap.size = fit.last_seen.x;
    gap.budget_size = gap.size + ctx.assume("budget_records").max(0.0) * per_record;
    gap.illustrative |= curve.illustrative;
    if gap.size > 0.0 {
        let moved = offset(measurement, &fit);
        gap.curve_end = (moved != 0.0).then_some(gap.value - moved);
        let target = gap.target - moved;
        gap.probability = fit.probability_reaches(gap.budget_size, target);
        let need = fit.requirement(target, GAP_LEVEL, SEARCH_FACTOR);
        gap.size_needed = need.median.map(|m| (m, need.lower, need.upper));
        gap.add_records = need.median.map(|m| ((m - gap.size) / per_record).max(0.0));
        if let Some(gain) = fit.gain_per_doubling(gap.size) {
            gap.doubling = Some(gain.median);
            gap.doubling_interval = Some((gain.lower, gain.upper));
        }
    }
    gap
}
