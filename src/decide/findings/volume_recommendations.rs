//! Recommended volumes by training stage.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::units::{compact, digits};
use crate::decide::context::Context;
use crate::decide::judge::Outcome;
use crate::decide::verdict::Decision;
use crate::policy::{Finding, Role};

/// AWS prescriptive guidance for generative AI in healthcare: 100K texts, 10K pairs, 1K preference pairs.
pub struct VolumeRecommendations;

impl FindingRule for VolumeRecommendations {
    fn id(&self) -> &'static str {
        "volume_recommendations"
    }
    fn evaluate(&self, _finding: &Finding, ctx: &Context<'_>, decision: &Decision) -> Found {
        let of_volume = |gate: &str| ctx.pack.gate(gate).is_some_and(|g| g.role() == Role::Volume);
        let gates: Vec<_> = decision.outcomes.iter().filter(|o| of_volume(&o.gate)).collect();
        let known: Vec<_> = gates.iter().filter_map(|o| Some((*o, o.measurement.value?))).collect();
        if known.is_empty() {
            return Found::unknown(
                "No volume could be counted.",
                "Load an inventory with a stage and a number of records for each data set.",
            );
        }
        let facts = gates
            .iter()
            .map(|o| {
                let value = o.measurement.value;
                let times = value
                    .filter(|_| o.threshold > 0.0)
                    .map_or(String::new(), |v| format!(", {}×", digits(v / o.threshold, 2)));
                (
                    o.label.clone(),
                    format!("{} against {}{times}", value.map_or("unknown".into(), compact), compact(o.threshold)),
                )
            })
            .collect();
        let met: Vec<_> =
            known.iter().filter(|(o, _)| o.outcome == Outcome::Pass).map(|(o, _)| o.label.clone()).collect();
        let short: Vec<_> = known.iter().filter(|(o, _)| o.outcome != Outcome::Pass).collect();
        let also = (!met.is_empty() && !short.is_empty()).then(|| {
            let parts: Vec<String> = short
                .iter()
                .map(|(o, v)| format!("{}: {} of {}", o.label, compact(*v), compact(o.threshold)))
                .collect();
            (Alignment::Gap, parts.join("; "))
        });
        Found {
            status: if met.is_empty() { Alignment::Gap } else { Alignment::Exceeds },
            also,
            facts,
            application: "The inventory's records are counted by training stage.".into(),
            comparison: if short.is_empty() {
                format!("Every counted stage has more than the recommended volume ({}).", met.join(", "))
            } else if met.is_empty() {
                "No counted stage reaches its recommended volume.".into()
            } else {
                format!(
                    "More than recommended: {}. Short of it: {}.",
                    met.join(", "),
                    short.iter().map(|(o, _)| o.label.as_str()).collect::<Vec<_>>().join(", ")
                )
            },
            action: match short.first() {
                Some((o, v)) => {
                    format!("{} more records for {} would close it.", compact((o.threshold - v).max(0.0)), o.label)
                }
                None => "Only larger requirements would change this.".into(),
            },
        }
    }
}
