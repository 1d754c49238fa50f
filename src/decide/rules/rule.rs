//! What a rule is, and the answers that several rules give.

use crate::decide::context::Context;
use crate::decide::measurement::Measurement;
use crate::decide::today::today;
use crate::policy::{Gate, Phase};

/// A way to measure what a gate is about.
pub trait Rule: Sync {
    /// Identifier used in packs.
    fn id(&self) -> &'static str;
    /// What it measures, for the pack's author.
    fn help(&self) -> &'static str;
    /// Names of its parameters (`with` in the pack), each with its meaning.
    fn parameters(&self) -> &'static [(&'static str, &'static str)];
    /// True where what it measures moves with an assumption or a price of the scenario; the others measure the evidence alone.
    fn assumes(&self) -> bool {
        false
    }
    /// True where it looks at every tier of the inventory, not at the one that its gate names.
    fn reads_every_tier(&self, gate: &Gate) -> bool {
        let _ = gate;
        false
    }
    /// Measures. Never fails: what the evidence does not give is unknown.
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement;
}

/// A parameter of the gate, or an unknown measurement that says which is missing.
pub(super) fn parameter<'a>(gate: &'a Gate, name: &str) -> Result<&'a str, Measurement> {
    gate.parameter(name).ok_or_else(|| {
        Measurement::unknown(
            gate.label.clone(),
            format!("the policy does not say which {name} the gate \"{}\" is about", gate.id),
        )
    })
}

/// The answer to a question that only a gap raises.
pub(super) fn no_gap(ctx: &Context<'_>, what: &str) -> Measurement {
    let measured = ctx.pack.gates.iter().any(|g| g.phase == Phase::Validate && today(g, ctx).is_some());
    let because = if measured { "no measured metric has a gap" } else { "no metric was measured, so no gap is known" };
    Measurement::not_triggered(what, because)
}

/// An unknown measurement where no inventory was loaded.
pub(super) fn inventory_missing(ctx: &Context<'_>, what: &str) -> Option<Measurement> {
    ctx.evidence.datasets.is_empty().then(|| Measurement::unknown(what, "no inventory was loaded"))
}
