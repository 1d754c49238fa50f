//! Stages of training in order.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::units::{compact, counted, show};
use crate::data::{Stage, Status, Unit};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;
use crate::policy::Finding;

/// Empathy-R1 (SFT, then reinforcement learning), SuDoSys (stage-aware): order matters.
pub struct Curriculum;

impl FindingRule for Curriculum {
    fn id(&self) -> &'static str {
        "curriculum"
    }
    fn evaluate(&self, _finding: &Finding, ctx: &Context<'_>, _decision: &Decision) -> Found {
        let there: Vec<_> = ctx.evidence.datasets.iter().filter(|d| d.status != Status::Missing).collect();
        let plan = &ctx.pack.curriculum;
        if plan.is_empty() || there.iter().all(|d| d.curriculum.is_none() && d.stage.is_none()) {
            return Found::unknown(
                "No data set names its stage, or the policy has no curriculum.",
                "Give a stage and, for fine-tuning, a curriculum number.",
            );
        }
        let mut facts = Vec::new();
        let mut absent = Vec::new();
        let total: f64 = there.iter().filter(|d| d.stage == Some(Stage::Sft)).filter_map(|d| d.records).sum();
        for (i, name) in plan.iter().enumerate() {
            let own: Vec<_> = there.iter().filter(|d| d.curriculum.is_some_and(|c| usize::from(c) == i + 1)).collect();
            let records: Option<f64> = own.iter().map(|d| d.records).sum();
            let text = match (own.is_empty(), records) {
                (true, _) => "nothing there".to_owned(),
                (false, Some(r)) if total > 0.0 => {
                    format!("{} records ({})", compact(r), show(r / total, Unit::Fraction))
                }
                (false, _) => format!("{}, records unknown", counted(own.len(), "data set", "data sets")),
            };
            if own.is_empty() {
                absent.push(name.clone());
            }
            facts.push((format!("stage {}: {name}", i + 1), text));
        }
        let preference = there.iter().any(|d| d.stage == Some(Stage::Preference));
        facts.push((
            "then: preference alignment".to_owned(),
            if preference { "data there".into() } else { "nothing there".into() },
        ));
        let leaked: Vec<_> = ctx
            .pack
            .families
            .iter()
            .filter(|f| f.holdout)
            .filter(|f| {
                there.iter().any(|d| {
                    d.family.as_deref() == Some(&f.id)
                        && d.split.as_deref().is_some_and(|s| !s.eq_ignore_ascii_case("test"))
                })
            })
            .map(|f| f.label.clone())
            .collect();
        let covered = plan.len() - absent.len();
        let complete = absent.is_empty() && preference;
        Found {
            status: if complete && leaked.is_empty() { Alignment::Aligned } else { Alignment::Gap },
            also: None,
            facts,
            application: format!(
                "{covered} of {} fine-tuning stages have data, preference alignment {}.",
                plan.len(),
                if preference { "has too" } else { "has none" }
            ),
            comparison: if complete {
                "Every stage of the curriculum has data, and preference alignment too; in which order they are trained is for the training run to keep.".into()
            } else if absent.is_empty() {
                "The fine-tuning stages are covered; preference alignment is not.".into()
            } else {
                format!("Without data: {}.", absent.join(", "))
            } + &(if leaked.is_empty() {
                String::new()
            } else {
                format!(" Holdout families outside the test split: {}.", leaked.join(", "))
            }),
            action: if complete {
                "A stage that loses its data would change this.".into()
            } else {
                "Add data for the stages without any.".into()
            },
        }
    }
}
