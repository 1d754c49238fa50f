//! Training a model twice as large.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::data::Stage;
use crate::data::units::compact;
use crate::decide::cost::Work;

/// Where records for supervised fine-tuning were counted.
pub struct BiggerModel;

impl Kind for BiggerModel {
    fn id(&self) -> &'static str {
        "bigger_model"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let (ctx, parameters) = (s.ctx, 2.0 * s.ctx.assume("parameters"));
        let records = ctx.inventory.stages.iter().find(|(s, _)| *s == Stage::Sft).and_then(|(_, g)| g.records.value);
        let each = records.map(|records| {
            // 6 FLOP a parameter and token.
            let tokens = records * ctx.assume("tokens_per_record") * ctx.assume("epochs").max(1.0);
            Candidate {
                kind: OptionKind { kind: self.id().into(), ..OptionKind::default() },
                label: format!("Train a model of {} parameters", compact(parameters)),
                work: Some(Work { exaflop: 6.0 * parameters * tokens / 1e18, ..Work::default() }),
                effect: Effect::NotEstimated(
                    "scaling laws predict loss; how these metrics follow the loss is not known".into(),
                ),
                families: Vec::new(),
            }
        });
        each.into_iter().collect()
    }
}
