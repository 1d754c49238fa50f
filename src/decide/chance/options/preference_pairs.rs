//! Collecting preference pairs up to the policy's volume.

use super::candidate::{Candidate, Effect, Kind, OptionKind, Situation};
use crate::data::Stage;
use crate::data::units::compact;
use crate::decide::cost::Work;
use crate::policy::{Comparator, Severity};

/// One option for each volume of pairs that is not reached.
pub struct PreferencePairs;

impl Kind for PreferencePairs {
    fn id(&self) -> &'static str {
        "preference_pairs"
    }
    fn candidates(&self, s: Situation<'_>) -> Vec<Candidate> {
        let each = s.decision.outcomes.iter().filter_map(|o| {
            let gate = s.ctx.pack.gate(&o.gate)?;
            let own = gate.counts(Stage::Preference);
            let pairs =
                o.margin.filter(|margin| own && gate.severity != Severity::Info && *margin < 0.0).map(|m| -m)?;
            // "More than" is reached one beyond.
            let pairs = pairs + if gate.comparator == Comparator::MoreThan { 1.0 } else { 0.0 };
            Some(Candidate {
                kind: OptionKind { kind: self.id().into(), pairs: Some(pairs), ..OptionKind::default() },
                label: format!("Collect {} preference pairs", compact(pairs)),
                work: Some(Work { pairs, ..Work::default() }),
                effect: Effect::NotEstimated("no scaling law for preference pairs is established".into()),
                families: Vec::new(),
            })
        });
        each.collect()
    }
}
