//! The verdict: what follows from all outcomes.

mod action;
mod completion;
mod phases;
mod reasons;
mod sentence;
mod state;
mod targets;

pub use action::{Action, Way, action};
pub use phases::phase_states;
pub use state::{Completion, Decision, ExpandTarget, PhaseState, Reason, Verdict};

use super::context::Context;
use super::gaps::gaps;
use super::judge::{GateOutcome, judge};
use super::measure::{Facts, measure_all};
use crate::policy::Phase;
use completion::completion;
use reasons::reasons;
use sentence::{Said, sentence};
use targets::targets;

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
    gates.filter_map(|g| Some(judge(ctx.pack, g, ctx.scenario, facts.get(&g.id)?))).collect()
}

/// Judges and decides from measurements of phases 1 and 2.
#[must_use]
pub fn from_facts(ctx: &Context<'_>, facts: &Facts) -> Decision {
    let mut outcomes = judged(ctx, &[Phase::Complete, Phase::Validate], facts);
    let gaps = gaps(&outcomes, ctx);
    let third = Context { gaps: &gaps, ..*ctx };
    outcomes.extend(judged(&third, &[Phase::Expand], &measure_all(&third, &[Phase::Expand])));
    outcomes.sort_by_key(|o| ctx.pack.gates.iter().position(|g| g.id == o.gate));
    let way = Way::of(&gaps, ctx);
    let (action, phase) = action(&outcomes, way);
    let verdict = Verdict {
        action,
        phase,
        sentence: sentence(&Said { action, phase, way, outcomes: &outcomes, gaps: &gaps }, ctx),
        reasons: reasons(action, phase, &outcomes),
        expand: if action == Action::ExpandTargeted { targets(&gaps, ctx) } else { Vec::new() },
    };
    Decision { phases: phase_states(&outcomes, phase), completion: completion(ctx, &outcomes), gaps, verdict, outcomes }
}
