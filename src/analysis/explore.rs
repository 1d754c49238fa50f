//! What explains the decision: everything that moves an input, or draws it, and decides again.

use super::{Prepared, context};
use crate::data::{Progress, Steps};
use crate::decide::assumptions::{ByDefault, by_default};
use crate::decide::chance::{
    Chances, DRAWS, Draw, OptionsView, PerspectivesView, SEED, ValueOfInformation, World, chances,
    evaluate_information, evaluate_options, evaluate_perspectives,
};
use crate::decide::collection::{CollectionView, collection};
use crate::decide::cost::{Spread, Work};
use crate::decide::sensitivity::{Tornado, pairs, tornado};
use crate::decide::{Action, Context, Decision, Flip, FlipSearch, decide};
use crate::policy::PolicyPack;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What would change the verdict, how sure it is, and what each way out brings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exploration {
    /// Every way to flip the verdict by moving one thing, nearest first.
    pub flips: Vec<Flip>,
    /// What nobody gave and the program assumes, and with which the verdict moves.
    pub assumed: Vec<ByDefault>,
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

/// A part of the work.
struct Stage {
    /// What it is, in words.
    label: &'static str,
    /// Steps that it takes.
    steps: fn(&Explore, &Context<'_>) -> usize,
    /// Does the step of that number.
    work: fn(&mut Explore, &Context<'_>, usize),
}

/// The parts, in the order in which they are done: what is on the first page comes first.
const STAGES: &[Stage] = &[
    Stage {
        label: "searching what would flip the verdict",
        steps: |job, _| job.subjects,
        work: |job, ctx, _| {
            let done = job.search.as_mut().is_none_or(|s| s.step(*ctx).finished());
            if done {
                job.result.flips = job.search.take().map(FlipSearch::finish).unwrap_or_default();
                job.result.assumed = by_default(ctx, &job.result.flips);
            }
        },
    },
    Stage {
        label: "drawing what is uncertain",
        steps: once,
        work: |job, ctx, _| {
            let drawn = Drawn::new(ctx);
            job.result.chances = chances(ctx, &drawn.decision, &drawn.world, &drawn.sample);
            job.drawn = Some(drawn);
        },
    },
    Stage {
        label: "searching pairs",
        steps: once,
        work: |job, ctx, _| {
            let alone: Vec<_> = job.result.flips.iter().map(|f| f.subject.clone()).collect();
            job.result.pairs = pairs(ctx, &alone, 6);
        },
    },
    Stage {
        label: "weighing options",
        steps: once,
        work: |job, ctx, _| {
            job.on_draws(|result, d| result.options = evaluate_options(ctx, &d.decision, &d.world, &d.sample));
        },
    },
    Stage {
        label: "playing the perspectives",
        steps: once,
        work: |job, ctx, _| {
            job.on_draws(|result, d| {
                result.perspectives = evaluate_perspectives(ctx, &d.decision, &d.world, &d.sample)
            });
        },
    },
    Stage {
        label: "valuing further measurements",
        steps: once,
        work: |job, ctx, _| {
            job.on_draws(|result, d| {
                result.information = evaluate_information(ctx, &d.decision, &d.world, &d.sample);
                // One number for one thing: the net benefit of an option is that of its row, at the mean of the prices' ranges.
                if let Some((label, worth)) = &mut result.information.best {
                    let row = result.options.options.iter().find(|o| o.label == *label);
                    *worth = row.and_then(|o| o.net_benefit).unwrap_or(*worth);
                }
            });
        },
    },
    Stage {
        label: "moving one input at a time",
        steps: once,
        work: |job, ctx, _| job.result.tornado = tornado(ctx, SEED),
    },
    Stage {
        label: "planning rounds of collection",
        steps: |_, ctx| ctx.evidence.curves.len(),
        work: |job, ctx, curve| job.on_draws(|result, d| result.collection.extend(collection(ctx, curve, d.record))),
    },
];

fn once(_: &Explore, _: &Context<'_>) -> usize {
    1
}

/// The world of a decision, drawn once: every part of an exploration uses the same draws.
struct Drawn {
    decision: Decision,
    world: World,
    sample: Vec<Draw>,
    /// Cost of one more record.
    record: Option<Spread>,
}

impl Drawn {
    fn new(ctx: &Context<'_>) -> Self {
        let decision = decide(ctx);
        let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
        let world = World::new(&Context { inventory: &inventory, ..*ctx }, &decision, SEED);
        let sample = world.sample(DRAWS);
        let record = Spread::of(&Work::records(1.0), &world.expected, sample.iter().map(|d| &d.prices));
        Self { decision, world, sample, record }
    }
}

/// The job.
pub struct Explore {
    /// Part that is being done, and steps of it that are.
    at: (usize, usize),
    search: Option<FlipSearch>,
    subjects: usize,
    drawn: Option<Drawn>,
    result: Exploration,
}

impl Explore {
    /// A job for the scenario of `ctx`, which every step must be given.
    #[must_use]
    pub fn new(ctx: &Context<'_>) -> Self {
        let search = FlipSearch::new(ctx);
        let subjects = search.subjects();
        Self { at: (0, 0), search: Some(search), subjects, drawn: None, result: Exploration::default() }
    }
    fn on_draws(&mut self, work: impl FnOnce(&mut Exploration, &Drawn)) {
        if let Some(drawn) = &self.drawn {
            work(&mut self.result, drawn);
        }
    }
    /// What is known so far; the flips come first.
    #[must_use]
    pub fn so_far(&self) -> &Exploration {
        &self.result
    }
    /// Explores a scenario from beginning to end.
    #[must_use]
    pub fn run(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Exploration {
        let ctx = context(prepared, pack, scenario);
        Self::new(&ctx).run(ctx)
    }
}

impl Steps for Explore {
    type Given<'a> = Context<'a>;
    type Output = Exploration;

    fn step(&mut self, ctx: Context<'_>) -> Progress {
        let steps: Vec<usize> = STAGES.iter().map(|s| (s.steps)(self, &ctx)).collect();
        // Parts without steps are passed over.
        while self.at.0 < STAGES.len() && self.at.1 >= steps[self.at.0] {
            self.at = (self.at.0 + 1, 0);
        }
        let label = STAGES.get(self.at.0).map_or("", |stage| {
            (stage.work)(self, &ctx, self.at.1);
            self.at.1 += 1;
            stage.label
        });
        let done = steps.iter().take(self.at.0).sum::<usize>() + self.at.1;
        Progress::of(label, done, steps.iter().sum())
    }
    fn finish(self) -> Exploration {
        self.result
    }
}
