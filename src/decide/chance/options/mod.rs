//! Candidate actions built from the evidence, a file each: what each does, the work it takes, what it changes. Then each
//! with its cost, time, effect and probability of meeting the targets, and the best combinations of them.

mod bigger_model;
mod candidate;
mod complete_tier;
mod deduplicate;
mod do_nothing;
mod evaluate;
mod expand;
mod mixes;
mod preference_pairs;
mod raise_quality;
mod select;

pub use candidate::{Candidate, Kind, OptionKind, Situation};
pub use evaluate::{OptionResult, OptionsView};
pub use mixes::Mix;

use super::world::{Draw, World};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;

/// Every kind of option. The first changes nothing: the others are compared with it.
pub const OPTIONS: &[&dyn Kind] = &[
    &do_nothing::DoNothing,
    &complete_tier::CompleteTier,
    &raise_quality::RaiseQuality,
    &deduplicate::Deduplicate,
    &select::Select,
    &expand::Expand,
    &preference_pairs::PreferencePairs,
    &bigger_model::BiggerModel,
];

/// The candidates that the evidence suggests.
#[must_use]
pub fn candidates(ctx: &Context<'_>, decision: &Decision, world: &World) -> Vec<Candidate> {
    OPTIONS.iter().flat_map(|kind| kind.candidates(Situation { ctx, decision, world })).collect()
}

/// Evaluates the options and their best mixes.
#[must_use]
pub fn evaluate_options(ctx: &Context<'_>, decision: &Decision, world: &World, sample: &[Draw]) -> OptionsView {
    evaluate::evaluate(ctx, &candidates(ctx, decision, world), world, sample)
}
