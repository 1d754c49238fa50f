//! The reasons of a verdict, strongest first.

use super::action::Action;
use super::state::{Link, Reason};
use crate::decide::judge::{GateOutcome, Outcome, Severe};
use crate::policy::Phase;

pub(super) fn reasons(action: Action, phase: Phase, outcomes: &[GateOutcome]) -> Vec<Reason> {
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
        let weight = if o.measurement.what == "missing training weight" {
            1.0 + o.measurement.value.unwrap_or(0.0)
        } else {
            0.0
        };
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
