//! The reasons of a verdict, strongest first.

use super::action::Action;
use super::state::Reason;
use crate::decide::judge::{GateOutcome, Outcome, Severe};
use crate::decide::link::Link;
use crate::policy::{Fact, Phase};
use std::cmp::Ordering;

/// Most reasons that are given.
const MOST: usize = 6;

/// What an outcome weighs: a gate that stops or blinds its phase before one that only fails, warns, passes.
const STOPS: f64 = 8.0;
const BLINDS: f64 = 6.0;
const FAILS: f64 = 4.0;
const WARNS: f64 = 3.0;
const PASSES: f64 = 2.0;
const UNKNOWN: f64 = 1.0;
/// A gate of the phase that decides.
const DECIDES: f64 = 2.0;
/// What a later phase would say is no reason for a verdict that an earlier one decides.
const LATER: f64 = -7.0;
/// What the verdict waits for is its reason.
const WAITS: f64 = 10.0;
/// Missing training weight is what new data would be built on: it comes before its equals, by the weight at stake.
const AT_STAKE: f64 = 1.0;
/// For a calm verdict the passing gates of the deciding phase are the reasons: above whatever another phase can weigh.
const CALM: f64 = 20.0;

/// How far on the wrong side of its threshold a gate lies, as a share of the threshold, between −1 and 1.
fn short(o: &GateOutcome) -> f64 {
    match (o.margin, o.threshold) {
        (Some(m), t) if t != 0.0 => (-m / t.abs()).clamp(-1.0, 1.0),
        (Some(m), _) => (-m).clamp(-1.0, 1.0),
        (None, _) => 0.0,
    }
}

/// What a gate weighs as a reason for the action that `phase` decides.
fn strength(o: &GateOutcome, action: Action, phase: Phase) -> f64 {
    let outcome = match o.outcome {
        Outcome::Fail if o.stops() => STOPS,
        Outcome::Unknown if o.blinds() => BLINDS,
        Outcome::Fail => FAILS,
        Outcome::Warn => WARNS,
        Outcome::Pass => PASSES,
        Outcome::Unknown | Outcome::NotTriggered => UNKNOWN,
    };
    let place = match o.phase.cmp(&phase) {
        Ordering::Less => 0.0,
        Ordering::Equal => DECIDES,
        Ordering::Greater => LATER,
    };
    let waits = action == Action::MeasureFirst && o.phase == phase && (o.blinds() || o.stops() || o.uncertain());
    let stake = match o.fact {
        Fact::MissingWeight { .. } => AT_STAKE + o.measurement.value.unwrap_or(0.0),
        _ => 0.0,
    };
    outcome + place + if waits { WAITS } else { 0.0 } + short(o) + stake
}

/// The reasons, strongest first.
pub(super) fn reasons(action: Action, phase: Phase, outcomes: &[GateOutcome]) -> Vec<Reason> {
    let calm = matches!(action, Action::DoNotExpand | Action::ExpandTargeted);
    let key = |o: &GateOutcome| {
        let own = strength(o, action, phase);
        match o.outcome {
            // What is unknown is no reason for calm.
            Outcome::Unknown if calm => own - CALM,
            _ if calm && o.phase == phase => CALM - own,
            _ => own,
        }
    };
    let mut ranked: Vec<&GateOutcome> = outcomes.iter().filter(|o| o.outcome != Outcome::NotTriggered).collect();
    ranked.sort_by(|a, b| key(b).total_cmp(&key(a)));
    let reason = |o: &GateOutcome| Reason {
        text: o.sentence.clone(),
        gate: o.gate.clone(),
        outcome: o.outcome,
        link: Link::Gate(o.gate.clone()),
    };
    ranked.into_iter().take(MOST).map(reason).collect()
}
