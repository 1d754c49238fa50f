//! Which of the field's metrics are measured.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::units::{score, several, show};
use crate::decide::context::Context;
use crate::decide::judge::Outcome;
use crate::decide::verdict::Decision;
use crate::policy::{Finding, Phase, Role};

/// CTRS-adapted empathy, F1, balanced accuracy, ROUGE, BLEU, perplexity, EthicsMH (arXiv 2509.11648).
pub struct EvaluationMetrics;

impl FindingRule for EvaluationMetrics {
    fn id(&self) -> &'static str {
        "evaluation_metrics"
    }
    fn evaluate(&self, _finding: &Finding, ctx: &Context<'_>, decision: &Decision) -> Found {
        let of_metric =
            |gate: &str| ctx.pack.gate(gate).is_some_and(|g| g.role() == Role::Metric && g.parameter("time").is_none());
        let gates: Vec<_> =
            decision.outcomes.iter().filter(|o| o.phase == Phase::Validate && of_metric(&o.gate)).collect();
        let measured: Vec<_> = gates.iter().filter(|o| o.outcome != Outcome::Unknown).collect();
        if gates.is_empty() || measured.is_empty() {
            return Found::unknown("No metric of the policy has been measured.", "Load a file of evaluations.");
        }
        let facts = gates
            .iter()
            .map(|o| {
                let value = o.measurement.value.map_or("never measured".into(), score);
                (o.label.clone(), format!("{value}; target {} {}", o.comparator.symbol(), show(o.threshold, o.unit)))
            })
            .collect();
        let absent: Vec<_> = gates.iter().filter(|o| o.outcome == Outcome::Unknown).map(|o| o.label.clone()).collect();
        let sized = measured.iter().filter(|o| o.measurement.interval.is_some()).count();
        Found {
            status: if absent.is_empty() { Alignment::Aligned } else { Alignment::Gap },
            also: None,
            facts,
            application: format!(
                "{} of {} target metrics are measured, {sized} of them with an interval.",
                measured.len(),
                gates.len()
            ),
            comparison: if absent.is_empty() {
                "Every target has a measurement to be judged by.".into()
            } else {
                format!("Never measured: {}.", several(&absent))
            },
            action: if absent.is_empty() {
                "A target without a measurement would change this.".into()
            } else {
                format!("Measure {}.", several(&absent))
            },
        }
    }
}
