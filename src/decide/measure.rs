//! Measuring: what the evidence says about each gate, before any threshold is looked at.

use super::context::Context;
use super::measurement::Measurement;
use super::rules;
use crate::policy::{Gate, Phase};
use std::collections::BTreeMap;

/// Measurements by gate.
pub type Facts = BTreeMap<String, Measurement>;

/// Measures every gate of the given phases. What-if values of the scenario replace what was measured.
#[must_use]
pub fn measure_all(ctx: &Context<'_>, phases: &[Phase]) -> Facts {
    let mut facts = Facts::new();
    for gate in ctx.pack.gates.iter().filter(|g| phases.contains(&g.phase)) {
        facts.insert(gate.id.clone(), measure(gate, ctx));
    }
    facts
}

/// What the evidence says about a gate's subject, or the scenario's what-if value in its place.
pub(super) fn measure(gate: &Gate, ctx: &Context<'_>) -> Measurement {
    let found = measured(gate, ctx);
    match ctx.scenario.what_if.get(&gate.fact()) {
        Some(&value) => found.assumed(value),
        None => found,
    }
}

/// What the evidence says about a gate's subject.
pub(super) fn measured(gate: &Gate, ctx: &Context<'_>) -> Measurement {
    let mut found = match rules::rule(&gate.rule) {
        Some(rule) => rule.measure(gate, ctx),
        None => Measurement::unknown(
            gate.label.clone(),
            format!("the policy names a rule \"{}\" that this program does not have", gate.rule),
        ),
    };
    if found.value.is_some_and(|v| !v.is_finite()) {
        found.value = None;
        found.because = Some("its value is not a finite number".into());
    }
    if let (Some(n), Some(least)) = (found.n, gate.minimum_n)
        && n < least
        && found.value.is_some()
    {
        found.because = Some(format!("only {n} items are behind it; the policy asks for {least}"));
        found.value = None;
    }
    found
}
