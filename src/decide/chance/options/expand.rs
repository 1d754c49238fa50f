//! Adding records in the families that serve a metric.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::data::units::compact;
use crate::decide::cost::Work;
use crate::decide::judge::Outcome;

/// One option for each measured target with a curve that is missed or in doubt.
pub struct Expand;

/// Share of the record budget that is added at least.
const LEAST: f64 = 0.1;

impl Kind for Expand {
    fn id(&self) -> &'static str {
        "expand"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let budget = s.ctx.assume("budget_records").max(0.0);
        let each = s.world.targets.iter().filter_map(|t| {
            t.curve.as_ref().and(t.value)?;
            let gap = s.decision.gaps.iter().find(|g| g.metric == t.metric && g.slice == t.slice);
            let doubtful = || s.decision.outcome(&t.gate).is_some_and(|o| o.outcome == Outcome::Warn);
            if gap.is_none() && !doubtful() {
                return None;
            }
            let records = gap.and_then(|g| g.add_records).unwrap_or(budget).min(budget).max(budget * LEAST);
            Some(Candidate {
                kind: OptionKind {
                    kind: self.id().into(),
                    metric: Some(t.metric.clone()),
                    records: Some(records),
                    ..OptionKind::default()
                },
                label: format!("Expand for {}: {} records", t.label.to_lowercase(), compact(records)),
                work: Some(Work::records(records)),
                effect: Effect::Data { records, quality: None },
                families: t.families.clone(),
            })
        });
        each.collect()
    }
}
