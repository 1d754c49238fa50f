//! What explains the decision: everything that moves an input, or draws it, and decides again.

use super::{Prepared, Progress, context};
use crate::decide::chance::{
    Chances, DRAWS, Draw, OptionsView, PerspectivesView, SEED, ValueOfInformation, World, chances,
    evaluate_information, evaluate_options, evaluate_perspectives,
};
use crate::decide::collection::{CollectionView, collection};
use crate::decide::sensitivity::{Tornado, pairs, tornado};
use crate::decide::{Action, Context, Flip, FlipSearch, decide};
use crate::policy::PolicyPack;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What would change the verdict, how sure it is, and what each way out brings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exploration {
    /// Every way to flip the verdict by moving one thing, nearest first.
    pub flips: Vec<Flip>,
    /// Pairs of failing facts that flip it together when neither does alone, and the verdict then.
    pub pairs: Vec<(String, String, Action)>,
    /// Probability of each verdict, outcome and target.
    pub chances: Chances,
    /// One-way sensitivity.
    pub tornado: Tornado,
    /// Candidate actions.
    pub options: OptionsView,
    /// Perspectives as decision rules.
    pub perspectives: PerspectivesView,
    /// What to measure next.
    pub information: ValueOfInformation,
    /// Collecting in rounds, for each metric that has a curve and misses its target.
    pub collection: Vec<CollectionView>,
}

/// The job: flips one input a step, then one part a step.
pub struct Explore {
    search: Option<FlipSearch>,
    part: usize,
    sample: Vec<Draw>,
    result: Exploration,
}

/// Parts without those of single curves.
const PARTS: usize = 6;

impl Explore {
    /// A job for this scenario.
    #[must_use]
    pub fn new(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Self {
        let search = Some(FlipSearch::new(&context(prepared, pack, scenario)));
        Self { search, part: 0, sample: Vec::new(), result: Exploration::default() }
    }
    /// Does a slice of work; `None` when it is done. The arguments must be those of [`Explore::new`].
    pub fn step(&mut self, prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Option<Progress> {
        let ctx = context(prepared, pack, scenario);
        if let Some(search) = &mut self.search {
            if let Some((done, total)) = search.step(&ctx) {
                return Some(Progress {
                    label: "searching what would flip the verdict".into(),
                    done,
                    total: total + PARTS,
                });
            }
            self.result.flips = self.search.take().map(FlipSearch::finish).unwrap_or_default();
        }
        if self.part >= PARTS {
            return self.plan(&ctx);
        }
        let decision = decide(&ctx);
        let inventory = ctx.inventory.with_what_ifs(&scenario.what_if);
        let world = World::new(&Context { inventory: &inventory, ..ctx }, &decision, SEED);
        if self.sample.is_empty() && self.part < 5 {
            self.sample = world.sample(DRAWS);
        }
        let sample = &self.sample;
        let label = match self.part {
            0 => {
                self.result.chances = chances(&ctx, &decision, &world, sample);
                "drawing what is uncertain"
            }
            1 => {
                let alone: Vec<_> = self.result.flips.iter().map(|f| f.subject.clone()).collect();
                self.result.pairs = pairs(&ctx, &alone, 6);
                "searching pairs"
            }
            2 => {
                self.result.options = evaluate_options(&ctx, &decision, &world, sample);
                "weighing options"
            }
            3 => {
                self.result.perspectives = evaluate_perspectives(&ctx, &decision, &world, sample);
                "playing the perspectives"
            }
            4 => {
                self.result.information = evaluate_information(&ctx, &decision, &world, sample);
                "valuing further measurements"
            }
            5 => {
                self.result.tornado = tornado(&ctx, SEED);
                "moving one input at a time"
            }
            _ => return None,
        };
        self.part += 1;
        let total = PARTS + prepared.evidence.curves.len();
        Some(Progress { label: label.into(), done: self.part, total })
    }
    /// The last part, a curve a step: it needs no draws.
    fn plan(&mut self, ctx: &Context<'_>) -> Option<Progress> {
        let curves = ctx.evidence.curves.len();
        let index = self.part - PARTS;
        if index >= curves {
            return None;
        }
        self.result.collection.extend(collection(ctx, index));
        self.part += 1;
        Some(Progress { label: "planning rounds of collection".into(), done: self.part, total: PARTS + curves })
    }
    /// What is known so far; the flips come first.
    #[must_use]
    pub fn so_far(&self) -> &Exploration {
        &self.result
    }
    /// The result.
    #[must_use]
    pub fn finish(self) -> Exploration {
        self.result
    }
    /// Runs to the end.
    #[must_use]
    pub fn run(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Exploration {
        let mut job = Self::new(prepared, pack, scenario);
        while job.step(prepared, pack, scenario).is_some() {}
        job.finish()
    }
}
